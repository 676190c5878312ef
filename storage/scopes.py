"""What a digest speaks of: one department's promises, or those that nobody owns, in some time.

Open work is read through the partial indexes of live rows. Closed work is only ever read for a
period that the caller names, so that a digest costs the same after ten years as after one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, not_, or_, union
from sqlmodel import col, select

from storage.asks import Ask
from storage.customers import Customer
from storage.issues import Issue
from storage.items import State
from storage.tasks import Task

Model = type[Task] | type[Issue]
MODELS: tuple[Model, ...] = (Task, Issue)

EARLIEST_KEPT = timedelta(days=92)
"""A promise kept longer before its day than this is left out of what was promised for a day."""


@dataclass(frozen=True)
class Scope:
    """One department; without one, the issues that no department owns yet."""

    team_id: str
    department_id: UUID | None


@dataclass(frozen=True)
class Period:
    """From `since` (inside) to `until` (outside), both UTC."""

    since: datetime
    until: datetime


# --- the conditions; “live” is written as the partial indexes have it ---


def of(model: Model, scope: Scope) -> list[Any]:
    """Everything there ever was."""
    return [
        col(model.team_id) == scope.team_id,
        col(model.department_id) == scope.department_id,
    ]


def live(model: Model, scope: Scope) -> list[Any]:
    """What is open."""
    return [*of(model, scope), col(model.closed_at).is_(None)]


def closed(model: Model, scope: Scope, period: Period, state: State) -> list[Any]:
    """What ended with this state in a period."""
    return [*of(model, scope), *within(model.closed_at, period), col(model.state) == state]


def closed_since(model: Model, period: Period) -> Any:
    """Whether it was closed lately enough to count among what was promised for a period."""
    return col(model.closed_at) >= period.since - EARLIEST_KEPT


def within(column: datetime | None, period: Period) -> list[Any]:
    """Whether an instant lies in a period."""
    return [col(column) >= period.since, col(column) < period.until]


def is_late(model: Model, now: datetime) -> Any:
    """Whether its date has passed, or an open ask about it is past its time."""
    unanswered = (
        select(Ask.ask_id)
        .where(
            col(Ask.team_id) == col(model.team_id),
            col(Ask.noun) == model.noun,
            col(Ask.number) == col(model.number),
            col(Ask.answered_at).is_(None),
            # As a value and not as a column: SQLite would walk through all that is late anywhere.
            func.coalesce(Ask.due_at, Ask.due_at) < now,
        )
        .limit(1)
        .scalar_subquery()
    )
    # Not EXISTS: this is looked up row by row, through an index.
    return or_(col(model.due_at) < now, unanswered.is_not(None))


def late_numbers(model: Model, team_id: str, now: datetime) -> Any:
    """The numbers of all that is late in a workspace, found without looking at the rest."""
    past = select(model.number).where(
        col(model.team_id) == team_id, col(model.closed_at).is_(None), col(model.due_at) < now
    )
    unanswered = select(Ask.number).where(
        col(Ask.team_id) == team_id,
        col(Ask.noun) == model.noun,
        col(Ask.answered_at).is_(None),
        col(Ask.due_at) < now,
    )
    return union(past, unanswered)


def waits(model: Model, now: datetime) -> Any:
    """Whether nobody has taken it yet, and it is not late."""
    return and_(col(model.state) == State.OPEN, not_(is_late(model, now)))


def with_customer(model: Model) -> Any:
    """Items, each with the customer that it is for."""
    is_for = and_(
        col(Customer.team_id) == col(model.team_id),
        col(Customer.customer_id) == col(model.customer_id),
    )
    return select(model, Customer).outerjoin(Customer, is_for)
