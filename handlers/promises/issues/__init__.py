"""Somebody reports here what customers experienced, and a rule or the CCO says whose it is."""

from __future__ import annotations

from datetime import datetime

from rapidfuzz import process
from rapidfuzz.utils import default_process
from sqlmodel import Session

from handlers.chasing.asked import ACKNOWLEDGE, TRIAGE
from handlers.people import access, choices, leads, lookup, office, routing
from handlers.promises import items, lifecycle, moves
from handlers.promises.issues import cards, rules
from handlers.promises.lifecycle import Asked, Changes
from handlers.speech import blocks, values
from handlers.speech.errors import (
    AlreadyRouted,
    NotAnIssue,
    UserError,
)
from handlers.speech.request import FormErrors, OpenForm, Reply, Request, Response, UpdateForm
from storage import counters, customers, departments
from storage.cards import Face
from storage.customers import Customer
from storage.departments import Department, Route
from storage.issues import Experience, Issue
from storage.items import Noun
from storage.people import Person

DEFAULT_SEVERITY = 3
NEARLY = 85


def typed(request: Request, session: Session, now: datetime) -> Response:
    """`/cx issue <what> [for <customer>] [sev 1-4]`; the form when nothing is said."""
    person = access.actor(session, request)
    access.check(session, person, access.CREATE_ISSUE)
    draft = rules.read(request.text)
    if not draft.what:
        return OpenForm(_form(session, person))
    customer, what = _customer(session, person, draft)
    items.check_title(what)
    issue, department, owner = _report(
        session,
        now,
        person,
        title=what,
        customer=customer,
        severity=values.severity(draft.severity or str(DEFAULT_SEVERITY)),
    )
    return Reply(cards.noted(issue, department, owner))


def open_form(request: Request, session: Session, now: datetime) -> Response:
    """The form, from a shortcut or Home."""
    del now
    person = access.actor(session, request)
    access.check(session, person, access.CREATE_ISSUE)
    return OpenForm(_form(session, person, blocks.clip(request.text, items.TITLE)))


