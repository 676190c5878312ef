"""Who may see a thing is said for all of them, and no answer in a channel says what is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlmodel import Session

from handlers.people import audiences
from storage import channels
from storage.decisions import Decision
from storage.issues import Issue
from storage.tasks import Task

NOUNS = {table.letter: table.noun for table in (Task, Issue, Decision)}
"""The nouns of what may be private, by the letters of their numbers."""
_NAMED = re.compile(r"\b([TID])-(\d{1,9})\b", re.ASCII)


def is_hidden_in(session: Session, team_id: str, lane: str, payload: object) -> bool:
    """Whether an answer names something that those who read a channel may not see.

    Where people of another company read along, nothing is said at all.
    """
    if channels.is_shared(session, team_id, lane):
        return True
    named = {found for text in _texts(payload) for found in _NAMED.findall(text)}
    things = (
        audiences.find(session, team_id, NOUNS[letter], int(number)) for letter, number in named
    )
    return any(thing and not audiences.lane_sees(session, lane, thing) for thing in things)


def _texts(part: object) -> Iterator[str]:
    """All texts of a message, whatever part they are of, and what its buttons carry."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, list):
        for each in part:
            yield from _texts(each)
    elif isinstance(part, dict):
        for each in part.values():
            yield from _texts(each)
