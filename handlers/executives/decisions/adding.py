"""What people add to a decision: words to its story, and somebody who may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.chasing import notes
from handlers.executives.decisions import moves
from handlers.people import access
from handlers.promises import items, lifecycle
from handlers.promises.items import audience
from handlers.promises.items.audience import Readers
from handlers.promises.sharing import cards as sharing
from handlers.speech import cleaning, phrases
from handlers.speech.errors import NoteMissing
from handlers.speech.promise_errors import SeesAlready, UnclearItem
from storage import audiences, decisions
from storage.decisions import Decision
from storage.people import Person


@dataclass(frozen=True)
class LetIn:
    """A decision that somebody else may see now, and all who may, where it is private."""

    decision: Decision
    readers: Readers | None


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

    Raises NoteMissing, NoteTooLong, and what `lifecycle.permit` raises.
    """
    said = cleaning.clean(words).strip()
    lifecycle.permit(session, actor, decision, moves.NOTE)
    if cleaning.says_nothing(said):
        raise NoteMissing
    items.check_note(said)
    lifecycle.make(session, now, moves.NOTE, decision, actor, words=said)


def let_in(
    session: Session, now: datetime, actor: Person, decision: Decision, person: Person
) -> LetIn:
    """Let somebody see a private decision, which is held; they read that they may.

    Raises what `lifecycle.permit` and `access.check_works_here` raise, and SeesAlready.
    """
    lifecycle.permit(session, actor, decision, moves.LET_IN)
    access.check_works_here(person)
    if access.may_see(session, person, decision):
        raise SeesAlready(name=person.name, ref=decision.ref)
    audiences.add(session, decision.team_id, decision.noun, decision.number, person.user_id)
    lifecycle.make(session, now, moves.LET_IN, decision, actor, to=person.user_id)
    notes.send(session, now, person, sharing.let_in(decision, actor.user_id))
    return LetIn(decision, audience.readers_of(session, decision))
