"""How something stands that somebody owes: by when it is due, since when it waits, how late it is.

An open ask that is past its time makes what it is about late, whatever the thing's own date. Days
are plain words, true whenever and wherever they are read.
"""

from __future__ import annotations

from datetime import datetime

from handlers.speech import words
from storage.asks import OverdueAsk, Owed

LATE_DATE = "late, was due {due}"
UNANSWERED = "no answer since {opened}"
UNANSWERED_DATE = "was due {due}, no answer since {opened}"
ASKED = "asked {opened}"
ASKED_DATE = "by {due}, asked {opened}"
DUE = "due {due}"
UNDATED = "no date yet"


def is_late(owed: Owed, now: datetime) -> bool:
    """Whether an ask is past its time."""
    return owed.answered_at is None and owed.due_at < now


def of_ask(
    owed: Owed,
    due_at: datetime | None,
    now: datetime,
    *,
    zone: str,
    due_zone: str,
    keeps_date: bool,
    timed: bool = False,
) -> str:
    """How an ask stands, for a reader in `zone`.

    `due_at` (UTC) is the date of what it is about, on the clock of `due_zone`; `keeps_date` says
    that keeping it is what is asked, and `timed` that it has an hour.
    """
    opened = words.day(owed.opened_at, zone, now)
    if keeps_date:
        due = _due(due_at or owed.due_at, due_zone, now, timed)
        return (LATE_DATE if is_late(owed, now) else DUE).format(due=due)
    if due_at is None:
        return (UNANSWERED if is_late(owed, now) else ASKED).format(opened=opened)
    due = _due(due_at, due_zone, now, timed)
    if not is_late(owed, now):
        return ASKED_DATE.format(due=due, opened=opened)
    sentence = UNANSWERED_DATE if due_at < now else UNANSWERED
    return sentence.format(due=due, opened=opened)


def of_thing(
    due_at: datetime | None,
    since: OverdueAsk | None,
    now: datetime,
    *,
    zone: str,
    due_zone: str,
    timed: bool = False,
    unanswered: str = UNANSWERED,
) -> str:
    """How a thing that is open stands: `since` is the oldest overdue ask about it.

    `unanswered` is what is said of that, with a place for its day.
    """
    if due_at and due_at < now:
        return LATE_DATE.format(due=_due(due_at, due_zone, now, timed))
    if since:
        return unanswered.format(opened=words.day(since.opened_at, zone, now))
    return DUE.format(due=_due(due_at, due_zone, now, timed)) if due_at else UNDATED


def _due(at: datetime, zone: str, now: datetime, timed: bool) -> str:
    """The day in plain words, the same for every reader; an hour that was given on their clock."""
    return words.promised(at, zone, now, timed=timed)
