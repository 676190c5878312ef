"""What nobody has said yet about something that was taken in time: whether they know, and why."""

from __future__ import annotations

from datetime import datetime

from handlers.chasing.standing import UNANSWERED
from handlers.promises import asked
from handlers.speech import words
from storage.asks import OverdueAsk

WITHOUT = {
    asked.INFORM: "they have not heard from us since {opened}",
    asked.TELL: "they have not heard our no since {opened}",
    asked.PREVENT: "nobody has said since {opened} what prevents it",
    asked.WARN: "others have not heard from us since {opened}",
    asked.VERIFY: "nobody has said since {opened} whether it helped",
}
"""What is missing of what was answered in time, by kind of ask."""


def of(since: OverdueAsk | None) -> str:
    """The sentence for the oldest overdue ask about a thing, with a place for its day."""
    return WITHOUT.get(since.kind, UNANSWERED) if since else UNANSWERED


def missing(since: OverdueAsk | None, zone: str, now: datetime) -> str:
    """The same with the day on the clock of `zone`; empty where nothing is overdue."""
    return of(since).format(opened=words.day(since.opened_at, zone, now)) if since else ""
