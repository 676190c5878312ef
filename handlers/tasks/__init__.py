"""Somebody gives a task here: one thing that one named person will do by a date."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers import access, blocks, calendars, dates, found, hours, items
from handlers.access import Action
from handlers.errors import TitleTooLong, UserError
from handlers.request import FormErrors, OpenForm, Reply, Request, Response, UpdateForm
from handlers.tasks import cards, rules
from handlers.tasks.rules import Draft
from storage import customers, departments
from storage.customers import Customer
from storage.departments import Department
from storage.issues import Issue
from storage.items import Noun, State
from storage.people import Person
from storage.tasks import Promise


def typed(request: Request, session: Session, now: datetime) -> Response:
    """`/cx task <what> to @owner by <when> …`; the form where words are missing."""
    person = access.actor(session, request)
    access.check(session, person, Action.CREATE_TASK)
    draft = rules.read(request.text, _known(session, request.team_id))
    check_title(draft.what)
    if not draft.complete:
        return OpenForm(_form(request, session, now, person, draft))
    owner = found.person(session, request.team_id, draft.owner)
    task, customer = _give(request, session, now, person, owner, draft)
    text = cards.noted(task, owner, customer, _read_at(session, owner, now))
    return Reply(text, blocks.message(blocks.section(text), cards.undo(task)))


def open_form(request: Request, session: Session, now: datetime) -> Response:
    """The form, from a shortcut, Home or an issue's card; a message's words become the title."""
    person = access.actor(session, request)
    access.check(session, person, Action.CREATE_TASK)
    draft = Draft(what=blocks.clip(request.text, items.TITLE))
    return OpenForm(_form(request, session, now, person, draft))


def send(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back filled in."""
    person = access.actor(session, request)
    access.check(session, person, Action.CREATE_TASK)
    missing = {
        cards.TITLE: cards.WHAT_MISSING,
        cards.OWNER: cards.OWNER_MISSING,
        cards.DATE: cards.DATE_MISSING,
    }
    errors = {name: sentence for name, sentence in missing.items() if not request.words(name)}
    if errors:
        return FormErrors(errors)
    draft = Draft(
        what=request.words(cards.TITLE),
        owner=f"<@{request.words(cards.OWNER)}>",
        when=request.words(cards.DATE),
        customer=request.words(cards.CUSTOMER),
        department=request.words(cards.DEPARTMENT),
    )
    field = cards.OWNER
    try:
        owner = found.person(session, request.team_id, draft.owner)
        items.check_owner(owner)
        field = cards.DATE
        _read_due(session, owner, draft.when, now)
        field = cards.CUSTOMER
        found.customer(session, request.team_id, draft.customer)
        field = cards.DEPARTMENT
        found.department_for(session, owner, draft.department, "")
        field = cards.TITLE
        check_title(draft.what)
    except UserError as error:
        return FormErrors({field: error.message})
    task, customer = _give(request, session, now, person, owner, draft)
    text = cards.noted(task, owner, customer, _read_at(session, owner, now))
    return UpdateForm(blocks.notice("Noted", text))


def withdraw(request: Request, session: Session, now: datetime) -> Response:
    """Whoever asked takes it back."""
    person = access.actor(session, request)
    item = items.get_live(session, request.team_id, request.value)
    access.check(session, person, Action.WITHDRAW, item)
    items.close(session, now, item, person.user_id, State.WITHDRAWN, "")
    items.changed(session, now, item, person.user_id, "withdrawn")
    return Reply(cards.taken_back(items.ref(item)))


def check_title(title: str) -> None:
    """Refuse a title that no card can show.

    Raises TitleTooLong.
    """
    if len(title) > items.TITLE:
        raise TitleTooLong(length=f"{len(title):,}", most=str(items.TITLE))


def _give(
    request: Request,
    session: Session,
    now: datetime,
    person: Person,
    owner: Person,
    draft: Draft,
) -> tuple[Promise, Customer | None]:
    items.check_owner(owner)
    customer = found.customer(session, request.team_id, draft.customer)
    department = found.department_for(session, owner, draft.department, request.channel_id)
    about = items.read_ref(request.value) if request.value else None
    issue = about[1] if about and about[0] == Noun.ISSUE else None
    task = items.add_task(
        session,
        now,
        actor=person.user_id,
        title=" ".join(draft.what.split()),
        owner=owner,
        department=department,
        due_at=_read_due(session, owner, draft.when, now),
        customer=customer,
        issue_number=issue,
        decision_number=about[1] if about and about[0] == Noun.DECISION else None,
    )
    parent = items.find(session, request.team_id, Noun.ISSUE, issue) if issue else None
    if parent:
        items.changed(session, now, parent, person.user_id, "tasked", task=items.ref(task))
    return task, customer


def _read_at(session: Session, owner: Person, now: datetime) -> datetime:
    """When the owner will find it in their messages: in their own working time."""
    return hours.next_open(calendars.for_person(session, owner), now)


def _read_due(session: Session, owner: Person, when: str, now: datetime) -> datetime:
    """The day in the owner's zone and working time, since it is the owner who keeps it."""
    return dates.read_due(when, now, calendars.for_person(session, owner))


def _known(session: Session, team_id: str) -> rules.Known:
    return rules.Known(
        is_date=dates.looks_like_date,
        is_customer=lambda words: customers.named(session, team_id, words) is not None,
        is_department=lambda words: departments.named(session, team_id, words) is not None,
    )


def _form(
    request: Request, session: Session, now: datetime, person: Person, draft: Draft
) -> dict[str, object]:
    """The form with everything that could be read; what could not be read is left open."""
    known = departments.everyone(session, request.team_id)
    issue = _issue(session, request)
    chosen = draft.customer or _customer_name(session, issue)
    return cards.form(
        title=draft.what,
        owner=_owner_id(session, request.team_id, draft.owner),
        day=_day(session, person, draft.when, now),
        customers={name: name for name in customers.names(session, request.team_id)},
        customer=chosen,
        departments={each.name: each.name for each in known},
        department=_department_name(known, draft, issue),
        about=request.value,
        intro=f"For {items.ref(issue)} {blocks.safe(issue.title)}" if issue else "",
    )


def _issue(session: Session, request: Request) -> Issue | None:
    if not request.value:
        return None
    item = items.get_live(session, request.team_id, request.value)
    return item if isinstance(item, Issue) else None


def _customer_name(session: Session, issue: Issue | None) -> str:
    customer = items.customer_of(session, issue) if issue else None
    return customer.name if customer else ""


def _department_name(known: list[Department], draft: Draft, issue: Issue | None) -> str | None:
    for each in known:
        if each.key == departments.key_of(draft.department):
            return each.name
        if issue and each.department_id == issue.department_id:
            return each.name
    return None


def _owner_id(session: Session, team_id: str, words: str) -> str | None:
    try:
        return found.person(session, team_id, words).user_id if words else None
    except UserError:
        return None


def _day(session: Session, person: Person, when: str, now: datetime) -> str | None:
    calendar = calendars.for_person(session, person)
    try:
        due = dates.read_due(when, now, calendar) if when else None
    except UserError:
        return None
    return hours.local_day(calendar, due).isoformat() if due else None
