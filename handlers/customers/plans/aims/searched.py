"""Which aims somebody finds by their words: all that are written, as everybody reads plans."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from handlers.people import access
from storage.aims import Aim, AimState
from storage.people import Person


def may_find(session: Session, person: Person, rows: Sequence[Aim]) -> Sequence[Aim]:
    """Whoever works here finds them; what nobody is asked any more, and nobody wrote, nobody."""
    live = [each for each in rows if each.state != AimState.OVER]
    return live if access.may(session, person, access.READ) else []
