"""What people type, click and send about an issue, and what they are shown in return."""

from __future__ import annotations

from datetime import datetime

from rapidfuzz import process
from rapidfuzz.utils import default_process
from sqlmodel import Session

from handlers.people import access, choices, lookup
from handlers.promises import issues, items, preamble
from handlers.promises.issues import cards, rules
from handlers.speech import blocks, cleaning, forms
from handlers.speech.errors import (
    CcoOwns,
    GoneCustomer,
    GoneDepartment,
    IssueMissing,
    NameTooLong,
    NoLead,
    TitleTooLong,
    WrongFields,
    WrongSeverity,
)
from handlers.speech.request import OpenForm, Reply, Request, Response, UpdateForm
from storage import customers
from storage.customers import Customer
from storage.people import Person

NEARLY = 85
REPORTING = {
    TitleTooLong: cards.TITLE,
    GoneCustomer: choices.CUSTOMER,
    WrongSeverity: cards.SEVERITY,
    GoneDepartment: choices.DEPARTMENT,
}
ROUTING = {
    **dict.fromkeys((GoneDepartment, NoLead, CcoOwns), choices.DEPARTMENT),
    NameTooLong: cards.WORDS,
}
"""Under which input of either form a sentence stands."""


def typed(request: Request, session: Session, now: datetime) -> Response:
    """`/cx issue <what> [for <customer>] [sev 1-4]`; the form when nothing is said."""
    person = access.actor(session, request)
    access.check(session, person, access.CREATE_ISSUE)
    said = rules.read(request.text)
    if cleaning.says_nothing(said.what):
        return OpenForm(_form(session, person))
    customer, title = _customer(session, person, said)
    severity = said.severity or issues.DEFAULT_SEVERITY
    new = issues.NewIssue(title, severity=severity, customer=customer)
    return Reply(cards.noted(issues.report(session, now, person, new)))


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
    preamble.filled_in(request, {cards.TITLE: IssueMissing}).check()
    with forms.placing(REPORTING):
        reported = issues.report(session, now, person, _filled_in(request, session))
    return UpdateForm(blocks.notice("Noted", cards.noted(reported)))


def open_route(request: Request, session: Session, now: datetime) -> Response:
    """The form that sends an issue from triage to a department."""
    del now
    person, item = preamble.clicked(request, session)
    issue = issues.unrouted(session, person, item)
    return OpenForm(cards.route_form(issue, choices.of_departments(session, person)))


def send_route(request: Request, session: Session, now: datetime) -> Response:
    """The CCO says whose it is, and may teach a rule."""
    person, item = preamble.clicked(request, session)
    issue = issues.unrouted(session, person, item)
    chosen, words = request.words(choices.DEPARTMENT), request.words(cards.WORDS)
    with forms.placing(ROUTING):
        department = lookup.chosen_department(session, request.team_id, chosen)
        if department is None:
            raise WrongFields({choices.DEPARTMENT: cards.DEPARTMENT_MISSING})
        routed = issues.route(session, now, person, issue, department, words)
    return UpdateForm(blocks.notice("Sent", cards.routed(routed)))


def _filled_in(request: Request, session: Session) -> issues.NewIssue:
    team_id = request.team_id
    return issues.NewIssue(
        title=request.line(cards.TITLE),
        story=request.words(cards.STORY),
        touchpoint=request.line(cards.TOUCHPOINT),
        severity=request.words(cards.SEVERITY) or issues.DEFAULT_SEVERITY,
        customer=lookup.chosen_customer(session, team_id, request.words(choices.CUSTOMER)),
        department=lookup.chosen_department(session, team_id, request.words(choices.DEPARTMENT)),
    )


def _customer(
    session: Session, person: Person, said: rules.TypedIssue
) -> tuple[Customer | None, str]:
    """The customer after the last “for”; an unknown name belongs to the title, a near one does not.

    Whoever may not choose from our customers is not told either which of them is near.

    Raises UnknownCustomer when the words are nearly those of a customer.
    """
    team_id = person.team_id
    customer = customers.named(session, team_id, said.customer) if said.customer else None
    if customer or not said.customer:
        return customer, said.what
    may_know = access.may(session, person, access.CHOOSE)
    known = customers.NAMES.near(session, team_id, said.customer) if may_know else []
    near = process.extractOne(
        said.customer[:100], known, processor=default_process, score_cutoff=NEARLY
    )
    if near:
        lookup.customer(session, team_id, said.customer)
    return None, f"{said.what} for {said.customer}"


def _form(session: Session, person: Person, title: str = "") -> dict[str, object]:
    return cards.form(
        customers=choices.of_customers(session, person),
        departments=choices.of_departments(session, person),
        title=title,
    )
