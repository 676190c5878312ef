"""Segments say which customers are looked after how: rules, what a person said, and flags."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Index, Session, SQLModel, col, func, select

from storage import customers, kept_counts
from storage.columns import large, long_text, partial_index, row_id, team
from storage.customers import Customer
from storage.kept_counts import HowMany
from storage.many import among

CHUNK = 5_000
"""So many customers are read at once where rules look at all of them."""


class Facet(StrEnum):
    """What a rule looks at."""

    VALUE = "value"
    PRODUCT = "product"
    GEOGRAPHY = "geography"
    VERTICAL = "vertical"
    STARTED = "started"
    """So many months ago at most they became a customer."""


class FlagKind(StrEnum):
    """What is said of an account beside its tier; the first is what a person or a rule says."""

    CANNOT_LOSE = "cannot lose"
    FIRST = "first"
    """One of the first customers of a product or of a trade, for a year."""


class SegmentRule(SQLModel, table=True):
    """One rule: which customers it is about (`facet` and `amount` or `words`), and what it `gives`.

    That is a tier or a kind of flag. The first in the order of `place` that fits counts, from the
    local day `starts_on` on. `ran_on` is the local day on which it was looked at last.
    """

    __tablename__ = "segment_rules"

    team_id: str = team()
    rule_id: UUID = row_id()
    place: int
    facet: str
    amount: int | None = large(None)
    words: str = ""
    gives: str
    reason: str = long_text("")
    made_by: str
    starts_on: date
    ran_on: date | None = None


class Placing(SQLModel, table=True):
    """Why an account has its tier: `by_id` is the Slack id of whoever said so, since a local day.

    `by_id` is None where a rule did, `rule_id` which one (None: none fits any more), and empty
    where somebody changed it in a form or a file and said no reason. `kept` is the tier that the
    rules would give, where somebody has read that and kept theirs.
    """

    __tablename__ = "placings"
    __table_args__ = (
        partial_index("placings_said", "team_id", "since", where="by_id IS NOT NULL"),
    )

    team_id: str = team()
    customer_id: UUID = row_id()
    tier: str
    by_id: str | None = None
    rule_id: UUID | None = None
    reason: str = long_text("")
    since: date
    kept: str | None = None


class Flag(SQLModel, table=True):
    """Something said of an account beside its tier, by a person with words, or by a rule.

    `of` names the product or trade of whose first customers it is one. A flag is looked at again on
    the local day `review_on`; one that a rule gave ends when the rule fits no more.
    """

    __tablename__ = "flags"
    __table_args__ = (
        Index("flags_one", "team_id", "customer_id", "kind", "of", unique=True),
        Index("flags_kind", "team_id", "kind", "customer_id"),
        partial_index("flags_review", "team_id", "review_on", where="review_on IS NOT NULL"),
    )

    team_id: str = team()
    flag_id: UUID = row_id()
    customer_id: UUID
    kind: str
    of: str = ""
    reason: str = long_text("")
    by_id: str | None = None
    rule_id: UUID | None = None
    since: date
    review_on: date | None = None


class AccountFacts(NamedTuple):
    """What rules look at in one customer, and who leads the account; `value` is of one year."""

    customer_id: UUID
    name: str
    tier: str
    value: int | None
    product: str
    region: str
    vertical: str
    came_on: date | None
    owner_id: str | None


class ServedTier(NamedTuple):
    """What the accounts of a tier whose cost is known cost to serve a year, and what they pay.

    Of `number` accounts so many are `valued`, with `value` together. `source` is the file that said
    so, empty for a form and None where several did; `first` and `last` are the days on which that
    was.
    """

    number: int
    cost: int
    valued: int
    value: int
    source: str | None
    first: date | None
    last: date | None


class SegmentPage(NamedTuple):
    """How many customers a list has in all, and one page of them."""

    total: int
    page: list[Customer]


def rules(session: Session, team_id: str, *, lock: bool = False) -> list[SegmentRule]:
    """All rules in their order; `lock` keeps others from changing them until the commit."""
    query = select(SegmentRule).where(SegmentRule.team_id == team_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return sorted(session.exec(query), key=lambda each: (each.place, each.rule_id))


def here(session: Session, team_id: str) -> Iterator[AccountFacts]:
    """All customers who have not left, in no order that means anything."""
    after = UUID(int=0)
    columns = (
        col(Customer.customer_id), col(Customer.name), col(Customer.tier),
        col(Customer.annual_value), col(Customer.product), col(Customer.region),
        col(Customer.vertical), col(Customer.came_on), col(Customer.owner_id),
    )  # fmt: skip
    while True:
        query = select(*columns, col(Customer.left_on)).where(  # type: ignore[call-overload]
            Customer.team_id == team_id, col(Customer.customer_id) > after
        )
        rows = session.execute(query.order_by(col(Customer.customer_id)).limit(CHUNK)).all()
        for row in rows:
            if row[-1] is None:
                yield AccountFacts(*row[:-1])
        if len(rows) < CHUNK:
            return
        after = rows[-1][0]


def placing(session: Session, team_id: str, customer_id: UUID) -> Placing | None:
    """Why an account stands where it does, as far as that is known."""
    return session.get(Placing, (team_id, customer_id))


def placings(session: Session, team_id: str, customer_ids: Collection[UUID]) -> dict[UUID, Placing]:
    """The same of some accounts, by customer."""
    query = select(Placing).where(
        Placing.team_id == team_id, among(session, col(Placing.customer_id), customer_ids)
    )
    return {each.customer_id: each for each in session.exec(query)}


def said(session: Session, team_id: str) -> dict[UUID, Placing]:
    """The accounts that people placed, by customer."""
    query = select(Placing).where(
        Placing.team_id == team_id,
        col(Placing.by_id).is_not(None),
        col(Placing.since) >= date.min,
    )
    return {each.customer_id: each for each in session.exec(query)}


def flags_of(session: Session, team_id: str, customer_ids: Collection[UUID]) -> list[Flag]:
    """All flags of some accounts, the oldest first."""
    query = select(Flag).where(
        Flag.team_id == team_id, among(session, col(Flag.customer_id), customer_ids)
    )
    return sorted(session.exec(query), key=lambda each: (each.since, each.flag_id))


def flags(session: Session, team_id: str, kind: FlagKind) -> list[Flag]:
    """All flags of a kind, those of accounts that left included."""
    return list(session.exec(select(Flag).where(Flag.team_id == team_id, Flag.kind == kind.value)))


def due(session: Session, team_id: str, today: date) -> list[Flag]:
    """The flags that were to be looked at again by a local day, the oldest first."""
    query = select(Flag).where(
        Flag.team_id == team_id, col(Flag.review_on).is_not(None), col(Flag.review_on) <= today
    )
    return sorted(session.exec(query), key=lambda each: (each.review_on or today, each.flag_id))


def flag(session: Session, team_id: str, flag_id: UUID) -> Flag | None:
    """The flag with this id."""
    return session.get(Flag, (team_id, flag_id))


def flagged(session: Session, team_id: str, kind: FlagKind, after: int, size: int) -> SegmentPage:
    """The accounts with a flag who have not left, what is worth most first."""
    marked = select(Flag.customer_id).where(Flag.team_id == team_id, Flag.kind == kind.value)
    query = select(Customer).where(
        Customer.team_id == team_id,
        col(Customer.customer_id).in_(marked),
        col(Customer.left_on).is_(None),
    )
    found = sorted(session.exec(query), key=lambda each: (-(each.annual_value or 0), each.key))
    return SegmentPage(len(found), found[after : after + size])


COLUMNS = {
    Facet.PRODUCT: Customer.product,
    Facet.GEOGRAPHY: Customer.region,
    Facet.VERTICAL: Customer.vertical,
}
"""Which column a facet is that has words."""


def said_of(customer: Customer, facet: Facet) -> str | None:
    """The words that a customer has in a facet that has words; None for one of numbers."""
    match facet:
        case Facet.PRODUCT:
            return customer.product
        case Facet.GEOGRAPHY:
            return customer.region
        case Facet.VERTICAL:
            return customer.vertical
    return None


COUNTINGS = {
    Facet.PRODUCT: customers.BY_PRODUCT,
    Facet.GEOGRAPHY: customers.BY_REGION,
    Facet.VERTICAL: customers.BY_VERTICAL,
}
"""By which it is known how many accounts have which words."""


def with_words(
    session: Session, team_id: str, facet: Facet, words: str, after: int, size: int
) -> SegmentPage:
    """The accounts that have these very words in a facet and have not left, most value first."""
    count = kept_counts.of(session, team_id, COUNTINGS[facet], words)
    return _listed(session, team_id, col(COLUMNS[facet]) == words, count, after, size)


def of_tier(session: Session, team_id: str, tier: str, after: int, size: int) -> SegmentPage:
    """The accounts of a tier who have not left, what is worth most first."""
    count = kept_counts.of(session, team_id, customers.BY_TIER, tier)
    return _listed(session, team_id, col(Customer.tier) == tier, count, after, size)


def served(session: Session, team_id: str, tier: str) -> ServedTier:
    """What it costs to serve those of a tier whose cost is known, and who have not left."""
    source, day = col(Customer.cost_source), col(Customer.cost_on)
    query = select(  # type: ignore[call-overload]  # eight columns
        func.count(), func.sum(Customer.cost_to_serve), func.count(col(Customer.annual_value)),
        func.sum(Customer.annual_value), func.min(source), func.max(source), func.min(day),
        func.max(day),
    ).where(
        Customer.team_id == team_id,
        Customer.tier == tier,
        col(Customer.cost_to_serve).is_not(None),
        col(Customer.left_on).is_(None),
    )  # fmt: skip
    number, cost, valued, value, one, other, first, last = session.execute(query).one()
    return ServedTier(
        number, int(cost or 0), valued, int(value or 0), one if one == other else None, first, last
    )  # fmt: skip


def _listed(
    session: Session,
    team_id: str,
    is_of: ColumnElement[bool],
    count: HowMany,
    after: int,
    size: int,
) -> SegmentPage:
    query = select(Customer).where(Customer.team_id == team_id, is_of)
    page = customers.most_worth(session, query, size, after, count.known)
    return SegmentPage(count.number, page)


FLAG = "flag"
"""So a segment begins that is a flag, as others begin with their facet: “flag:first”."""


def segment(of: Facet | FlagKind, words: str = "") -> str:
    """What a segment is kept as: “product:Flow”, “flag:cannot lose”."""
    return f"{FLAG}:{of.value}" if isinstance(of, FlagKind) else f"{of.value}:{words}"


def in_segment(session: Session, team_id: str, segment: str) -> dict[UUID, str]:
    """The accounts of a segment who have not left, each with its tier."""
    of, _, words = segment.partition(":")
    query = select(Customer.customer_id, Customer.tier).where(
        Customer.team_id == team_id, col(Customer.left_on).is_(None)
    )
    if of == FLAG:
        marked = select(Flag.customer_id).where(Flag.team_id == team_id, Flag.kind == words)
        query = query.where(col(Customer.customer_id).in_(marked))
    else:
        query = query.where(col(COLUMNS[Facet(of)]) == words)
    return dict(session.exec(query).all())


def segments_of(session: Session, customer: Customer) -> frozenset[str]:
    """The segments in which a customer is, but for their tier."""
    facets = {
        Facet.PRODUCT: customer.product, Facet.GEOGRAPHY: customer.region,
        Facet.VERTICAL: customer.vertical,
    }  # fmt: skip
    flagged = flags_of(session, customer.team_id, [customer.customer_id])
    return frozenset(
        [
            *(segment(facet, words) for facet, words in facets.items() if words),
            *(segment(FlagKind(each.kind)) for each in flagged),
        ]
    )


def words_of(session: Session, team_id: str, facet: Facet, limit: int) -> list[str]:
    """Which words accounts have in a facet, those of most accounts first; not who left."""
    return [each.words for each in kept_counts.most(session, team_id, COUNTINGS[facet], limit)]
