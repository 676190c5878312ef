"""What is open, as lists: mine, a department's, what is late, a customer's, what has no home."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.people import access, lookup
from handlers.promises.lists import cards
from handlers.speech import phrases
from handlers.speech.errors import UnknownList
from handlers.speech.request import Reply, Request, Response
from storage import customers, departments, issues, lists
from storage.customers import Customer
from storage.departments import Department
from storage.lists import Listed

MINE = {"", "mine", "me", "my"}


def show(request: Request, session: Session, now: datetime) -> Response:
    """`/cx list [mine|overdue|triage|<department>|<customer>]`."""
    person = access.actor(session, request)
    team_id, wanted = request.team_id, request.text.strip()
    if wanted.lower() in MINE:
        mine = lists.live(session, team_id, owner_id=person.user_id)
        return cards.listing("mine", "", mine, now)
    access.check(session, person, access.READ)
    if wanted.lower() in {"overdue", "late"}:
        late = lists.live(session, team_id, due_before=now)
        return cards.listing("overdue", "", late, now)
    if wanted.lower() == "triage":
        first = issues.in_triage(session, team_id)
        waiting = Listed([*first], issues.count_in_triage(session, team_id))
        return cards.listing("triage", "", waiting, now)
    return _named(request, session, now, wanted)


def start(request: Request, session: Session, now: datetime) -> Response:
    """`/cx` alone: what I owe and what I can do."""
    person = access.actor(session, request)
    mine = lists.live(session, request.team_id, owner_id=person.user_id)
    return cards.start(mine, now, may_give=access.may(session, person, access.CREATE_TASK))


def show_departments(request: Request, session: Session, now: datetime) -> Response:
    """`/cx department [name]`: all of them, or what is open in one."""
    access.check(session, access.actor(session, request), access.READ)
    name = request.text.strip()
    if name:
        department = lookup.department(session, request.team_id, name)
        return _in_department(session, now, department)
    return cards.departments(departments.everyone(session, request.team_id))


def show_customers(request: Request, session: Session, now: datetime) -> Response:
    """`/cx customer [name]`: all of them, or what is open for one."""
    access.check(session, access.actor(session, request), access.READ)
    customer = lookup.customer(session, request.team_id, request.text)
    if customer:
        return _for_customer(session, now, customer)
    first = customers.first(session, request.team_id, cards.SHOWN)
    return cards.customers(first, customers.count(session, request.team_id))


def _named(request: Request, session: Session, now: datetime, wanted: str) -> Reply:
    """A department or a customer by its name; a person by their mention."""
    team_id = request.team_id
    department = lookup.named_department(session, team_id, wanted)
    if department:
        return _in_department(session, now, department)
    if wanted.startswith(("<@", "@")):
        person = lookup.person(session, team_id, wanted)
        theirs = lists.live(session, team_id, owner_id=person.user_id)
        return cards.listing("other", person.name, theirs, now)
    customer = lookup.named_customer(session, team_id, wanted)
    if customer is None:
        name, names = phrases.readable(wanted), (departments.NAMES, customers.NAMES)
        near = [each for known in names for each in known.near(session, team_id, name)]
        hint = lookup.hint(name, ["mine", "overdue", "triage", *near])
        raise UnknownList(name=lookup.quoted(wanted), hint=hint)
    return _for_customer(session, now, customer)


def _in_department(session: Session, now: datetime, department: Department) -> Reply:
    key = department.department_id
    open_there = lists.live(session, department.team_id, department_id=key)
    return cards.listing("other", department.name, open_there, now)


def _for_customer(session: Session, now: datetime, customer: Customer) -> Reply:
    key = customer.customer_id
    theirs = lists.live(session, customer.team_id, customer_id=key)
    return cards.listing("other", customer.name, theirs, now)
