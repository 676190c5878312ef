"""What people click and send before an initiative is cut."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers import initiatives as room
from handlers.customers.initiatives import cuts, moves
from handlers.customers.initiatives.cuts import cards
from handlers.people import access, lookup
from handlers.speech import forms, reasons, values
from handlers.speech.decision_errors import NoDecider
from handlers.speech.errors import WhyMissing, WrongDate
from handlers.speech.initiative_errors import AcceptorMissing, DecidedTooSoon, DeciderMissing
from handlers.speech.people_errors import UnfitPerson, UnknownPerson
from handlers.speech.request import OpenForm, Reply, Request, Response, UpdateForm
from handlers.speech.setup_errors import UnclearDay

USUAL = timedelta(days=14)
"""So long executives have where nobody says by when."""
CUTTING = {
    WhyMissing: reasons.FIELD,
    **dict.fromkeys((AcceptorMissing, NoDecider, UnfitPerson, UnknownPerson), cards.ACCEPTOR),
}
PUTTING = {
    **dict.fromkeys((DeciderMissing, NoDecider, UnfitPerson, UnknownPerson), cards.DECIDER),
    **dict.fromkeys((DecidedTooSoon, UnclearDay, WrongDate), cards.DAY),
}
"""Under which field a sentence stands, by form."""


def open_cut(request: Request, session: Session, now: datetime) -> Response:
    """Whom it touches, before anything is asked."""
    person = access.actor(session, request)
    initiative = room.named(session, person, request.value, moves.CUT)
    found = cuts.touched(session, now, person, initiative)
    return OpenForm(cards.form(found, hours.day_of(now, person.zone)))


def keep(request: Request, session: Session, now: datetime) -> Response:
    """One click: it stays."""
    del now
    person = access.actor(session, request)
    return UpdateForm(cards.kept(room.named(session, person, request.value, moves.CUT)))


def open_cutting(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks why, and who accepts it."""
    del now
    person = access.actor(session, request)
    return OpenForm(cards.cut_form(room.named(session, person, request.value, moves.CUT)))


def send_cutting(request: Request, session: Session, now: datetime) -> Response:
    """It is cut."""
    person = access.actor(session, request)
    with forms.placing(CUTTING):
        done = cuts.cut(
            session, now, person, request.value, request.words(reasons.FIELD),
            request.person_id(cards.ACCEPTOR),
        )  # fmt: skip
    shown = cards.done(done.initiative, done.closed, done.asked)
    return Reply(shown.text, shown.blocks, title="Noted")


def open_put(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks who decides."""
    person = access.actor(session, request)
    day = hours.day_of(now, person.zone) + USUAL
    initiative = room.named(session, person, request.value, moves.PUT)
    cuts.check_is_new(initiative)
    return OpenForm(cards.put_form(initiative, day.isoformat()))


def send_put(request: Request, session: Session, now: datetime) -> Response:
    """The executives are asked."""
    person = access.actor(session, request)
    user_id = request.person_id(cards.DECIDER)
    with forms.placing(PUTTING):
        decider = lookup.chosen_person(session, request.team_id, user_id) if user_id else None
        by = values.day(request.words(cards.DAY))
        decision = cuts.put(session, now, person, request.value, decider, by)
    return Reply(cards.asked(decision), title="Asked")
