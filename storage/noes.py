"""A no with all that was weighed: what it avoids or causes, what is offered, who tells of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, case, func
from sqlmodel import Session, SQLModel, col, select

from storage import scopes
from storage.columns import large, long_text, partial_index, row_id, team
from storage.many import among
from storage.scopes import Period, Scope


class No(SQLModel, table=True):
    """One no, by whom and when (UTC); its reason stands with the thing that it is about.

    `cost_avoided` and `cost_caused` are in whole units of the workspace's currency. `teller_id` is
    whoever tells the customer, by `tell_by`; none where nobody needs to. From `taken_back_at` on it
    does not hold any more.
    """

    __tablename__ = "noes"
    __table_args__ = (
        Index("noes_about", "team_id", "noun", "number"),
        Index("noes_said", "team_id", "department_id", "said_at"),
        partial_index(
            "noes_to_tell", "team_id", "department_id", "tell_by", where="tell_by IS NOT NULL"
        ),
    )

    team_id: str = team()
    no_id: UUID = row_id()
    noun: str
    number: int = large()
    said_by: str
    said_at: datetime
    department_id: UUID | None = None
    weighed: str = long_text("")
    instead: str = long_text("")
    cost_avoided: int | None = large(None)
    cost_caused: int | None = large(None)
    teller_id: str | None = None
    tell_by: datetime | None = None
    told_at: datetime | None = None
    taken_back_at: datetime | None = None


@dataclass(frozen=True)
class Costs:
    """What the noes of a period avoid and cause, in whole units."""

    avoided: int = 0
    caused: int = 0


def about(session: Session, team_id: str, noun: str, numbers: Iterable[int]) -> dict[int, No]:
    """The last no to each of these things, by number, where it still holds."""
    query = select(No).where(
        No.team_id == team_id, No.noun == noun, among(session, col(No.number), numbers)
    )
    in_order = sorted(session.exec(query), key=lambda no: no.no_id)
    newest = {no.number: no for no in in_order}
    return {number: no for number, no in newest.items() if no.taken_back_at is None}


def standing(session: Session, team_id: str, noun: str, number: int) -> No | None:
    """The no that holds of one thing."""
    return about(session, team_id, noun, [number]).get(number)


def hold_again(session: Session, team_id: str, noun: str, number: int, since: datetime) -> None:
    """Let a no hold that was taken back at an instant (UTC): that was a mistake."""
    query = select(No).where(
        No.team_id == team_id, No.noun == noun, No.number == number, No.taken_back_at == since
    )
    for no in session.exec(query):
        no.taken_back_at = None
        session.add(no)


def costs(session: Session, scope: Scope, period: Period) -> Costs:
    """What the noes that a department said in a period avoid and cause, taken back since or not."""
    query = select(func.sum(No.cost_avoided), func.sum(No.cost_caused)).where(
        No.team_id == scope.team_id,
        No.department_id == scope.department_id,
        *scopes.within(No.said_at, period),
    )
    avoided, caused = session.exec(query).one()
    return Costs(int(avoided or 0), int(caused or 0))


def heard(session: Session, scope: Scope, period: Period) -> tuple[int, int]:
    """Of how many noes a customer heard in time, and of how many they were to in a period.

    What was taken back before its time is not counted; what happens later changes nothing.
    """
    in_time = func.sum(case((col(No.told_at) <= col(No.tell_by), 1), else_=0))
    query = select(in_time, func.count()).where(
        No.team_id == scope.team_id,
        No.department_id == scope.department_id,
        *scopes.within(No.tell_by, period),
        col(No.taken_back_at).is_(None)
        | (col(No.taken_back_at) > col(No.tell_by))
        | (col(No.told_at) <= col(No.tell_by)),
    )
    met, total = session.exec(query).one()
    return int(met or 0), total
