"""One line of the CCO's week: of how many themes nobody has said what follows from them."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.customers.contents import HomeLine
from handlers.customers.themes import digest_lines, words
from handlers.promises.items.words import open_story
from storage.people import Person, Role


def week(session: Session, now: datetime, person: Person) -> list[HomeLine]:
    """“Two themes have no answer.”, for the CCO, with the way to that of most customers."""
    del now
    if person.role != Role.CCO:
        return []
    found = digest_lines.unanswered(session, person.team_id)
    return [HomeLine(words.week(len(found)), open_story(found[0][0].ref), 2)] if found else []
