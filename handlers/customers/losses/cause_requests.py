"""What people send about why a customer left, and whether the evidence shows it."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.customers import losses as room
from handlers.customers.losses import (
    CauseFound,
    calling,
    cards,
    form_cards,
    moves,
    requests,
    words,
)
from handlers.customers.losses.kind import PROOF, WHY
from handlers.people import choices, lookup
from handlers.speech import forms, reasons, values
from handlers.speech.errors import WhyMissing
from handlers.speech.loss_errors import (
    AskedInPast,
    AskedTooLate,
    CauseMissing,
    EvidenceMissing,
    PreventerMissing,
    WordsTooLong,
)
from handlers.speech.people_errors import GoneDepartment
from handlers.speech.request import OpenForm, Request, Response
from handlers.speech.setup_errors import UnclearDay
from storage.losses import Loss, LossReason, Preventer

EXPLAINING = {
    CauseMissing: form_cards.CAUSE,
    EvidenceMissing: form_cards.EVIDENCE,
    WordsTooLong: form_cards.EVIDENCE,
    PreventerMissing: choices.DEPARTMENT,
    GoneDepartment: choices.DEPARTMENT,
}
BECAUSE = {WhyMissing: reasons.FIELD, WordsTooLong: reasons.FIELD}
ASKING = dict.fromkeys((AskedInPast, AskedTooLate, UnclearDay), form_cards.DAY)
"""Under which field a sentence stands, by form."""


def open_explain(request: Request, session: Session, now: datetime) -> Response:
    """The form for what stood behind it."""
    person, _ = requests.here(request, session, now)
    loss = room.named(session, person, request.value, moves.EXPLAIN)
    known = choices.of_departments(
        session, person, lookup.chosen_department(session, person.team_id, _hex(loss))
    )
    return OpenForm(form_cards.explain(loss, known))


def send_explain(request: Request, session: Session, now: datetime) -> Response:
    """It comes back: somebody outside the department that it names is asked whether it shows."""
    person, _ = requests.here(request, session, now)
    room.named(session, person, request.value, moves.EXPLAIN)
    with forms.placing(EXPLAINING):
        said = CauseFound(
            cause=requests.chosen(LossReason, request.words(form_cards.CAUSE)),
            behind=request.words(form_cards.BEHIND),
            evidence=request.words(form_cards.EVIDENCE),
            preventable=requests.chosen(Preventer, request.words(form_cards.PREVENTABLE)),
            department=lookup.chosen_department(
                session, request.team_id, request.words(choices.DEPARTMENT)
            ),
        )
        loss = room.explain(session, now, person, request.value, said)
    asked = requests.asked_now(session, loss, PROOF.name)
    return requests.done(loss, cards.understood(loss, asked))


def open_unknown(request: Request, session: Session, now: datetime) -> Response:
    """Nobody knows: the form that asks who was asked."""
    person, _ = requests.here(request, session, now)
    loss = room.named(session, person, request.value, moves.UNKNOWN)
    label = "Whom did you ask, and what did they say?"
    return OpenForm(form_cards.because(loss, "Nobody knows", words.UNKNOWN_SEND, label))


def send_unknown(request: Request, session: Session, now: datetime) -> Response:
    """It counts as not known."""
    person, _ = requests.here(request, session, now)
    with forms.placing(BECAUSE):
        loss = room.give_up(session, now, person, request.value, request.words(reasons.FIELD))
    return requests.done(loss, cards.nobody_knows(loss))


def open_ask_them(request: Request, session: Session, now: datetime) -> Response:
    """They are asked first: the form that asks by when."""
    person, today = requests.here(request, session, now)
    loss = room.named(session, person, request.value, moves.ASK_THEM)
    calendar = calendars.for_person(session, person)
    return OpenForm(form_cards.ask_them(loss, hours.shift_days(calendar, today, calling.ASKED_IN)))


def send_ask_them(request: Request, session: Session, now: datetime) -> Response:
    """Why they left is asked for by then."""
    person, today = requests.here(request, session, now)
    with forms.placing(ASKING):
        day = values.day(request.words(form_cards.DAY)) or today
        loss = calling.ask_them(session, now, person, request.value, day)
    return requests.done(loss, cards.asks_them(loss, day, today))


def press_shown(request: Request, session: Session, now: datetime) -> Response:
    """One click: it shows."""
    person, _ = requests.here(request, session, now)
    loss = room.verify(session, now, person, request.value)
    return requests.done(loss, cards.verified(loss))


def open_doubt(request: Request, session: Session, now: datetime) -> Response:
    """It does not show: the form that asks why."""
    person, _ = requests.here(request, session, now)
    loss = room.named(session, person, request.value, moves.DOUBT)
    label = "What does it show instead?"
    return OpenForm(form_cards.because(loss, "It does not show", words.DOUBT_SEND, label))


def send_doubt(request: Request, session: Session, now: datetime) -> Response:
    """What stood behind it is asked for again."""
    person, _ = requests.here(request, session, now)
    with forms.placing(BECAUSE):
        loss = room.doubt(session, now, person, request.value, request.words(reasons.FIELD))
    return requests.done(loss, cards.doubted(loss, requests.asked_now(session, loss, WHY.name)))


def _hex(loss: Loss) -> str:
    return loss.department_id.hex if loss.department_id else ""
