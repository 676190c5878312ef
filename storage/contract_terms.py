"""Contract terms are what an account was given, and what they need where somebody asked them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlmodel import Index, Session, SQLModel, col, select

from storage.columns import large, long_text, row_id, team
from storage.customers import Customer
from storage.many import among


class TermAnswer(StrEnum):
    """What an account said of a term, when somebody asked."""

    FITS = "fits"
    NEEDS = "needs"
    NOT_ASKED = "not asked"


class ContractTerm(SQLModel, table=True):
    """One term of one account, by its `name` whatever the case: what they have and what they need.

    `given` is what the contract says, `wanted` what they need, `source` who said so and when, all
    in people's words; `cost` is what it would cost us in a year, in whole units of the company's
    currency. `by_id` is the Slack id of whoever wrote it down last, on the local day `since`.
    """

    __tablename__ = "contract_terms"
    __table_args__ = (Index("contract_terms_one", "team_id", "customer_id", "key", unique=True),)

    team_id: str = team()
    term_id: UUID = row_id()
    customer_id: UUID
    name: str
    key: str
    given: str = ""
    answer: str = TermAnswer.NOT_ASKED
    wanted: str = long_text("")
    source: str = ""
    cost: int | None = large(None)
    by_id: str
    since: date


def of_customers(
    session: Session, team_id: str, customer_ids: Collection[UUID]
) -> list[ContractTerm]:
    """All terms of some accounts, by name."""
    query = select(ContractTerm).where(
        ContractTerm.team_id == team_id,
        among(session, col(ContractTerm.customer_id), customer_ids),
    )
    return sorted(session.exec(query), key=lambda each: (each.key, each.customer_id))


def of_tier(session: Session, team_id: str, tier: str) -> list[ContractTerm]:
    """All terms of the accounts of a tier who have not left."""
    ids = select(Customer.customer_id).where(
        Customer.team_id == team_id, Customer.tier == tier, col(Customer.left_on).is_(None)
    )
    return of_customers(session, team_id, session.exec(ids).all())
