"""A loss is an account that left: when, worth what, what they said, and what stood behind it. L-1.

What is known of it by now is one row; history tells how that came about.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlmodel import Index, Session, SQLModel, col, select

from storage.columns import large, long_text, numbered, partial_index, team
from storage.many import among


class LossState(StrEnum):
    """Where a loss stands."""

    RECORDED = "recorded"
    """What they said is known, and what stood behind it is asked for."""
    UNDERSTOOD = "understood"
    """Somebody said what stood behind it, and what shows it; nobody outside has verified that."""
    VERIFIED = "verified"
    CLOSED = "closed"
    """Nothing more is asked about it: it was verified, or nobody knows what stood behind it."""
    WON_BACK = "won back"
    TAKEN_BACK = "taken back"


STANDING = (LossState.RECORDED, LossState.UNDERSTOOD, LossState.VERIFIED, LossState.CLOSED)
"""The states of a customer who left and has not come back."""


class LossReason(StrEnum):
    """Why customers leave; `handlers/speech/leaving.py` has the words of each."""

    PRODUCT_GAP = "product-gap"
    SERVICE_FAILED = "service-failed"
    PRICE = "price"
    COMPETITOR = "competitor"
    CONSOLIDATION = "consolidation"
    PERSON_LEFT = "person-left"
    WRONG_FIT = "wrong-fit"
    START_FAILED = "start-failed"
    CLOSED_DOWN = "closed-down"
    NOT_PAID = "not-paid"
    OTHER = "other"


class Preventer(StrEnum):
    """Who could have prevented a loss: never a person."""

    DEPARTMENT = "department"
    NOBODY = "nobody"
    NOT_KNOWN = "not known"


class Loss(SQLModel, table=True):
    """One account that left on the local day `left_on`.

    `value` is what it was worth in a year, in whole units of `currency`, and `tier` how it was
    looked after, both as it left. `said` are their words and `stated` the reason that they gave;
    `cause` is what stood behind it, in `behind` and `evidence` the words of whoever found out.
    `is_part` says that they stay and pay so much less: `value` is by how much, from `left_on` on.
    `learned` is what `caller_id` heard when they called, `checked` what whoever verified it said.
    """

    __tablename__ = "losses"
    __table_args__ = (
        Index("losses_state", "team_id", "state", "number"),
        Index("losses_customer", "team_id", "customer_id", "left_on"),
        Index("losses_left", "team_id", "left_on"),
        partial_index(
            "losses_prevented", "team_id", "department_id", where="department_id IS NOT NULL"
        ),
        partial_index("losses_back", "team_id", "won_back_on", where="won_back_on IS NOT NULL"),
    )

    noun: ClassVar[str] = "loss"
    letter: ClassVar[str] = "L"

    team_id: str = team()
    number: int = numbered()
    title: str
    created_at: datetime
    recorded_by: str
    state: str = LossState.RECORDED
    customer_id: UUID
    left_on: date
    tier: str
    value: int | None = large(None)
    currency: str | None = None
    said: str = long_text("")
    stated: str
    told_by: str = ""
    cause: str | None = None
    behind: str = long_text("")
    evidence: str = long_text("")
    preventable: str = Preventer.NOT_KNOWN
    department_id: UUID | None = None
    understood_by: str | None = None
    checked: str = long_text("")
    verified_by: str | None = None
    verified_at: datetime | None = None
    caller_id: str | None = None
    call_month: str | None = None
    learned: str = long_text("")
    called_on: date | None = None
    won_back_on: date | None = None
    is_part: bool = False

    @property
    def ref(self) -> str:
        """The name people use: L-1."""
        return f"{self.letter}-{self.number}"

    @property
    def due_at(self) -> datetime | None:
        """A loss is owed by no time: what is asked about it is."""
        return None

    @property
    def stands(self) -> bool:
        """Whether the customer left and has not come back; who is smaller has not left."""
        return self.state in STANDING and not self.is_part

    @property
    def taken_off(self) -> int:
        """So much less a customer who stays pays in a year because of it."""
        counts = self.is_part and self.state in STANDING
        return (self.value or 0) if counts else 0

    @property
    def known_cause(self) -> str | None:
        """What stood behind it, where something shows that; None counts as not known yet."""
        return self.cause if self.cause and self.evidence.strip() else None


def find(session: Session, team_id: str, number: int, *, lock: bool = False) -> Loss | None:
    """The loss with this number; `lock` keeps others from changing it until the commit."""
    return session.get(
        Loss, (team_id, number), with_for_update=lock or None, populate_existing=lock
    )


def of_customer(session: Session, team_id: str, customer_id: UUID) -> list[Loss]:
    """All losses of a customer, the last day first; not what was taken back."""
    query = select(Loss).where(Loss.team_id == team_id, Loss.customer_id == customer_id)
    found = [each for each in session.exec(query) if each.state != LossState.TAKEN_BACK]
    return sorted(found, key=lambda each: (each.left_on, each.number), reverse=True)


def standing_of(session: Session, team_id: str, customer_id: UUID) -> Loss | None:
    """The loss of a customer who left and has not come back; None of all others."""
    return next((each for each in of_customer(session, team_id, customer_id) if each.stands), None)


def left_between(session: Session, team_id: str, first: date, last: date) -> list[Loss]:
    """Who left from a day to another and has not come back, what was worth most first."""
    query = select(Loss).where(
        Loss.team_id == team_id, col(Loss.left_on) >= first, col(Loss.left_on) <= last
    )
    standing = [each for each in session.exec(query) if each.stands]
    return sorted(standing, key=lambda each: (-(each.value or 0), each.number))


def smaller_between(session: Session, team_id: str, first: date, last: date) -> list[Loss]:
    """Who stayed and pays less since a day between two, as far as that stands; most first."""
    query = select(Loss).where(
        Loss.team_id == team_id, col(Loss.left_on) >= first, col(Loss.left_on) <= last
    )
    standing = [each for each in session.exec(query) if each.taken_off]
    return sorted(standing, key=lambda each: (-each.taken_off, each.number))


def turned_between(session: Session, team_id: str, first: date, last: date) -> set[UUID]:
    """Of whom a loss, in part or of all, is of a day between two, or is given back then.

    As far as that stands.
    """
    left = select(Loss.customer_id).where(
        Loss.team_id == team_id,
        col(Loss.left_on) >= first,
        col(Loss.left_on) <= last,
        Loss.state != LossState.TAKEN_BACK.value,
    )
    back = select(Loss.customer_id).where(
        Loss.team_id == team_id,
        col(Loss.won_back_on).is_not(None),
        col(Loss.won_back_on) >= first,
        col(Loss.won_back_on) <= last,
        Loss.state == LossState.WON_BACK.value,
    )
    return {*session.exec(left), *session.exec(back)}


def in_part(session: Session, team_id: str, customer_ids: Collection[UUID]) -> list[Loss]:
    """The losses in part of some customers, also those that were taken back, by number."""
    query = select(Loss).where(
        Loss.team_id == team_id, among(session, col(Loss.customer_id), customer_ids)
    )
    return sorted(
        (each for each in session.exec(query) if each.is_part), key=lambda one: one.number
    )


def spans_away(
    session: Session, team_id: str, customer_ids: Collection[UUID]
) -> dict[UUID, list[tuple[date, date | None]]]:
    """From which day to which each of these customers was away; None where they are still."""
    query = select(Loss).where(
        Loss.team_id == team_id, among(session, col(Loss.customer_id), customer_ids)
    )
    found: dict[UUID, list[tuple[date, date | None]]] = {}
    for loss in session.exec(query):
        if loss.state != LossState.TAKEN_BACK and not loss.is_part:
            back = loss.won_back_on if loss.state == LossState.WON_BACK else None
            found.setdefault(loss.customer_id, []).append((loss.left_on, back))
    return found


def has_any(session: Session, team_id: str) -> bool:
    """Whether anybody ever wrote down that a customer left."""
    query = select(Loss.number).where(Loss.team_id == team_id, col(Loss.left_on) >= date.min)
    return session.exec(query.limit(1)).first() is not None


def in_state(session: Session, team_id: str, state: LossState) -> list[Loss]:
    """All losses that stand like this, by number."""
    query = select(Loss).where(Loss.team_id == team_id, Loss.state == state.value)
    return sorted(session.exec(query), key=lambda each: each.number)


def standing(session: Session, team_id: str, customer_ids: Collection[UUID]) -> dict[UUID, Loss]:
    """The losses of those of these customers who left and have not come back."""
    query = select(Loss).where(
        Loss.team_id == team_id, among(session, col(Loss.customer_id), customer_ids)
    )
    return {each.customer_id: each for each in session.exec(query) if each.stands}
