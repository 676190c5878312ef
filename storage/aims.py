"""An aim is what a customer should be able to do by the end of a year, as somebody says. G-1."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import and_, exists, or_
from sqlmodel import Index, Session, SQLModel, col, select

from storage.columns import large, long_text, numbered, team
from storage.customers import Customer, Tier

MOST = 500
"""So many aims are looked at in one go."""


class AimState(StrEnum):
    """Where an aim stands."""

    ASKED = "asked"
    FOLLOWED = "followed"
    """A task asks the customer; then whoever was asked is asked again."""
    SAID = "said"
    OVER = "over"
    """Nobody is asked: the customer left or is no key account, the year is over, it was undone."""


STANDING = (AimState.ASKED, AimState.FOLLOWED)
"""The states of what still has no answer."""


class Aim(SQLModel, table=True):
    """What one customer should be able to do by the end of one `year`.

    `words` is what `said_by` said of it last, on the local day `said_on`. `led_to` is the number of
    the task that asks the customer. `lead_id` led the account when this was asked last.
    """

    __tablename__ = "aims"
    __table_args__ = (
        Index("aims_one", "team_id", "customer_id", "year", unique=True),
        Index("aims_state", "team_id", "state", "number"),
    )

    noun: ClassVar[str] = "aim"
    letter: ClassVar[str] = "G"

    team_id: str = team()
    number: int = numbered()
    title: str
    created_at: datetime
    state: str = AimState.ASKED
    customer_id: UUID
    year: int
    words: str = long_text("")
    said_by: str | None = None
    said_on: date | None = None
    led_to: int | None = large(None)
    lead_id: str | None = None

    @property
    def ref(self) -> str:
        """The name people use: G-1."""
        return f"{self.letter}-{self.number}"

    @property
    def due_at(self) -> datetime | None:
        """An aim is owed by no time: what is asked of it is."""
        return None


def find(session: Session, team_id: str, number: int, *, lock: bool = False) -> Aim | None:
    """The aim with this number; `lock` keeps others from changing it until the commit."""
    return session.get(Aim, (team_id, number), with_for_update=lock or None, populate_existing=lock)


def of_year(
    session: Session, team_id: str, customer_id: UUID, year: int, *, lock: bool = False
) -> Aim | None:
    """The aim of a customer for a year; `lock` as in `find`."""
    query = select(Aim).where(
        Aim.team_id == team_id, Aim.customer_id == customer_id, Aim.year == year
    )
    return session.exec(query.with_for_update() if lock else query).first()


def in_state(session: Session, team_id: str, state: AimState) -> list[Aim]:
    """The aims that stand like this, by number, at most so many."""
    query = select(Aim).where(Aim.team_id == team_id, Aim.state == state.value)
    return list(session.exec(query.order_by(col(Aim.number)).limit(MOST)))


def astray(session: Session, team_id: str, state: AimState, year: int) -> list[Aim]:
    """Those of a state whose customer left, is no key account any more, or has another lead.

    Also those of a year before `year`, which is over.
    At most so many. An account that nobody leads any more is still with whoever led it.
    """
    is_its = and_(
        col(Customer.team_id) == col(Aim.team_id), col(Customer.customer_id) == col(Aim.customer_id)
    )
    has_changed = or_(
        col(Aim.year) < year,
        col(Customer.left_on).is_not(None),
        col(Customer.tier) != Tier.KEY.value,
        and_(
            col(Customer.owner_id).is_not(None),
            col(Customer.owner_id).is_distinct_from(col(Aim.lead_id)),
        ),
    )
    query = (
        select(Aim)
        .join(Customer, is_its)
        .where(Aim.team_id == team_id, Aim.state == state.value, has_changed)
        .order_by(col(Aim.number))
    )
    return list(session.exec(query.limit(MOST)))


def without(session: Session, team_id: str, tier: str, year: int, most: int) -> list[Customer]:
    """Customers of a tier of whom nothing is asked or said for a year.

    Who left, and whom nobody leads, is not among them.
    """
    has_one = exists().where(
        col(Aim.team_id) == team_id,
        col(Aim.customer_id) == col(Customer.customer_id),
        col(Aim.year) == year,
        col(Aim.state) != AimState.OVER.value,
    )
    query = (
        select(Customer)
        .where(
            Customer.team_id == team_id,
            Customer.tier == tier,
            col(Customer.left_on).is_(None),
            col(Customer.owner_id).is_not(None),
            ~has_one,
        )
        .order_by(col(Customer.customer_id))
    )
    return list(session.exec(query.limit(most)))
