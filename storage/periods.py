"""What counts in a period: of which rows the figures of a department are made, and on which day.

Each question is put twice, by `storage.endings`, which counts, and by `storage.scores`, which lists
the very things that were counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, false, func, literal, text
from sqlmodel import col

from storage import judgements, scopes
from storage.asks import TO_EXECUTIVES, Ask
from storage.issues import Issue
from storage.items import State
from storage.judgements import Judgement, Passed
from storage.scopes import MODELS, Model, Period, Scope

LONGEST_CLOCK = timedelta(days=31)
"""Nobody is given longer than this to say whether they take something."""


@dataclass(frozen=True)
class EndedRows:
    """Some rows that count, and where each says which thing it is, whose, when and how it stood.

    `state` is how it stood at `at`, and `in_time` whether it had ended by its date. `verified_at`
    is there where it is told of issues that have ended.
    """

    noun: Any
    number: Any
    at: Any
    owner_id: Any
    state: Any
    in_time: Any
    where: tuple[Any, ...]
    verified_at: Any = None


def of_first_dates(scope: Scope, period: Period) -> Iterator[EndedRows]:
    """Items first promised for a period, by how that date found them."""
    first = col(Judgement.at) == col(Judgement.first_due_at)
    yield _written(scope, period, Passed.DATE, first, _lately(period))
    for model in MODELS:
        yield from _untouched(model, scope, period, model.original_due_at)


def of_latest_dates(scope: Scope, period: Period) -> Iterator[EndedRows]:
    """Items whose date passed in a period as it was by then, by how it found them.

    A date that was moved before it passed is none; one that passed, and was moved then, is.
    """
    latest = col(Judgement.at) == col(Judgement.due_at)
    yield _written(scope, period, Passed.DATE, latest, _lately(period))
    for model in MODELS:
        yield from _untouched(model, scope, period, model.due_at)


def _lately(period: Period) -> Any:
    """As of what stands in the items themselves: see `scopes.EARLIEST_KEPT`."""
    return col(Judgement.closed_at).is_(None) | scopes.closed_since(Judgement, period)


def _untouched(
    model: Model, scope: Scope, period: Period, by: datetime | None
) -> Iterator[EndedRows]:
    in_time = func.coalesce(scopes.kept_at(model) <= col(by), false())
    # Asked apart, because SQLite would answer “open or closed lately” from all of history.
    for still in (col(model.closed_at).is_(None), scopes.closed_since(model, period)):
        yield _of_model(
            model, by, in_time,
            *scopes.of(model, scope), still, *scopes.within(by, period),
            *judgements.unwritten(model, Passed.DATE, by, period),
        )  # fmt: skip


def of_answers(scope: Scope, period: Period, kind: str, passed: Passed) -> Iterator[EndedRows]:
    """Asks of a kind whose time ran out in a period; `passed` is that of what is written down."""
    yield _written(scope, period, passed)
    yield EndedRows(
        noun=Ask.noun,
        number=Ask.number,
        at=Ask.due_at,
        owner_id=func.coalesce(Ask.for_id, Ask.person_id),
        state=Ask.outcome,
        in_time=func.coalesce(col(Ask.answered_at) <= col(Ask.due_at), false()),
        where=(
            Ask.team_id == scope.team_id,
            Ask.department_id == scope.department_id,
            Ask.kind == kind,
            *scopes.within(Ask.due_at, period),
            *scopes.within(Ask.opened_at, Period(period.begun_before(LONGEST_CLOCK), period.until)),
            *judgements.unwritten_asks(period, passed),
        ),
    )


def of_prompts(scope: Scope, period: Period, but: str) -> EndedRows:
    """What was asked of executives of a department whose time ran out in a period, but one kind.

    Nothing of that is written down besides: it goes to no other department, and gets no other time.
    """
    return EndedRows(
        noun=Ask.noun,
        number=Ask.number,
        at=Ask.due_at,
        owner_id=func.coalesce(Ask.for_id, Ask.person_id),
        state=Ask.outcome,
        in_time=func.coalesce(col(Ask.answered_at) <= col(Ask.due_at), false()),
        where=(
            Ask.team_id == scope.team_id,
            Ask.department_id == scope.department_id,
            text(TO_EXECUTIVES),
            Ask.kind != but,
            *scopes.within(Ask.due_at, period),
        ),
    )


def of_ends(
    scope: Scope, period: Period, state: State, models: tuple[Model, ...] = MODELS
) -> Iterator[EndedRows]:
    """Items that ended with a state in a period, opened again since or not."""
    theirs = [col(Judgement.noun) == model.noun for model in models] if len(models) == 1 else []
    written = _written(scope, period, Passed.END, col(Judgement.state) == state, *theirs)
    yield replace(written, verified_at=Judgement.verified_at)
    for model in models:
        found = _of_model(
            model, model.closed_at, literal(value=False),
            *scopes.closed(model, scope, period, state),
            *judgements.unwritten(model, Passed.END, model.closed_at, period),
        )  # fmt: skip
        yield replace(found, verified_at=Issue.verified_at) if model is Issue else found


def of_reopenings(scope: Scope, period: Period) -> Iterator[EndedRows]:
    """Items that were opened again in a period, within thirty days of being done."""
    yield _written(scope, period, Passed.REOPENED)


def _of_model(model: Model, at: datetime | None, in_time: Any, *where: Any) -> EndedRows:
    return EndedRows(
        noun=literal(model.noun),
        number=model.number,
        at=at,
        owner_id=model.owner_id,
        state=model.state,
        in_time=in_time,
        where=where,
    )


def _written(scope: Scope, period: Period, passed: Passed, *also: ColumnElement[bool]) -> EndedRows:
    """How those stood of which that was written down, before they changed."""
    return EndedRows(
        noun=Judgement.noun,
        number=Judgement.number,
        at=Judgement.at,
        owner_id=Judgement.owner_id,
        state=Judgement.state,
        in_time=Judgement.in_time,
        where=(*judgements.within(scope, period, passed), *also),
    )
