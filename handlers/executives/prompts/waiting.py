"""A question that waits for its first answer keeps every other one from its channel."""

from __future__ import annotations

from sqlmodel import Session

from storage import decisions, inquiries
from storage.decisions import Decision
from storage.inquiries import Inquiry


def first(session: Session, team_id: str, channel: str) -> Decision | Inquiry | None:
    """What waits for its first answer in a channel, the oldest of it."""
    inquiry = inquiries.waiting(session, team_id, channel)
    return inquiry or next(iter(decisions.waiting(session, team_id, channel)), None)