def send(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back filled in."""
    person = access.actor(session, request)
    access.check(session, person, access.CREATE_ISSUE)
    title = request.line(cards.TITLE)
    if not title:
        return FormErrors({cards.TITLE: cards.WHAT_MISSING})
    field = cards.TITLE
    try:
        items.check_title(title)
        field = choices.CUSTOMER
        customer = lookup.chosen_customer(session, request.team_id, request.words(field))
        field = cards.SEVERITY
        severity = values.severity(request.words(cards.SEVERITY) or str(DEFAULT_SEVERITY))
        field = choices.DEPARTMENT
        department = lookup.chosen_department(session, request.team_id, request.words(field))
    except UserError as error:
        return FormErrors({field: error.message})
    issue, department, owner = _report(
        session,
        now,
        person,
        title=title,
        customer=customer,
        severity=severity,
        story=request.words(cards.STORY),
        touchpoint=blocks.clip(request.line(cards.TOUCHPOINT), items.TOUCHPOINT),
        department=department,
    )
    return UpdateForm(blocks.notice("Noted", cards.noted(issue, department, owner)))


def open_route(request: Request, session: Session, now: datetime) -> Response:
    """The form that sends an issue from triage to a department."""
    del now
    issue = _unrouted(request, session)
    known = choices.of_departments(session, access.actor(session, request))
    return OpenForm(cards.route_form(issue, known))


def send_route(request: Request, session: Session, now: datetime) -> Response:
    """The CCO says whose it is, and may teach a rule."""
    issue = _unrouted(request, session)
    person, field = access.actor(session, request), choices.DEPARTMENT
    try:
        department = lookup.chosen_department(session, request.team_id, request.words(field))
        if department is None:
            return FormErrors({field: cards.DEPARTMENT_MISSING})
        owner, field = lookup.lead(session, department), cards.WORDS
        words = values.routing_words(request.words(cards.WORDS))
    except UserError as error:
        return FormErrors({field: error.message})
    for word in words:
        routing.teach(session, now, person.user_id, department, routing.WORDS, word)
    customer = items.customer_of(session, issue)
    lifecycle.make(
        session,
        now,
        moves.ROUTE,
        issue,
        person,
        changes=Changes(
            owner=owner,
            department=department,
            due_at=_due(session, now, owner, issue.severity, customer),
            zone=owner.zone,
        ),
        asked=[Asked(ACKNOWLEDGE, owner, department.department_id)],
        department=department.name,
        words=list(words),
    )
    items.show(session, now, issue, department)
    items.show_owner(session, now, issue, owner)
    return UpdateForm(blocks.notice("Sent", cards.routed(issue, department)))


def _unrouted(request: Request, session: Session) -> Issue:
    person = access.actor(session, request)
    issue = items.get_live(session, person, request.value)
    if not isinstance(issue, Issue):
        raise NotAnIssue(ref=items.ref(issue))
    access.check(session, person, access.TRIAGE, issue)
    department = items.department_of(session, issue)
    if department:
        raise AlreadyRouted(ref=items.ref(issue), department=department.name)
    return issue


def _report(
    session: Session,
    now: datetime,
    person: Person,
    *,
    title: str,
    customer: Customer | None,
    severity: int,
    story: str = "",
    touchpoint: str = "",
    department: Department | None = None,
) -> tuple[Experience, Department | None, Person | None]:
    """Store an issue and give it to its department, or to the CCO's triage list."""
    new = Experience(
        team_id=person.team_id,
        number=counters.next_number(session, person.team_id, Noun.ISSUE),
        title=" ".join(title.split()),
        story=story,
        touchpoint=touchpoint,
        severity=severity,
        customer_id=customer.customer_id if customer else None,
        created_by=person.user_id,
        created_at=now,
    )
    rule = None if department else _rule(session, new)
    if rule:
        department = departments.find(session, person.team_id, rule.department_id)
    owner = leads.lead_of(session, department)
    if department is None or owner is None:
        _to_triage(session, now, person, new)
        return new, None, None
    new.owner_id, new.department_id = owner.user_id, department.department_id
    new.due_at = new.original_due_at = _due(session, now, owner, severity, customer)
    new.due_zone = owner.zone
    asked = [Asked(ACKNOWLEDGE, owner, department.department_id)]
    pattern = rule.pattern if rule else ""
    lifecycle.begin(session, now, moves.REPORT, new, person, asked=asked, rule=pattern)
    items.show_new(session, now, new, department, owner)
    return new, department, owner


def _rule(session: Session, new: Experience) -> Route | None:
    """The rule that knows whose the words of an issue are."""
    rules_here = departments.routes(session, new.team_id, routing.WORDS)
    return routing.by_words(f"{new.title} {new.story}", rules_here)


def _due(
    session: Session, now: datetime, owner: Person, severity: int, customer: Customer | None
) -> datetime:
    """By the clock of its severity and the customer's tier, in the working time of its owner."""
    return items.resolve_by(session, now, owner, severity, items.tier_of(customer))


def _to_triage(session: Session, now: datetime, person: Person, new: Experience) -> None:
    """Every CCO sees it and can send it to a department."""
    ccos = office.to_ask(session, now, new.team_id)
    asked = [Asked(TRIAGE, cco, None) for cco in ccos]
    lifecycle.begin(session, now, moves.REPORT_UNROUTED, new, person, asked=asked, rule="")
    for cco in ccos:
        items.show_person(session, now, new, Face.CHANNEL, cco)


def _customer(session: Session, person: Person, draft: rules.Draft) -> tuple[Customer | None, str]:
    """The customer after the last “for”; an unknown name belongs to the title, a near one does not.

    Whoever may not choose from our customers is not told either which of them is near.

    Raises UnknownCustomer when the words are nearly those of a customer.
    """
    team_id = person.team_id
    customer = customers.named(session, team_id, draft.customer) if draft.customer else None
    if customer or not draft.customer:
        return customer, draft.what
    may_know = access.may(session, person, access.CHOOSE)
    known = customers.NAMES.near(session, team_id, draft.customer) if may_know else []
    near = process.extractOne(
        draft.customer[:100], known, processor=default_process, score_cutoff=NEARLY
    )
    if near:
        lookup.customer(session, team_id, draft.customer)
    return None, f"{draft.what} for {draft.customer}"


def _form(session: Session, person: Person, title: str = "") -> dict[str, object]:
    return cards.form(
        customers=choices.of_customers(session, person),
        departments=choices.of_departments(session, person),
        title=title,
    )
