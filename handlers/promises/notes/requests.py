"""What people type, click and send to add to a story, and what they are shown in return."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.people import access, vocabulary
from handlers.promises import items, moves, notes, preamble
from handlers.promises.notes import cards
from handlers.speech import answered, evidence, forms, long_texts
from handlers.speech.errors import MissingWords, NoteMissing, NoteTooLong, WrongLink
from handlers.speech.promise_errors import UnclearItem, UnknownItem
from handlers.speech.request import Nothing, OpenForm, Reply, Request, Response

ABOUT = {
    **dict.fromkeys((NoteMissing, NoteTooLong), cards.WORDS[0]),
    **dict.fromkeys((UnclearItem, UnknownItem), cards.WHICH),
    WrongLink: evidence.FIELD,
}
"""Under which input of the form a sentence stands."""


def typed(request: Request, session: Session, now: datetime) -> Response:
    """`/cx note T-12 words or https://…`: everything behind the number is kept as it stands."""
    person = access.actor(session, request)
    refs, said = answered.named_first(request.text)
    if not refs:
        raise MissingWords(usage=cards.USAGE)
    held = preamble.held(session, person, refs, preamble.most_of(request))
    with preamble.told_how(cards.USAGE, " ".join(each.ref for each in held)):
        words = vocabulary.seen(session, request.team_id, said)
        added = [notes.add(session, now, person, item, words) for item in held]
    return Reply(cards.noted(added))


def open_form(request: Request, session: Session, now: datetime) -> Response:
    """The form for a note about one promise."""
    del now
    _, item = preamble.permitted(request, session, moves.NOTE)
    return OpenForm(cards.form(item))


def open_from_message(request: Request, session: Session, now: datetime) -> Response:
    """The form with the words of a message; it is asked what they belong to."""
    del now
    person = access.actor(session, request)
    access.check(session, person, access.READ)
    return OpenForm(cards.form(None, vocabulary.seen(session, request.team_id, request.text)))


def send(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back filled in."""
    person = access.actor(session, request)
    with forms.placing(ABOUT):
        item = items.get(session, person, request.value or request.line(cards.WHICH))
        words = evidence.beside(long_texts.read(request, cards.WORDS), evidence.read(request))
        added = notes.add(session, now, person, item, words)
    return Nothing() if request.value else Reply(cards.noted([added]))
