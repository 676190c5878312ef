"""What people type to see a list, and what they are shown."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing import cover
from handlers.chasing.registers import Registers
from handlers.people import access
from handlers.promises import lists
from handlers.promises.lists import SHORT, Listing, Page, cards
from handlers.speech import paging, typed
from handlers.speech.request import Request, Response, UpdateForm
from storage.people import Person

MINE = {"", "mine", "me", "my"}
LATE = {"overdue", "late"}
TRIAGE = {"triage"}


def show(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """`/cx list [mine|overdue|triage|<department>|<customer>]`."""
    person = access.actor(session, request)
    found = _wanted(registers, session, now, person, request.text.strip())
    return cards.listing(found, person, now)


def start(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """`/cx` alone: what I owe and what I can do."""
    person = access.actor(session, request)
    may_give = access.may(session, person, access.CREATE_TASK)
    found = lists.mine(registers, session, person, Page(SHORT))
    return cards.start(found, person, now, may_give=may_give, away=cover.meanwhile(session, person))


def show_all(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """The button beneath a list: all of it, a page at a time."""
    person = access.actor(session, request)
    key, after = paging.read(request.value)
    page = Page(paging.PAGE, after)
    found = lists.by_key(registers, session, now, person, key, page)
    return UpdateForm(cards.page(found, person, after, now))


def show_departments(request: Request, session: Session, now: datetime) -> Response:
    """`/cx department [name]`: all of them, or what is open in one."""
    person, name = access.actor(session, request), request.text.strip()
    if name:
        return cards.listing(lists.of_department(session, now, person, name), person, now)
    return cards.departments(lists.all_departments(session, person))


def show_customers(request: Request, session: Session, now: datetime) -> Response:
    """`/cx customer [name]`: all of them, or what is open for one."""
    person, name = access.actor(session, request), request.text.strip()
    if name:
        return cards.listing(lists.of_customer(session, now, person, name), person, now)
    return cards.customers(*lists.first_customers(session, person, cards.SHOWN))


def _wanted(
    registers: Registers, session: Session, now: datetime, person: Person, words: str
) -> Listing:
    plain = typed.value(typed.words(words)).lower().rstrip(".")
    if plain in MINE:
        return lists.mine(registers, session, person, Page(SHORT))
    if plain in LATE:
        return lists.late(session, now, person)
    if plain in TRIAGE:
        return lists.triage(session, now, person)
    return lists.named(registers, session, now, person, words)
