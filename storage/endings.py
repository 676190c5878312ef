"""How questions and promises ended in a period: what the rates of a digest are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, false, func, union_all
from sqlmodel import Session, col, select

from storage import judgements, scopes
from storage.asks import Ask
from storage.counts import Line, line_of
from storage.items import State
from storage.judgements import Judgement, Passed
from storage.scopes import MODELS, Period, Scope

LONGEST_CLOCK = timedelta(days=31)
"""Nobody is given longer than this to say whether they take something."""


@dataclass(frozen=True)
class Ended:
    """How many stand at one outcome, or ended with it; empty is an ask without an answer."""

    outcome: str
    in_time: bool
    number: int


@dataclass(frozen=True)
class Kept:
    """The latest promise that was kept: which, by whom and when."""

    line: Line
    owner_id: str | None
    closed_at: datetime


def asked(session: Session, scope: Scope, period: Period, kind: str) -> list[Ended]:
    """Asks of a kind whose time ran out in a period, by their outcome."""
    in_time = func.coalesce(col(Ask.answered_at) <= col(Ask.due_at), false())
    query = (
        select(Ask.outcome, in_time, func.count())
        .where(
            Ask.team_id == scope.team_id,
            Ask.department_id == scope.department_id,
            Ask.kind == kind,
            *scopes.within(Ask.due_at, period),
            *scopes.within(Ask.opened_at, Period(period.since - LONGEST_CLOCK, period.until)),
            *judgements.unwritten_asks(period),
        )
        .group_by(col(Ask.outcome), in_time)
    )
    return _ended(session, _written(scope, period, Passed.ANSWER), query)


def promised(session: Session, scope: Scope, period: Period) -> list[Ended]:
    """Items first promised for a period, by the state in which that date found them.

    In time is what had ended by then. Whatever became of it since changes nothing, nor does who
    has it now.
    """
    first = col(Judgement.at) == col(Judgement.first_due_at)
    # As of what stands in the items themselves: see `scopes.EARLIEST_KEPT`.
    lately = col(Judgement.closed_at).is_(None) | scopes.closed_since(Judgement, period)
    parts = [_written(scope, period, Passed.DATE, first, lately)]
    for model in MODELS:
        by = model.original_due_at
        in_time = func.coalesce(scopes.kept_at(model) <= col(by), false())
        # Asked apart, because SQLite would answer “open or closed lately” from all of history.
        parts += [
            select(model.state, in_time, func.count())
            .where(
                *scopes.of(model, scope), still, *scopes.within(by, period),
                *judgements.unwritten(model, Passed.DATE, by, period),
            )
            .group_by(col(model.state), in_time)
            for still in (col(model.closed_at).is_(None), scopes.closed_since(model, period))
        ]  # fmt: skip
    return _ended(session, *parts)


def declined(session: Session, scope: Scope, period: Period) -> int:
    """How many items ended with a no in a period, opened again since or not."""
    return _ended_with(session, scope, period, State.DECLINED)


def finished(session: Session, scope: Scope, period: Period) -> int:
    """How many items were closed as done in a period, opened again since or not."""
    return _ended_with(session, scope, period, State.DONE)


def reopened(session: Session, scope: Scope, period: Period) -> int:
    """How many items were opened again in a period, within thirty days of being done."""
    return sum(each.number for each in _ended(session, _written(scope, period, Passed.REOPENED)))


def _ended_with(session: Session, scope: Scope, period: Period, state: State) -> int:
    parts = [_written(scope, period, Passed.END, col(Judgement.state) == state)]
    parts += [
        select(model.state, false(), func.count())
        .where(
            *scopes.closed(model, scope, period, state),
            *judgements.unwritten(model, Passed.END, model.closed_at, period),
        )
        .group_by(col(model.state))
        for model in MODELS
    ]
    return sum(each.number for each in _ended(session, *parts))


def _written(scope: Scope, period: Period, passed: Passed, *also: ColumnElement[bool]) -> Any:
    """How those stood of which that was written down, before they changed."""
    return (
        select(Judgement.state, Judgement.in_time, func.count())
        .where(*judgements.within(scope, period, passed), *also)
        .group_by(col(Judgement.state), col(Judgement.in_time))
    )


def _ended(session: Session, *parts: Any) -> list[Ended]:
    """What several questions count together, asked as one: between two, something might move."""
    found = session.execute(union_all(*parts) if len(parts) > 1 else parts[0])
    return [Ended(state or "", bool(met), number) for state, met, number in found]


def closed(session: Session, scope: Scope, period: Period, state: State) -> dict[str, int]:
    """How many items each owner ended with a state in a period, most first."""
    found: dict[str, int] = {}
    for model in MODELS:
        where = [*scopes.closed(model, scope, period, state), col(model.owner_id).is_not(None)]
        query = select(model.owner_id, func.count()).where(*where).group_by(col(model.owner_id))
        for owner_id, number in session.exec(query):
            found[str(owner_id)] = found.get(str(owner_id), 0) + number
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def last_kept(session: Session, scope: Scope, period: Period) -> Kept | None:
    """The latest promise that was kept in a period, of those that everybody here may see."""
    found: list[Kept] = []
    for model in MODELS:
        query = (
            scopes.with_customer(model)
            .where(*scopes.closed(model, scope, period, State.DONE), scopes.is_open_to_all(model))
            .order_by(col(model.closed_at).desc())
        )
        for item, customer in session.exec(query.limit(1)):
            found.append(Kept(line_of(item, customer), item.owner_id, item.closed_at))
    return max(found, key=lambda kept: kept.closed_at, default=None)
