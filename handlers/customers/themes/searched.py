"""Which themes somebody finds by their words: of few answers only who may say what follows."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from handlers.people import access
from storage.people import Person
from storage.themes import FEWEST_ANSWERS, Theme


def may_find(session: Session, person: Person, rows: Sequence[Theme]) -> Sequence[Theme]:
    """Whoever works here finds them; of few answers it could be seen who wrote them."""
    if not person.works_here:
        return []
    return [
        each
        for each in rows
        if each.answers >= FEWEST_ANSWERS or access.may(session, person, access.ANSWER_THEME, each)
    ]
