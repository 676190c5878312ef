"""Every card of a thing is kept up to date in place, whatever it shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from storage import cards, outbox, unsent
from storage.cards import Card


def refresh(session: Session, now: datetime, team_id: str, noun: str, number: int) -> None:
    """Bring every card of a thing up to date; each is drawn when it is sent."""
    session.flush()
    refresh_cards(session, now, cards.of(session, team_id, noun, number))


def refresh_cards(session: Session, now: datetime, known: Sequence[Card]) -> None:
    """One pending update per card is enough: it will show the latest state."""
    if not known:
        return
    team_id, lanes = known[0].team_id, {card.lane for card in known}
    waiting = unsent.cards_among(session, team_id, lanes, [card.card_id for card in known])
    behind = [(card.card_id, card.lane) for card in known if card.card_id not in waiting]
    outbox.add_updates(session, team_id=team_id, now=now, cards=behind)
