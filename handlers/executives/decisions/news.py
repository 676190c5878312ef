"""Those whom it concerns read at once what became of a decision, and where that was undone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.chasing import notes
from handlers.people import audiences
from handlers.promises import hearers
from handlers.promises.undoing.words import NOT_SENT
from storage import people, unsent
from storage.decisions import Decision
from storage.history import Event
from storage.people import Person


def concerned(
    session: Session, actor: Person, decision: Decision, others: Iterable[str | None]
) -> list[Person]:
    """Whoever asked, follows, or is one of `others` (Slack ids) and may see it; not the actor."""
    waits = hearers.of(session, decision, None, hearers.THOSE_WHO_WAIT, actor.user_id)
    ids = {each for each in others if each and each != actor.user_id}
    said = people.by_id(session, decision.team_id, sorted(ids))
    there = [
        each
        for each in said.values()
        if each.works_here and audiences.sees(session, each, decision)
    ]
    found = {each.user_id: each for each in (*waits, *there)}
    return [found[user_id] for user_id in sorted(found)]


def tell(
    session: Session,
    now: datetime,
    decision: Decision,
    verb: str,
    readers: Sequence[Person],
    says: Callable[[Person], str],
) -> None:
    """Let each of them read what happened by this verb, at once in their hours."""
    for person in readers:
        notes.send(session, now, person, says(person), key=_key(decision, verb, person, now))


def take_back(
    session: Session,
    now: datetime,
    decision: Decision,
    event: Event,
    readers: Sequence[Person],
    text: str,
) -> None:
    """What was told of an event does not leave any more; who has read it reads `text`."""
    for person in readers:
        key = _key(decision, event.verb, person, event.happened_at)
        if not unsent.take_back(session, decision.team_id, key, NOT_SENT):
            notes.send(session, now, person, text)


def _key(decision: Decision, verb: str, person: Person, at: datetime) -> str:
    return f"{verb}:{decision.ref}:{person.user_id}:{at.isoformat()}"
