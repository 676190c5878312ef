"""A sale is what a customer bought, what they need it for, and whether they use it. S-1."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import ClassVar, NamedTuple
from uuid import UUID

from sqlalchemy import and_, text
from sqlmodel import Index, Session, SQLModel, col, func, select

from storage.causes import Cause, CauseKind
from storage.columns import large, long_text, numbered, partial_index, team
from storage.customers import Customer
from storage.issues import Issue
from storage.losses import Loss, LossReason

BEGUN = "recorded_by = ''"
"""Those of new accounts, which nobody wrote down as a sale."""
LED = "lead_id IS NOT NULL AND used IS NULL"
"""Those of which whoever leads the account is asked, or will be."""


class SaleState(StrEnum):
    """Where a sale stands."""

    SOLD = "sold"
    """What they need it for is not written down yet."""
    HANDED_OVER = "handed over"
    TAKEN_BACK = "taken back"


class Fit(StrEnum):
    """Whether what was sold fits, as whoever sold it says when they hand it over."""

    FITS = "fits"
    LESS = "less"
    MORE = "more"
    UNKNOWN = "unknown"


class Use(StrEnum):
    """How much of it a customer uses after 90 days, as whoever leads the account says."""

    ALL = "all"
    SOME = "some"
    HARDLY = "hardly"


class Sale(SQLModel, table=True):
    """What one account bought and has from the local day `starts_on`.

    `sold` says what it is, `sold_by` is the Slack id of whoever sold it and `department_id` where
    they worked then; `value` is what they pay for it in its first year, in whole units of
    `currency`. `needs` is what they want to be able to do with it, `unsold` what they asked for and
    did not get. `use_asked_on` is the local day on which it was asked whether they use it, `used`
    how much of it, `used_words` in which words and `used_on` on which day somebody said so.
    `need_asked_on` is the one on which it was asked what they need it for: of a new account that
    nobody wrote down as a sale (`recorded_by` is empty) in its turn. `lead_id` is the Slack id of
    whoever was asked last because they lead the account.
    """

    __tablename__ = "sales"
    __table_args__ = (
        Index("sales_customer", "team_id", "customer_id", "starts_on"),
        Index("sales_started", "team_id", "starts_on", "number"),
        partial_index("sales_unasked", "team_id", "starts_on", where="use_asked_on IS NULL"),
        # In the order in which they are asked about.
        partial_index(
            "sales_begun",
            "team_id",
            "need_asked_on",
            "lead_id",
            "starts_on",
            "number",
            where=BEGUN,
        ),
        partial_index("sales_led", "team_id", "number", where=LED),
        partial_index(
            "sales_department", "team_id", "department_id", where="department_id IS NOT NULL"
        ),
    )

    noun: ClassVar[str] = "sale"
    letter: ClassVar[str] = "S"

    team_id: str = team()
    number: int = numbered()
    title: str
    created_at: datetime
    recorded_by: str
    state: str = SaleState.SOLD
    customer_id: UUID
    starts_on: date
    sold: str = long_text("")
    sold_by: str
    department_id: UUID | None = None
    value: int | None = large(None)
    currency: str | None = None
    needs: str = long_text("")
    fit: str | None = None
    unsold: str = long_text("")
    need_asked_on: date | None = None
    use_asked_on: date | None = None
    lead_id: str | None = None
    used: str | None = None
    used_words: str = long_text("")
    used_on: date | None = None

    @property
    def ref(self) -> str:
        """The name people use: S-1."""
        return f"{self.letter}-{self.number}"

    @property
    def due_at(self) -> datetime | None:
        """A sale is owed by no time: what is asked about it is."""
        return None

    @property
    def stands(self) -> bool:
        """Whether nobody has taken back that it was sold."""
        return self.state != SaleState.TAKEN_BACK

    @property
    def is_only_begun(self) -> bool:
        """Whether it stands for a new account, and nobody has said a word of it yet."""
        return not self.recorded_by and not self.fit and not self.used

    @property
    def is_too_much(self) -> bool:
        """Whether somebody said that less would have done, or that they hardly use it."""
        return self.fit == Fit.LESS or self.used == Use.HARDLY


def find(session: Session, team_id: str, number: int, *, lock: bool = False) -> Sale | None:
    """The sale with this number; `lock` keeps others from changing it until the commit."""
    return session.get(
        Sale, (team_id, number), with_for_update=lock or None, populate_existing=lock
    )


def of_customer(session: Session, team_id: str, customer_id: UUID) -> list[Sale]:
    """What a customer bought, the first day first; not what was taken back."""
    query = select(Sale).where(Sale.team_id == team_id, Sale.customer_id == customer_id)
    found = [each for each in session.exec(query) if each.stands]
    return sorted(found, key=lambda each: (each.starts_on, each.number))


def behind(session: Session, team_id: str, customer_id: UUID, by: date) -> Sale | None:
    """What a customer bought last before a day, or first where all of it came later."""
    found = of_customer(session, team_id, customer_id)
    before = [each for each in found if each.starts_on <= by]
    return next(iter(before[-1:] or found[:1]), None)


def started_between(session: Session, team_id: str, first: date, last: date) -> list[Sale]:
    """What began from a day to another and was not taken back, the newest first."""
    query = select(Sale).where(
        Sale.team_id == team_id, col(Sale.starts_on) >= first, col(Sale.starts_on) <= last
    )
    standing = [each for each in session.exec(query) if each.stands]
    return sorted(standing, key=lambda each: (each.starts_on, each.number), reverse=True)


def unasked(session: Session, team_id: str, by: date, most: int) -> list[Sale]:
    """What began by a day, and of which it was not asked yet whether they use it.

    Not of customers who left.
    """
    is_its = and_(
        col(Customer.team_id) == col(Sale.team_id),
        col(Customer.customer_id) == col(Sale.customer_id),
    )
    query = (
        select(Sale)
        .join(Customer, is_its)
        .where(
            Sale.team_id == team_id,
            col(Sale.use_asked_on).is_(None),
            col(Sale.starts_on) <= by,
            Sale.state != SaleState.TAKEN_BACK.value,
            col(Customer.left_on).is_(None),
        )
        .order_by(col(Sale.starts_on))
    )
    return list(session.exec(query.limit(most)))


def new_accounts(
    session: Session, team_id: str, first: date, last: date, most: int
) -> list[Customer]:
    """Who became a customer from a day to another and has no sale yet, first come first.

    Who left is not among them; at most so many.
    """
    has_any = (
        select(Sale.number)
        .where(Sale.team_id == team_id, col(Sale.customer_id) == col(Customer.customer_id))
        .exists()
    )
    query = select(Customer).where(
        Customer.team_id == team_id,
        col(Customer.came_on).is_not(None),
        col(Customer.came_on) >= first,
        col(Customer.came_on) <= last,
        col(Customer.left_on).is_(None),
        ~has_any,
    )
    return list(session.exec(query.order_by(col(Customer.came_on), col(Customer.key)).limit(most)))


def waiting_for(session: Session, team_id: str) -> list[str | None]:
    """Who leads the new accounts of which it is still to be asked what they need, each once."""
    query = select(Sale.lead_id).where(
        Sale.team_id == team_id, text(BEGUN), col(Sale.need_asked_on).is_(None)
    )
    return list(session.exec(query.distinct()))


def waiting_of(session: Session, team_id: str, lead_id: str | None, most: int) -> list[Sale]:
    """Those of one of them who began first, at most so many."""
    query = select(Sale).where(
        Sale.team_id == team_id,
        text(BEGUN),
        col(Sale.need_asked_on).is_(None),
        col(Sale.lead_id) == lead_id,
    )
    return list(session.exec(query.order_by(col(Sale.starts_on), col(Sale.number)).limit(most)))


def begun_on(session: Session, team_id: str, lead_id: str | None, day: date) -> int:
    """Of how many new accounts one of them was asked on a day what they need."""
    query = select(func.count()).where(
        Sale.team_id == team_id, text(BEGUN), col(Sale.need_asked_on) == day,
        col(Sale.lead_id) == lead_id,
    )  # fmt: skip
    return session.exec(query).one()


def led_by_another(session: Session, team_id: str, most: int) -> list[Sale]:
    """Those of which somebody is asked who does not lead the account any more, at most so many."""
    is_its = and_(
        col(Customer.team_id) == col(Sale.team_id),
        col(Customer.customer_id) == col(Sale.customer_id),
    )
    query = (
        select(Sale)
        .join(Customer, is_its)
        .where(
            Sale.team_id == team_id,
            text(LED),
            Sale.state != SaleState.TAKEN_BACK.value,
            col(Customer.left_on).is_(None),
            col(Customer.owner_id).is_not(None),
            col(Customer.owner_id) != col(Sale.lead_id),
        )
        .order_by(col(Sale.number))
    )
    return list(session.exec(query.limit(most)))


class Blamed(NamedTuple):
    """An issue that comes of what was sold, or a loss: whose, and on which day (of UTC)."""

    customer_id: UUID
    day: date


def blamed(session: Session, team_id: str, since: date) -> list[Blamed]:
    """What came, since a day, of something that was sold and not needed.

    Issues whose cause is of that kind, and customers who left with that behind it, where something
    shows it.
    """
    is_its = and_(
        col(Cause.team_id) == col(Issue.team_id), col(Cause.cause_id) == col(Issue.cause_id)
    )
    issues = (
        select(Issue.customer_id, Issue.created_at)
        .join(Cause, is_its)
        .where(
            Issue.team_id == team_id,
            col(Issue.cause_id).is_not(None),
            Issue.created_at >= datetime.combine(since, time.min, UTC),
            Cause.kind == CauseKind.SALE.value,
            col(Issue.customer_id).is_not(None),
        )
    )
    left = select(Loss).where(Loss.team_id == team_id, col(Loss.left_on) >= since)
    return [
        *(Blamed(key, at.date()) for key, at in session.exec(issues) if key),
        *(
            Blamed(each.customer_id, each.left_on)
            for each in session.exec(left)
            if each.stands and each.known_cause == LossReason.WRONG_FIT
        ),
    ]
