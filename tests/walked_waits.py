"""Whatever becomes of things, what waits has an end, and nobody is reminded of it until then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col, select

from handlers.promises import items
from handlers.promises.waits import KINDS
from storage import waits
from storage.asks import Ask
from storage.items import Item, State
from storage.nudges import Nudge
from storage.waits import Wait, WaitEnd
from tests.cast import TEAM


def wrong(session: Session, now: datetime) -> list[str]:
    """What should hold of all waits that there ever were, and does not."""
    found: list[str] = []
    known = list(session.exec(select(Wait).where(Wait.team_id == TEAM)))
    still = [(wait.noun, wait.number) for wait in known if wait.ended_at is None]
    for each in known:
        thing = items.find(session, TEAM, each.noun, each.number)
        assert thing
        of_it = _of_open if each.ended_at is None else _of_ended
        found += [
            f"{thing.ref} ({thing.state}) waits since {each.began_at:%d %b %H:%M}: {said}"
            for said in of_it(session, now, thing, each)
        ]
    if len(set(still)) < len(still):
        found.append(f"several waits at once: {still}")
    return found


def _of_open(session: Session, now: datetime, thing: Item, wait: Wait) -> Iterator[str]:
    ask = session.exec(select(Ask).where(Ask.ask_id == wait.ask_id)).one()
    facts = {
        "it has an end": wait.next_at == wait.until,
        "that is to come": wait.until > now,
        "its question is open": ask.answered_at is None,
        "its question is its own": (ask.noun, ask.number) == (wait.noun, wait.number),
        "its question rests as long": ask.snoozed_until == wait.until,
        "its question can wait": ask.kind in KINDS,
        "it is taken": thing.live and thing.state != State.OPEN,
        "its end is not told yet": (wait.ended, wait.ended_by, wait.days) == (None, None, None),
        "it waits for one": (wait.customer_id is None) != (wait.department_id is None),
    }
    yield from (f"{name}: not so" for name, holds in facts.items() if not holds)
    yield from _reminded(session, wait, wait.until)
    planned = session.exec(
        select(Nudge.due_at).where(Nudge.ask_id == wait.ask_id, col(Nudge.sent_at).is_(None))
    ).all()
    if list(planned) != [wait.until]:
        yield f"planned are {[f'{each:%d %b %H:%M}' for each in planned]}, not its end"


def _of_ended(session: Session, _now: datetime, _thing: Item, wait: Wait) -> Iterator[str]:
    assert wait.ended_at
    if wait.next_at or wait.days is None or wait.ended not in set(WaitEnd):
        yield f"it ended as {wait.ended}, {wait.days} days, next {wait.next_at}"
    yield from _reminded(session, wait, min(wait.ended_at, wait.until))


def _reminded(session: Session, wait: Wait, until: datetime) -> Iterator[str]:
    """Who was reminded of what waited while it did."""
    sent = session.exec(
        select(Nudge).where(
            Nudge.ask_id == wait.ask_id,
            col(Nudge.sent_at) > wait.began_at,
            col(Nudge.sent_at) < until,
        )
    )
    yield from (f"{each.person_id} was reminded at {each.sent_at}" for each in sent)


def supplying(session: Session, thing: Item) -> dict[str, tuple[int, int]]:
    """How many departments are asked for what it waits for, at least and at most.

    What was needed is asked for still when the wait is over.
    """
    wait = waits.open_of(session, TEAM, thing.noun, thing.number)
    past = waits.of_item(session, TEAM, thing.noun, thing.number)
    homes = {each.department_id for each in past if each.department_id}
    return {"supply": (int(bool(wait and wait.department_id)), len(homes))}
