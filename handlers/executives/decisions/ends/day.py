"""People type `/cx date D-3 10 dec` or send the form, and it is decided by another day."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.executives.decisions import moves, redating
from handlers.executives.decisions.ends import asked
from handlers.executives.decisions.rulings import day_cards
from handlers.executives.decisions.words import DAY
from handlers.people import vocabulary
from handlers.promises import undoable
from handlers.speech import answered, blocks, forms, reasons
from handlers.speech.errors import NoteTooLong, WrongDate
from handlers.speech.request import OpenForm, Reply, Request, Response
from storage.decisions import Decision
from storage.people import Person


def typed(
    request: Request, session: Session, now: datetime, person: Person, decision: Decision
) -> Response:
    """`/cx date D-3 10 dec [because …]`; the form where no day is named."""
    said = answered.read(vocabulary.words(session, request.team_id, request.text))
    if not said.words:
        redating.check(session, person, decision)
        return OpenForm(
            day_cards.form(
                decision,
                asked.day_ahead(session, person, decision, now),
                said.reason,
            )
        )
    return _moved(session, now, person, decision, said.said, said.reason)


def open_form(request: Request, session: Session, now: datetime) -> Response:
    """The form, with its day where that is still ahead."""
    person, decision = asked.named(request, session)
    redating.check(session, person, decision)
    return OpenForm(day_cards.form(decision, asked.day_ahead(session, person, decision, now)))


def send(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back."""
    person, decision = asked.named(request, session)
    day, why = request.words(DAY), request.words(reasons.FIELD)
    with forms.placing({WrongDate: DAY, NoteTooLong: reasons.FIELD}):
        ahead = asked.day_ahead(session, person, decision, now)
        if ahead is not None and day == ahead.isoformat():
            redating.check(session, person, decision)
            return Reply(_said(session, now, person, decision))
        return _moved(session, now, person, decision, day, why)


def _moved(
    session: Session, now: datetime, person: Person, decision: Decision, day: str, why: str
) -> Response:
    changed = redating.move_day(session, now, person, decision, day, why)
    text = _said(session, now, person, decision)
    if not changed:
        return Reply(text)
    way_back = undoable.button(undoable.UNDO, decision, moves.MOVE_DAY.verb)
    shown = blocks.message(blocks.section(text), blocks.actions(way_back))
    return Reply(text, shown, title="Another day")


def _said(session: Session, now: datetime, person: Person, decision: Decision) -> str:
    return day_cards.moved(decision, asked.keeper(session, person, decision), now)
