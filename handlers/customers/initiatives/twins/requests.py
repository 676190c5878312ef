"""What people click and send about two initiatives that look alike."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers.initiatives import twins as pairs
from handlers.customers.initiatives.twins import PooledSaid, alike, cards, form_cards, moves
from handlers.customers.initiatives.twins.alike import TwinPair
from handlers.people import access, lookup
from handlers.speech import forms, reasons, values
from handlers.speech import words as plain
from handlers.speech.decision_errors import NoDecider
from handlers.speech.errors import StaleForm, TitleTooLong, WhyMissing, WrongDate
from handlers.speech.initiative_errors import (
    DecidedTooSoon,
    DeciderMissing,
    PooledMissing,
    PooledOwnerMissing,
)
from handlers.speech.people_errors import CcoOwns, UnfitPerson, UnknownPerson
from handlers.speech.request import OpenForm, Reply, Request, Response
from handlers.speech.setup_errors import UnclearDay
from storage import asks
from storage.people import Person
from storage.twins import Twin

USUAL = timedelta(days=14)
"""So long executives have where nobody says by when."""
SAYING = {
    **dict.fromkeys((PooledMissing, TitleTooLong), form_cards.POOLED),
    **dict.fromkeys((PooledOwnerMissing, CcoOwns), form_cards.OWNER),
    **dict.fromkeys((DeciderMissing, NoDecider), form_cards.DECIDER),
    **dict.fromkeys((UnfitPerson, UnknownPerson), form_cards.OWNER),
    **dict.fromkeys((DecidedTooSoon, UnclearDay, WrongDate), form_cards.DAY),
}
"""Under which field a sentence stands."""


def open_same(request: Request, session: Session, now: datetime) -> Response:
    """The form for what one of them would be, filled in with what the other owner said."""
    person = access.actor(session, request)
    twin = pairs.named(session, person, request.value, moves.SAME)
    day = hours.day_of(now, person.zone) + USUAL
    return OpenForm(form_cards.same(_pair(session, twin), day.isoformat()))


def send_same(request: Request, session: Session, now: datetime) -> Response:
    """It comes back: the other owner is asked still, or the executives are."""
    person = access.actor(session, request)
    pairs.named(session, person, request.value, moves.SAME)
    with forms.placing(SAYING):
        said = PooledSaid(
            request.words(form_cards.POOLED),
            _person(request, session, form_cards.OWNER),
            _person(request, session, form_cards.DECIDER),
            values.day(request.words(form_cards.DAY)),
        )
        twin, decision = pairs.same(session, now, person, request.value, said)
    if decision:
        return Reply(cards.proposed(decision), title="Proposed")
    about = asks.open_about(session, twin.team_id, twin.noun, twin.number)
    others = [ask.person_id for ask in about if ask.person_id != person.user_id]
    return Reply(cards.waits_for_the_other(others), title="Noted")


def open_differ(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks why they are different."""
    del now
    person = access.actor(session, request)
    return OpenForm(form_cards.differ(pairs.named(session, person, request.value, moves.DIFFER)))


def send_differ(request: Request, session: Session, now: datetime) -> Response:
    """That ends it for this pair."""
    person = access.actor(session, request)
    with forms.placing({WhyMissing: reasons.FIELD}):
        twin = pairs.differ(session, now, person, request.value, request.words(reasons.FIELD))
    return Reply(cards.different(_pair(session, twin)), title="Noted")


def press_talk(request: Request, session: Session, now: datetime) -> Response:
    """One click: they talk first."""
    person = access.actor(session, request)
    until = pairs.talk(session, now, person, request.value)
    return Reply(cards.talked(plain.day(until, person.zone, now)), title="Noted")


def _person(request: Request, session: Session, field: str) -> Person | None:
    user_id = request.person_id(field)
    return lookup.chosen_person(session, request.team_id, user_id) if user_id else None


def _pair(session: Session, twin: Twin) -> TwinPair:
    pair = alike.read(session, twin)
    if pair is None:
        raise StaleForm
    return pair
