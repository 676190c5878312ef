"""What waited is asked about again once, by the clock, whatever was killed at that moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from handlers.chasing.asks import NEW
from storage import history
from storage.nudges import Nudge
from storage.waits import Wait, WaitEnd
from tests import cast
from tests.chaos.appointments import AHEAD

SOON = timedelta(minutes=10)
"""So long after its day a wait is over at the latest, while somebody is up."""


def wrong(session: Session, now: datetime) -> list[str]:
    """What should hold of all waits at the end, and does not; `now` is UTC."""
    waits = session.exec(select(Wait).where(Wait.team_id == cast.TEAM)).all()
    ended = Counter((each.noun, each.number) for each in waits if each.ended == WaitEnd.ITSELF)
    found = [said for each in waits for said in _wrong(session, each, now)]
    for (noun, number), count in ended.items():
        told = history.of(session, cast.TEAM, noun, number)
        over = sum(each.verb == "waited" for each in told)
        if over != count:
            found.append(f"{count} waits of {noun} {number} ended, and {over} are told")
    return found


def _wrong(session: Session, wait: Wait, now: datetime) -> Iterator[str]:
    name = f"the wait of {wait.noun} {wait.number} until {wait.until}"
    if wait.ended_at is None and wait.until < now - SOON:
        yield f"{name} is not over"
    sent = session.exec(
        select(Nudge).where(Nudge.ask_id == wait.ask_id, col(Nudge.sent_at).is_not(None))
    ).all()
    asked = [each for each in sent if each.rung == NEW and each.due_at == wait.until]
    if len(asked) > 1:
        yield f"{name}: what now was asked {len(asked)} times"
    until = min(wait.ended_at or wait.until, wait.until)
    began = wait.began_at + AHEAD
    early = [each for each in sent if each.sent_at and began < each.sent_at < until]
    yield from (f"{name}: {each.person_id} was reminded at {each.sent_at}" for each in early)
