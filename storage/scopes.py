"""Which promises are meant: those of a department or of some time, those that somebody may see.

Open work is read through the partial indexes of live rows. Closed work is only ever read for a
period that the caller names, so that a digest costs the same after ten years as after one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, func, not_, or_, true
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from storage.asks import Ask
from storage.audiences import Audience, AudienceMember
from storage.customers import Customer
from storage.decisions import Decision
from storage.issues import Issue
from storage.items import State
from storage.tasks import Task
from storage.waits import Wait

Model = type[Task] | type[Issue]
MODELS: tuple[Model, ...] = (Task, Issue)

_ASKED = aliased(Ask)
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

    def begun_before(self, span: timedelta) -> datetime:
        """The instant (UTC) so long before it begins."""
        return self.since - span


@dataclass(frozen=True)
class Reader:
    """Whoever reads: whether they work here, see everything, or see what executives see.

    `speaks_for` are the departments that they lead, or stand in for; `leads` says whether they lead
    one at all or are its deputy, or stand in for somebody who is.
    """

    team_id: str
    user_id: str
    works_here: bool = True
    sees_all: bool = False
    decides: bool = False
    speaks_for: frozenset[UUID] = frozenset()
    leads: bool = False

    @property
    def reads_money(self) -> bool:
        """Whether they may read what every customer pays: the CCO, executives and leads."""
        return self.works_here and (self.sees_all or self.decides or self.leads)

    def reads_money_of(self, customer: Customer | None) -> bool:
        """Whether they may read what this customer pays: these, and who leads or sponsors it."""
        is_theirs = customer is not None and self.user_id in (
            customer.owner_id, customer.sponsor_id,
        )  # fmt: skip
        return self.reads_money or (self.works_here and is_theirs)


def whoever(team_id: str) -> Reader:
    """Somebody who works here and of whom nothing is known, such as a reader of a channel."""
    return Reader(team_id, "")


# --- who may see it: the same as `handlers.people.audiences.sees` says of one thing ---


def is_open_to_all(model: Model | type[Decision]) -> ColumnElement[bool]:
    """Whether all who work here may see it, and so whoever reads a channel of theirs."""
    return col(model.audience) == Audience.DEPARTMENT


def seen_by(model: Model, reader: Reader) -> ColumnElement[bool]:
    """Whether somebody may see a task or an issue."""
    if reader.sees_all:
        return true()
    allowed = [
        *_whatever_it_is(model, reader),
        col(model.created_by) == reader.user_id,
        # What has no owner, or no department, is not theirs either: that is a no and not unknown,
        # else whoever asks for what is hidden would not find it.
        col(model.owner_id).is_not_distinct_from(reader.user_id),
    ]
    allowed += [
        col(model.department_id).is_not_distinct_from(each) for each in sorted(reader.speaks_for)
    ]
    if reader.decides and model is Task:
        allowed.append(col(Task.decision_number).is_not(None))
    return or_(*allowed)


def decision_seen_by(reader: Reader) -> ColumnElement[bool]:
    """Whether somebody may see a decision."""
    if reader.sees_all or reader.decides:
        return true()
    return or_(*_whatever_it_is(Decision, reader), col(Decision.asked_by) == reader.user_id)


def money_seen_by(reader: Reader) -> ColumnElement[bool]:
    """Whether somebody may read what a customer pays; the same as `Reader.reads_money_of`."""
    if reader.reads_money:
        return true()
    if not reader.works_here:
        return false()
    return or_(
        col(Customer.owner_id).is_not_distinct_from(reader.user_id),
        col(Customer.sponsor_id).is_not_distinct_from(reader.user_id),
    )


def about_seen_by(ask: Any, reader: Reader) -> ColumnElement[bool]:
    """Whether somebody may see what an ask is about, or another row with a noun and a number."""
    if reader.sees_all:
        return true()
    hidden = [_is_about_hidden(ask, model, seen_by(model, reader)) for model in MODELS]
    if not reader.decides:
        hidden.append(_is_about_hidden(ask, Decision, decision_seen_by(reader)))
    return not_(or_(*hidden))


def _is_about_hidden(
    ask: Any, model: Model | type[Decision], seen: ColumnElement[bool]
) -> ColumnElement[bool]:
    """Whether an ask is about such a thing, and that is not seen."""
    return exists().where(
        col(ask.noun) == model.noun,
        col(model.team_id) == col(ask.team_id),
        col(model.number) == col(ask.number),
        not_(seen),
    )


def _whatever_it_is(model: Model | type[Decision], reader: Reader) -> Iterator[ColumnElement[bool]]:
    """Whether it is for all who work here, or somebody owes an answer about it, or was added."""
    if reader.works_here:
        # Most of all there is: looked at first.
        yield is_open_to_all(model)
    yield _is_asked(model, reader)
    yield _is_added(model, reader)


def _is_asked(model: Model | type[Decision], reader: Reader) -> ColumnElement[bool]:
    """Whether somebody owes an answer about it."""
    return exists().where(
        col(_ASKED.team_id) == col(model.team_id),
        col(_ASKED.noun) == model.noun,
        col(_ASKED.number) == col(model.number),
        or_(col(_ASKED.person_id) == reader.user_id, col(_ASKED.for_id) == reader.user_id),
        col(_ASKED.answered_at).is_(None),
    )


def _is_added(model: Model | type[Decision], reader: Reader) -> ColumnElement[bool]:
    """Whether somebody was added to those who may see it."""
    return exists().where(
        col(AudienceMember.team_id) == col(model.team_id),
        col(AudienceMember.noun) == model.noun,
        col(AudienceMember.number) == col(model.number),
        col(AudienceMember.user_id) == reader.user_id,
    )


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


def kept_at(model: Model) -> Any:
    """When something was kept, or owed no more: of an issue, when it was corrected."""
    closed = col(model.closed_at)
    return func.coalesce(col(Issue.corrected_at), closed) if model is Issue else closed


def is_owed(model: Model) -> list[Any]:
    """The conditions of what is open and still to be done by its date."""
    return [col(Issue.corrected_at).is_(None)] if model is Issue else []


def closed_since(model: Any, period: Period) -> Any:
    """Whether it was closed lately enough to count among what was promised for a period."""
    return col(model.closed_at) >= period.begun_before(EARLIEST_KEPT)


def within(column: datetime | None, period: Period) -> list[Any]:
    """Whether an instant lies in a period."""
    return [col(column) >= period.since, col(column) < period.until]


def is_late(model: Model, now: datetime) -> Any:
    """Whether its date has passed, or an open ask about it is past its time.

    Of what waits for somebody, the ask that waits does not make it late, and no date.
    """
    paused = _paused(Ask).where(col(Wait.ask_id) == col(Ask.ask_id)).scalar_subquery()
    unanswered = (
        select(Ask.ask_id)
        .where(
            col(Ask.team_id) == col(model.team_id),
            col(Ask.noun) == model.noun,
            col(Ask.number) == col(model.number),
            col(Ask.answered_at).is_(None),
            # As a value and not as a column: SQLite would walk through all that is late anywhere.
            func.coalesce(Ask.due_at, Ask.due_at) < now,
            paused.is_(None),
        )
        .limit(1)
        .scalar_subquery()
    )
    # Not EXISTS: these are looked up row by row, through an index.
    return or_(is_past(model, now), unanswered.is_not(None))


def is_past(model: Model, now: datetime) -> Any:
    """Whether the date of something has passed, and it waits for nobody."""
    return and_(col(model.due_at) < now, *is_owed(model), rests(model).is_(None))


def overdue_asks(now: datetime) -> list[Any]:
    """The conditions of asks that are past their time and do not wait for somebody."""
    paused = _paused(Ask).where(col(Wait.ask_id) == col(Ask.ask_id)).scalar_subquery()
    return [col(Ask.answered_at).is_(None), col(Ask.due_at) < now, paused.is_(None)]


def rests(model: Model) -> Any:
    """What waits about it for somebody; nothing where nothing does."""
    return _paused(model).correlate(model).scalar_subquery()


def _paused(thing: Model | type[Ask]) -> Any:
    """Which ask waits about a thing, or about that of an ask."""
    return select(Wait.ask_id).where(
        col(Wait.team_id) == col(thing.team_id),
        col(Wait.noun) == (Ask.noun if thing is Ask else thing.noun),
        col(Wait.number) == col(thing.number),
        col(Wait.ended_at).is_(None),
    )


def waits(model: Model, now: datetime) -> Any:
    """Whether nobody has taken it yet, and it is not late; without a date nobody knows if it is."""
    return and_(col(model.state) == State.OPEN, is_late(model, now).is_not(true()))


def with_customer(model: Model) -> Any:
    """Items, each with the customer that it is for."""
    is_for = and_(
        col(Customer.team_id) == col(model.team_id),
        col(Customer.customer_id) == col(model.customer_id),
    )
    return select(model, Customer).outerjoin(Customer, is_for)
