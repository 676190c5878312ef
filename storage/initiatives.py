"""An initiative is something that a department pays for and that some customers get. N-1.

What is known of it by now is one row, and one row for each customer that is named with it; whole
tiers are kept as such, and are whoever is in them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, NamedTuple
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, Index, delete, func, insert
from sqlmodel import Field, Session, SQLModel, col, select, text

from storage import kept_counts, segments
from storage.columns import large, long_text, numbered, partial_index, row_id, team
from storage.customers import Customer
from storage.kept_counts import CountRule
from storage.many import among

IS_PUT = "decision IS NOT NULL AND state = 'open'"
"""Those of which the executives are asked whether they are cut."""
FOR_ALL_OF = "(json_array_length(tiers) > 0 OR json_array_length(segments) > 0)"
"""Those that are for all customers of some tiers or segments."""


class InitiativeState(StrEnum):
    """Where an initiative stands; whether it runs yet or is over, its days say."""

    OPEN = "open"
    CUT = "cut"
    """Somebody accepted by name that its customers do not get it."""
    JOINED = "joined"
    """It was decided that it becomes part of another."""
    TAKEN_BACK = "taken back"


class Initiative(SQLModel, table=True):
    """What customers get (`title`), who pays and answers for it, and from which day until which.

    `amount` is what it costs this year, in whole units of `currency`. `tiers` are those of whom
    every customer gets it, beside those that are named. `joined_to` is the number of the one whose
    part it is. Since the local day `cut_on` it is cut, which `accepted_by` has accepted; `decision`
    is the number of the decision whether it is. `outcome_number` is that of the outcome for
    customers that it moves, if any.
    """

    __tablename__ = "initiatives"
    __table_args__ = (
        Index("initiatives_state", "team_id", "state", "number"),
        Index("initiatives_begin", "team_id", "state", "begins_on", "number"),
        # So that what goes on within a month is counted without a look at each.
        Index("initiatives_days", "team_id", "state", "ends_on", "begins_on", "currency", "amount"),
        Index("initiatives_department", "team_id", "department_id"),
        Index("initiatives_owner", "team_id", "owner_id", "state"),
        partial_index(
            "initiatives_outcome", "team_id", "outcome_number", where="outcome_number IS NOT NULL"
        ),
        partial_index("initiatives_decision", "team_id", "number", where=IS_PUT),
        partial_index("initiatives_cut", "team_id", "cut_on", where="state = 'cut'"),
        # So that what a customer gets is found without a look at what others get.
        partial_index("initiatives_all_of", "team_id", "state", "ends_on", where=FOR_ALL_OF),
    )

    noun: ClassVar[str] = "initiative"
    letter: ClassVar[str] = "N"

    team_id: str = team()
    number: int = numbered()
    title: str
    created_at: datetime
    recorded_by: str
    state: str = InitiativeState.OPEN
    department_id: UUID
    owner_id: str
    begins_on: date
    ends_on: date
    amount: int | None = large(None)
    currency: str | None = None
    tiers: list[str] = Field(default_factory=list, sa_type=JSON)
    segments: list[str] = Field(default_factory=list, sa_type=JSON)
    joined_to: int | None = large(None)
    cut_on: date | None = None
    cut_why: str = long_text("")
    accepted_by: str | None = None
    decision: int | None = large(None)
    outcome_number: int | None = large(None)

    @property
    def ref(self) -> str:
        """The name people use: N-1."""
        return f"{self.letter}-{self.number}"

    @property
    def due_at(self) -> datetime | None:
        """An initiative is owed by no time: what is asked about it is."""
        return None

    @property
    def stands(self) -> bool:
        """Whether it is still meant to be done, or was done."""
        return self.state == InitiativeState.OPEN


class InitiativeCustomer(SQLModel, table=True):
    """One customer who is named with an initiative."""

    __tablename__ = "initiative_customers"
    __table_args__ = (Index("initiative_customers_of", "team_id", "customer_id", "number"),)

    team_id: str = team()
    number: int = numbered()
    customer_id: UUID = row_id()


COSTS = CountRule("initiatives", Initiative, "currency", "amount", ("state", InitiativeState.OPEN))
"""How many initiatives stand, and what they cost this year."""
kept_counts.keep(COSTS)


def find(session: Session, team_id: str, number: int, *, lock: bool = False) -> Initiative | None:
    """The initiative with this number; `lock` keeps others from changing it until the commit."""
    return session.get(
        Initiative, (team_id, number), with_for_update=lock or None, populate_existing=lock
    )


def going_on(
    session: Session,
    team_id: str,
    first: date,
    last: date,
    state: InitiativeState = InitiativeState.OPEN,
) -> list[Initiative]:
    """Those that stand like this and are meant for a day between two, what begins first first."""
    found = session.exec(select(Initiative).where(*_going_on(team_id, first, last, state)))
    return sorted(found, key=lambda each: (each.begins_on, each.number))


def costliest(
    session: Session, team_id: str, first: date, last: date, most: int
) -> list[Initiative]:
    """At most so many of those that go on between two days, by currency what costs most first."""
    in_order = (
        func.coalesce(Initiative.currency, ""),
        func.coalesce(Initiative.amount, 0).desc(),
        col(Initiative.number),
    )
    query = select(Initiative).where(*_going_on(team_id, first, last, InitiativeState.OPEN))
    return list(session.exec(query.order_by(*in_order).limit(most)))


def cut_between(session: Session, team_id: str, first: date, last: date) -> list[Initiative]:
    """Those that were cut on a day between two, by number."""
    query = select(Initiative).where(
        Initiative.team_id == team_id,
        text("state = 'cut'"),
        col(Initiative.cut_on).between(first, last),
    )
    return sorted(session.exec(query), key=lambda each: each.number)


def _going_on(
    team_id: str, first: date, last: date, state: InitiativeState
) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Initiative.team_id) == team_id,
        col(Initiative.state) == state.value,
        col(Initiative.ends_on) >= first,
        col(Initiative.begins_on) <= last,
    )


def newest(session: Session, team_id: str, after: int, most: int) -> list[Initiative]:
    """Those that stand, what begins last first, behind `after` of them and at most so many."""
    query = select(Initiative).where(
        Initiative.team_id == team_id, Initiative.state == InitiativeState.OPEN.value
    )
    in_order = query.order_by(col(Initiative.begins_on).desc(), col(Initiative.number).desc())
    return list(session.exec(in_order.offset(after).limit(most)))


class InitiativeCosts(NamedTuple):
    """How many initiatives stand, and what those cost this year of which that is known.

    `sums` are in whole units, by currency: money of two currencies is never added up.
    """

    number: int
    sums: dict[str | None, int]


def costs(session: Session, team_id: str) -> InitiativeCosts:
    """How many initiatives stand, and what they cost."""
    found = kept_counts.read(session, team_id, COSTS)
    sums = {each.words or None: each.amount for each in found if each.known}
    return InitiativeCosts(sum(each.number for each in found), sums)


def costs_between(session: Session, team_id: str, first: date, last: date) -> InitiativeCosts:
    """How many initiatives go on between two days, and what those cost."""
    query = (
        select(
            col(Initiative.currency),
            func.count(),
            func.count(col(Initiative.amount)),
            func.sum(Initiative.amount),
        )
        .where(*_going_on(team_id, first, last, InitiativeState.OPEN))
        .group_by(col(Initiative.currency))
        .order_by(func.coalesce(Initiative.currency, ""))
    )
    found = session.exec(query).all()
    sums = {currency: int(amount or 0) for currency, _, known, amount in found if known}
    return InitiativeCosts(sum(number for _, number, _, _ in found), sums)


def moving(session: Session, team_id: str, outcome_number: int | None) -> list[Initiative]:
    """Those that stand and move an outcome, by number; none without one."""
    if outcome_number is None:
        return []
    query = select(Initiative).where(
        Initiative.team_id == team_id, Initiative.outcome_number == outcome_number
    )
    return sorted((each for each in session.exec(query) if each.stands), key=lambda n: n.number)


def put_to_executives(session: Session, team_id: str) -> list[Initiative]:
    """Those that go on, and of which the executives are asked whether they are cut, by number."""
    query = select(Initiative).where(Initiative.team_id == team_id, text(IS_PUT))
    return sorted(session.exec(query), key=lambda each: each.number)


def named_with(session: Session, team_id: str, number: int) -> set[UUID]:
    """The customers who are named with an initiative, also those who left."""
    query = select(InitiativeCustomer.customer_id).where(
        InitiativeCustomer.team_id == team_id, InitiativeCustomer.number == number
    )
    return set(session.exec(query))


def names(session: Session, team_id: str, numbers: Collection[int]) -> dict[int, list[str]]:
    """The names of the customers who are named with each of these, also of those who left."""
    query = (
        select(InitiativeCustomer.number, Customer.name)
        .join(
            Customer,
            (col(Customer.team_id) == col(InitiativeCustomer.team_id))
            & (col(Customer.customer_id) == col(InitiativeCustomer.customer_id)),
        )
        .where(
            InitiativeCustomer.team_id == team_id,
            among(session, col(InitiativeCustomer.number), numbers),
        )
    )
    found: dict[int, list[str]] = {}
    for number, name in sorted(session.exec(query)):
        found.setdefault(number, []).append(name)
    return found


def of_customer(session: Session, team_id: str, customer_id: UUID) -> list[int]:
    """The numbers of the initiatives with which a customer is named."""
    query = select(InitiativeCustomer.number).where(
        InitiativeCustomer.team_id == team_id, InitiativeCustomer.customer_id == customer_id
    )
    return sorted(session.exec(query))


def meant_for(session: Session, customer: Customer, first: date, last: date) -> list[Initiative]:
    """What goes on for a customer between two days, by name or by tier: what begins first first."""
    found = _for_customer(session, customer, InitiativeState.OPEN, first)
    going = [each for each in found if each.begins_on <= last and each.ends_on >= first]
    return sorted(going, key=lambda each: (each.begins_on, each.number))


def cut_for(session: Session, customer: Customer, since: date) -> list[Initiative]:
    """What was cut since a day and was for a customer, the last one first."""
    found = _for_customer(session, customer, InitiativeState.CUT, date.min)
    cut = [each for each in found if each.cut_on and each.cut_on >= since]
    return sorted(cut, key=lambda each: (each.cut_on or since, each.number), reverse=True)


def _for_customer(
    session: Session, customer: Customer, state: InitiativeState, until: date
) -> list[Initiative]:
    """Those that stand like this and are for a customer: by tier or segment, ending then or later.

    Those by name are all of them. These are two questions, each with an index of its own, as most
    initiatives are for others.
    """
    in_team = select(Initiative).where(Initiative.team_id == customer.team_id)
    by_all_of = in_team.where(
        Initiative.state == state.value, col(Initiative.ends_on) >= until, text(FOR_ALL_OF)
    )
    theirs = segments.segments_of(session, customer)
    found = {
        each.number: each
        for each in session.exec(by_all_of)
        if customer.tier in each.tiers or not theirs.isdisjoint(each.segments)
    }
    if named := of_customer(session, customer.team_id, customer.customer_id):
        by_name = session.exec(in_team.where(among(session, col(Initiative.number), named)))
        found |= {each.number: each for each in by_name if each.state == state}
    return list(found.values())


def name_customers(session: Session, team_id: str, number: int, wanted: Collection[UUID]) -> None:
    """Let just these customers be named with an initiative, which is held."""
    known = named_with(session, team_id, number)
    gone = known - set(wanted)
    if gone:
        session.execute(
            delete(InitiativeCustomer).where(
                col(InitiativeCustomer.team_id) == team_id,
                col(InitiativeCustomer.number) == number,
                among(session, col(InitiativeCustomer.customer_id), gone),
            )
        )
    new = [
        {"team_id": team_id, "number": number, "customer_id": each}
        for each in sorted(set(wanted) - known)
    ]
    if new:
        session.execute(insert(InitiativeCustomer), new)
