"""The card of an inquiry is drawn here, in the channel of the executives."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.executives.prompts import inquiry_cards
from handlers.speech.blocks import Shown
from storage import inquiries, people
from storage.cards import Card


def render(session: Session, card: Card, now: datetime) -> Shown | None:
    """The card of an inquiry as it stands; None when it is not there."""
    inquiry = inquiries.find(session, card.team_id, card.number)
    if inquiry is None:
        return None
    asked = people.find(session, inquiry.team_id, inquiry.to_id)
    return inquiry_cards.card(inquiry, asked.zone if asked else "UTC", now)
