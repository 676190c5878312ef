"""A hearing is what somebody at a customer said to us once: when, to whom, how, in which words."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Index, Session, SQLModel, col, func, select

from storage.columns import large, long_text, row_id, team
from storage.contacts import Through
from storage.many import among


class CustomerHearing(SQLModel, table=True):
    """What the contact with this number said on the local day `heard_on` to `heard_by`."""

    __tablename__ = "hearings"
    __table_args__ = (Index("hearings_contact", "team_id", "number", "heard_on"),)

    team_id: str = team()
    hearing_id: UUID = row_id()
    number: int = large()
    heard_on: date
    heard_by: str
    through: str
    said: str = long_text("")
    felt: str | None = None
    created_at: datetime


def talked_last(
    session: Session, team_id: str, numbers: Collection[int], since: date
) -> dict[int, date]:
    """By contact when they were heard last since a day, other than in a survey."""
    if not numbers:
        return {}
    query = (
        select(CustomerHearing.number, func.max(col(CustomerHearing.heard_on)))
        .where(
            CustomerHearing.team_id == team_id,
            among(session, col(CustomerHearing.number), numbers),
            col(CustomerHearing.heard_on) >= since,
            CustomerHearing.through != Through.SURVEY.value,
        )
        .group_by(col(CustomerHearing.number))
    )
    return dict(session.exec(query).all())


def of_contact(session: Session, team_id: str, number: int, most: int) -> list[CustomerHearing]:
    """What somebody said, at most so many times, the last day first."""
    query = select(CustomerHearing).where(
        CustomerHearing.team_id == team_id, CustomerHearing.number == number
    )
    in_order = query.order_by(
        col(CustomerHearing.heard_on).desc(), col(CustomerHearing.hearing_id).desc()
    )
    return list(session.exec(in_order.limit(most)))
