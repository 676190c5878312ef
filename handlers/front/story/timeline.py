"""What happened to one thing, newest first; reminders in a row are one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from handlers.chasing.telling import Telling
from storage import history
from storage.history import Event
from storage.nudges import Nudge, Part
from storage.people import Person


@dataclass(frozen=True)
class Reminded:
    """Reminders in a row: from when to when (UTC), who was asked how often, and who was told."""

    since: datetime
    until: datetime
    asked: Sequence[tuple[str, int]]
    told: Sequence[str]


@dataclass(frozen=True)
class Happening:
    """One line of a story: an event, as markup and in somebody's words, or reminders in a row."""

    at: datetime
    said: str = ""
    words: str = ""
    event_id: UUID | None = None
    reminded: Reminded | None = None


def lines(
    session: Session,
    telling: Telling,
    reader: Person,
    noun: str,
    number: int,
    reminders: Sequence[Nudge],
    *,
    after: int,
    most: int,
) -> tuple[list[Happening], bool]:
    """At most so many lines, those behind the first `after`, and whether there are earlier ones.

    `reminders` are all that were ever planned about the thing.
    """
    wanted = after + most + 1
    # One more than can be shown, and the one before that, which says what was before.
    events = history.newest_but(session, reader.team_id, noun, number, [telling.unsaid], wanted + 1)
    sent = sorted((each for each in reminders if each.sent_at), key=_at, reverse=True)
    if len(events) > wanted:
        sent = [nudge for nudge in sent if _at(nudge) >= events[-1].happened_at]
    found = list(_merged(telling, reader, events, sent))[:wanted]
    return found[after : after + most], len(found) == wanted


def _merged(
    telling: Telling, reader: Person, events: Sequence[Event], sent: Sequence[Nudge]
) -> Iterator[Happening]:
    """Events in their order, and between them what reminders there were."""
    at = 0
    for place, event in enumerate(events):
        begin = at
        while at < len(sent) and _at(sent[at]) >= event.happened_at:
            at += 1
        yield from _reminded(sent[begin:at])
        before = events[place + 1] if place + 1 < len(events) else None
        line = telling.line(event, before, reader)
        yield Happening(event.happened_at, line.said, line.words, event.event_id)
    yield from _reminded(sent[at:])


def _reminded(sent: Sequence[Nudge]) -> Iterator[Happening]:
    """Reminders in a row, newest first, as one line."""
    if not sent:
        return
    # Two questions about one thing that came in one message were one reminder.
    once = {(nudge.person_id, _at(nudge)): nudge for nudge in sent}
    owing = [each for each in once.values() if each.part == Part.OWES]
    asked = Counter(nudge.person_id for nudge in reversed(owing))
    others = [each.person_id for each in reversed(once.values()) if each.part != Part.OWES]
    told = [each for each in dict.fromkeys(others) if each not in asked]
    first, last = _at(sent[-1]), _at(sent[0])
    yield Happening(last, reminded=Reminded(first, last, list(asked.items()), told))


def _at(nudge: Nudge) -> datetime:
    if nudge.sent_at is None:
        raise LookupError("a reminder that was not sent")
    return nudge.sent_at
