"""What people click and send about what hangs on an initiative."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.customers import initiatives as room
from handlers.customers.initiatives import moves
from handlers.customers.initiatives.hanging import cards, going_on
from handlers.people import access
from handlers.promises import hangs
from handlers.speech import forms
from handlers.speech.errors import NoteTooLong, TitleTooLong, WrongDate
from handlers.speech.initiative_errors import ForItMissing, WayMissing
from handlers.speech.people_errors import NoDepartment, UnfitPerson, UnknownPerson
from handlers.speech.request import OpenForm, Reply, Request, Response

GIVING = {
    **dict.fromkeys((ForItMissing, TitleTooLong), cards.WHAT),
    **dict.fromkeys((UnfitPerson, UnknownPerson, NoDepartment), cards.OWNER),
    WrongDate: cards.DAY,
}
SAYING = dict.fromkeys((WayMissing, NoteTooLong), cards.WAY)
"""Under which field a sentence stands, by form."""
WITHIN_DAYS = 10
"""So many working days are offered."""


def open_give(request: Request, session: Session, now: datetime) -> Response:
    """The form of a task for it."""
    person = access.actor(session, request)
    initiative = room.named(session, person, request.value, hangs.GIVE)
    calendar = calendars.for_person(session, person)
    day = hours.shift_days(calendar, hours.local_day(calendar, now), WITHIN_DAYS)
    owner_id = person.user_id if access.can_own(person) else None
    return OpenForm(cards.give(initiative, owner_id, day))


def send_give(request: Request, session: Session, now: datetime) -> Response:
    """It comes back."""
    person = access.actor(session, request)
    room.named(session, person, request.value, hangs.GIVE)
    with forms.placing(GIVING):
        initiative, task = going_on.give(
            session, now, person, request.value, request.words(cards.WHAT),
            request.person_id(cards.OWNER), request.words(cards.DAY),
        )  # fmt: skip
    return Reply(cards.given(initiative, task), title="Noted")


def open_way(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks how it goes on."""
    del now
    person = access.actor(session, request)
    initiative = room.named(session, person, request.value, moves.ANOTHER_WAY)
    return OpenForm(cards.way(initiative, going_on.theirs(session, initiative, person)))


def send_way(request: Request, session: Session, now: datetime) -> Response:
    """It comes back."""
    person = access.actor(session, request)
    room.named(session, person, request.value, moves.ANOTHER_WAY)
    with forms.placing(SAYING):
        said = request.words(cards.WAY)
        _, kept = going_on.another_way(session, now, person, request.value, said)
    return Reply(cards.kept(kept), title="Noted")
