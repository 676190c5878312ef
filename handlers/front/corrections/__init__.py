"""Words that came to nothing yet are kept, and finished by whoever typed them, with one click."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
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
    return found, rules.read(found.courses[place])


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
