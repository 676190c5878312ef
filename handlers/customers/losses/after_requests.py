"""What people send after a customer left: of a call, who answers instead, who is back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from handlers.customers import losses as room
from handlers.customers.losses import calling, cards, form_cards, moves, requests, words
from handlers.people import access
from handlers.speech import blocks, forms, reasons, values
from handlers.speech.errors import StaleForm, WhyMissing
from handlers.speech.loss_errors import (
    BackBeforeTheyLeft,
    CalledLater,
    CallerNoExecutive,
    LeavesLater,
    OwnCause,
    OwnDepartment,
    WordsTooLong,
)
from handlers.speech.request import Handler, OpenForm, Reply, Request, Response
from handlers.speech.setup_errors import UnclearDay

CALLING = {
    WhyMissing: form_cards.LEARNED,
    WordsTooLong: form_cards.LEARNED,
    CalledLater: form_cards.DAY,
    UnclearDay: form_cards.DAY,
}
BECAUSE = {WhyMissing: reasons.FIELD, WordsTooLong: reasons.FIELD}
PASSING = dict.fromkeys((CallerNoExecutive, OwnCause, OwnDepartment), form_cards.PERSON)
RETURNING = dict.fromkeys((BackBeforeTheyLeft, LeavesLater, UnclearDay), form_cards.DAY)
"""Under which field a sentence stands, by form."""


def open_spoke(request: Request, session: Session, now: datetime) -> Response:
    """The form for what they said on a call."""
    person, today = requests.here(request, session, now)
    loss = room.named(session, person, request.value, moves.CALLED)
    return OpenForm(form_cards.spoke(loss, today))


def send_spoke(request: Request, session: Session, now: datetime) -> Response:
    """It comes back."""
    person, _ = requests.here(request, session, now)
    with forms.placing(CALLING):
        loss = calling.spoke(
            session, now, person, request.value, request.words(form_cards.LEARNED),
            values.day(request.words(form_cards.DAY)),
        )  # fmt: skip
    return requests.done(loss, cards.spoken(loss))


def open_no_call(request: Request, session: Session, now: datetime) -> Response:
    """Nobody calls them: the form that asks why."""
    person, _ = requests.here(request, session, now)
    loss = room.named(session, person, request.value, moves.NO_CALL)
    return OpenForm(form_cards.because(loss, "No call", words.NO_CALL_SEND, "Why not?"))


def send_no_call(request: Request, session: Session, now: datetime) -> Response:
    """It is not asked for any more."""
    person, _ = requests.here(request, session, now)
    with forms.placing(BECAUSE):
        loss = calling.not_call(session, now, person, request.value, request.words(reasons.FIELD))
    return requests.done(loss, cards.not_called(loss))


def open_pass(request: Request, session: Session, now: datetime) -> Response:
    """Somebody else answers it: the form that asks who."""
    person, _ = requests.here(request, session, now)
    access.check(session, person, access.READ)
    ref, kind = _carried(request)
    return OpenForm(form_cards.pass_on(room.named(session, person, ref, moves.PASS_ON), kind))


def send_pass(request: Request, session: Session, now: datetime) -> Response:
    """They are asked from now on."""
    person, _ = requests.here(request, session, now)
    access.check(session, person, access.READ)
    ref, kind = _carried(request)
    with forms.placing(PASSING):
        to = room.pass_on(session, now, person, ref, kind, request.words(form_cards.PERSON))
    text = cards.passed(room.named(session, person, ref), to)
    return Reply(text, title="Noted")


def press_mine(request: Request, session: Session, now: datetime) -> Response:
    """“I'll call them”: whoever says so is asked what they heard."""
    person, _ = requests.here(request, session, now)
    calling.give(session, now, person, request.value)
    loss = room.named(session, person, request.value)
    return Reply(cards.calls_them(loss))


def open_give(request: Request, session: Session, now: datetime) -> Response:
    """Another executive calls them: the form that asks who."""
    person, _ = requests.here(request, session, now)
    return OpenForm(form_cards.give(room.named(session, person, request.value, moves.GIVE_CALL)))


def send_give(request: Request, session: Session, now: datetime) -> Response:
    """They are asked."""
    person, _ = requests.here(request, session, now)
    with forms.placing(PASSING):
        to = calling.give(session, now, person, request.value, request.person_id(form_cards.PERSON))
    return Reply(cards.passed(room.named(session, person, request.value), to), title="Noted")


def open_back(request: Request, session: Session, now: datetime) -> Response:
    """They are back: since when."""
    person, today = requests.here(request, session, now)
    return OpenForm(
        form_cards.back(room.named(session, person, request.value, moves.WIN_BACK), today)
    )


def send_back(request: Request, session: Session, now: datetime) -> Response:
    """Nothing more is asked about the loss."""
    person, _ = requests.here(request, session, now)
    with forms.placing(RETURNING):
        day = values.day(request.words(form_cards.DAY))
        loss = room.win_back(session, now, person, request.value, day)
    return requests.done(loss, cards.won_back(loss, requests.customer_of(session, loss)))


def open_as_task(form: Handler, request: Request, session: Session, now: datetime) -> Response:
    """The form of a task, filled in with what was learned."""
    person, _ = requests.here(request, session, now)
    loss = room.named(session, person, request.value)
    access.check(session, person, access.READ_LOSSES, loss)
    about = replace(
        request, text=blocks.escaped(loss.learned or loss.behind), value=loss.customer_id.hex
    )
    return form(about, session, now)


def _carried(request: Request) -> tuple[str, str]:
    """Which loss, and which question. Raises StaleForm."""
    ref, _, kind = request.value.partition(blocks.SEPARATOR)
    if kind not in form_cards.ASKED_OF:
        raise StaleForm
    return ref, kind
