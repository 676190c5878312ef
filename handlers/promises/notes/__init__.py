"""People add to the story of a promise: words, a link, a message; nothing of it is ever changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.promises import items, lifecycle, moves
from storage.items import Item
from storage.people import Person


@dataclass(frozen=True)
class Noted:
    """A promise whose story has these words more."""

    item: Item
    words: str


def add(session: Session, now: datetime, actor: Person, item: Item, words: str) -> Noted:
    """Add words to the story of a promise, which is held; it may have ended.

    Lines and links in them are kept as they stand. Raises what `lifecycle.permit` and
    `items.note_of` raise.
    """
    lifecycle.permit(session, actor, item, moves.NOTE)
    said = items.note_of(words)
    lifecycle.make(session, now, moves.NOTE, item, actor, words=said)
    return Noted(item, said)
