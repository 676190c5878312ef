"""What is written for those who decide costs the same however much lies in the database."""

from __future__ import annotations

import gc
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, select, update

from bot import routes
from bot.app import Duly
from handlers.executives import room
from handlers.executives.digests import drawing, readership
from handlers.executives.room import page
from handlers.executives.scores import freezing, periods, quarters
from handlers.speech.request import OpenForm, Reply, Request
from handlers.speech.score_errors import EmptyFreeze
from storage import departments
from storage.freezings import Freezing
from storage.frozen import FrozenScore
from tests import cast
from tests.benchmarks import worlds
from tests.benchmarks.growth import alternate
from tests.benchmarks.installation import Databases, StandingClock, moved_in
from tests.benchmarks.rows import Row, row, timed

MONTH = "2026-10"
SHOWN = 5_000
ROUNDS = 3
AFTER = datetime(2027, 1, 12, 12, tzinfo=UTC)
"""A day later than that on which the fourth quarter is frozen by itself."""
KEEPS_OUT_MS = 100.0
"""So long at most may background work keep everybody else from writing (SQLite has one writer)."""


def measure(databases: Databases, api_url: str, sizes: tuple[int, int], count: int) -> list[Row]:
    """The executives' digest, scorecards, a frozen quarter and a room pack of two worlds.

    Each of them has `count` departments.
    """
    few, many = (f"{size:,}" for size in sizes)
    work: dict[str, Callable[[Duly, int], float]] = {
        f"the digest on {count} departments": _digest,
        "/cx score Billing": _scorecard,
        f"the scorecards of {count} departments to be frozen": _freeze,
        f"a customer room pack of {count} departments": _room,
    }
    with ExitStack() as stack:
        clock, found = StandingClock(), []
        for size in sizes:
            duly = stack.enter_context(moved_in(databases.migrated(), api_url, clock))
            worlds.fill(duly.database, size, shown=min(SHOWN, sizes[0] // 2), count=count)
            found.append(duly)
        small, large = found
        rows = [
            _compared(f"{name} at {many} tasks, against {few}", each, small, large)
            for name, each in work.items()
        ]
        name = f"a quarter of {count} departments shown and frozen"
        return [*rows, *_quarters(f"{name} at {many} tasks", few, small, large)]


def _compared(name: str, work: Callable[[Duly, int], float], small: Duly, large: Duly) -> Row:
    floor, figure = alternate(ROUNDS, work, small, large)
    return row(name, figure, floor, goal=1.3, unit="ms")


def _digest(duly: Duly, _number: int) -> float:
    def draw() -> None:
        with duly.database.read() as session:
            whose = readership.in_channel(session, cast.TEAM, cast.EXECUTIVES)
            shown = whose and drawing.draw(
                session, worlds.NOW, cast.TEAM, whose, readers=routes.DIGESTS
            )
            if not shown:
                raise RuntimeError("The digest had nothing to say")

    return timed(draw)


def _scorecard(duly: Duly, number: int) -> float:
    text = "Billing october"
    request = Request(cast.TEAM, cast.OMAR, "score", key=f"score:{number}", text=text)

    def read() -> None:
        answered = duly.incoming.carry_out(routes.VERBS["score"], request)
        if not isinstance(answered, (OpenForm, Reply)):
            raise TypeError(f"No scorecard was shown: {answered}")

    return timed(read)


def _freeze(duly: Duly, _number: int) -> float:
    """All that is counted for it; that each is kept as a record costs the same anywhere."""

    def count() -> None:
        with duly.database.read() as session:
            month = periods.month_of(date(2026, 10, 1))
            for each in departments.everyone(session, cast.TEAM):
                # Some had nothing to do in that month, which is counted as well.
                with suppress(EmptyFreeze):
                    freezing.count(session, worlds.NOW, each, month)

    return timed(count)


def _quarters(name: str, few: str, small: Duly, large: Duly) -> list[Row]:
    """All of it in both worlds, and the longest of its transactions in the large one."""
    for each in (small, large):
        _without_more_misses(each)
    longest: list[float] = []

    def freeze(duly: Duly, _number: int) -> float:
        took = _quarter(duly)
        if duly is large:
            longest.append(max(took.kept_out))
        return took.all_ms

    # As Duly's processes do once they have started: what lies in memory is not walked through.
    gc.collect()
    gc.freeze()
    floor, figure = alternate(1, freeze, small, large)
    return [
        row(f"{name}, against {few}", figure, floor, goal=1.3, unit="ms"),
        row(f"{name}: the longest that nobody else can write", min(longest), KEEPS_OUT_MS,
            goal=1.0, unit="ms"),
    ]  # fmt: skip


class _Took(NamedTuple):
    """Milliseconds: of all of it, and of each transaction that writes."""

    all_ms: float
    kept_out: list[float]


def _without_more_misses(duly: Duly) -> None:
    """Let what else is open be due later: the quarter has the same promises in both worlds."""
    later = AFTER + timedelta(days=60)
    with duly.database.write() as session:
        query = update(worlds.TASKS).where(
            worlds.TASKS.c.number > SHOWN, worlds.TASKS.c.closed_at.is_(None)
        )
        session.execute(query.values(due_at=later, original_due_at=later))


def _quarter(duly: Duly) -> _Took:
    """Every department reads its figures, and then all are frozen, one transaction each."""
    with duly.database.write() as session:
        session.execute(delete(FrozenScore))
        session.execute(delete(Freezing))
        session.add(Freezing(team_id=cast.TEAM, shown="2026-Q3", frozen="2026-Q3"))
    kept_out: list[float] = []

    def step() -> None:
        with duly.database.read() as session:
            handle = quarters.prepare(session, AFTER)

        def write() -> None:
            with duly.database.write() as session:
                handle(session, AFTER)

        kept_out.append(timed(write))

    def is_due() -> bool:
        with duly.database.read() as session:
            due = session.get(Freezing, cast.TEAM)
            return due is not None and due.next_at <= AFTER

    def freeze() -> None:
        while is_due():
            step()

    took = timed(freeze)
    with duly.database.read() as session:
        if not session.scalars(select(FrozenScore.number).limit(1)).first():
            raise RuntimeError("Nothing was frozen")
    return _Took(took, kept_out)


def _room(duly: Duly, _number: int) -> float:
    def write() -> None:
        with duly.database.read() as session:
            pack = room.prepare(session, worlds.NOW, cast.TEAM, MONTH, routes.CHAPTERS)
        if not page.html(pack):
            raise RuntimeError("The pack had nothing to say")

    return timed(write)
