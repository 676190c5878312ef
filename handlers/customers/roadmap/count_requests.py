"""What people send about the number of an outcome, and whether its words or figures are right."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from handlers.customers import roadmap as room
from handlers.customers.roadmap import (
    cards,
    form_cards,
    moves,
    rules,
    said,
    weighing,
    words,
)
from handlers.customers.roadmap.requests import BECAUSE, WRONG_DAY, done, here
from handlers.customers.roadmap.said import CountSaid
from handlers.people import access
from handlers.speech import blocks, forms, reasons, values
from handlers.speech.errors import StaleForm
from handlers.speech.outcome_errors import (
    CourseMissing,
    KnownEarlier,
    KnownMuchLater,
    NotANumber,
    NumberTooLarge,
    OtherUnit,
    OutcomeLineTooLong,
    UnitTooLong,
)
from handlers.speech.request import OpenForm, Reply, Request, Response, UpdateForm
from handlers.speech.setup_errors import UnclearDay
from storage.customer_outcomes import CourseSaid

COUNTING = {
    **dict.fromkeys((OtherUnit, NumberTooLarge, UnitTooLong), form_cards.NUMBER),
    **dict.fromkeys(WRONG_DAY, form_cards.DAY),
    CourseMissing: form_cards.COURSE,
    OutcomeLineTooLong: form_cards.LINE,
}
KNOWING = dict.fromkeys((KnownEarlier, KnownMuchLater, UnclearDay), form_cards.DAY)
"""Under which field a sentence stands, by form."""


def open_count(request: Request, session: Session, now: datetime) -> Response:
    """The form of the number."""
    person, today = here(request, session, now)
    outcome = room.named(session, person, request.value, moves.COUNT)
    return OpenForm(form_cards.count(outcome, today))


def send_count(request: Request, session: Session, now: datetime) -> Response:
    """It comes back; words in the place of the number are kept as the sentence."""
    person, today = here(request, session, now)
    outcome = room.named(session, person, request.value, moves.COUNT)
    written = request.words(form_cards.NUMBER)
    course, line = request.words(form_cards.COURSE), request.words(form_cards.LINE)
    try:
        with forms.placing(COUNTING):
            number = None if outcome.counter else rules.measured(written)
            told = CountSaid(
                number, _course(course), line, request.words(form_cards.HELPS),
                values.day(request.words(form_cards.DAY)),
            )  # fmt: skip
            outcome = room.count(session, now, person, request.value, told)
    except NotANumber:
        kept = "\n".join(filter(None, (written.strip(), line)))[: said.LONGEST]
        form = form_cards.count(outcome, today, line=kept, unread=written, course=course)
        return UpdateForm(form)
    is_owner = person.user_id == outcome.owner_id
    found = weighing.against(session, now, outcome) if is_owner else weighing.NOTHING
    shown = cards.counted(outcome, found)
    return Reply(shown.text, shown.blocks, title="Noted")


def open_later(request: Request, session: Session, now: datetime) -> Response:
    """There is no number yet: the form that asks when there will be."""
    person, today = here(request, session, now)
    outcome = room.named(session, person, request.value, moves.NO_NUMBER)
    return OpenForm(form_cards.later(outcome, today + timedelta(days=7)))


def send_later(request: Request, session: Session, now: datetime) -> Response:
    """It is asked for again on that day."""
    person, today = here(request, session, now)
    with forms.placing(KNOWING):
        day = values.day(request.words(form_cards.DAY))
        outcome = room.later(session, now, person, request.value, day)
    return done(outcome, cards.later(outcome, today))


def open_hold(request: Request, session: Session, now: datetime) -> Response:
    """On course nevertheless: the form that asks why."""
    person, _ = here(request, session, now)
    outcome = room.named(session, person, request.value, moves.HOLD)
    label = "What makes up for it? Everybody reads this beside the figures."
    return OpenForm(form_cards.because(outcome, "On course", words.HOLD_SEND, label))


def send_hold(request: Request, session: Session, now: datetime) -> Response:
    """Both stand on the page."""
    person, _ = here(request, session, now)
    with forms.placing(BECAUSE):
        outcome = room.hold(session, now, person, request.value, request.words(reasons.FIELD))
    return done(outcome, cards.held(outcome))


def open_may_miss(request: Request, session: Session, now: datetime) -> Response:
    """It may miss: the form that asks what would help."""
    return _open_miss(request, session, now, CourseSaid.MAY_MISS)


def open_will_miss(request: Request, session: Session, now: datetime) -> Response:
    """It will miss: the same."""
    return _open_miss(request, session, now, CourseSaid.WILL_MISS)


def _open_miss(request: Request, session: Session, now: datetime, course: CourseSaid) -> Response:
    person, _ = here(request, session, now)
    outcome = room.named(session, person, request.value, moves.HOLD)
    return OpenForm(form_cards.miss(outcome, course))


def send_miss(request: Request, session: Session, now: datetime) -> Response:
    """The words say it from now on."""
    person, _ = here(request, session, now)
    access.check(session, person, access.READ)
    ref, _, how = request.value.partition(blocks.SEPARATOR)
    course = _course(how)
    if course is None:
        raise StaleForm
    with forms.placing({OutcomeLineTooLong: form_cards.LINE}):
        outcome = room.doubt(
            session, now, person, ref, course, request.words(form_cards.LINE),
            request.words(form_cards.HELPS),
        )  # fmt: skip
    return done(outcome, cards.missing(outcome))


def _course(value: str) -> CourseSaid | None:
    """What a form offers; None for nothing, and for what it does not offer."""
    return CourseSaid(value) if value in set(CourseSaid) else None
