"""Whoever has taken something lets it wait for its customer, and its day moves by as much."""

from __future__ import annotations

from datetime import date, datetime

from tests.chaos.hands import Act, Hands
from tests.chaos.ledger import DUE, OWNER, WAIT, Subject
from tests.chaos.world import HEAD_OFFICE, ZONES, working_day


def waiting(hands: Hands, subject: Subject) -> Act | None:
    """Its owner lets it wait until the next working day, where it is the same day for all."""
    who, due, now = subject.now(OWNER), subject.now(DUE), hands.flow.now
    today = now.astimezone(HEAD_OFFICE).date()
    is_today = now.astimezone(ZONES[who]).date() == today
    if not (subject.customer and subject.settled and is_today):
        return None
    until = working_day(today, 1).isoformat()
    rest = f" for customer until {until} because {subject.token} is looked for"
    sets = {WAIT: until}
    if due:
        sets[DUE] = plain(working_day(_day_of(due, today), 1).isoformat())
    return hands.command(who, subject, "wait", rest, sets)


def _day_of(said: str, today: date) -> date:
    """The day that stands so on a card, near to today."""
    return datetime.strptime(f"{said} {today.year} +0000", "%a %d %b %Y %z").date()


def plain(day: str) -> str:
    """How a day stands on a card: “Fri 27 Nov”."""
    on = date.fromisoformat(day)
    return f"{on:%a} {on.day} {on:%b}"
