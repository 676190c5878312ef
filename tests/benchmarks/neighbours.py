"""To report an issue, and to read which others are like it, costs the same among a million."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from itertools import islice
from uuid import UUID

from sqlalchemy import insert

from bot import routes
from bot.app import Duly
from handlers.speech.request import Reply, Request
from storage import counters, departments, findable
from storage.items import State
from tests import cast
from tests.benchmarks import growth, worlds
from tests.benchmarks.installation import Databases, StandingClock, moved_in
from tests.benchmarks.rows import Row, row, timed
from tests.benchmarks.worlds import NOW, TABLES

ISSUES = TABLES["issues"]
SLICE, OPEN = 10_000, 20
"""Rows that are written at once, and of how many issues one is open."""
WHAT = ("invoice", "delivery", "machine", "filter", "refund", "contract", "portal", "driver")
HOW = ("late", "twice", "broken", "wrong", "missing", "cancelled", "leaking", "unreadable", "lost")
WHERE = ("Bremen", "Rotterdam", "Boston", "Singapore", "Hamburg", "Lyon", "Osaka")
"""Words that much has in common; a number besides makes some of them rare."""


def measure(databases: Databases, api_url: str, sizes: tuple[int, int]) -> list[Row]:
    """One more issue among two numbers of others, with those that are like it."""
    with ExitStack() as stack:
        clock = StandingClock()
        found = []
        for size in sizes:
            duly = stack.enter_context(moved_in(databases.migrated(), api_url, clock))
            _fill(duly, size)
            found.append(duly)
        small, large = found
        floor, figure = growth.alternate(growth.LOOKS, _report, small, large)
    few, many = (f"{size:,}" for size in sizes)
    name = f"/cx issue with its neighbours at {many} issues, against {few}"
    return [row(name, figure, floor, goal=1.3, unit="ms")]


def _report(duly: Duly, number: int) -> float:
    """Somebody reports what others have reported before them."""
    # In each world the same issue, which is open, is reported once more.
    words = f"{_title(OPEN)} again in Billing"
    request = Request(cast.TEAM, cast.OMAR, "issue", key=f"report:{number}", text=words)

    def report() -> None:
        answered = duly.incoming.carry_out(routes.VERBS["issue"], request)
        if not isinstance(answered, Reply) or "Looks like" not in str(answered):
            raise TypeError(f"Nothing was like it: {answered}")

    return timed(report)


def _fill(duly: Duly, size: int) -> None:
    """So many issues, of which one in twenty is open, and by which words each is found."""
    with duly.database.write() as session:
        billing = departments.named(session, cast.TEAM, "Billing")
        home = billing.department_id if billing else None
        counters.next_number(session, cast.TEAM, "issue", size)
    rows = _issues(size, home)
    engine = worlds.hasty(duly.database)
    with engine.begin() as connection:
        while part := list(islice(rows, SLICE)):
            connection.execute(insert(ISSUES), part)
        findable.fill(connection)
    if not duly.database.is_sqlite:
        with engine.begin() as connection:
            connection.exec_driver_sql("ANALYZE")
    engine.dispose()


def _issues(size: int, home: UUID | None) -> Iterator[dict[str, object]]:
    for number in range(1, size + 1):
        opened = NOW - timedelta(minutes=10 * number)
        is_open = number % OPEN == 0
        yield {
            "team_id": cast.TEAM, "number": number, "title": _title(number), "story": "",
            "touchpoint": "",
            "state": State.ACKNOWLEDGED if is_open else State.DONE, "severity": 3,
            "owner_id": cast.MARIA, "department_id": home, "created_by": cast.GRACE,
            "created_at": opened, "due_at": NOW + timedelta(days=9),
            "closed_at": None if is_open else opened + timedelta(days=2), "close_reason": "",
        }  # fmt: skip


def _title(number: int) -> str:
    what, how, where = WHAT[number % 8], HOW[number // 8 % 9], WHERE[number // 72 % 7]
    return f"The {what} was {how} in {where}, order {number // 50}"
