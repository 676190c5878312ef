"""What is written for those who decide costs the same however much lies in the database."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import date

from bot import routes
from bot.app import Duly
from handlers.executives import room
from handlers.executives.digests import drawing, readership
from handlers.executives.room import page
from handlers.executives.scores import freezing, periods
from handlers.speech.request import OpenForm, Reply, Request
from handlers.speech.score_errors import EmptyFreeze
from storage import departments
from tests import cast
from tests.benchmarks import worlds
from tests.benchmarks.growth import alternate
from tests.benchmarks.installation import Databases, StandingClock, moved_in
from tests.benchmarks.rows import Row, row, timed

MONTH = "2026-10"
SHOWN = 5_000
ROUNDS = 3


def measure(databases: Databases, api_url: str, sizes: tuple[int, int], count: int) -> list[Row]:
    """The executives' digest, a scorecard, frozen months and a room pack of two worlds.

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
        return [
            _compared(f"{name} at {many} tasks, against {few}", each, small, large)
            for name, each in work.items()
        ]


def _compared(name: str, work: Callable[[Duly, int], float], small: Duly, large: Duly) -> Row:
    floor, figure = alternate(ROUNDS, work, small, large)
    return row(name, figure, floor, goal=1.3, unit="ms")


def _digest(duly: Duly, _number: int) -> float:
    def draw() -> None:
        with duly.database.read() as session:
            whose = readership.in_channel(session, cast.TEAM, cast.EXECUTIVES)
            if not (whose and drawing.draw(session, worlds.NOW, cast.TEAM, whose)):
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


def _room(duly: Duly, _number: int) -> float:
    def write() -> None:
        with duly.database.read() as session:
            pack = room.prepare(session, worlds.NOW, cast.TEAM, MONTH)
        if not page.html(pack):
            raise RuntimeError("The pack had nothing to say")

    return timed(write)
