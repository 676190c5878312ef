"""What is open, as lists: mine, a department's, a customer's, what is late, what has no department.

What somebody owes is read from asks, as everywhere; what is somebody's own they may always read.
For the rest `access.check` says who may.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from handlers.chasing import owed
from handlers.chasing.owed import NOTHING, Waiting
from handlers.chasing.registers import Registers
from handlers.people import access, audiences, lookup
from handlers.promises import listed
from handlers.promises.listed import Since
from handlers.speech import typed, values
from handlers.speech.errors import UnknownCustomer, UnknownList, UnreadableRequest
from storage import customers, departments, issues, lists, people
from storage.customers import Customer
from storage.departments import Department
from storage.issues import Issue
from storage.items import Item
from storage.lists import Listed
from storage.people import Person
from storage.scopes import seen_by

SHORT = 10
"""So many are shown in a reply, each with its ways out; the button beneath leads to all."""
FIRST = 20
"""So many lines of others' a reply shows."""


class Which(StrEnum):
    """The lists that there are."""

    MINE = "mine"
    LATE = "overdue"
    TRIAGE = listed.TRIAGE
    DEPARTMENT = listed.DEPARTMENT
    CUSTOMER = "customer"
    PERSON = "person"


@dataclass(frozen=True)
class Page:
    """Which part of a list is wanted: so many, after so many."""

    limit: int = FIRST
    after: int = 0


BEGINNING = Page()


@dataclass(frozen=True)
class Listing:
    """A part of a list, what matters most first, and whose it is where it has a name.

    What a person owes is `waiting`, everything else `items`, of which `since` says what waits.
    `key` leads back to the list. `hidden` are those beside them that the reader may not see.
    """

    which: Which
    total: int
    hidden: int = 0
    items: Sequence[Item] = ()
    since: Since = field(default_factory=dict)
    waiting: Waiting = NOTHING
    name: str = ""
    key: str = ""


def mine(registers: Registers, session: Session, actor: Person, page: Page) -> Listing:
    """What somebody owes an answer to."""
    found = owed.by(registers, session, actor, page.limit, page.after)
    return Listing(Which.MINE, found.total, waiting=found, key=Which.MINE)


def late(session: Session, now: datetime, actor: Person, page: Page = BEGINNING) -> Listing:
    """What is late, whoever owes it. Raises what `access.check` raises."""
    access.check(session, actor, access.READ)
    found = lists.urgent(
        session, actor.team_id, late_at=now, limit=page.limit, after=page.after,
        reader=audiences.reader(session, actor),
    )  # fmt: skip
    return _of_items(session, now, actor.team_id, Which.LATE, found, key=Which.LATE)


def triage(session: Session, now: datetime, actor: Person, page: Page = BEGINNING) -> Listing:
    """Issues that no department answers for, gravest first. Raises what `access.check` raises."""
    access.check(session, actor, access.READ)
    reader, team_id = audiences.reader(session, actor), actor.team_id
    first = issues.in_triage(session, team_id, page.limit, page.after, seen_by(Issue, reader))
    total = issues.count_in_triage(session, team_id)
    seen = issues.count_in_triage(session, team_id, seen_by(Issue, reader))
    found = Listed([*first], seen, total - seen)
    return _of_items(session, now, actor.team_id, Which.TRIAGE, found, key=Which.TRIAGE)


def named(
    registers: Registers, session: Session, now: datetime, actor: Person, words: str
) -> Listing:
    """What is open in a department, for a customer, or of a person who is mentioned or named.

    Raises what `access.check` raises, UnknownPerson for a mention, SeveralPeople and UnknownList.
    """
    access.check(session, actor, access.READ)
    department = lookup.named_department(session, actor.team_id, words)
    if department:
        return _in_department(session, now, actor, department, BEGINNING)
    if words.startswith(("<@", "@")):
        found = lookup.person(session, actor.team_id, words)
        return _with_person(registers, session, actor, found, BEGINNING)
    customer = lookup.named_customer(session, actor.team_id, words)
    if customer:
        return _for_customer(session, now, actor, customer, BEGINNING)
    if people.named(session, actor.team_id, words):
        found = lookup.person(session, actor.team_id, words)
        return _with_person(registers, session, actor, found, BEGINNING)
    raise _unknown(session, actor.team_id, words)


