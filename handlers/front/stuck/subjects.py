"""What a message that is stuck is about, in a few words and without what it says."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlmodel import Session

from handlers.front.stuck import cards
from handlers.promises import items
from handlers.speech import blocks, words
from storage import asks, decisions, nudges
from storage import cards as stored_cards
from storage.cards import BUNDLE, Card
from storage.decisions import Decision
from storage.items import Item
from storage.nudges import Nudge
from storage.outbox import Message

LOOKED_AT = 50
_REF = re.compile(r"\b[TID]-\d+\b")


def about(session: Session, message: Message) -> str:
    """A message in a few words, without what it says."""
    card = _card(session, message)
    if card is None:
        if message.key.startswith("digest:"):
            return cards.DIGEST
        return cards.about_message(_named_in(message))
    if card.noun == BUNDLE:
        return _reminders(session, card)
    return _title(session, card)


def _reminders(session: Session, card: Card) -> str:
    """A bundle by what matters most in it; of a long one not all is read."""
    found = nudges.in_bundle(session, card.team_id, card.card_id, LOOKED_AT)
    total = len(found)
    if total == LOOKED_AT:
        most = words.COUNTED + LOOKED_AT
        total, _ = nudges.count_in_bundle(session, card.team_id, card.card_id, most)
    named = refs(session, [nudge for nudge, _ in found])
    return cards.about_reminders(named, unread=total - len(found))


def _title(session: Session, card: Card) -> str:
    item = _item(session, card)
    if item:
        return items.named(item)
    decision = decisions.find(session, card.team_id, card.number)
    if card.noun == Decision.noun and decision:
        return f"D-{decision.number} {blocks.safe(decision.title, 150)}"
    return cards.MESSAGE


def item_of(session: Session, message: Message) -> Item | None:
    """The task or issue that a message shows."""
    card = _card(session, message)
    return _item(session, card) if card else None


def _card(session: Session, message: Message) -> Card | None:
    if message.card_id is None:
        return None
    return stored_cards.find(session, message.team_id, message.card_id)


def _item(session: Session, card: Card) -> Item | None:
    if card.noun not in items.NOUNS.values():
        return None
    return items.find(session, card.team_id, card.noun, card.number)


def _named_in(message: Message) -> list[str]:
    """The tasks, issues and decisions that a message names."""
    return list(dict.fromkeys(_REF.findall(str(message.payload.get("text", "")))))


def refs(session: Session, sent: Iterable[Nudge]) -> list[str]:
    """What reminders are about: T-1, D-3."""
    found = [asks.find(session, nudge.team_id, nudge.ask_id) for nudge in sent]
    return list(dict.fromkeys(f"{ask.noun[0].upper()}-{ask.number}" for ask in found if ask))
