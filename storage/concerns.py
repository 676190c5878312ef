"""A concern is a customer who will meet an issue as well, and whether they heard of it from us."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sql
from sqlalchemy import ColumnElement, Index, case, delete, func, insert, text, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, SQLModel, col, select

from storage import scopes
from storage.columns import large, long_text, new_id, partial_index, row_id, team
from storage.customers import Customer, Tier
from storage.gathering import insert_rows
from storage.issues import Issue
from storage.many import among
from storage.scopes import Period

WAITING = "answered_at IS NULL"
_RANK = case({str(tier): rank for rank, tier in enumerate(Tier)}, value=col(Customer.tier))
"""In the order of care."""


class ConcernEnd(StrEnum):
    """How it ended that a customer was to hear of an issue from us first."""

    TOLD = "told"
    """Somebody told them."""
    SPARED = "spared"
    """They need not hear it, for a reason."""


class Concern(SQLModel, table=True):
    """One customer who will meet an issue as well; `ask_id` is by which ask somebody tells them.

    `chosen` is the tier by which they were chosen, empty where by name. `words` are what was said
    to them, or why they need not hear it.
    """

    __tablename__ = "concerns"
    __table_args__ = (
        Index("concerns_of_issue", "team_id", "number", "customer_id", unique=True),
        Index("concerns_of_customer", "team_id", "customer_id", "number"),
        Index("concerns_added", "team_id", "added_at"),
        partial_index("concerns_asked", "team_id", "ask_id", where=WAITING),
    )

    team_id: str = team()
    concern_id: UUID = row_id()
    number: int = large()
    customer_id: UUID
    chosen: str = ""
    added_by: str
    added_at: datetime
    ask_id: UUID | None = None
    answered_at: datetime | None = None
    answered_by: str | None = None
    outcome: str | None = None
    words: str = long_text("")


INSERT = insert(SQLModel.metadata.tables["concerns"])


class ConcernedCustomer(NamedTuple):
    """A customer who may be concerned: who leads their account, and how they are looked after."""

    customer_id: UUID
    name: str
    tier: str
    lead_id: str | None


class ConcernEntry(NamedTuple):
    """One line of the list: a concern, who it is, and who is asked by which ask."""

    concern: Concern
    customer: Customer


@dataclass(frozen=True)
class ToldFirst:
    """How many customers were told first; `spared` need not hear it, `late` reported it sooner."""

    told: int = 0
    spared: int = 0
    late: int = 0
    waiting: int = 0

    @property
    def wanted(self) -> int:
        """How many are to hear of it."""
        return self.told + self.late + self.waiting

    @property
    def total(self) -> int:
        """How many stand on the list."""
        return self.wanted + self.spared


# --- who may be concerned ---


def of_tiers(
    session: Session, team_id: str, tiers: Collection[str], most: int
) -> list[ConcernedCustomer]:
    """The customers of these tiers, at most so many; in no order."""
    if not tiers:
        return []
    return _candidates(
        session, team_id, among(session, col(Customer.tier), sorted(tiers)), limit=most
    )


def of_ids(session: Session, team_id: str, customer_ids: Iterable[UUID]) -> list[ConcernedCustomer]:
    """These customers."""
    return _candidates(session, team_id, among(session, col(Customer.customer_id), customer_ids))


def _candidates(
    session: Session, team_id: str, condition: ColumnElement[bool], limit: int | None = None
) -> list[ConcernedCustomer]:
    columns = [
        col(each)
        for each in (Customer.customer_id, Customer.name, Customer.tier, Customer.owner_id)
    ]
    query = sql.select(*columns).where(col(Customer.team_id) == team_id, condition).limit(limit)
    return [ConcernedCustomer(*row) for row in session.execute(query)]


# --- the list of an issue ---


def add(
    session: Session,
    team_id: str,
    number: int,
    chosen: Mapping[UUID, str],
    added_by: str,
    added_at: datetime,
    asked: Mapping[UUID, UUID | None],
) -> None:
    """Put customers on the list of an issue, each with the tier and the ask by which they are."""
    # Ten thousand ids of their own would take as long as all the rest.
    first = new_id().int
    rows: list[dict[str, Any]] = [
        {
            "team_id": team_id, "concern_id": UUID(int=first + at), "number": number,
            "customer_id": customer_id, "chosen": tier, "added_by": added_by,
            "added_at": added_at, "ask_id": asked.get(customer_id), "words": "",
        }
        for at, (customer_id, tier) in enumerate(chosen.items())
    ]  # fmt: skip
    if rows:
        insert_rows(session, INSERT, rows)


def customers_on(session: Session, team_id: str, numbers: Collection[int]) -> set[UUID]:
    """Who stands on the lists of these issues already."""
    query = select(Concern.customer_id).where(*_of(session, team_id, numbers))
    return set(session.exec(query))


def tally(
    session: Session, team_id: str, numbers: Collection[int], own: Collection[UUID]
) -> ToldFirst:
    """How many of those on these lists were told, need not hear it, and wait.

    `own` are the customers of the issues themselves: who of them waits has reported it sooner.
    """
    query = select(Concern.outcome, func.count()).where(*_of(session, team_id, numbers))
    counts = dict(session.exec(query.group_by(col(Concern.outcome))).all())
    waits = counts.get(None, 0)
    late = 0
    if waits:
        theirs = of_customers(session, team_id, numbers, own)
        late = sum(each.answered_at is None for each in theirs)
    return ToldFirst(
        told=counts.get(ConcernEnd.TOLD, 0),
        spared=counts.get(ConcernEnd.SPARED, 0),
        late=late,
        waiting=waits - late,
    )


def page(
    session: Session, team_id: str, numbers: Collection[int], after: int, size: int
) -> list[ConcernEntry]:
    """Some lines of the list: by tier in the order of care, then by name."""
    query = (
        select(Concern, Customer)
        .join(Customer, _is_customer())
        .where(*_of(session, team_id, numbers))
        .order_by(_RANK, col(Customer.search_key), col(Concern.concern_id))
        .offset(after)
        .limit(size)
    )
    return [ConcernEntry(*row) for row in session.exec(query)]


def find(session: Session, team_id: str, concern_id: UUID) -> Concern | None:
    """The line with this id."""
    return session.get(Concern, (team_id, concern_id), populate_existing=True)


def of_customers(
    session: Session, team_id: str, numbers: Collection[int], customer_ids: Iterable[UUID]
) -> list[Concern]:
    """The lines of these customers."""
    query = select(Concern).where(
        *_of(session, team_id, numbers), among(session, col(Concern.customer_id), customer_ids)
    )
    return list(session.exec(query.execution_options(populate_existing=True)))


class WaitingConcern(NamedTuple):
    """A line that waits: who it is, and by which ask somebody is to tell them."""

    concern_id: UUID
    customer_id: UUID
    ask_id: UUID | None


def waiting(session: Session, team_id: str, numbers: Collection[int]) -> list[WaitingConcern]:
    """Those who have not heard it; in no order."""
    query = select(Concern.concern_id, Concern.customer_id, Concern.ask_id).where(
        *_of(session, team_id, numbers), col(Concern.answered_at).is_(None)
    )
    return [WaitingConcern(*row) for row in session.exec(query)]


def named(session: Session, team_id: str, ask_id: UUID, most: int) -> tuple[list[str], int]:
    """The first customers whom somebody is asked to tell, by name, and how many they are."""
    is_asked = (Concern.team_id == team_id, Concern.ask_id == ask_id, text(WAITING))
    total = session.exec(select(func.count()).select_from(Concern).where(*is_asked)).one()
    query = select(Customer.name).join(Concern, _is_customer()).where(*is_asked)
    in_order = query.order_by(_RANK, col(Customer.search_key)).limit(most)
    return list(session.exec(in_order)), total


def told(session: Session, team_id: str, customer_id: UUID, limit: int) -> list[Concern]:
    """What a customer heard from us first, of the newest issues."""
    is_told = col(Concern.outcome) == ConcernEnd.TOLD
    return _of_customer(session, team_id, customer_id, limit, is_told)


def waiting_for(session: Session, team_id: str, customer_id: UUID, limit: int) -> list[Concern]:
    """What a customer is to hear from us first still, of the newest issues."""
    return _of_customer(session, team_id, customer_id, limit, col(Concern.answered_at).is_(None))


def _of_customer(
    session: Session, team_id: str, customer_id: UUID, limit: int, condition: ColumnElement[bool]
) -> list[Concern]:
    query = select(Concern).where(
        Concern.team_id == team_id, Concern.customer_id == customer_id, condition
    )
    in_order = query.order_by(col(Concern.number).desc()).limit(limit)
    return list(session.exec(in_order.execution_options(populate_existing=True)))


def first(session: Session, team_id: str, period: Period) -> tuple[int, int]:
    """Of how many who were put on a list in a period it is known, and how many heard it first.

    Known it is of whoever was told, or reported it: an issue of theirs was joined to it. Who need
    not hear it, and who waits, is not counted.
    """
    own = aliased(Issue)
    reported = (
        sql.select(func.min(own.created_at))
        .where(
            col(own.team_id) == col(Concern.team_id),
            col(own.joined_to) == col(Concern.number),
            col(own.joined_to).is_not(None),
            col(own.customer_id) == col(Concern.customer_id),
        )
        .scalar_subquery()
    )
    is_told = col(Concern.outcome) == ConcernEnd.TOLD
    is_first = is_told & (reported.is_(None) | (col(Concern.answered_at) < reported))
    is_late = reported.is_not(None) & (
        col(Concern.answered_at).is_(None) | (is_told & (col(Concern.answered_at) >= reported))
    )
    query = sql.select(func.sum(case((is_first, 1), else_=0)), func.count()).where(
        col(Concern.team_id) == team_id, *scopes.within(Concern.added_at, period),
        is_first | is_late,
    )  # fmt: skip
    heard, known = session.execute(query).one()
    return int(heard or 0), known


# --- what becomes of it ---


def answer(
    session: Session,
    team_id: str,
    concern_ids: Collection[UUID],
    by: str,
    at: datetime,
    outcome: ConcernEnd,
    words: str,
) -> int:
    """Write down of those who wait that they were told, or need not be; of how many that was."""
    statement = (
        update(Concern)
        .where(
            col(Concern.team_id) == team_id,
            among(session, col(Concern.concern_id), concern_ids),
            col(Concern.answered_at).is_(None),
        )
        .values(answered_at=at, answered_by=by, outcome=str(outcome), words=words)
    )
    return _changed(session, statement)


def wait_again(session: Session, team_id: str, number: int, at: datetime, by: str) -> set[UUID]:
    """Let those wait again who were answered at an instant (UTC); by which asks they did."""
    conditions = (
        col(Concern.team_id) == team_id,
        col(Concern.number) == number,
        col(Concern.answered_at) == at,
        col(Concern.answered_by) == by,
    )
    asks = {each for each in session.exec(select(Concern.ask_id).where(*conditions)) if each}
    statement = update(Concern).where(*conditions)
    _changed(
        session,
        statement.values(answered_at=None, answered_by=None, outcome=None, words=""),
    )
    return asks


def take_off(session: Session, team_id: str, number: int, at: datetime, by: str) -> None:
    """Take those off the list who were put on it at an instant (UTC), and wait still."""
    statement = delete(Concern).where(
        col(Concern.team_id) == team_id,
        col(Concern.number) == number,
        col(Concern.added_at) == at,
        col(Concern.added_by) == by,
        col(Concern.answered_at).is_(None),
    )
    _changed(session, statement)


def ask_by(session: Session, team_id: str, concern_ids: Collection[UUID], ask_id: UUID) -> None:
    """Let these wait by another ask."""
    statement = update(Concern).where(
        col(Concern.team_id) == team_id, among(session, col(Concern.concern_id), concern_ids)
    )
    _changed(session, statement.values(ask_id=ask_id))


def _changed(session: Session, statement: Any) -> int:
    """Carry out a change of many rows at once, and forget what was read of them."""
    session.flush()
    found: Any = session.connection().execute(statement)
    for row in list(session.identity_map.values()):
        if isinstance(row, Concern):
            session.expire(row)
    return int(found.rowcount)


def _of(session: Session, team_id: str, numbers: Collection[int]) -> tuple[Any, ...]:
    return Concern.team_id == team_id, among(session, col(Concern.number), numbers)


def _is_customer() -> ColumnElement[bool]:
    return (col(Customer.team_id) == col(Concern.team_id)) & (
        col(Customer.customer_id) == col(Concern.customer_id)
    )
