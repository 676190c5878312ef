"""The whole story of one thing: how it stands, what comes next, and all that happened to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from handlers.chasing.nouns import Noun
from handlers.chasing.registers import Registers
from handlers.chasing.telling import Opening, Telling
from handlers.front.story import timeline, upcoming
from handlers.front.story.timeline import Happening
from handlers.front.story.upcoming import Coming
from handlers.speech import phrases
from handlers.speech.promise_errors import UnclearItem
from storage import asks, history, nudges
from storage.history import Event
from storage.people import Person

PAGE = 12
"""So many lines of what happened are shown at once."""


@dataclass(frozen=True)
class Story:
    """What somebody reads of one thing.

    `happened` are the lines after the first `after`, newest first; `goes_on` says that there are
    earlier ones.
    """

    ref: str
    opening: Opening
    coming: Coming | None
    happened: Sequence[Happening]
    after: int
    goes_on: bool
    now: datetime


def tell(
    registers: Registers, session: Session, now: datetime, actor: Person, words: str, after: int = 0
) -> Story:
    """The story of what somebody names, as they may read it.

    Raises UnclearItem for words that name nothing, NoSuchNumber, and what `access.check_known`
    raises for what is not theirs to see.
    """
    noun, number, telling = _named(registers, words)
    opening = telling.opening(session, now, actor, number)
    owed = {ask.ask_id: ask for ask in asks.ever_about(session, actor.team_id, noun.name, number)}
    reminders = nudges.about(session, actor.team_id, owed)
    found, goes_on = timeline.lines(
        session, telling, actor, noun.name, number, reminders, after=after, most=PAGE
    )
    coming = upcoming.of(registers, session, owed, reminders)
    return Story(f"{noun.letter}-{number}", opening, coming, found, after, goes_on, now)


@dataclass(frozen=True)
class Passage:
    """The words of one event, whole, and what happened, as markup."""

    ref: str
    event: Event
    said: str
    words: str
    now: datetime


def passage(
    registers: Registers,
    session: Session,
    now: datetime,
    actor: Person,
    words: str,
    event_id: UUID | None,
) -> Passage:
    """All that somebody wrote or said at one moment of a story.

    Raises what `tell` raises, and UnclearItem for an event of something else.
    """
    noun, number, telling = _named(registers, words)
    telling.opening(session, now, actor, number)
    event = history.find(session, actor.team_id, event_id) if event_id else None
    if event is None or (event.noun, event.number) != (noun.name, number):
        raise UnclearItem
    line = telling.line(event, None, actor)
    return Passage(f"{noun.letter}-{number}", event, line.said, line.words, now)


def _named(registers: Registers, words: str) -> tuple[Noun, int, Telling]:
    """What words name: a task where they are a number alone. Raises UnclearItem."""
    said = phrases.reference(words)
    letters = {noun.letter: noun for noun in registers.nouns.values()}
    noun = letters.get((said.letter if said else "") or "T")
    if said is None or noun is None or noun.telling is None:
        raise UnclearItem
    return noun, said.number, noun.telling