def of_department(session: Session, now: datetime, actor: Person, words: str) -> Listing:
    """What is open in a department. Raises what `access.check` and `lookup.department` raise."""
    access.check(session, actor, access.READ)
    department = lookup.department(session, actor.team_id, words)
    return _in_department(session, now, actor, department, BEGINNING)


def of_customer(session: Session, now: datetime, actor: Person, words: str) -> Listing:
    """What is open for a customer. Raises what `access.check` raises, and UnknownCustomer."""
    access.check(session, actor, access.READ)
    customer = lookup.customer(session, actor.team_id, words)
    if customer is None:
        raise UnknownCustomer(name=lookup.quoted(words), hint="")
    return _for_customer(session, now, actor, customer, BEGINNING)


def by_key(
    registers: Registers, session: Session, now: datetime, actor: Person, key: str, page: Page
) -> Listing:
    """A part of the list that a `Listing.key` leads to.

    Raises what `access.check` raises, and UnreadableRequest for what is no key.
    """
    which, _, row = key.partition(":")
    if which == Which.MINE:
        return mine(registers, session, actor, page)
    access.check(session, actor, access.READ)
    match which:
        case Which.LATE:
            return late(session, now, actor, page)
        case Which.TRIAGE:
            return triage(session, now, actor, page)
        case Which.PERSON:
            person = people.find(session, actor.team_id, values.person_id(row))
            if person:
                return _with_person(registers, session, actor, person, page)
        case Which.DEPARTMENT:
            department = departments.find(session, actor.team_id, values.row_id(row))
            if department:
                return _in_department(session, now, actor, department, page)
        case Which.CUSTOMER:
            customer = customers.find(session, actor.team_id, values.row_id(row))
            if customer:
                return _for_customer(session, now, actor, customer, page)
    raise UnreadableRequest


def all_departments(session: Session, actor: Person) -> Sequence[Department]:
    """Every department, by name. Raises what `access.check` raises."""
    access.check(session, actor, access.READ)
    return departments.everyone(session, actor.team_id)


def first_customers(session: Session, actor: Person, limit: int) -> tuple[Sequence[Customer], int]:
    """So many customers by name, and how many there are. Raises what `access.check` raises."""
    access.check(session, actor, access.READ)
    first = customers.first(session, actor.team_id, limit)
    return first, customers.count(session, actor.team_id)


def _in_department(
    session: Session, now: datetime, actor: Person, department: Department, page: Page
) -> Listing:
    team_id, key = department.team_id, department.department_id
    found = lists.urgent(
        session, team_id, department_id=key, limit=page.limit, after=page.after,
        reader=audiences.reader(session, actor),
    )  # fmt: skip
    return _of_items(
        session, now, team_id, Which.DEPARTMENT, found, name=department.name,
        key=listed.department_key(department),
    )  # fmt: skip


def _with_person(
    registers: Registers, session: Session, actor: Person, person: Person, page: Page
) -> Listing:
    found = owed.by(registers, session, person, page.limit, page.after, reader=actor)
    return Listing(
        Which.PERSON, found.total, found.hidden, waiting=found, name=person.name,
        key=f"{Which.PERSON}:{person.user_id}",
    )  # fmt: skip


def _for_customer(
    session: Session, now: datetime, actor: Person, customer: Customer, page: Page
) -> Listing:
    team_id, key = customer.team_id, customer.customer_id
    found = lists.urgent(
        session, team_id, customer_id=key, limit=page.limit, after=page.after,
        reader=audiences.reader(session, actor),
    )  # fmt: skip
    return _of_items(
        session, now, team_id, Which.CUSTOMER, found, name=customer.name,
        key=f"{Which.CUSTOMER}:{key}",
    )  # fmt: skip


def _of_items(
    session: Session,
    now: datetime,
    team_id: str,
    which: Which,
    found: Listed,
    *,
    key: str,
    name: str = "",
) -> Listing:
    since = listed.waiting_since(session, now, team_id, found.items)
    return Listing(which, found.total, found.hidden, found.items, since, name=name, key=key)


def _unknown(session: Session, team_id: str, words: str) -> UnknownList:
    """With the nearest name of whatever could be listed."""
    name, names = typed.seen(words), (departments.NAMES, customers.NAMES)
    near = [each for known in names for each in known.near(session, team_id, name)]
    known = [Which.MINE, Which.LATE, Which.TRIAGE, *near]
    return UnknownList(name=lookup.quoted(words), hint=lookup.hint(name, known))
