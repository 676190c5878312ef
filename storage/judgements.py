"""A judgement is how something stood when its time was up; it is written once and never changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Index
from sqlalchemy.orm import aliased
from sqlmodel import Session, SQLModel, col, select

from storage import scopes, upserts
from storage.asks import Ask
from storage.columns import numbered, team
from storage.gathering import insert_rows
from storage.scopes import Model, Period, Scope


class Passed(StrEnum):
    """What it was whose time was up."""

    DATE = "date"
    """The first date of a promise, or the one that it had by then."""
    END = "end"
    """The promise itself: it ended then, and was opened again later."""
    REOPENED = "reopened"
    """Thirty days or fewer since it was done: it was opened again at that instant."""
    ANSWER = "answer"
    """The question whether somebody takes it."""
    TELLING = "telling"
    """The question whether the customer has heard from us."""
    VOID = "void"
    """All of it: it was given or brought in by mistake, and counts nowhere from then on."""


class Judged(SQLModel):
    """How one thing stood at one instant, and who held it then; all instants are UTC.

    `state` is that of the promise, or how a question was answered, empty where it was not yet;
    `in_time` says whether that was by its date. `first_due_at` and `due_at` are the dates as they
    were then: where `at` is the first, it is the judgement on the date first given, and where it is
    the other, on the latest. `promised_by` gave that date, where anybody did.

    `verified_at` is when somebody saw that an issue helped which had ended; none before that, and
    of what was written down before this was kept.

    `known_at` is later than `at` where a file told of it afterwards. There are ids and numbers
    only, so that what is counted names nobody.
    """

    team_id: str = team()
    noun: str = team()
    number: int = numbered()
    passed: str = team()
    at: datetime = team()
    state: str
    in_time: bool
    owner_id: str | None = None
    department_id: UUID | None = None
    customer_id: UUID | None = None
    severity: int
    promised_by: str | None = None
    first_due_at: datetime | None = None
    due_at: datetime | None = None
    closed_at: datetime | None = None
    verified_at: datetime | None = None
    ask_id: UUID | None = None
    known_at: datetime


class Judgement(Judged, table=True):
    """The same, as it is remembered."""

    __tablename__ = "judgements"
    __table_args__ = (Index("judgements_department", "team_id", "department_id", "passed", "at"),)


_OTHER = aliased(Judgement)
KEEP = upserts.build(
    SQLModel.metadata.tables["judgements"], lambda insert: insert.on_conflict_do_nothing()
)
"""What is written already stays as it is."""


def keep(session: Session, judgements: Sequence[Judged]) -> None:
    """Write down how things stood; what is known of an instant already stays as it is."""
    if judgements:
        dialect = session.get_bind().dialect.name
        insert_rows(session, KEEP[dialect], [each.model_dump() for each in judgements])


def take_back(
    session: Session, team_id: str, noun: str, number: int, passed: Passed, at: datetime
) -> None:
    """Drop what was written down of an instant (UTC) that is undone: it never was."""
    found = session.get(Judgement, (team_id, noun, number, passed, at))
    if found:
        session.delete(found)


def of(session: Session, team_id: str, noun: str, number: int) -> list[Judgement]:
    """All that was written down of one thing, oldest first."""
    query = select(Judgement).where(
        Judgement.team_id == team_id, Judgement.noun == noun, Judgement.number == number
    )
    return sorted(session.exec(query), key=lambda each: (each.at, each.passed))


def within(scope: Scope, period: Period, passed: Passed) -> list[Any]:
    """The conditions of those that count for a department in a period.

    A figure tells what was known when its period ended: not what a file told of it later, and all
    that turned out to be a mistake only then.
    """
    return [
        col(Judgement.team_id) == scope.team_id,
        col(Judgement.department_id) == scope.department_id,
        col(Judgement.passed) == passed,
        *scopes.within(Judgement.at, period),
        col(Judgement.known_at) <= period.until,
        _is_valid(Judgement, col(Judgement.noun), Judgement.at, period),
    ]


def are_any(session: Session, scope: Scope, period: Period, passed: Passed) -> bool:
    """Whether anything of this kind was written down that counts in a period."""
    query = select(Judgement.number).where(*within(scope, period, passed))
    return session.exec(query.limit(1)).first() is not None


def unwritten(model: Model, passed: Passed, at: datetime | None, period: Period) -> list[Any]:
    """The conditions of items that still stand as at an instant, and count in a period.

    Nothing is written down of them for that instant, since nothing has changed.
    """
    return [
        _is_missing(model, model.noun, _OTHER.passed == passed, col(_OTHER.at) == col(at)),
        _is_valid(model, model.noun, at, period),
    ]


def counts(model: Model, at: datetime | None, period: Period) -> ColumnElement[bool]:
    """Whether an item had not turned out to be a mistake, since an instant, by a period's end."""
    return _is_valid(model, model.noun, at, period)


def unwritten_asks(period: Period, passed: Passed) -> list[Any]:
    """The same of asks, for the instant at which their time was up."""
    same = col(_OTHER.ask_id) == col(Ask.ask_id)
    up = col(_OTHER.at) == col(Ask.due_at)
    return [
        _is_missing(Ask, col(Ask.noun), _OTHER.passed == passed, up, same),
        _is_valid(Ask, col(Ask.noun), Ask.due_at, period),
    ]


def _is_valid(of: Any, noun: Any, at: datetime | None, period: Period) -> ColumnElement[bool]:
    """Whether, when a period ended, it had not turned out since an instant to be a mistake."""
    since = [col(_OTHER.at) >= col(at), col(_OTHER.at) <= period.until]
    return _is_missing(of, noun, _OTHER.passed == Passed.VOID, *since)


def _is_missing(of: Any, noun: Any, *conditions: Any) -> ColumnElement[bool]:
    """Whether no such row is there of the same thing."""
    written = (
        select(_OTHER.number)
        .where(
            _OTHER.team_id == of.team_id, _OTHER.noun == noun, _OTHER.number == of.number,
            *conditions,
        )
        .limit(1)
        .scalar_subquery()
    )  # fmt: skip
    # Not EXISTS: this is looked up row by row, through the key.
    return written.is_(None)
