"""One rule for instants that were written by a clock that was ahead: they keep nobody waiting.

A machine's clock may jump ahead and come back. Whoever writes "not before then" in between writes
an instant that lies as far ahead as the clock was. Such instants are known by that: each has a
longest span within which it is ever written, and what lies beyond it counts as come.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, SQLColumnExpression, or_

MINUTES = timedelta(minutes=5)
"""No pace, lease or new try ever lies further ahead; and no two machines' clocks so far apart."""

Instant = datetime | ColumnElement[datetime]


def has_come(
    instant: SQLColumnExpression[datetime] | SQLColumnExpression[datetime | None],
    now: Instant,
    farthest: Instant,
) -> ColumnElement[bool]:
    """Whether an instant has come; `farthest` is the last that can have been written by now."""
    return or_(instant <= now, instant > farthest)
