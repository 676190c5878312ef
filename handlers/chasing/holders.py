"""Whoever is away is not asked: who stands in is, for what cannot wait until they are back."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing.kinds import Kind
from handlers.chasing.ladder import URGENT
from handlers.people import deputies
from storage.people import Person


def in_place_of(session: Session, kind: Kind, person: Person, number: int) -> Person | None:
    """Who is asked of a thing in place of a person who is away; None where they themselves are."""
    holder = deputies.present(session, person)
    if holder is person or not may_stand_in(session, kind, holder, number):
        return None
    return holder


def may_stand_in(session: Session, kind: Kind, holder: Person, number: int) -> bool:
    """Whether somebody may be asked this in the place of another: what a circle knows stays in it.

    But for what its members pass on to whoever stands in for them, unless it is their own matter.
    """
    if not holder.works_here or kind.is_own(session, number, holder):
        return False
    return not kind.circle or kind.passes_to_deputies or holder.role in kind.circle


def waits(person: Person, severity: int, due_at: datetime) -> bool:
    """Whether something can wait until a person is back: it is due (UTC) no sooner.

    Of severity 1 nothing waits.
    """
    if severity == URGENT or person.away_until is None:
        return False
    return due_at >= person.away_until
