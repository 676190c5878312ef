"""Figures of the past are counted again from history alone, and have to come out the same.

Nothing here reads what is written down of a day: each item is played again event by event, and is
looked at when its first date passed and when it ended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby, pairwise
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from handlers.promises.asked import ACKNOWLEDGE
from handlers.promises.undoing import PASSING
from handlers.speech import shares
from handlers.speech.shares import Share
from storage import departments, endings
from storage.history import Event
from storage.issues import Issue
from storage.items import CLOSED_STATES, LIVE_STATES, State
from storage.scopes import Period, Scope
from storage.tasks import Task
from tests import involved, replay
from tests.cast import TEAM

LONG = timedelta(days=85)
WEEK = timedelta(days=7)
EVER = datetime.min.replace(tzinfo=UTC)
UNDONE = "undone"
MISTAKEN = (UNDONE, "import undone")
"""After these it should never have begun; what else is undone, is left out before."""
MISSED = "missed"


class Played(NamedTuple):
    """How an item stood when its first date passed, or that it ended with a no then."""

    department_id: UUID | None
    what: str


def told(session: Session, department: str, until: datetime) -> tuple[Share, Share, int]:
    """What is told of the seven days until an instant: kept, answered in time, and the noes.

    Without a department, of what none answers for.
    """
    here = departments.named(session, TEAM, department) if department else None
    scope = Scope(TEAM, here.department_id if here else None)
    week = Period(until - WEEK, until)
    return (
        shares.kept_on_the_day(endings.promised(session, scope, week)),
        shares.acknowledged_on_time(endings.asked(session, scope, week, ACKNOWLEDGE)),
        endings.declined(session, scope, week),
    )


def figures_told_otherwise(session: Session, team_id: str, now: datetime) -> list[str]:
    """What the figures of departments say otherwise than history does."""
    played = Counter[Played]()
    for kind in (Task, Issue):
        query = select(Event).where(Event.team_id == team_id, Event.noun == kind.noun)
        events = session.exec(query.order_by(col(Event.number), col(Event.event_id)))
        for _, theirs in groupby(events, lambda each: each.number):
            played.update(played_again(list(theirs), now))
    told = _told(session, team_id, now)
    return [
        f"{each}: figures say {told[each]}, history {played[each]}"
        for each in sorted({*told, *played}, key=str)
        # What was taken back in time counts nowhere, and what was given by mistake is not told.
        if each.what != State.WITHDRAWN and told[each] != played[each]
    ]


def _told(session: Session, team_id: str, now: datetime) -> Counter[Played]:
    found = Counter[Played]()
    period = Period(now - LONG, now)
    told_of = involved.departments_of(session, team_id)
    for department_id in (*(each.department_id for each in told_of), None):
        scope = Scope(team_id, department_id)
        for ended in endings.promised(session, scope, period):
            state = ended.outcome if ended.in_time else MISSED
            found[Played(department_id, state)] += ended.number
        found[Played(department_id, "no")] += endings.declined(session, scope, period)
    return +found


def played_again(events: Sequence[Event], now: datetime) -> Iterator[Played]:
    """What history tells of one item lately, by when its dates passed and when it ended."""
    told = _without_undone([each for each in events if each.state is not None])
    if not told or told[0].verb not in replay.BEGINNINGS:
        return
    mistaken = max((each.happened_at for each in told if each.verb in MISTAKEN), default=EVER)
    rows = [replay.again(told[: number + 1]) for number in range(len(told))]
    begins = [EVER, *(each.happened_at for each in told[1:])]
    for row, (since, until) in zip(rows, pairwise([*begins, now]), strict=True):
        first: Any = row["original_due_at"]
        if first is not None and since <= first < until and first > max(mistaken, now - LONG):
            yield Played(_department(row), _state(row, first))
    for before, row in pairwise(rows):
        closed_at: Any = row["closed_at"]
        is_no = row["state"] == State.DECLINED and before["state"] in LIVE_STATES
        if is_no and closed_at > max(mistaken, now - LONG):
            yield Played(_department(row), "no")


def _without_undone(events: Sequence[Event]) -> list[Event]:
    """But for what was undone, which never was; that something began remains, as a mistake."""
    left: list[Event] = []
    for event in events:
        if event.verb != UNDONE or event.details["undid"] in replay.BEGINNINGS:
            left.append(event)
            continue
        place = max(n for n, each in enumerate(left) if each.verb not in PASSING)
        assert left[place].verb == event.details["undid"]
        del left[place:]
    return left


def _department(row: dict[str, object]) -> UUID | None:
    department_id = row["department_id"]
    assert department_id is None or isinstance(department_id, UUID)
    return department_id


def _state(row: dict[str, object], at: datetime) -> str:
    kept_at: Any = row["corrected_at"] or row["closed_at"]
    in_time = row["state"] in (*CLOSED_STATES, State.CORRECTED) and kept_at <= at
    return str(row["state"]) if in_time else MISSED
