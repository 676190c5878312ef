"""Counts are what a digest is made of: how much is late, due, waiting, kept or said no to.

Open work is read through the partial indexes of live rows. Closed work is only ever read for a
period that the caller names, so that a digest costs the same after ten years as after one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, false, func, or_
from sqlmodel import Session, col, select

from storage.asks import Ask, Kind
from storage.customers import Customer
from storage.handoffs import Handoff
from storage.issues import Issue
from storage.items import State
from storage.many import among
from storage.tasks import Task

Model = type[Task] | type[Issue]
MODELS: tuple[Model, ...] = (Task, Issue)

FIRST = 50
"""So many lines of a list are read; the rest is only counted."""
EARLIEST_KEPT = timedelta(days=92)
"""A promise kept longer before its day than this is left out of what was promised for a day."""
LONGEST_CLOCK = timedelta(days=31)
"""Nobody is given longer than this to say whether they take something."""


@dataclass(frozen=True)
class Place:
    """One department; without one, the issues that no department owns yet."""

    team_id: str
    department_id: UUID | None


@dataclass(frozen=True)
class Period:
    """From `since` (inside) to `until` (outside), both UTC."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class Line:
    """One task or issue as a digest shows it."""

    noun: str
    number: int
    title: str
    due_at: datetime | None
    created_at: datetime
    customer: str = ""
    tier: str = ""
    due_zone: str = "UTC"

    @property
    def ref(self) -> str:
        """The name people use: T-12."""
        return f"{self.noun[0].upper()}-{self.number}"


@dataclass(frozen=True)
class Found:
    """The first lines of a list, soonest due first, and how many there are in all."""

    lines: tuple[Line, ...] = ()
    total: int = 0


@dataclass(frozen=True)
class Tally:
    """How many stand at one outcome, or ended with it; empty is an ask without an answer."""

    outcome: str
    in_time: bool
    number: int


@dataclass(frozen=True)
class New:
    """Issues that came in: all of them, those nobody has answered, and the first still open."""

    total: int = 0
    waiting: int = 0
    oldest: Line | None = None


@dataclass(frozen=True)
class Kept:
    """The latest promise that was kept: which, by whom and when."""

    line: Line
    owner_id: str | None
    closed_at: datetime


@dataclass(frozen=True)
class Account:
    """A customer with open work that is late or severe; `annual_value` in whole units."""

    customer_id: UUID
    name: str
    tier: str
    annual_value: int | None
    renewal_on: date | None
    late: int
    severe: int


def late(session: Session, place: Place, now: datetime) -> Found:
    """Live items whose date has passed."""
    return _found(
        session, {model: [*_live(model, place), _is_late(model, now)] for model in MODELS}
    )


def count_late(session: Session, place: Place, now: datetime) -> int:
    """How many live items there are whose date has passed."""
    where = {model: [*_live(model, place), _is_late(model, now)] for model in MODELS}
    return sum(_count(session, model, where[model]) for model in MODELS)


def due(session: Session, place: Place, period: Period) -> Found:
    """Items that somebody has taken, with a date in a period to come."""
    return _found(
        session,
        {
            model: [
                *_live(model, place),
                *_within(model.due_at, period),
                col(model.state) == State.ACKNOWLEDGED,
            ]
            for model in MODELS
        },
    )


def waiting(session: Session, place: Place, now: datetime) -> Found:
    """Items that nobody has taken yet and that are not late."""
    return _found(session, {model: [*_live(model, place), _waits(model, now)] for model in MODELS})


def live(session: Session, place: Place) -> int:
    """How many items are open."""
    return sum(_count(session, model, _live(model, place)) for model in MODELS)


def may_tell(session: Session, place: Place, news: Period, soon: datetime) -> bool:
    """Whether a department's digest may have something to say; asked without counting anything.

    `soon` is until when a date is near. Of what nobody has taken some is looked for; where very
    much is open, it is taken for certain that there is some.
    """
    for model in MODELS:
        live = _live(model, place)
        states = session.exec(select(model.state).where(*live).limit(FIRST)).all()
        if State.OPEN in states or len(states) == FIRST:
            return True
        if _any(session, model, [*live, col(model.due_at) < soon]):
            return True
        if _any(session, model, _closed(model, place, news, State.DONE)):
            return True
    came_in = [*_of(Issue, place), *_within(Issue.created_at, news)]
    return _any(session, Issue, came_in) or offers(session, place) > 0


