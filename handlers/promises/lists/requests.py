"""What people type to see a list, choose in it and press, and what they are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from sqlmodel import Session

from handlers.calendar import hours
from handlers.chasing import cover
from handlers.chasing.registers import Registers
from handlers.people import access, audiences, choices, lookup
from handlers.promises import lists
from handlers.promises.lists import SHORT, cards, filters, ordering, reading
from handlers.promises.lists import words as said
from handlers.promises.lists.filters import Filter, ListOwner, Sorting
from handlers.promises.lists.ordering import PagePlace
from handlers.speech import blocks, forms, paging, typed, values
from handlers.speech.errors import UnreadableRequest
from handlers.speech.people_errors import UnknownCustomer
from handlers.speech.request import OpenForm, Options, Request, Response, UpdateForm
from storage import departments, people
from storage.listings import Which
from storage.people import Person

Carried = TypeVar("Carried")
FOUND = 20
"""People that a menu offers for what is typed into it."""


@dataclass(frozen=True)
class Screen:
    """What an open list carries: the list, its page, and what stood on it when it was drawn."""

    of: Filter
    place: PagePlace | None
    shown: Mapping[str, str]


# --- typed ---


def show(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """`/cx list [late] [in Billing] [for Acme] [given by me] …`."""
    person = access.actor(session, request)
    of = reading.read(session, person, request.text.strip())
    if of == Filter():
        return cards.mine(lists.mine(registers, session, person, SHORT), person, now)
    return cards.listing(lists.look(registers, session, now, person, of), person, now)


def start(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """`/cx` alone: what I owe and what I can do."""
    person = access.actor(session, request)
    may_give = access.may(session, person, access.CREATE_TASK)
    found = lists.mine(registers, session, person, SHORT)
    return cards.start(found, person, now, may_give=may_give, away=cover.meanwhile(session, person))


def mine_again(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """The reply to `/cx list` as it stands, after something was pressed in it."""
    person = access.actor(session, request)
    rows = lists.mine_again(registers, session, person, _refs(request))
    return cards.mine(lists.mine(registers, session, person, SHORT), person, now, rows)


def start_again(
    registers: Registers, request: Request, session: Session, now: datetime
) -> Response:
    """The same of the reply to `/cx` alone."""
    person = access.actor(session, request)
    rows = lists.mine_again(registers, session, person, _refs(request))
    return cards.start(
        lists.mine(registers, session, person, SHORT), person, now,
        may_give=access.may(session, person, access.CREATE_TASK),
        away=cover.meanwhile(session, person), rows=rows,
    )  # fmt: skip


def _refs(request: Request) -> list[str]:
    """What stood in a reply. Raises UnreadableRequest for more than one shows."""
    refs = request.value.split()
    if len(refs) > SHORT:
        raise UnreadableRequest
    return refs


def search(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """`/cx search refund mail`; without words, the form in which they can be written."""
    person = access.actor(session, request)
    said = typed.value(typed.words(request.text)) or request.text
    of = Filter(whose=ListOwner.ALL).with_words(said)
    if not of.words:
        return OpenForm(cards.view(lists.page(registers, session, now, person, of), person, now))
    return cards.listing(lists.look(registers, session, now, person, of), person, now)


def show_departments(
    registers: Registers, request: Request, session: Session, now: datetime
) -> Response:
    """`/cx department [name]`: all of them, or what is open in one."""
    person, name = access.actor(session, request), request.text.strip()
    if not name:
        return cards.departments(lists.all_departments(session, person))
    access.check(session, person, access.READ)
    department = lookup.department(session, person.team_id, name)
    of = Filter(whose=ListOwner.DEPARTMENT, department_id=department.department_id)
    return cards.listing(lists.look(registers, session, now, person, of), person, now)


def show_customers(
    registers: Registers, request: Request, session: Session, now: datetime
) -> Response:
    """`/cx customers [name]`: all of them, or the list of what is open for one."""
    person, name = access.actor(session, request), request.text.strip()
    if not name:
        return customers_by_name(request, session, now)
    access.check(session, person, access.READ)
    customer = lookup.customer(session, person.team_id, name)
    if customer is None:
        raise UnknownCustomer(name=lookup.quoted(name), hint="")
    of = Filter(whose=ListOwner.ALL, customer_id=customer.customer_id)
    return cards.listing(lists.look(registers, session, now, person, of), person, now)


def customers_by_name(request: Request, session: Session, now: datetime) -> Response:
    """`/cx customers`: the first of them, each with the way to their page."""
    person = access.actor(session, request)
    first, total = lists.first_customers(session, person, cards.SHOWN)
    reader = audiences.reader(session, person)
    return cards.customers(first, total, hours.day_of(now, person.zone), reader)


# --- clicked ---


def page_departments(request: Request, session: Session, now: datetime) -> Response:
    """All departments, a page at a time."""
    del now
    person = access.actor(session, request)
    known = lists.all_departments(session, person)
    return UpdateForm(cards.all_departments(known, paging.start(request.value)))


def page_customers(request: Request, session: Session, now: datetime) -> Response:
    """All customers, a page at a time."""
    person = access.actor(session, request)
    access.check(session, person, access.READ)
    after = paging.start(request.value)
    shown, total = lists.first_customers(session, person, paging.PAGE, after)
    today, reader = hours.day_of(now, person.zone), audiences.reader(session, person)
    return UpdateForm(cards.all_customers(shown, after, total, today, reader))


def show_all(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """A button that leads to a list: its first page opens, or turns up in the form it is in."""
    person = access.actor(session, request)
    of = _readable(session, person, lambda: filters.carried(request.value))
    return _draw(registers, session, now, person, of)


def show_mine(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """A button that leads to everything that the person owes an answer to."""
    person = access.actor(session, request)
    paging.start(request.value)
    return _draw(registers, session, now, person, Filter())


def turn(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """To the next page, or to the one before."""
    person = access.actor(session, request)
    screen = _screen(session, person, request.within)
    place = _readable(session, person, lambda: ordering.read(request.value))
    return _draw(registers, session, now, person, screen.of, place)


def choose(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """Another choice in one of the menus above a list."""
    person = access.actor(session, request)
    of = _screen(session, person, request.within).of
    chosen = _readable(session, person, lambda: _chosen(of, request.verb, request.value))
    return _draw(registers, session, now, person, chosen)


def send(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """The form was sent: the list is searched."""
    person = access.actor(session, request)
    screen = _screen(session, person, request.value)
    of = screen.of.with_words(request.words(cards.WORDS))
    return _draw(registers, session, now, person, of)


def redraw(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """The same page with the same things, after something was done with one of them."""
    person = access.actor(session, request)
    screen = _screen(session, person, request.value)
    found = lists.again(registers, session, now, person, screen.of, screen.place, screen.shown)
    return UpdateForm(cards.view(found, person, now, screen.place))


# --- what menus offer ---


def find_owners(request: Request, session: Session, now: datetime) -> Options:
    """Whose list somebody may mean who has typed so much."""
    del now
    if not choices.may_look(request, session):
        return Options([])
    team_id, typed = request.team_id, request.text.strip()
    fixed = {
        owner.value: label for owner, label in said.OWNERS.items()
        if typed.lower() in label.lower()
    }  # fmt: skip
    for named in departments.NAMES.having(session, team_id, typed, blocks.OPTIONS // 2):
        fixed[f"{ListOwner.DEPARTMENT}:{named.row_id.hex}"] = named.name
    for person in people.beginning(session, team_id, typed, FOUND) if typed else ():
        fixed[f"{ListOwner.PERSON}:{person.user_id}"] = person.name
    return Options(blocks.options(fixed))


def find_customers(request: Request, session: Session, now: datetime) -> Options:
    """All customers, or those of whose name so much was typed."""
    found = choices.find_customers(request, session, now)
    everybody = blocks.options({cards.ANY: cards.ANY_CUSTOMER})
    return found if request.text.strip() else Options([*everybody, *found.options][:100])


# --- helpers ---


def _readable(session: Session, person: Person, read: Callable[[], Carried]) -> Carried:
    """What was sent; somebody who may read no lists is told that, whatever they sent.

    Raises UnreadableRequest, and what `access.check` raises.
    """
    try:
        return read()
    except UnreadableRequest:
        access.check(session, person, access.READ)
        raise


def _draw(
    registers: Registers,
    session: Session,
    now: datetime,
    person: Person,
    of: Filter,
    place: PagePlace | None = None,
) -> Response:
    found = lists.page(registers, session, now, person, of, place)
    return UpdateForm(cards.view(found, person, now, place))


def _chosen(of: Filter, verb: str, value: str) -> Filter:
    """A list with one thing chosen anew. Raises UnreadableRequest."""
    match verb:
        case cards.OWNER:
            return filters.chosen_owner(of, value)
        case cards.WHICH if value in tuple(Which):
            return replace(of, which=Which(value))
        case cards.SORTING if value in tuple(Sorting):
            return replace(of, order=Sorting(value))
        case cards.CUSTOMER if value == cards.ANY:
            return replace(of, customer_id=None)
        case cards.CUSTOMER if values.row_id(value):
            return replace(of, customer_id=values.row_id(value))
    raise UnreadableRequest


def _screen(session: Session, person: Person, carried: str) -> Screen:
    return _readable(session, person, lambda: _read_screen(carried))


def _read_screen(carried: str) -> Screen:
    """What an open list carries. Raises UnreadableRequest."""
    match forms.carried(carried):
        case [str(key), str(words), str(place), dict(shown)] if len(shown) <= ordering.PAGE:
            of = replace(filters.read(key), words=words[: filters.WORDS])
            newest = {ref: str(event) for ref, event in shown.items()}
            return Screen(of, ordering.read(place) if place else None, newest)
    raise UnreadableRequest
