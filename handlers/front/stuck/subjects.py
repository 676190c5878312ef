"""What a message that is stuck is about, in a few words and without what it says."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlmodel import Session

from handlers.chasing.nouns import About, Noun
from handlers.chasing.registers import Register
from handlers.front.stuck import cards
from handlers.speech import words
from storage import asks, bundles
from storage import cards as stored_cards
from storage.cards import BUNDLE, Card
from storage.nudges import Nudge
from storage.outbox import Message

LOOKED_AT = 50


def about(nouns: Register[Noun], session: Session, message: Message) -> str:
    """A message in a few words, without what it says."""
    card = _card(session, message)
    if card is None:
        if message.key.startswith(("digest:", "under:digest:")):
            return cards.DIGEST
        return cards.about_message(_named_in(nouns, message))
    if card.noun == BUNDLE:
        return _reminders(nouns, session, card)
    shown = _shown(nouns, session, card)
    return shown.label if shown else cards.MESSAGE


def shown_by(nouns: Register[Noun], session: Session, message: Message) -> About | None:
    """What a message shows, where that is one thing."""
    card = _card(session, message)
    return _shown(nouns, session, card) if card else None


def refs(nouns: Register[Noun], session: Session, sent: Iterable[Nudge]) -> list[str]:
    """What reminders are about: T-1, D-3. What nobody registered has no name."""
    found = [asks.find(session, nudge.team_id, nudge.ask_id) for nudge in sent]
    known = [(nouns[ask.noun], ask) for ask in found if ask and ask.noun in nouns]
    return list(dict.fromkeys(f"{noun.letter}-{ask.number}" for noun, ask in known))


def _reminders(nouns: Register[Noun], session: Session, card: Card) -> str:
    """A bundle by what matters most in it; of a long one not all is read."""
    found = bundles.contents(session, card.team_id, card.card_id, LOOKED_AT)
    total = len(found)
    if total == LOOKED_AT:
        most = words.COUNTED + LOOKED_AT
        total = bundles.total(session, card.team_id, card.card_id, owed_at=None, most=most)
    named = refs(nouns, session, [nudge for nudge, _ in found])
    return cards.about_reminders(named, unread=total - len(found))


def _shown(nouns: Register[Noun], session: Session, card: Card) -> About | None:
    noun = nouns.get(card.noun)
    return noun.about(session, card.team_id, card.number) if noun else None


def _card(session: Session, message: Message) -> Card | None:
    if message.card_id is None:
        return None
    return stored_cards.find(session, message.team_id, message.card_id)


def _named_in(nouns: Register[Noun], message: Message) -> list[str]:
    """What a message names: T-1, I-7, D-3."""
    letters = "".join(noun.letter for noun in nouns.values())
    said = str(message.payload.get("text", ""))
    return list(dict.fromkeys(re.findall(rf"\b[{letters}]-\d+\b", said)))
