"""What is open, as lists: mine, a department's, what is late, a customer's, what has no home."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers import access, found
from handlers.errors import UnknownList
from handlers.lists import cards
from handlers.request import Reply, Request, Response
from storage import customers, departments, issues, lists
from storage.lists import Found

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
        waiting = Found([*first], issues.count_in_triage(session, team_id))
        return cards.listing("triage", "", waiting, now)
    return _named(request, session, now, wanted)


def start(request: Request, session: Session, now: datetime) -> Response:
    """`/cx` alone: what I owe and what I can do."""
    person = access.actor(session, request)
    mine = lists.live(session, request.team_id, owner_id=person.user_id)
    return cards.start(mine, now, may_give=access.may(session, person, access.CREATE_TASK))


def show_departments(request: Request, session: Session, now: datetime) -> Response:
    """`/cx department [name]`: all of them, or what is open in one."""
    if request.text.strip():
        return show(request, session, now)
    access.check(session, access.actor(session, request), access.READ)
    return cards.departments(departments.everyone(session, request.team_id))


def show_customers(request: Request, session: Session, now: datetime) -> Response:
    """`/cx customer [name]`: all of them, or what is open for one."""
    if request.text.strip():
        return show(request, session, now)
    access.check(session, access.actor(session, request), access.READ)
    first = customers.first(session, request.team_id, cards.SHOWN)
    return cards.customers(first, customers.count(session, request.team_id))


def _named(request: Request, session: Session, now: datetime, wanted: str) -> Reply:
    """A department or a customer by its name; a person by their mention."""
    team_id = request.team_id
    department = departments.named(session, team_id, wanted.removeprefix("#"))
    if department:
        open_there = lists.live(session, team_id, department_id=department.department_id)
        return cards.listing("other", department.name, open_there, now)
    if wanted.startswith(("<@", "@")):
        person = found.person(session, team_id, wanted)
        theirs = lists.live(session, team_id, owner_id=person.user_id)
        return cards.listing("other", person.name, theirs, now)
    customer = customers.named(session, team_id, wanted)
    if customer is None:
        names = (departments.NAMES, customers.NAMES)
        near = [name for each in names for name in each.near(session, team_id, wanted)]
        known = ["mine", "overdue", "triage", *near]
        raise UnknownList(name=found.quoted(wanted), hint=found.hint(wanted, known))
    theirs = lists.live(session, team_id, customer_id=customer.customer_id)
    return cards.listing("other", customer.name, theirs, now)
