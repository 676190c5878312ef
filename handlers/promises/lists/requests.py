"""What people type to see a list, and what they are shown."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.people import access
from handlers.promises import lists
from handlers.promises.lists import Listing, cards
from handlers.speech.request import Request, Response
from storage.people import Person

MINE = {"", "mine", "me", "my"}
LATE = {"overdue", "late"}
TRIAGE = {"triage"}


def show(request: Request, session: Session, now: datetime) -> Response:
    """`/cx list [mine|overdue|triage|<department>|<customer>]`."""
    person = access.actor(session, request)
    return cards.listing(_wanted(session, now, person, request.text.strip()), now)


def start(request: Request, session: Session, now: datetime) -> Response:
    """`/cx` alone: what I owe and what I can do."""
    person = access.actor(session, request)
    may_give = access.may(session, person, access.CREATE_TASK)
    return cards.start(lists.mine(session, person), now, may_give=may_give)


def show_departments(request: Request, session: Session, now: datetime) -> Response:
    """`/cx department [name]`: all of them, or what is open in one."""
    person, name = access.actor(session, request), request.text.strip()
    if name:
        return cards.listing(lists.of_department(session, person, name), now)
    return cards.departments(lists.all_departments(session, person))


def show_customers(request: Request, session: Session, now: datetime) -> Response:
    """`/cx customer [name]`: all of them, or what is open for one."""
    person, name = access.actor(session, request), request.text.strip()
    if name:
        return cards.listing(lists.of_customer(session, person, name), now)
    return cards.customers(*lists.first_customers(session, person, cards.SHOWN))


def _wanted(session: Session, now: datetime, person: Person, words: str) -> Listing:
    if words.lower() in MINE:
        return lists.mine(session, person)
    if words.lower() in LATE:
        return lists.late(session, now, person)
    if words.lower() in TRIAGE:
        return lists.triage(session, person)
    return lists.named(session, person, words)
