"""People type `/cx reopen D-3 because …` or send the form, and a decision is open again."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.executives.decisions import moves, reopening
from handlers.executives.decisions.ends import asked
from handlers.executives.decisions.rulings import again_cards
from handlers.executives.decisions.words import DAY
from handlers.people import vocabulary
from handlers.promises import deadlines, preamble, undoable
from handlers.speech import answered, blocks, forms, reasons
from handlers.speech.errors import WhyMissing, WrongDate
from handlers.speech.request import OpenForm, Reply, Request, Response
from handlers.speech.typing_errors import NotRead, PerhapsWhy
from storage.decisions import Decision
from storage.people import Person


def typed(
    request: Request, session: Session, now: datetime, person: Person, decision: Decision
) -> Response:
    """`/cx reopen D-3 [by friday] because …`; the form where no reason is given."""
    said = answered.read(vocabulary.words(session, request.team_id, request.text))
    reopening.check(session, person, decision)
    try:
        if not said.reason:
            day = asked.day_ahead(session, person, decision, now)
            if said.words:
                day = deadlines.read(session, now, person, said.said).deadline.day
            return OpenForm(again_cards.form(decision, day))
        return _opened(session, now, person, decision, said.reason, said.said)
    except WrongDate as error:
        words = blocks.clip(said.left, 120)
        if said.reason:
            raise NotRead(words=words, ref=decision.ref) from error
        raise PerhapsWhy(words=words, verb="reopen", ref=decision.ref) from error


def open_form(request: Request, session: Session, now: datetime) -> Response:
    """The form, with its day where that is still ahead."""
    person, decision = asked.named(request, session)
    reopening.check(session, person, decision)
    return OpenForm(again_cards.form(decision, asked.day_ahead(session, person, decision, now)))


def send(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back."""
    person, decision = asked.named(request, session)
    preamble.filled_in(request, preamble.WHY).check()
    with forms.placing({WhyMissing: reasons.FIELD, WrongDate: DAY}):
        day = request.words(DAY)
        ahead = asked.day_ahead(session, person, decision, now)
        is_kept = ahead is not None and day == ahead.isoformat()
        why = request.words(reasons.FIELD)
        return _opened(session, now, person, decision, why, "" if is_kept else day)


def _opened(
    session: Session, now: datetime, person: Person, decision: Decision, why: str, by: str
) -> Reply:
    found = reopening.reopen(session, now, person, decision, why, by)
    text = again_cards.reopened(decision, found.decider, found.asked, person, now)
    way_back = undoable.button(undoable.UNDO, decision, moves.REOPEN.verb)
    shown = blocks.message(blocks.section(text), blocks.actions(way_back))
    return Reply(text, shown, title="Open again")
