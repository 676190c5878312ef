"""A question about any department in any period is put into SQL once, and then asked of each.

To put it into SQL takes many times longer than to answer it, and what is written about a company is
asked of each of its departments, week by week.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import cache
from typing import Any, cast

from sqlalchemy import Executable, bindparam, func, union_all
from sqlmodel import Session, col, select

from storage.periods import LONGEST_CLOCK, EndedRows
from storage.scopes import EARLIEST_KEPT, Period, Scope

SPANS = (EARLIEST_KEPT, LONGEST_CLOCK)
"""How long before a period questions look for what counts in it."""
CountedRows = Callable[..., Iterable[EndedRows]]
"""A question of `storage.periods`: of a scope, a period, and whatever else it is about."""


class _AnyPeriod(Period):
    """Stands in SQL for the period that is asked about."""

    def begun_before(self, span: timedelta) -> Any:
        return bindparam(_name(span))


_ANY_PERIOD = _AnyPeriod(cast("Any", bindparam("since")), cast("Any", bindparam("until")))
_DEPARTMENTS = Scope(cast("Any", bindparam("team")), cast("Any", bindparam("department")))
_NOBODYS = Scope(_DEPARTMENTS.team_id, None)


def ended(
    session: Session, scope: Scope, period: Period, question: CountedRows, *about: str
) -> Any:
    """How many rows count in a period, by how they stood and whether that was in time.

    What several questions count together is asked as one: between two, something might move.
    """
    statement = _counted(question, scope.department_id is None, *about)
    return session.execute(
        statement,
        {
            "team": scope.team_id, "department": scope.department_id,
            "since": period.since, "until": period.until,
            **{_name(span): period.begun_before(span) for span in SPANS},
        },
    )  # fmt: skip


@cache
def _counted(question: CountedRows, is_nobodys: bool, *about: str) -> Executable:
    parts = [
        select(each.state, each.in_time, func.count())
        .where(*each.where)
        .group_by(col(each.state), each.in_time)
        for each in question(_NOBODYS if is_nobodys else _DEPARTMENTS, _ANY_PERIOD, *about)
    ]
    return union_all(*parts) if len(parts) > 1 else parts[0]


def _name(span: timedelta) -> str:
    return f"since_less_{span.days}_days"
