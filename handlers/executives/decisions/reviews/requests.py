"""What people click, send and type about what came true of a decision, and what they read then."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from sqlmodel import Session

from handlers.executives.decisions import adding, moves, reviews
from handlers.executives.decisions.forecasts import cards, rules, since, spoken
from handlers.executives.decisions.forecasts.cards import FormField
from handlers.executives.decisions.forecasts.rules import Turned
from handlers.people import access
from handlers.promises import undoable
from handlers.promises.lifecycle import Move
from handlers.speech import blocks, forms
from handlers.speech.decision_errors import CameTrueMissing
from handlers.speech.errors import NoteTooLong, StaleForm, WrongDate
from handlers.speech.request import OpenForm, Reply, Request, Response
from storage.decisions import Decision, Impact
from storage.people import Person

WANTED = {cards.BETTER: Turned.BETTER, cards.WORSE: Turned.WORSE}


def _pressed(request: Request, session: Session) -> tuple[Person, Decision]:
    person = access.actor(session, request)
    access.check(session, person, access.DECIDE)
    decision = adding.get(session, person, request.value)
    reviews.check(session, person, decision)
    return person, decision


def same(request: Request, session: Session, now: datetime) -> Response:
    """[As expected]: kept at once."""
    person, decision = _pressed(request, session)
    return _kept(session, now, person, decision, Impact(decision.expected or ""), "")


def open_form(request: Request, session: Session, now: datetime) -> Response:
    """[Better…], [Worse…], or what came true is changed: the form."""
    person, decision = _pressed(request, session)
    wanted = WANTED.get(request.verb)
    chosen, said = decision.came_true, decision.came_true_words
    if wanted or chosen is None:
        chosen = rules.likely(decision.expected or "", wanted or Turned.AS)
    known = _known(session, now, person, decision)
    return OpenForm(cards.form(decision, Impact(chosen), known, said))


def send(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back."""
    person, decision = _pressed(request, session)
    seen = request.words(FormField.CAME_TRUE)
    if seen not in rules.SEEN:
        raise StaleForm
    with forms.placing(dict.fromkeys((CameTrueMissing, NoteTooLong), FormField.WORDS)):
        said = request.words(FormField.WORDS)
        return _kept(session, now, person, decision, Impact(seen), said)


def open_later(request: Request, session: Session, now: datetime) -> Response:
    """[Too early to say…]: the form for a new day."""
    person, decision = _pressed(request, session)
    reviews.check_later(session, person, decision)
    return OpenForm(cards.later_form(decision, _known(session, now, person, decision)))


def send_later(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back."""
    person, decision = _pressed(request, session)
    with forms.placing({WrongDate: FormField.DAY}):
        reviews.ask_later(session, now, person, decision, request.words(FormField.DAY))
    text = cards.asked_later(decision, person.zone, now)
    return _with_way_back(decision, text, moves.PUT_OFF)


def say(request: Request, session: Session, now: datetime) -> Response:
    """Said in words: kept where all is clear, else its form has what was said.

    Raises StaleForm for words that say nothing of it.
    """
    person, decision = _pressed(request, session)
    said = spoken.read(request.words(FormField.SAID), decision.expected)
    if said is None:
        raise StaleForm
    if said.is_later:
        return _later(session, now, person, decision, said.day)
    if said.seen is not None and (said.words or said.seen == decision.expected):
        return _kept(session, now, person, decision, said.seen, said.words)
    chosen = said.seen or rules.likely(decision.expected or "", said.turned)
    known = _known(session, now, person, decision)
    return OpenForm(cards.form(decision, chosen, known, said.words))


def _later(
    session: Session, now: datetime, person: Person, decision: Decision, day: str
) -> Response:
    """It is too early to say: asked on the day that is named, which a form asks for else."""
    reviews.check_later(session, person, decision)
    if day:
        with suppress(WrongDate):
            reviews.ask_later(session, now, person, decision, day)
            text = cards.asked_later(decision, person.zone, now)
            return _with_way_back(decision, text, moves.PUT_OFF)
    return OpenForm(cards.later_form(decision, _known(session, now, person, decision)))


def show(request: Request, session: Session, now: datetime) -> Response:
    """`/cx forecasts`: how often they came true."""
    del now
    shown = cards.rates(*reviews.rates(session, access.actor(session, request)))
    return Reply(shown.text, shown.blocks)


def _known(session: Session, now: datetime, person: Person, decision: Decision) -> str:
    said = cards.expected(decision, person.zone, now)
    return f"{said} {cards.happened(decision, since.of(session, now, decision))}"


def _kept(
    session: Session, now: datetime, person: Person, decision: Decision, seen: Impact, said: str
) -> Reply:
    changed = reviews.come_true(session, now, person, decision, seen, said)
    text = cards.kept(decision)
    return _with_way_back(decision, text, moves.CAME_TRUE) if changed else Reply(text)


def _with_way_back(decision: Decision, text: str, move: Move) -> Reply:
    way_back = undoable.button(undoable.UNDO, decision, move.verb)
    return Reply(text, blocks.message(blocks.section(text), blocks.actions(way_back)), title="Kept")
