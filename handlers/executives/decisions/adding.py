"""What people add to a decision: words to its story, and somebody who may see it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from handlers.executives.decisions import moves
from handlers.people import access
from handlers.promises import items, lifecycle, sharing
from handlers.promises.items import audience
from handlers.promises.items.audience import Readers
from handlers.speech import phrases
from handlers.speech.promise_errors import UnclearItem
from storage import decisions
from storage.decisions import Decision
from storage.people import Person


def get(session: Session, actor: Person, words: str) -> Decision:
    """The decision that somebody names and may see, held until the commit.

    Raises UnclearItem, NoSuchNumber, and what `access.check_known` raises.
    """
    named = phrases.reference(words)
    if named is None or named.letter != Decision.letter:
        raise UnclearItem
    decision = decisions.find(session, actor.team_id, named.number, lock=True)
    access.check_known(session, actor, decision)
    if decision is None:
        raise items.unknown(session, actor.team_id, Decision, named.number)
    return decision


def note(session: Session, now: datetime, actor: Person, decision: Decision, words: str) -> None:
    """Add words to the story of a decision, which is held; lines and links in them are kept.

    Raises what `lifecycle.permit` and `items.note_of` raise.
    """
    lifecycle.permit(session, actor, decision, moves.NOTE)
    lifecycle.make(session, now, moves.NOTE, decision, actor, words=items.note_of(words))


def let_in(
    session: Session, now: datetime, actor: Person, decision: Decision, people: Iterable[Person]
) -> Readers | None:
    """Let people see a private decision, which is held; then all who may, where it is private.

    Raises what `sharing.admit` raises.
    """
    for person in people:
        sharing.admit(session, now, actor, decision, moves.LET_IN, person)
    return audience.readers_of(session, decision)
