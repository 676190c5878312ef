"""What executives heard from customers is read back to all of them, in their digest."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.executives.voices import asking, cards
from handlers.speech import blocks
from handlers.speech import words as plain
from storage import customers, voices
from storage.voices import Voice

READ_BACK = 5
"""So many lines are read back; of more, how many they are."""
_COUNTED = 50
HEAD = "*Heard from customers*"


def read_back(session: Session, now: datetime, team_id: str, since: datetime) -> list[str]:
    """Lines of markup for the executives: how many spoke with a customer, and what they learned.

    That is what was told since an instant (UTC), the newest first; what is private is only counted.
    Empty where nobody told of anything this month and since then.
    """
    told = voices.told_between(session, team_id, since, now, _COUNTED)
    spoken = cards.spoken(asking.covered(session, now, team_id))
    if not told and not spoken:
        return []
    lines = [_line(session, each) for each in told[:READ_BACK]]
    more = len(told) - READ_BACK
    rest = [f"and {plain.count(more, 'more', 'more')}"] if more > 0 else []
    return [f"{HEAD} {spoken}".strip(), *lines, *rest]


def is_told(session: Session, now: datetime, team_id: str, since: datetime) -> bool:
    """Whether anything was told since an instant (UTC) that all of them may read."""
    return bool(voices.told_between(session, team_id, since, now, 1))


def _line(session: Session, voice: Voice) -> str:
    """What was learned, from whom, and with thanks whoever asked them."""
    customer = customers.find(session, voice.team_id, voice.customer_id)
    return f"• {cards.told(voice, customer)}. Thank you, {blocks.person(voice.to_id)}."
