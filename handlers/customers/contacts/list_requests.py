"""What people type and click to read whom nobody hears, who answered nothing, and who is where."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers import contacts as room
from handlers.customers.contacts import cards, listing, silence_cards
from handlers.people import access, lookup
from handlers.speech import paging
from handlers.speech.errors import UnreadableRequest
from handlers.speech.request import Json, OpenForm, Request, Response, UpdateForm
from storage.people import Person


def typed(request: Request, session: Session, now: datetime) -> Response:
    """`/cx silence`: who decides somewhere and was not heard for long, as far as one may read.

    Raises what `access.check` raises.
    """
    person = access.actor(session, request)
    access.check(session, person, access.READ_CONTACTS)
    return OpenForm(_list(session, now, person, "", 0))


def turn(request: Request, session: Session, now: datetime) -> Response:
    """Another list, or another page of one. Raises UnreadableRequest, as `_list` raises."""
    person = access.actor(session, request)
    access.check(session, person, access.READ_CONTACTS)
    return UpdateForm(_list(session, now, person, *paging.read(request.value)))


def open_all(request: Request, session: Session, now: datetime) -> Response:
    """All who are named at the customer of a contact. Raises what `room.named` raises."""
    person = access.actor(session, request)
    contact = room.named(session, person, request.value)
    which = f"{silence_cards.AT}{contact.customer_id.hex}"
    return OpenForm(_list(session, now, person, which, 0))


def _list(session: Session, now: datetime, person: Person, which: str, after: int) -> Json:
    """A page of a list. Raises UnreadableRequest, and what `listing.everybody_at` raises."""
    today = hours.day_of(now, person.zone)
    if which.startswith(silence_cards.AT):
        chosen = which.removeprefix(silence_cards.AT)
        customer = lookup.chosen_customer(session, person.team_id, chosen)
        if customer is None:
            raise UnreadableRequest
        found = listing.everybody_at(session, person, customer)
        return silence_cards.everybody(found, customer, _start(after, len(found)), today)
    page = listing.read(session, now, person)
    if which == silence_cards.UNANSWERED:
        count = len(page.coverage.unanswered) if page.coverage else 0
        return silence_cards.unanswered(page, _start(after, count), today)
    if which == silence_cards.NAMELESS:
        return silence_cards.nameless(page, _start(after, len(page.nameless)))
    if which:
        raise UnreadableRequest
    return silence_cards.silence(page, _start(after, len(page.lines)), today)


def _start(after: int, total: int) -> int:
    """After how many a page begins: what stood on a last page may have been answered meanwhile."""
    return min(after, max(0, total - 1) // cards.PAGE * cards.PAGE)
