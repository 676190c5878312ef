"""What forms offer to choose from: customers and departments, listed or found by typing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from handlers.people import access
from handlers.speech import blocks
from handlers.speech.blocks import Choices
from handlers.speech.request import Options, Request
from storage import customers, departments, people
from storage.customers import Customer
from storage.departments import Department
from storage.names import Named, Names
from storage.people import Person

CUSTOMER = "customer"
DEPARTMENT = "department"
DEPARTMENTS = "departments"
CUSTOMERS = "customers"
"""The names of the fields, by which Slack says what is being looked for."""
NONE = Choices({})


def of_customers(session: Session, person: Person, chosen: Customer | None = None) -> Choices:
    """Every customer, or a search among them; nothing for whoever may not know of them."""
    if not access.may(session, person, access.CHOOSE):
        return Choices({})
    first = customers.NAMES.first(session, person.team_id, blocks.OPTIONS + 1)
    return _choices(first, Named(chosen.customer_id, chosen.name) if chosen else None)


def of_departments(
    session: Session,
    person: Person,
    chosen: Department | None = None,
    but: UUID | None = None,
) -> Choices:
    """The same for departments; a list leaves out the one with the id `but`."""
    if not access.may(session, person, access.CHOOSE):
        return Choices({})
    first = departments.NAMES.first(session, person.team_id, blocks.OPTIONS + 1)
    return _choices(first, Named(chosen.department_id, chosen.name) if chosen else None, but)


def of_several(
    session: Session, person: Person, chosen: Sequence[Department] = (), but: UUID | None = None
) -> Choices:
    """Departments of which several may be chosen; a list leaves out the one with the id `but`."""
    offered = of_departments(session, person, but=but)
    named = {str(each.department_id): each.name for each in chosen}
    if not offered:
        return offered
    known = {**named, **offered.offered} if offered.is_searched else offered.offered
    return replace(offered, offered=known, values=tuple(named))


def of_several_customers(
    session: Session, person: Person, chosen: Sequence[Customer] = ()
) -> Choices:
    """Customers of whom several may be chosen."""
    offered = of_customers(session, person)
    named = {str(each.customer_id): each.name for each in chosen}
    if not offered:
        return offered
    known = {**named, **offered.offered} if offered.is_searched else offered.offered
    return replace(offered, offered=known, values=tuple(named))


def find_customers(request: Request, session: Session, now: datetime) -> Options:
    """The customers that somebody may mean who has typed so much of a name."""
    del now
    return _found(request, session, customers.NAMES)


def find_departments(request: Request, session: Session, now: datetime) -> Options:
    """The departments that somebody may mean who has typed so much of a name."""
    del now
    return _found(request, session, departments.NAMES)


def _choices(first: list[Named], chosen: Named | None, but: UUID | None = None) -> Choices:
    value = str(chosen.row_id) if chosen else None
    if len(first) <= blocks.OPTIONS:
        return Choices(_by_id([each for each in first if each.row_id != but]), value)
    return Choices(_by_id([chosen] if chosen else []), value, is_searched=True)


def _found(request: Request, session: Session, names: Names) -> Options:
    if not may_look(request, session):
        return Options([])
    found = names.having(session, request.team_id, request.text, blocks.OPTIONS)
    return Options(blocks.options(_by_id(found)))


def may_look(request: Request, session: Session) -> bool:
    """Names of customers are for those who are known here; nobody is made known by looking."""
    person = people.find(session, request.team_id, request.user_id)
    if person is None or request.stranger or not person.works_here:
        return False
    return access.may(session, person, access.CHOOSE)


def _by_id(rows: list[Named]) -> dict[str, str]:
    return {str(each.row_id): each.name for each in rows}
