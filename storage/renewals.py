"""A renewal is a day on which an account goes on or ends: what people said of it, what came. R-1.

An account has one renewal that is open; what came of those before stays beside what was said.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import and_, or_
from sqlmodel import Index, Session, SQLModel, col, func, select

from storage.columns import large, long_text, numbered, partial_index, team
from storage.customers import Customer
from storage.many import among


class RenewalState(StrEnum):
    """Where a renewal stands."""

    OPEN = "open"
    """Its day is to come, or it has passed and nobody has said what came."""
    RENEWED = "renewed"
    LEFT = "left"
    DROPPED = "dropped"
    """Its day was taken out again: nothing renews."""


class RenewalOutlook(StrEnum):
    """How a renewal stands, as somebody says."""

    RENEW = "renew"
    NOT_SURE = "not sure"
    LEAVE = "leave"
    CHANGED = "changed"


class Renewal(SQLModel, table=True):
    """The renewal of one account on the local day `renews_on`.

    `outlook` is what `said_by` said last of how it stands, `words` in which words, `said_on` on
    which local day. `value` is what the account pays in a year and `tier` how it is looked after,
    as it was when this was asked about last or ended; `currency` is that of `value`. `lead_id` led
    the account when this was asked last. `ended_on` is the local day on which it became known what
    came, and `until` to which day they stay, where they renewed.
    """

    __tablename__ = "renewals"
    __table_args__ = (
        Index("renewals_state", "team_id", "state", "renews_on", "number"),
        Index("renewals_customer", "team_id", "customer_id", "number"),
        partial_index("renewals_ended", "team_id", "ended_on", where="ended_on IS NOT NULL"),
    )

    noun: ClassVar[str] = "renewal"
    letter: ClassVar[str] = "R"

    team_id: str = team()
    number: int = numbered()
    title: str
    created_at: datetime
    state: str = RenewalState.OPEN
    customer_id: UUID
    renews_on: date
    tier: str
    value: int | None = large(None)
    currency: str | None = None
    lead_id: str | None = None
    outlook: str | None = None
    words: str = long_text("")
    said_by: str | None = None
    said_on: date | None = None
    ended_on: date | None = None
    until: date | None = None

    @property
    def ref(self) -> str:
        """The name people use: R-1."""
        return f"{self.letter}-{self.number}"

    @property
    def due_at(self) -> datetime | None:
        """A renewal is owed by no time: what is asked about it is."""
        return None

    @property
    def is_open(self) -> bool:
        """Whether it is not known yet what came."""
        return self.state == RenewalState.OPEN


def find(session: Session, team_id: str, number: int, *, lock: bool = False) -> Renewal | None:
    """The renewal with this number; `lock` keeps others from changing it until the commit."""
    return session.get(
        Renewal, (team_id, number), with_for_update=lock or None, populate_existing=lock
    )


def open_of(session: Session, team_id: str, customer_id: UUID) -> Renewal | None:
    """The renewal of a customer of which it is not known yet what came."""
    query = (
        select(Renewal)
        .where(Renewal.team_id == team_id, Renewal.customer_id == customer_id)
        .order_by(col(Renewal.number).desc())
    )
    return next((each for each in session.exec(query) if each.is_open), None)


def open_among(
    session: Session, team_id: str, customer_ids: Collection[UUID]
) -> dict[UUID, Renewal]:
    """The open renewals of some customers."""
    query = select(Renewal).where(
        Renewal.team_id == team_id, among(session, col(Renewal.customer_id), customer_ids)
    )
    return {each.customer_id: each for each in session.exec(query) if each.is_open}


def ended_between(session: Session, team_id: str, first: date, last: date) -> list[Renewal]:
    """Those of which it became known what came from a day to another, the newest first."""
    query = select(Renewal).where(
        Renewal.team_id == team_id,
        col(Renewal.ended_on).is_not(None),
        col(Renewal.ended_on) >= first,
        col(Renewal.ended_on) <= last,
    )
    return sorted(session.exec(query), key=lambda each: (each.ended_on, each.number), reverse=True)


def astray(session: Session, team_id: str, most: int) -> list[Renewal]:
    """Open renewals whose customer left, or whose day or account lead is another by now.

    At most so many. An account that nobody leads any more is still with whoever led it.
    """
    is_its = and_(
        col(Customer.team_id) == col(Renewal.team_id),
        col(Customer.customer_id) == col(Renewal.customer_id),
    )
    is_elsewhere = or_(
        col(Customer.left_on).is_not(None),
        col(Customer.renewal_on).is_distinct_from(col(Renewal.renews_on)),
        and_(
            col(Customer.owner_id).is_not(None),
            col(Customer.owner_id).is_distinct_from(col(Renewal.lead_id)),
        ),
    )
    query = (
        select(Renewal)
        .join(Customer, is_its)
        .where(Renewal.team_id == team_id, Renewal.state == RenewalState.OPEN.value, is_elsewhere)
        .order_by(col(Renewal.renews_on), col(Renewal.number))
    )
    return list(session.exec(query.limit(most)))


def coming(
    session: Session, team_id: str, first: date, last: date, most: int, after: int
) -> list[Customer]:
    """Who renews from a day to another, the next first; at most so many behind `after` of them."""
    query = (
        select(Customer)
        .where(
            Customer.team_id == team_id,
            col(Customer.renewal_on).is_not(None),
            col(Customer.renewal_on) >= first,
            col(Customer.renewal_on) <= last,
            col(Customer.left_on).is_(None),
        )
        .order_by(col(Customer.renewal_on), col(Customer.customer_id))
    )
    return list(session.exec(query.offset(after).limit(most)))


def has_days(session: Session, team_id: str) -> bool:
    """Whether any customer has a day of renewal."""
    query = select(Customer.customer_id).where(
        Customer.team_id == team_id,
        col(Customer.renewal_on).is_not(None),
        col(Customer.renewal_on) >= date.min,
    )
    return session.exec(query.limit(1)).first() is not None


def outlooks(session: Session, team_id: str, last: date) -> dict[str, int]:
    """How many open renewals up to a day stand how, as somebody says."""
    query = (
        select(Renewal.outlook, func.count())
        .where(
            Renewal.team_id == team_id,
            Renewal.state == RenewalState.OPEN.value,
            col(Renewal.renews_on) <= last,
            col(Renewal.outlook).is_not(None),
        )
        .group_by(Renewal.outlook)
    )
    return {outlook: count for outlook, count in session.exec(query) if outlook}
