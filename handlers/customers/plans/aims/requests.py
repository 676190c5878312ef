"""What people click and send about what a customer should be able to do."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.customers.plans import aims as room
from handlers.customers.plans import years
from handlers.customers.plans.aims import cards, form_cards, moves, undoing, words
from handlers.people import access, lookup
from handlers.speech import forms, paging
from handlers.speech.errors import UnreadableRequest, WrongDate
from handlers.speech.people_errors import NoDepartment, UnfitPerson, UnknownPerson
from handlers.speech.plan_errors import AimMissing, AimTooLong
from handlers.speech.request import OpenForm, Reply, Request, Response
from storage import aims
from storage.aims import Aim
from storage.customers import Customer
from storage.people import Person

WRITING = dict.fromkeys((AimMissing, AimTooLong), form_cards.AIM)
WILLING = {
    **dict.fromkeys((UnfitPerson, UnknownPerson, NoDepartment), form_cards.OWNER),
    WrongDate: form_cards.DAY,
}
PASSING = dict.fromkeys((UnfitPerson, UnknownPerson), form_cards.PERSON)
"""Under which field a sentence stands, by form."""
WITHIN_DAYS = 5
"""So many working days are offered to whoever asks a customer."""


def open_write(request: Request, session: Session, now: datetime) -> Response:
    """The form for what they should be able to do, with what stands there so far."""
    del now
    person = access.actor(session, request)
    aim = room.named(session, person, request.value, moves.SAY)
    customer = room.customer_of(session, aim)
    return OpenForm(form_cards.write(customer, aim.year, aim.words, words.WRITE_SEND, aim.ref))


def send_write(request: Request, session: Session, now: datetime) -> Response:
    """It comes back."""
    person = access.actor(session, request)
    room.named(session, person, request.value, moves.SAY)
    with forms.placing(WRITING):
        aim = room.say(session, now, person, request.value, request.words(form_cards.AIM))
    return _written(session, aim)


def open_begin(request: Request, session: Session, now: datetime) -> Response:
    """The same form for whoever was not asked, from the plan of a customer."""
    person, customer, year = _planned(request, session, now)
    known = aims.of_year(session, person.team_id, customer.customer_id, year)
    said = known.words if known else ""
    return OpenForm(form_cards.write(customer, year, said, words.BEGIN_SEND, request.value))


def send_begin(request: Request, session: Session, now: datetime) -> Response:
    """It comes back."""
    person, customer, year = _planned(request, session, now)
    with forms.placing(WRITING):
        said = request.words(form_cards.AIM)
        aim = room.write(session, now, person, customer, year, said)
    return _written(session, aim)


def open_will(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks who asks the customer, and by when."""
    person = access.actor(session, request)
    aim = room.named(session, person, request.value, moves.FOLLOW)
    calendar = calendars.for_person(session, person)
    day = hours.shift_days(calendar, hours.local_day(calendar, now), WITHIN_DAYS)
    owner_id = person.user_id if access.can_own(person) else None
    return OpenForm(form_cards.will(aim, room.customer_of(session, aim), owner_id, day))


def send_will(request: Request, session: Session, now: datetime) -> Response:
    """The task is given."""
    person = access.actor(session, request)
    room.named(session, person, request.value, moves.FOLLOW)
    with forms.placing(WILLING):
        aim, task = room.will_ask(
            session, now, person, request.value, request.person_id(form_cards.OWNER),
            request.words(form_cards.DAY),
        )  # fmt: skip
    return Reply(cards.asks_them(aim, task), title="Noted")


def open_pass(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks who can say it."""
    del now
    person = access.actor(session, request)
    aim = room.named(session, person, request.value, moves.PASS_ON)
    return OpenForm(form_cards.pass_on(aim, room.customer_of(session, aim)))


def send_pass(request: Request, session: Session, now: datetime) -> Response:
    """They are asked from now on."""
    person = access.actor(session, request)
    room.named(session, person, request.value, moves.PASS_ON)
    with forms.placing(PASSING):
        aim, to = room.pass_on(
            session, now, person, request.value, request.person_id(form_cards.PERSON)
        )
    return Reply(cards.passed(aim, to), title="Noted")


def press_undo(request: Request, session: Session, now: datetime) -> Response:
    """One click: it stands as it stood before."""
    person = access.actor(session, request)
    aim = undoing.undo(session, now, person, request.value)
    return Reply(cards.undone(aim), instead=True, title="Undone")


def undo(session: Session, now: datetime, person: Person, ref: str) -> str:
    """Undo what was written last of one, and say how it stands. Raises what `undoing.undo` does."""
    return cards.undone(undoing.undo(session, now, person, ref))


def _planned(request: Request, session: Session, now: datetime) -> tuple[Person, Customer, int]:
    """Who asks, and of which customer and year a button speaks.

    Raises UnreadableRequest, GoneCustomer, FarYear, and what `access.check` raises.
    """
    person = access.actor(session, request)
    access.check(session, person, access.WRITE_AIM)
    key, year = paging.read(request.value)
    customer = lookup.chosen_customer(session, person.team_id, key)
    if customer is None:
        raise UnreadableRequest
    return person, customer, years.check(year, hours.day_of(now, person.zone))


def _written(session: Session, aim: Aim) -> Response:
    shown = cards.written(aim, room.customer_of(session, aim))
    return Reply(shown.text, shown.blocks, title="Noted")
