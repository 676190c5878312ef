"""Customers are the accounts that promises are made to: tier, value, renewal and where they are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ColumnElement, Index, UniqueConstraint, bindparam, event, func, inspect
from sqlalchemy.orm import column_property
from sqlmodel import Session, SQLModel, col, select, text
from sqlmodel.sql.expression import SelectOfScalar

from storage import kept_counts, names
from storage.columns import large, partial_index, row_id, team
from storage.departments import key_of
from storage.due import PUT_OFF, longest_due
from storage.issues import Issue
from storage.kept_counts import CountRule
from storage.many import Lookup, among, unread
from storage.names import Names, search_column, searchable
from storage.tasks import Task
from storage.workspaces import Workspace

WATCHES = (120, 90, 60, 30)
"""So many days before a renewal it is looked at: the first of them for key accounts alone."""
_EARLIEST = date(1970, 1, 1)
HERE = "left_on IS NULL"
"""They are customers, as far as anybody knows."""
WORTH_IN = {
    "worth": "tier", "product": "product", "region": "region", "vertical": "vertical",
}  # fmt: skip
"""By which columns lists are shown, by what their indexes are called."""


class Tier(StrEnum):
    """How an account is looked after; the order is that of care."""

    KEY = "key"
    STRATEGIC = "strategic"
    BEACHHEAD = "beachhead"
    STANDARD = "standard"


@searchable
class Customer(SQLModel, table=True):
    """One account; `annual_value` is in whole units of `currency`, which is the workspace's.

    `cost_to_serve` is what serving it costs in a year, in the same units, as the file `cost_source`
    or a form (empty) said on the local day `cost_on`.
    `owner_id` is the Slack id of its account lead: who speaks for us there. `sponsor_id` is that of
    the executive who sponsors the account: a second voice there. `watch_at` is when
    (UTC) it is looked next at what is open before its renewal, `watched` the last of `WATCHES` at
    which that was done. A renewal on another day begins anew. `came_on` is the local day since
    which they are a customer, where that is known, and `left_on` the one on which
    they left, while they are not back: nothing of theirs renews then.
    """

    __tablename__ = "customers"
    __table_args__ = (
        UniqueConstraint("team_id", "key", name="customers_key"),
        Index("customers_search", "team_id", "search_key"),
        Index("customers_mirror", "team_id", "mirror_key"),
        Index("customers_tier", "team_id", "tier", "customer_id"),
        partial_index(
            "customers_led", "team_id", "owner_id", "customer_id", where="owner_id IS NOT NULL"
        ),
        partial_index(
            "customers_sponsored",
            "team_id",
            "sponsor_id",
            "customer_id",
            where="sponsor_id IS NOT NULL",
        ),
        # In the order of what they are worth, so that a list of many reads what it shows.
        *(
            partial_index(f"customers_{name}", "team_id", column, "annual_value", "key", where=HERE)
            for name, column in WORTH_IN.items()
        ),
        partial_index(
            "customers_unled",
            "team_id",
            "tier",
            "annual_value",
            "key",
            where=f"{HERE} AND owner_id IS NULL",
        ),
        # Of 100,000 accounts those whose cost is known are few, and are summed without the others.
        partial_index(
            "customers_cost",
            "team_id",
            "tier",
            "cost_to_serve",
            "annual_value",
            "left_on",
            "cost_on",
            "cost_source",
            where="cost_to_serve IS NOT NULL",
        ),
        partial_index("customers_renewal", "team_id", "renewal_on", where="renewal_on IS NOT NULL"),
        partial_index("customers_came", "team_id", "came_on", where="came_on IS NOT NULL"),
        partial_index("customers_watch", "watch_at", where="watch_at IS NOT NULL"),
        partial_index(
            "customers_watch_of", "team_id", "owner_id", "watch_at", where="watch_at IS NOT NULL"
        ),
    )

    team_id: str = team()
    customer_id: UUID = row_id()
    name: str
    key: str
    search_key: str = search_column()
    mirror_key: str = search_column()
    tier: str = Tier.STANDARD
    annual_value: int | None = large(None)
    cost_to_serve: int | None = large(None)
    cost_source: str = ""
    cost_on: date | None = None
    renewal_on: date | None = None
    region: str = ""
    product: str = ""
    vertical: str = ""
    owner_id: str | None = None
    sponsor_id: str | None = None
    came_on: date | None = None
    left_on: date | None = None
    watched: int | None = None
    watch_at: datetime | None = None

    currency: ClassVar[str | None]
    """Read with each row, so that whoever shows an amount has its currency at hand."""

    def renews_on(self, today: date) -> date | None:
        """The day of its renewal, while that is still to come and they have not left."""
        is_to_come = self.renewal_on is not None and self.renewal_on >= today
        return self.renewal_on if is_to_come and self.left_on is None else None


Customer.currency = column_property(  # type: ignore[assignment]  # which a row reads as text
    select(Workspace.currency)
    .where(col(Workspace.team_id) == col(Customer.team_id))
    .correlate_except(Workspace)
    .scalar_subquery()
)


def _begin_watch(_mapper: object, _connection: object, row: Customer) -> None:
    """Watch a renewal from its first day on, whoever sets it, and one on another day anew.

    But for whoever left.

    Who says with that day what is watched already, as a file may, is believed.
    """
    is_moved = inspect(row).attrs.renewal_on.history.has_changes()
    if is_moved and not inspect(row).attrs.watched.history.has_changes():
        row.watched = None
    if is_moved or inspect(row).attrs.left_on.history.has_changes():
        is_watched = row.renewal_on is not None and row.left_on is None
        row.watch_at = watched_from(row.renewal_on) if row.renewal_on and is_watched else None


event.listen(Customer, "before_insert", _begin_watch)
event.listen(Customer, "before_update", _begin_watch)


COUNTED = BY_TIER, BY_PRODUCT, BY_REGION, BY_VERTICAL = [
    CountRule(name, Customer, name, "annual_value", ("left_on", None))
    for name in ("tier", "product", "region", "vertical")
]
"""How many customers there are who have not left, and what they are worth a year."""
kept_counts.keep(*COUNTED)


def watched_from(renews_on: date) -> datetime:
    """When (UTC) it is looked first at what is open before a renewal."""
    day = max(_EARLIEST.toordinal(), renews_on.toordinal() - max(WATCHES))
    return datetime.combine(date.fromordinal(day), time.min, UTC)


NAMES = Names(
    col(Customer.team_id),
    col(Customer.customer_id),
    col(Customer.name),
    col(Customer.search_key),
    col(Customer.mirror_key),
)


def find(session: Session, team_id: str, customer_id: UUID | None) -> Customer | None:
    """The customer with this id."""
    return session.get(Customer, (team_id, customer_id)) if customer_id else None


def read(session: Session, team_id: str, customer_ids: Iterable[UUID]) -> list[Customer]:
    """These customers, in no order: what is not held yet is read at once.

    Whoever looks for one of them afterwards finds it read.
    """
    ids = list(dict.fromkeys(customer_ids))
    wanted = set(unread(session, Customer, team_id, ids))
    held = [find(session, team_id, each) for each in ids if each not in wanted]
    found = [each for each in held if each is not None]
    if not wanted:
        return found
    query = select(Customer).where(
        Customer.team_id == team_id, among(session, col(Customer.customer_id), wanted)
    )
    return [*found, *session.exec(query)]


def tiers(
    session: Session, table: type[Task] | type[Issue], team_id: str, numbers: Iterable[int]
) -> dict[int, str]:
    """The tier of the customer of each of these tasks or issues, by number, where there is one."""
    query = select(table.number, Customer.tier).join(
        Customer,
        (col(Customer.team_id) == col(table.team_id))
        & (col(Customer.customer_id) == col(table.customer_id)),
    )
    query = query.where(table.team_id == team_id, among(session, col(table.number), numbers))
    return dict(session.exec(query).all())


# Built once, as every task that is typed may name one.
NAMED = select(Customer).where(
    Customer.team_id == bindparam("of_team"), Customer.key == bindparam("of_key")
)

BY_KEY = Lookup(Customer, col(Customer.team_id), col(Customer.key))
ALIKE = Lookup(Customer, col(Customer.team_id), col(Customer.search_key))


def named(session: Session, team_id: str, name: str) -> Customer | None:
    """The customer with this name, whatever the case."""
    return session.exec(NAMED, params={"of_team": team_id, "of_key": key_of(name)}).first()


def called(session: Session, team_id: str, keys: Iterable[str]) -> dict[str, Customer]:
    """The customers by those of these keys that are theirs, accents or not; see `names.called`."""
    return names.called(session, team_id, keys, BY_KEY, ALIKE)


def first(session: Session, team_id: str, most: int, after: int = 0) -> list[Customer]:
    """The first customers by name, at most so many; those `after` so many."""
    query = select(Customer).where(Customer.team_id == team_id)
    in_order = query.order_by(col(Customer.search_key), col(Customer.customer_id))
    return list(session.exec(in_order.offset(after).limit(most)))


def count(session: Session, team_id: str) -> int:
    """How many customers there are."""
    query = select(func.count()).select_from(Customer).where(Customer.team_id == team_id)
    return session.exec(query).one()


def most_worth(
    session: Session, of: SelectOfScalar[Customer], size: int, after: int = 0, valued: int = 0
) -> list[Customer]:
    """A page of the customers of a question who have not left, what is worth most first.

    Those of unknown worth come last, by name. Behind the first `after` there are `size`; of
    `valued` of all of them it is known what they are worth.
    """
    value = col(Customer.annual_value)
    here = of.where(text(f"customers.{HERE}"))
    known = here.where(value.is_not(None)).order_by(value.desc(), col(Customer.key))
    page = list(session.exec(known.offset(after).limit(size)))
    if len(page) < size:
        unknown = here.where(value.is_(None)).order_by(value, col(Customer.key))
        behind = max(0, after - valued)
        page += session.exec(unknown.offset(behind).limit(size - len(page)))
    return page


def came_between(session: Session, team_id: str, first: date, last: date) -> list[Customer]:
    """Those who became customers from a day to another."""
    query = select(Customer).where(
        Customer.team_id == team_id,
        col(Customer.came_on).is_not(None),
        col(Customer.came_on) >= first,
        col(Customer.came_on) <= last,
    )
    return list(session.exec(query))


def has_starts(session: Session, team_id: str) -> bool:
    """Whether it is known of anybody since when they are a customer."""
    query = select(Customer.customer_id).where(
        Customer.team_id == team_id,
        col(Customer.came_on).is_not(None),
        col(Customer.came_on) >= date.min,
    )
    return session.exec(query.limit(1)).first() is not None


def led_by(session: Session, team_id: str, user_id: str, limit: int) -> list[Customer]:
    """Some of the customers whose account somebody leads."""
    query = select(Customer).where(*_led(team_id, user_id)).order_by(col(Customer.customer_id))
    return list(session.exec(query.limit(limit)))


def sponsored_by(session: Session, team_id: str, user_id: str, limit: int) -> list[Customer]:
    """Some of the customers whose account somebody sponsors."""
    query = select(Customer).where(
        Customer.team_id == team_id,
        Customer.sponsor_id == user_id,
        col(Customer.sponsor_id).is_not(None),
    )
    return list(session.exec(query.order_by(col(Customer.customer_id)).limit(limit)))


def anybody_leads(session: Session, team_id: str, tier: str, looked_at: int) -> bool:
    """Whether any account of a tier has a lead, of so many that are worth most."""
    query = select(Customer).where(Customer.team_id == team_id, Customer.tier == tier)
    return any(each.owner_id for each in most_worth(session, query, looked_at))


def count_led(session: Session, team_id: str, user_id: str) -> int:
    """Of how many customers somebody leads the account."""
    query = select(func.count()).select_from(Customer).where(*_led(team_id, user_id))
    return session.exec(query).one()


def _led(team_id: str, user_id: str) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Customer.team_id) == team_id,
        col(Customer.owner_id) == user_id,
        col(Customer.owner_id).is_not(None),
    )


def next_watch(session: Session, now: datetime) -> Customer | None:
    """The customer whose renewal has waited longest to be looked at, held for this transaction."""
    return longest_due(session, Customer, col(Customer.watch_at), now)


def watched_beside(
    session: Session, customer: Customer, now: datetime, limit: int
) -> list[Customer]:
    """The others of the same account lead that are to be looked at now, held as well."""
    query = select(Customer).where(
        Customer.team_id == customer.team_id,
        Customer.owner_id == customer.owner_id,
        col(Customer.watch_at).is_not(None),
        col(Customer.watch_at) <= now,
        Customer.customer_id != customer.customer_id,
    )
    in_order = query.order_by(col(Customer.watch_at)).limit(limit)
    held = in_order.with_for_update(skip_locked=True, of=Customer)
    return list(session.exec(held.execution_options(populate_existing=True)))


def put_off_watch(session: Session, customer: Customer, now: datetime, error: str) -> None:
    """Try this one again in an hour; the log says what went wrong."""
    del error
    customer.watch_at = now + PUT_OFF
    session.add(customer)
