"""People type `/cx customer Acme` or press “Open…” beside a name, and read the customer's page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.customers.contents import CustomerPageReader
from handlers.front import customers
from handlers.front.customers import cards
from handlers.people import access, lookup
from handlers.promises.lists import requests as lists
from handlers.speech import paging, typed
from handlers.speech.errors import UnreadableRequest
from handlers.speech.people_errors import UnknownCustomer
from handlers.speech.request import Json, OpenForm, Reply, Request, Response, UpdateForm
from storage.customers import Customer
from storage.names import Named
from storage.people import Person


def show(
    rooms: Sequence[CustomerPageReader], request: Request, session: Session, now: datetime
) -> Response:
    """`/cx customer Acme`: their page; without a name, all customers. `rooms` add to the page.

    Raises UnknownCustomer with the nearest name, and what `customers.read` raises.
    """
    person, found = _named(request, session)
    match found:
        case Customer():
            return OpenForm(_view(rooms, session, now, person, found, 0))
        case None:
            return lists.customers_by_name(request, session, now)
        case several:
            shown = cards.which(typed.seen(request.text), several)
            return Reply(shown.text, shown.blocks)


def tell(
    rooms: Sequence[CustomerPageReader], request: Request, session: Session, now: datetime
) -> Response:
    """The same in words, as a message that stays; its button opens the page."""
    person, found = _named(request, session)
    if not isinstance(found, Customer):
        return show(rooms, request, session, now)
    shown = cards.message(customers.read(session, now, person, found), person, now)
    return Reply(shown.text, shown.blocks)


def open_page(
    rooms: Sequence[CustomerPageReader], request: Request, session: Session, now: datetime
) -> Response:
    """The page of a customer; in a form, in its place. Raises GoneCustomer, UnreadableRequest."""
    person = access.actor(session, request)
    customer, after = _carried(request, session, person)
    return UpdateForm(_view(rooms, session, now, person, customer, after))


def open_lived(request: Request, session: Session, now: datetime) -> Response:
    """All that they lived through in a year, a page at a time. Raises the same."""
    person = access.actor(session, request)
    customer, after = _carried(request, session, person)
    found, shown = customers.lived_through(session, now, person, customer, after)
    return UpdateForm(cards.lived(customer, found, shown, after, person, now))


def _view(
    rooms: Sequence[CustomerPageReader],
    session: Session,
    now: datetime,
    person: Person,
    customer: Customer,
    after: int,
) -> Json:
    return cards.view(customers.read(session, now, person, customer, after, rooms), person, now)


def _carried(request: Request, session: Session, person: Person) -> tuple[Customer, int]:
    """Which customer a button or a page carries, and after how many things a page begins."""
    access.check(session, person, access.READ)
    which, after = paging.read(request.value)
    customer = lookup.chosen_customer(session, person.team_id, which)
    if customer is None:
        raise UnreadableRequest
    return customer, after


def _named(request: Request, session: Session) -> tuple[Person, Customer | Sequence[Named] | None]:
    """Who asks, and for which customer; several where that is not clear, none without a name."""
    person, name = access.actor(session, request), request.text.strip()
    access.check(session, person, access.READ)
    if not name:
        return person, None
    found = lookup.named_customer(session, person.team_id, name)
    if found:
        return person, found
    like = customers.called_like(session, person, typed.seen(name))
    if len(like) > 1:
        return person, like
    found = lookup.customer(session, person.team_id, name)
    if found is None:
        raise UnknownCustomer(name=lookup.quoted(name), hint="")
    return person, found
