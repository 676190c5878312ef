"""What is open, as lists: mine, a department's, a customer's, what is late, what has no department.

What is somebody's own they may always read; for the rest `access.check` says who may.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from handlers.people import access, lookup
from handlers.speech import phrases
from handlers.speech.errors import UnknownCustomer, UnknownList
from storage import customers, departments, issues, lists
from storage.customers import Customer
from storage.departments import Department
from storage.lists import Listed
from storage.people import Person


class Which(StrEnum):
    """The lists that there are."""

    MINE = "mine"
    LATE = "overdue"
    TRIAGE = "triage"
    NAMED = "named"
    """Of a department, a customer or somebody else."""


@dataclass(frozen=True)
class Listing:
    """A list, soonest first, and whose it is where it has a name."""

    which: Which
    listed: Listed
    name: str = ""


def mine(session: Session, actor: Person) -> Listing:
    """What somebody owes."""
    return Listing(Which.MINE, lists.live(session, actor.team_id, owner_id=actor.user_id))


def late(session: Session, now: datetime, actor: Person) -> Listing:
    """What is past its date, whoever owes it. Raises what `access.check` raises."""
    access.check(session, actor, access.READ)
    return Listing(Which.LATE, lists.live(session, actor.team_id, due_before=now))


def triage(session: Session, actor: Person) -> Listing:
    """Issues that no department answers for, oldest first. Raises what `access.check` raises."""
    access.check(session, actor, access.READ)
    first = issues.in_triage(session, actor.team_id)
    waiting = Listed([*first], issues.count_in_triage(session, actor.team_id))
    return Listing(Which.TRIAGE, waiting)


def named(session: Session, actor: Person, words: str) -> Listing:
    """What is open in a department, of a person who is mentioned, or for a customer.

    Raises what `access.check` raises, UnknownPerson for a mention, and UnknownList.
    """
    access.check(session, actor, access.READ)
    department = lookup.named_department(session, actor.team_id, words)
    if department:
        return _in_department(session, department)
    if words.startswith(("<@", "@")):
        return _with_person(session, lookup.person(session, actor.team_id, words))
    customer = lookup.named_customer(session, actor.team_id, words)
    if customer is None:
        raise _unknown(session, actor.team_id, words)
    return _for_customer(session, customer)


def of_department(session: Session, actor: Person, words: str) -> Listing:
    """What is open in a department. Raises what `access.check` and `lookup.department` raise."""
    access.check(session, actor, access.READ)
    return _in_department(session, lookup.department(session, actor.team_id, words))


def of_customer(session: Session, actor: Person, words: str) -> Listing:
    """What is open for a customer. Raises what `access.check` raises, and UnknownCustomer."""
    access.check(session, actor, access.READ)
    customer = lookup.customer(session, actor.team_id, words)
    if customer is None:
        raise UnknownCustomer(name=lookup.quoted(words), hint="")
    return _for_customer(session, customer)


def all_departments(session: Session, actor: Person) -> Sequence[Department]:
    """Every department, by name. Raises what `access.check` raises."""
    access.check(session, actor, access.READ)
    return departments.everyone(session, actor.team_id)


def first_customers(session: Session, actor: Person, limit: int) -> tuple[Sequence[Customer], int]:
    """So many customers by name, and how many there are. Raises what `access.check` raises."""
    access.check(session, actor, access.READ)
    first = customers.first(session, actor.team_id, limit)
    return first, customers.count(session, actor.team_id)


def _in_department(session: Session, department: Department) -> Listing:
    key = department.department_id
    open_there = lists.live(session, department.team_id, department_id=key)
    return Listing(Which.NAMED, open_there, department.name)


def _with_person(session: Session, person: Person) -> Listing:
    theirs = lists.live(session, person.team_id, owner_id=person.user_id)
    return Listing(Which.NAMED, theirs, person.name)


def _for_customer(session: Session, customer: Customer) -> Listing:
    theirs = lists.live(session, customer.team_id, customer_id=customer.customer_id)
    return Listing(Which.NAMED, theirs, customer.name)


def _unknown(session: Session, team_id: str, words: str) -> UnknownList:
    """With the nearest name of whatever could be listed."""
    name, names = phrases.readable(words), (departments.NAMES, customers.NAMES)
    near = [each for known in names for each in known.near(session, team_id, name)]
    known = [Which.MINE, Which.LATE, Which.TRIAGE, *near]
    return UnknownList(name=lookup.quoted(words), hint=lookup.hint(name, known))
