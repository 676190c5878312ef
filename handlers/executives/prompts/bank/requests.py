"""What people type, click and send about the bank of questions."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.executives.decisions import topics
from handlers.executives.decisions.questions import Answers
from handlers.executives.prompts import bank
from handlers.executives.prompts.bank import cards, reading
from handlers.people import access
from handlers.speech import forms, paging
from handlers.speech.errors import UnreadableRequest
from handlers.speech.request import (
    Json,
    Nothing,
    OpenForm,
    Reply,
    Request,
    Response,
    UpdateForm,
)
from handlers.speech.setup_errors import BankFull, KnownQuestion, LongQuestion, NoQuestion
from storage.people import Person

PLACES = dict.fromkeys((BankFull, KnownQuestion, LongQuestion, NoQuestion), cards.WORDS)
"""Under which input a sentence stands."""


def show(request: Request, session: Session, now: datetime) -> Response:
    """`/cx prompts`: the bank by topic; `/cx prompts pricing`: the questions about that."""
    person = access.actor(session, request)
    said = request.text.strip().lower()
    named = next((topic for topic, name in cards.NAMES.items() if name == said), None)
    return OpenForm(_page(session, now, person, str(named or ""), 0))


def open_page(request: Request, session: Session, now: datetime) -> Response:
    """A page of the bank, in the place of another. Raises UnreadableRequest."""
    person = access.actor(session, request)
    access.check(session, person, access.READ_BANK)
    which, after = paging.read(request.value)
    return UpdateForm(_page(session, now, person, which, after))


def switch_off(request: Request, session: Session, now: datetime) -> Response:
    """It is not asked any more."""
    bank.switch(session, now, access.actor(session, request), request.value, off=True)
    return _done(request)


def switch_on(request: Request, session: Session, now: datetime) -> Response:
    """It is asked again."""
    bank.switch(session, now, access.actor(session, request), request.value, off=False)
    return _done(request)


def restore(request: Request, session: Session, now: datetime) -> Response:
    """It is asked in the words with which it came."""
    bank.restore(session, now, access.actor(session, request), request.value)
    return _done(request)


def undo(request: Request, session: Session, now: datetime) -> Response:
    """What somebody did last with it is undone."""
    bank.undo(session, now, access.actor(session, request), request.value)
    return _done(request)


def open_change(request: Request, session: Session, now: datetime) -> Response:
    """The form for its words."""
    del now
    person = access.actor(session, request)
    return OpenForm(cards.change_form(bank.get(session, person, request.value)))


def send_change(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back: it is asked in these words from now on."""
    person = access.actor(session, request)
    with forms.placing(PLACES):
        bank.reword(session, now, person, request.value, request.words(cards.WORDS))
    return _done(request)


def open_add(request: Request, session: Session, now: datetime) -> Response:
    """The form for a question of the house's own. Raises UnreadableRequest."""
    del now
    person = access.actor(session, request)
    access.check(session, person, access.CHANGE_BANK)
    topic = topics.read(request.value)
    if topic is None:
        raise UnreadableRequest
    return OpenForm(cards.add_form(topic))


def send_add(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back: it is one of the questions. Raises UnreadableRequest."""
    person = access.actor(session, request)
    access.check(session, person, access.CHANGE_BANK)
    topic, kind = topics.read(request.words(cards.TOPIC)), request.words(cards.KIND)
    if topic is None or kind not in set(Answers):
        raise UnreadableRequest
    with forms.placing(PLACES):
        bank.add(session, now, person, request.words(cards.WORDS), topic, Answers(kind))
    return _done(request, cards.ADDED.format(topic=cards.NAMES[topic]))


def _page(session: Session, now: datetime, person: Person, which: str, after: int) -> Json:
    if not which:
        return cards.overview(reading.view(session, person))
    topic = topics.read(which)
    if topic is None:
        raise UnreadableRequest
    found = reading.page(session, now, person, topic, after, cards.A_PAGE)
    return cards.page(found, person, now)


def _done(request: Request, said: str = cards.SAVED) -> Response:
    """The page behind shows it; without one, a sentence does."""
    return Nothing() if request.within else Reply(said)
