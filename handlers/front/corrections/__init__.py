"""Words that came to nothing yet are kept, and finished by whoever typed them, with one click."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from handlers.front.corrections import rules
from handlers.front.corrections.rules import Course
from handlers.speech import values
from handlers.speech.errors import UnreadableRequest
from handlers.speech.typing_errors import KeptByOther, KeptNoMore
from storage import kept, outbox, people
from storage.kept import KeptWords
from storage.people import Person

KEPT = timedelta(days=7)
"""How long a question waits for its answer."""
MOST_ASKED = 20
"""Questions to one person in one place that are looked at."""


def keep(
    session: Session,
    now: datetime,
    team_id: str,
    user_id: str,
    channel_id: str,
    courses: Sequence[Course],
) -> UUID:
    """Keep what somebody typed with the ways in which it may go on; the id to find it by."""
    stored = [way.stored() for way in courses]
    return kept.keep(session, team_id, now, user_id, channel_id, stored)


def hold(
    session: Session, person: Person, kept_id: UUID | None, way: str
) -> tuple[KeptWords, Course]:
    """What somebody typed, held, and the way that they choose.

    Raises UnreadableRequest for a way that there is not, KeptNoMore and KeptByOther.
    """
    found = kept.hold(session, person.team_id, kept_id) if kept_id else None
    place = values.whole(way, 2)
    if kept_id is None or place is None:
        raise UnreadableRequest
    if found is None:
        raise KeptNoMore
    if found.person_id != person.user_id:
        typist = people.find(session, person.team_id, found.person_id)
        raise KeptByOther(name=typist.name if typist else "Somebody else")
    if place >= len(found.courses):
        raise UnreadableRequest
    course = rules.read(found.courses[place])
    if not course.label:
        # It has no button: it waits for words.
        raise UnreadableRequest
    return found, course


def asks(session: Session, team_id: str, kept_id: UUID, lane: str, thread: str) -> None:
    """A message in this lane, perhaps under another, asks about kept words."""
    found = kept.hold(session, team_id, kept_id)
    lacks = found is not None and any(each.get("lacks") for each in found.courses)
    kept.asked(session, team_id, kept_id, lane, thread, lacks=lacks)


def asked_of(
    session: Session, now: datetime, person: Person, channel_id: str, thread: str
) -> list[KeptWords]:
    """What somebody's words may answer where they stand, the likeliest first: of the last week.

    Under a question or in its thread they answer that one; in direct messages, the last one.
    """
    is_direct = values.is_direct_channel(channel_id)
    lane = person.user_id if is_direct else channel_id
    since = now - KEPT
    found = kept.asked_of(session, person.team_id, person.user_id, lane, since, MOST_ASKED)
    if thread:
        above = outbox.standing_at(session, person.team_id, channel_id, thread)
        keys = {question_key(each.kept_id): each for each in found}
        under = keys.get(above.key) if above else None
        return [under] if under else [each for each in found if each.thread == thread]
    return [each for each in found if each.is_last] if is_direct else []


def answered_elsewhere(session: Session, found: KeptWords) -> None:
    """Whoever was asked opened a form: their next words elsewhere are no answer any more."""
    kept.ask_elsewhere(session, found)


def question_key(kept_id: UUID) -> str:
    """The key of the message that asks about kept words, where a message does."""
    return f"asked:{kept_id.hex}"


def asked_in(session: Session, found: KeptWords) -> outbox.Message | None:
    """The message that asks about kept words; None where a reply to a command does."""
    return outbox.find(session, found.team_id, question_key(found.kept_id))


def finished(session: Session, found: KeptWords) -> None:
    """Nothing is left to be finished."""
    kept.drop(session, found)


def carried(value: str) -> tuple[UUID | None, str]:
    """The id of kept words and the number of a way, as a button carries them."""
    row, _, way = value.partition("|")
    return values.row_id(row), way
