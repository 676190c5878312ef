"""People type `/cx T-12` or press “Open…” and read the whole story of a thing."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing.registers import Registers
from handlers.front import story
from handlers.front.story import cards
from handlers.people import access, vocabulary
from handlers.speech import answered, blocks, paging, phrases, values
from handlers.speech.errors import MissingWords, UnreadableRequest
from handlers.speech.request import OpenForm, Request, Response, UpdateForm
from handlers.speech.typing_errors import NotRead, OneAtATime
from handlers.speech.words import number
from storage.people import Person

USAGE = "T-12"
_OFFERED = 5
"""Things of which one can be chosen."""
_AROUND = frozenset({"to", "with", "about", "of", "is", "me", "the", "story", "history"})
"""Words around a number that say no more than that its story is wanted."""


def typed(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """`/cx T-12`, “show T-12”, “what happened to T-12”.

    Raises MissingWords, OneAtATime, NotRead for words beside the number, and what `story.tell`
    raises.
    """
    person = access.actor(session, request)
    answer = answered.read(vocabulary.words(session, request.team_id, request.text))
    if not answer.refs:
        raise MissingWords(usage=USAGE)
    if len(answer.refs) > 1:
        refs = answer.refs[:_OFFERED]
        raise OneAtATime(count=number(len(answer.refs)), refs=" ".join(refs))
    left = [word for word in answer.words if word.lead not in _AROUND]
    if left or answer.reason:
        raise NotRead(words=blocks.clip(answer.left or answer.reason, 120), ref=answer.refs[0])
    return OpenForm(_view(registers, session, now, person, answer.refs[0], 0))


def open_view(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """The story on top of whatever shows the button; another page of it in its place."""
    person = access.actor(session, request)
    if blocks.SEPARATOR not in request.value:
        return OpenForm(_view(registers, session, now, person, request.value, 0))
    ref, after = _place(request)
    return UpdateForm(_view(registers, session, now, person, ref, after))


def open_more(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """What else can be done with a thing, in the place of its story."""
    person, (ref, after) = access.actor(session, request), _place(request)
    return UpdateForm(cards.more(story.tell(registers, session, now, person, ref, after)))


def open_words(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """All that somebody wrote, on top of the story."""
    person = access.actor(session, request)
    ref, _, event_id = request.value.partition(blocks.SEPARATOR)
    found = story.passage(registers, session, now, person, ref, values.row_id(event_id))
    return OpenForm(cards.passage(found, person))


def _place(request: Request) -> tuple[str, int]:
    """Which story a button is about, and which page of it. Raises UnreadableRequest."""
    ref, after = paging.read(request.value)
    named = phrases.reference(ref)
    if named is None or not named.letter:
        # Only people leave out a letter, and buttons never do.
        raise UnreadableRequest
    return ref, after


def _view(
    registers: Registers,
    session: Session,
    now: datetime,
    person: Person,
    ref: str,
    after: int,
) -> dict[str, object]:
    return cards.view(story.tell(registers, session, now, person, ref, after), person)