def is_lively(session: Session, place: Place, period: Period) -> bool:
    """Whether anything is open in a place, or was promised for a period or ended with a no in it.

    What was closed is only looked at where nothing is open.
    """
    if any(_any(session, model, _live(model, place)) for model in MODELS):
        return True
    return any(
        _any(session, model, [*_of(model, place), *where])
        for model in MODELS
        for where in (
            [*_within(model.original_due_at, period), _closed_since(model, period)],
            [*_within(model.closed_at, period), col(model.state) == State.DECLINED],
        )
    )


def offers(session: Session, place: Place) -> int:
    """How many hand-offs to this department wait for its answer."""
    query = select(func.count()).where(
        Handoff.team_id == place.team_id,
        Handoff.to_department_id == place.department_id,
        col(Handoff.answered_at).is_(None),
    )
    return session.exec(query).one()


def new_issues(session: Session, place: Place, period: Period) -> New:
    """Issues that came in during a period that ends now."""
    where = [*_of(Issue, place), *_within(Issue.created_at, period)]
    unanswered = func.count(case((_waits(Issue, period.until), 1)))
    total, waits = session.exec(select(func.count(), unanswered).where(*where)).one()
    query = (
        _with_customer(Issue)
        .where(*where, col(Issue.closed_at).is_(None))
        .order_by(col(Issue.created_at), col(Issue.number))
    )
    first = session.exec(query.limit(1)).first()
    return New(total, waits, line_of(*first) if first else None)


def acknowledged(session: Session, place: Place, period: Period) -> list[Tally]:
    """Questions “can you take it?” whose time ran out in a period, by their outcome."""
    in_time = func.coalesce(col(Ask.answered_at) <= col(Ask.due_at), false())
    query = (
        select(Ask.outcome, in_time, func.count())
        .where(
            Ask.team_id == place.team_id,
            Ask.department_id == place.department_id,
            Ask.kind == Kind.ACKNOWLEDGE,
            *_within(Ask.due_at, period),
            *_within(Ask.opened_at, Period(period.since - LONGEST_CLOCK, period.until)),
        )
        .group_by(col(Ask.outcome), in_time)
    )
    return [Tally(outcome or "", bool(met), n) for outcome, met, n in session.exec(query)]


def promised(session: Session, place: Place, period: Period) -> list[Tally]:
    """Items first promised for a period, by their state; in time means by that first date."""
    found: list[Tally] = []
    for model in MODELS:
        in_time = func.coalesce(col(model.closed_at) <= col(model.original_due_at), false())
        # Asked apart, because SQLite would answer “open or closed lately” from all of history.
        for still in (col(model.closed_at).is_(None), _closed_since(model, period)):
            query = (
                select(model.state, in_time, func.count())
                .where(*_of(model, place), still, *_within(model.original_due_at, period))
                .group_by(col(model.state), in_time)
            )
            found += [Tally(state, bool(met), n) for state, met, n in session.exec(query)]
    return found


def closed(session: Session, place: Place, period: Period, state: State) -> dict[str, int]:
    """How many items each owner ended with a state in a period, most first."""
    found: dict[str, int] = {}
    for model in MODELS:
        where = [*_closed(model, place, period, state), col(model.owner_id).is_not(None)]
        query = select(model.owner_id, func.count()).where(*where).group_by(col(model.owner_id))
        for owner_id, number in session.exec(query):
            found[str(owner_id)] = found.get(str(owner_id), 0) + number
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def last_kept(session: Session, place: Place, period: Period) -> Kept | None:
    """The latest promise that was kept in a period."""
    found: list[Kept] = []
    for model in MODELS:
        query = (
            _with_customer(model)
            .where(*_closed(model, place, period, State.DONE))
            .order_by(col(model.closed_at).desc())
        )
        for item, customer in session.exec(query.limit(1)):
            found.append(Kept(line_of(item, customer), item.owner_id, item.closed_at))
    return max(found, key=lambda kept: kept.closed_at, default=None)


