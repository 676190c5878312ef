"""What people click and send when it is asked whether somebody still decides at a customer."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.customers.contacts import doubting, form_cards, replies
from handlers.customers.contacts.requests import PASSING
from handlers.people import access
from handlers.speech import forms, values
from handlers.speech.errors import WrongDate
from handlers.speech.request import OpenForm, Reply, Request, Response
from handlers.speech.setup_errors import UnclearDay

FINDING = {WrongDate: form_cards.DAY, UnclearDay: form_cards.DAY}
"""Under which field a sentence stands."""
WITHIN_DAYS = 5
"""So many working days are offered to whoever finds out."""


def press_still(request: Request, session: Session, now: datetime) -> Response:
    """One click: they still decide there."""
    person = access.actor(session, request)
    contact = doubting.confirm(session, now, person, request.value)
    return Reply(replies.still(contact), title="Noted")


def open_find(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks by when somebody finds out."""
    person = access.actor(session, request)
    contact = doubting.doubted(session, person, request.value)
    calendar = calendars.for_person(session, person)
    day = hours.shift_days(calendar, hours.local_day(calendar, now), WITHIN_DAYS)
    return OpenForm(form_cards.find_out(contact, day))


def send_find(request: Request, session: Session, now: datetime) -> Response:
    """The task is theirs."""
    person = access.actor(session, request)
    doubting.doubted(session, person, request.value)
    with forms.placing(FINDING):
        day = values.day(request.words(form_cards.DAY))
        contact, task = doubting.find_out(session, now, person, request.value, day)
    return Reply(replies.finds_out(contact, task), title="Noted")


def open_another(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks who can say it."""
    del now
    person = access.actor(session, request)
    return OpenForm(form_cards.another(doubting.doubted(session, person, request.value)))


def send_another(request: Request, session: Session, now: datetime) -> Response:
    """They are asked from now on."""
    person = access.actor(session, request)
    doubting.doubted(session, person, request.value)
    with forms.placing(PASSING):
        contact, to = doubting.ask_another(
            session, now, person, request.value, request.person_id(form_cards.PERSON)
        )
    return Reply(replies.passed(contact, to), title="Noted")
