"""Somebody gives a task here: one thing that one named person will do by a date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.people import access, choices, lookup
from handlers.promises import giving, items, lifecycle, moves
from handlers.promises.tasks import cards, rules
from handlers.promises.tasks.rules import Draft
from handlers.speech import blocks, dates
from handlers.speech.errors import UnreadableRequest, UserError
from handlers.speech.request import FormErrors, OpenForm, Reply, Request, Response, UpdateForm
from storage.customers import Customer
from storage.departments import Department
from storage.issues import Issue
from storage.people import Person
from storage.tasks import Promise

Read = TypeVar("Read")


def typed(request: Request, session: Session, now: datetime) -> Response:
    """`/cx task <what> to @owner by <when> …`; the form where words are missing."""
    person = access.actor(session, request)
    access.check(session, person, access.CREATE_TASK)
    draft = rules.read(request.text, _known(session, request.team_id))
    items.check_title(draft.what)
    if not draft.complete:
        return OpenForm(_form(request, session, now, person, draft))
    owner = lookup.person(session, request.team_id, draft.owner)
    access.check_owner(owner)
    customer = lookup.customer(session, request.team_id, draft.customer)
    department = lookup.department_for(session, owner, draft.department, request.channel_id)
    task = _give(session, now, person, owner, draft, customer, department)
    text = cards.noted(task, owner, customer, _read_at(session, owner, now))
    return Reply(text, blocks.message(blocks.section(text), cards.undo(task)))


def open_form(request: Request, session: Session, now: datetime) -> Response:
    """The form, from a shortcut, Home or an issue's card; a message's words become the title."""
    person = access.actor(session, request)
    access.check(session, person, access.CREATE_TASK)
    _check_about(request, session, person)
    draft = Draft(what=blocks.clip(request.text, items.TITLE))
    return OpenForm(_form(request, session, now, person, draft))


def send(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back filled in."""
    person = access.actor(session, request)
    access.check(session, person, access.CREATE_TASK)
    _check_about(request, session, person)
    missing = {
        cards.TITLE: cards.WHAT_MISSING,
        cards.OWNER: cards.OWNER_MISSING,
        cards.DATE: cards.DATE_MISSING,
    }
    errors = {name: sentence for name, sentence in missing.items() if not request.line(name)}
    if errors:
        return FormErrors(errors)
    draft = Draft(
        what=request.line(cards.TITLE),
        when=request.words(cards.DATE),
    )
    issue, field = _issue(session, request, person), cards.OWNER
    try:
        owner = lookup.person(session, request.team_id, f"<@{request.person_id(cards.OWNER)}>")
        access.check_owner(owner)
        field = cards.DATE
        _read_due(session, owner, draft.when, now)
        field = choices.CUSTOMER
        customer = lookup.chosen_customer(session, request.team_id, request.words(field))
        field = choices.DEPARTMENT
        department = lookup.chosen_department(
            session, request.team_id, request.words(field)
        ) or lookup.department_for(session, owner, "", "")
        field = cards.TITLE
        items.check_title(draft.what)
    except UserError as error:
        return FormErrors({field: error.message})
    task = _give(session, now, person, owner, draft, customer, department, issue)
    text = cards.noted(task, owner, customer, _read_at(session, owner, now))
    return UpdateForm(blocks.notice("Noted", text))


def withdraw(request: Request, session: Session, now: datetime) -> Response:
    """Whoever asked takes it back."""
    person = access.actor(session, request)
    item = items.get(session, person, request.value)
    if not items.has_just(session, now, person, item, moves.WITHDRAW.verb):
        lifecycle.make(session, now, moves.WITHDRAW, item, person)
    return Reply(cards.taken_back(items.ref(item)))


def _check_about(request: Request, session: Session, person: Person) -> None:
    """What a task is to follow from is for those to know who may read it."""
    if request.value:
        access.check(session, person, access.READ)


def _give(
    session: Session,
    now: datetime,
    person: Person,
    owner: Person,
    draft: Draft,
    customer: Customer | None,
    department: Department,
    issue: Issue | None = None,
) -> Promise:
    return giving.give(
        session,
        now,
        person,
        title=" ".join(draft.what.split()),
        owner=owner,
        department=department,
        due_at=_read_due(session, owner, draft.when, now),
        customer=customer,
        issue=issue,
    )


def _read_at(session: Session, owner: Person, now: datetime) -> datetime:
    """When the owner will find it in their messages: in their own working time."""
    return hours.next_open(calendars.for_person(session, owner), now)


def _read_due(session: Session, owner: Person, when: str, now: datetime) -> datetime:
    """The day in the owner's zone and working time, since it is the owner who keeps it."""
    return dates.read_due(when, now, calendars.for_person(session, owner))


def _known(session: Session, team_id: str) -> rules.Known:
    return rules.Known(
        is_date=dates.looks_like_date,
        is_customer=lambda words: lookup.named_customer(session, team_id, words) is not None,
        is_department=lambda words: lookup.named_department(session, team_id, words) is not None,
    )


def _form(
    request: Request, session: Session, now: datetime, person: Person, draft: Draft
) -> dict[str, object]:
    """The form with everything that could be read, and a sentence for each thing that could not."""
    team_id, unread = request.team_id, Unread()
    issue = _issue(session, request, person)
    owner = unread.unless(lambda: _owner(session, team_id, draft.owner))
    day = unread.unless(lambda: _day(session, person, draft.when, now))
    customer = unread.unless(lambda: lookup.customer(session, team_id, draft.customer))
    department = unread.unless(lambda: _department(session, team_id, draft.department))
    if issue:
        customer = customer or items.customer_of(session, issue)
        department = department or items.department_of(session, issue)
    return cards.form(
        title=draft.what,
        owner=owner.user_id if owner else None,
        day=day,
        customers=choices.of_customers(session, person, customer),
        departments=choices.of_departments(session, person, department),
        about=request.value,
        intro=f"For {items.ref(issue)} {blocks.safe(issue.title)}" if issue else "",
        unread=unread.sentences,
    )


class Unread:
    """What could not be read of a command, in sentences for the form that opens instead."""

    def __init__(self) -> None:
        self.sentences: list[str] = []

    def unless(self, read: Callable[[], Read | None]) -> Read | None:
        """What was read; None, and one more sentence, where the words made no sense."""
        try:
            return read()
        except UserError as error:
            self.sentences.append(error.said(blocks.safe))
            return None


def _issue(session: Session, request: Request, person: Person) -> Issue | None:
    """The issue that a task is to follow from; None where it stands alone.

    Raises UnreadableRequest for anything else, as well as what `items.get_live` raises.
    """
    if not request.value:
        return None
    item = items.get_live(session, person, request.value)
    if not isinstance(item, Issue):
        raise UnreadableRequest
    return item


def _owner(session: Session, team_id: str, words: str) -> Person | None:
    return lookup.person(session, team_id, words) if words else None


def _department(session: Session, team_id: str, words: str) -> Department | None:
    return lookup.department(session, team_id, words) if words else None


def _day(session: Session, person: Person, when: str, now: datetime) -> str | None:
    if not when:
        return None
    calendar = calendars.for_person(session, person)
    return hours.local_day(calendar, dates.read_due(when, now, calendar)).isoformat()
