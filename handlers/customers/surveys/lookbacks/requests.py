"""What people click and send about low scores that came in old."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers.surveys import lookbacks as room
from handlers.customers.surveys.lookbacks import cards, moves
from handlers.people import access, choices, lookup
from handlers.speech import blocks, forms, reasons
from handlers.speech.errors import StaleForm, WhyMissing
from handlers.speech.people_errors import GoneCustomer
from handlers.speech.request import OpenForm, Reply, Request, Response
from handlers.speech.survey_errors import (
    NobodyChosen,
    NobodyToChoose,
    NotAmongLow,
    ReasonTooLong,
)
from storage import look_backs, surveys

CHOOSING = {
    **dict.fromkeys((NobodyChosen, NotAmongLow, GoneCustomer), choices.CUSTOMERS),
    **dict.fromkeys((WhyMissing, ReasonTooLong), reasons.FIELD),
}
"""Under which field a sentence stands."""


def open_choose(request: Request, session: Session, now: datetime) -> Response:
    """The form with the accounts that gave them. Raises NobodyToChoose, what `named` raises."""
    person = access.actor(session, request)
    found = room.named(session, person, request.value, moves.CHOOSE)
    survey = surveys.find(session, found.team_id, found.survey_id)
    known = room.offered(session, found)
    if survey is None or not known:
        raise NobodyToChoose
    scores = look_backs.count(session, found.team_id, found.survey_id)
    everybody = choices.of_several_customers(session, person)
    today = hours.day_of(now, person.zone)
    return OpenForm(cards.choose(found, survey, scores, known, everybody, today))


def send_choose(request: Request, session: Session, now: datetime) -> Response:
    """Those accounts get their call."""
    person = access.actor(session, request)
    ref, shown = _carried(request)
    found = room.named(session, person, ref, moves.CHOOSE)
    with forms.placing(CHOOSING):
        chosen = lookup.chosen_customers(
            session, request.team_id, request.choices(choices.CUSTOMERS)
        )
        called = room.choose(session, now, person, ref, chosen, request.words(reasons.FIELD), shown)
    return Reply(cards.chosen(found, called), title="Noted")


def open_none(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks why nobody hears from us."""
    del now
    person = access.actor(session, request)
    found = room.named(session, person, request.value, moves.LET_BE)
    return OpenForm(
        cards.none(found, look_backs.count(session, found.team_id, found.survey_id))
    )  # fmt: skip


def send_none(request: Request, session: Session, now: datetime) -> Response:
    """They rest, with the reason."""
    person = access.actor(session, request)
    ref, shown = _carried(request)
    room.named(session, person, ref, moves.LET_BE)
    with forms.placing(CHOOSING):
        found = room.none(session, now, person, ref, request.words(reasons.FIELD), shown)
    return Reply(cards.rests(found), title="Noted")


def _carried(request: Request) -> tuple[str, int]:
    """Which look back, and how many low scores there were when it was shown."""
    ref, _, shown = request.value.partition(blocks.SEPARATOR)
    if shown and not (shown.isascii() and shown.isdigit() and len(shown) < 10):
        raise StaleForm
    return ref, int(shown or 0)
