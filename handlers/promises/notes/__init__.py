"""People add to the story of a promise: words, a link, a message; nothing of it is ever changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.promises import items, lifecycle, moves
from handlers.speech import cleaning
from handlers.speech.errors import NoteMissing
from storage.items import Item
from storage.people import Person


@dataclass(frozen=True)
class Noted:
    """A promise whose story has these words more."""

    item: Item
    words: str


def add(session: Session, now: datetime, actor: Person, item: Item, words: str) -> Noted:
    """Add words to the story of a promise, which is held; it may have ended.

    Lines and links in them are kept as they stand. Raises NoteMissing, NoteTooLong, and what
    `lifecycle.permit` raises.
    """
    said = cleaning.clean(words).strip()
    lifecycle.permit(session, actor, item, moves.NOTE)
    if cleaning.says_nothing(said):
        raise NoteMissing
    items.check_note(said)
    lifecycle.make(session, now, moves.NOTE, item, actor, words=said)
    return Noted(item, said)