def accounts(
    session: Session, team_id: str, tiers: Collection[str], severity: int, now: datetime
) -> list[Account]:
    """Customers of some tiers with open work that is late, or of this severity or worse."""
    # From the few who are watched to their work, and only then to who they are: the other way round
    # all open work would be read.
    watched = select(Customer.customer_id).where(
        Customer.team_id == team_id, among(session, col(Customer.tier), tiers)
    )
    late, severe = Counter[UUID](), Counter[UUID]()
    for model in MODELS:
        is_late, is_severe = _is_late(model, now), col(model.severity) <= severity
        query = (
            select(
                model.customer_id, func.count(case((is_late, 1))), func.count(case((is_severe, 1)))
            )
            .where(
                model.team_id == team_id,
                col(model.customer_id).in_(watched),
                col(model.closed_at).is_(None),
                is_late | is_severe,
            )
            .group_by(col(model.customer_id))
        )
        for customer_id, of_late, of_severe in session.exec(query):
            if customer_id is not None:
                late[customer_id] += of_late
                severe[customer_id] += of_severe
    them = select(Customer).where(
        Customer.team_id == team_id, among(session, col(Customer.customer_id), late)
    )
    return [
        _account(customer, late[customer.customer_id], severe[customer.customer_id])
        for customer in session.exec(them)
    ]


def line_of(item: Task | Issue, customer: Customer | None) -> Line:
    """An item as a digest shows it."""
    return Line(
        noun=item.noun,
        number=item.number,
        title=item.title,
        due_at=item.due_at,
        created_at=item.created_at,
        due_zone=item.due_zone,
        customer=customer.name if customer else "",
        tier=customer.tier if customer else "",
    )


# --- the conditions they share; “live” is written as the partial indexes have it ---


def _of(model: Model, place: Place) -> list[Any]:
    return [
        col(model.team_id) == place.team_id,
        col(model.department_id) == place.department_id,
    ]


def _live(model: Model, place: Place) -> list[Any]:
    return [*_of(model, place), col(model.closed_at).is_(None)]


def _closed(model: Model, place: Place, period: Period, state: State) -> list[Any]:
    return [*_of(model, place), *_within(model.closed_at, period), col(model.state) == state]


def _closed_since(model: Model, period: Period) -> Any:
    """Whether it was closed lately enough to count among what was promised for a period."""
    return col(model.closed_at) >= period.since - EARLIEST_KEPT


def _within(column: datetime | None, period: Period) -> list[Any]:
    return [col(column) >= period.since, col(column) < period.until]


def _is_late(model: Model, now: datetime) -> Any:
    return col(model.due_at) < now


def _waits(model: Model, now: datetime) -> Any:
    not_late = or_(col(model.due_at).is_(None), col(model.due_at) >= now)
    return and_(col(model.state) == State.OPEN, not_late)


def _is_for(model: Model) -> Any:
    return and_(
        col(Customer.team_id) == col(model.team_id),
        col(Customer.customer_id) == col(model.customer_id),
    )


def _with_customer(model: Model) -> Any:
    return select(model, Customer).outerjoin(Customer, _is_for(model))


def _count(session: Session, model: Model, where: list[Any]) -> int:
    return session.exec(select(func.count()).select_from(model).where(*where)).one()


def _any(session: Session, model: Model, where: list[Any]) -> bool:
    return session.exec(select(model.number).where(*where).limit(1)).first() is not None


def _found(session: Session, wanted: dict[Model, list[Any]]) -> Found:
    lines: list[Line] = []
    for model, where in wanted.items():
        soonest = (col(model.due_at).nulls_last(), col(model.number))
        query = _with_customer(model).where(*where).order_by(*soonest)
        lines += [line_of(*row) for row in session.exec(query.limit(FIRST))]
    lines.sort(key=lambda line: (line.due_at is None, line.due_at, line.number))
    total = sum(_count(session, model, where) for model, where in wanted.items())
    return Found(tuple(lines[:FIRST]), total)


def _account(customer: Customer, late: int, severe: int) -> Account:
    return Account(
        customer_id=customer.customer_id,
        name=customer.name,
        tier=customer.tier,
        annual_value=customer.annual_value,
        renewal_on=customer.renewal_on,
        late=late,
        severe=severe,
    )
