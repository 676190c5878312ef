"""Whoever may not do what they asked for is shown what they may do instead, with its buttons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from slackblocks import Block
from sqlmodel import Session

from handlers.people import access
from handlers.promises import items
from handlers.promises.items.words import open_story
from handlers.promises.telling import ways
from handlers.speech import answered, blocks, phrases, typed
from handlers.speech.errors import UserError
from handlers.speech.people_errors import NotYours
from storage import people
from storage.people import Person

MOST = 4
"""Buttons of one's own below a refusal; the story has all of them."""


def buttons(
    session: Session, now: datetime, team_id: str, user_id: str, error: UserError, text: str
) -> Sequence[Block]:
    """What somebody may do with the one thing that they named, where they may not do more.

    Nothing where they may not see it.
    """
    person = people.find(session, team_id, user_id)
    named = answered.read(typed.words(text)).refs
    if not isinstance(error, NotYours) or person is None or len(named) != 1:
        return []
    return _of(session, now, person, named[0])


def _of(session: Session, now: datetime, person: Person, ref: str) -> Sequence[Block]:
    said = phrases.reference(ref)
    noun = items.NOUNS.get(said.letter or "T") if said else None
    item = items.find(session, person.team_id, noun, said.number) if said and noun else None
    if item is None or not access.may_see(session, person, item):
        return []
    found = ways.open_to(session, now, person, item)[:MOST]
    row = [blocks.button(way.label, way.verb, way.value) for way in found]
    return [blocks.actions(*row, open_story(item.ref))]
