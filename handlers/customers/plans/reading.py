"""The year's plan of a customer, or of the whole company, made of what stands in Duly already.

Nothing is typed twice: whoever wants a plan to say something else changes what it is made of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers import growth
from handlers.customers.contacts import circle
from handlers.customers.growth.rules import Growth
from handlers.executives.scores import periods
from handlers.people import access, audiences, leads, office
from handlers.speech import words as plain
from handlers.speech.plan_errors import PlanOfTheGone
from storage import (
    aims,
    asks,
    contacts,
    customer_outcomes,
    initiatives,
    listings,
    noes,
    people,
    renewals,
    segments,
    workspaces,
)
from storage.aims import Aim
from storage.contacts import NAMELESS, Contact
from storage.customer_outcomes import CustomerOutcome, OutcomeState
from storage.customers import Customer, Tier
from storage.initiatives import Initiative, InitiativeState
from storage.items import Item
from storage.listings import ListWanted, Which
from storage.noes import No
from storage.people import Person
from storage.renewals import Renewal
from storage.scopes import Reader
from storage.segments import FlagKind, SegmentPage

AWAITED, DECLINED = 5, 5
"""So many things that a customer waits for, and that we said no to, stand in their plan."""
KEPT = 10
"""So many customers to keep are named."""
MOST = 1_000
"""So many of those whom nobody can afford to lose are looked at."""
YEAR, DAY = timedelta(days=365), timedelta(days=1)
ENDED = (OutcomeState.MET, OutcomeState.NOT_MET, OutcomeState.ENDED)


@dataclass(frozen=True)
class PlannedWork:
    """An initiative in a plan; `money` says whether its reader may know what it costs."""

    initiative: Initiative
    money: bool


@dataclass(frozen=True)
class NotPlanned:
    """A thing that we will not do for a customer, and the no about it, where that is kept."""

    item: Item
    no: No | None


@dataclass(frozen=True)
class PlanWaits:
    """What a customer waits for: `shown` of `total`, so many `late`, and `hidden` from a reader."""

    shown: Sequence[Item]
    total: int
    late: int
    hidden: int


@dataclass(frozen=True)
class AccountPlan:
    """The plan of one customer for a year.

    `deciders` is None for whoever may not read names; `how_many` decide. `cut` was for them and is
    not any more.
    """

    customer: Customer
    year: int
    lead: Person | None
    sponsor: Person | None
    money_shown: bool
    deciders: Sequence[Contact] | None
    how_many: int
    sought_by: Person | None
    """Who is asked who decides, while nobody is written down and somebody is asked."""
    aim: Aim | None
    aim_asked: Person | None
    """Who is asked what they should be able to do, while somebody is."""
    may_write: bool
    waits: PlanWaits
    work: Sequence[PlannedWork]
    declined: Sequence[NotPlanned]
    cut: Sequence[Initiative]
    renewal: Renewal | None
    """The one that is to come, for whoever may know what they pay."""


@dataclass(frozen=True)
class CompanyPlan:
    """The plan of the whole company for a year.

    `kept` are the customers whom nobody can afford to lose, and key accounts, what is worth most
    first. `growth` is what became of customers between `since` and `until`; None where nobody
    knows, or where they may not read that. `dropped` are initiatives that were cut, `ended`
    outcomes that were let go.
    """

    year: int
    kept: Sequence[Customer]
    to_keep: int
    cannot_lose: frozenset[UUID]
    money_shown: bool
    currency: str | None
    reads_growth: bool
    growth: Growth | None
    since: date
    until: date
    outcomes: Sequence[CustomerOutcome]
    work: Sequence[PlannedWork]
    cost_known: bool
    """Whether the reader may know what all of it costs."""
    dropped: Sequence[Initiative]
    ended: Sequence[CustomerOutcome]


def check_is_here(customer: Customer) -> None:
    """Who left has no plan. Raises PlanOfTheGone."""
    if customer.left_on is not None:
        raise PlanOfTheGone(name=customer.name, day=plain.dated(customer.left_on))


def of_account(
    session: Session, now: datetime, reader: Person, customer: Customer, year: int
) -> AccountPlan:
    """The plan of a customer, as far as somebody may read it.

    Raises PlanOfTheGone, and what `access.check` raises.
    """
    access.check(session, reader, access.READ)
    check_is_here(customer)
    there = contacts.at(session, customer.team_id, customer.customer_id)
    deciding = [each for each in there if each.decides]
    reads_names = circle.may_read(session, reader, customer)
    money_shown = access.may_see_money(session, reader, customer)
    place = (customer.team_id, customer.customer_id)
    aim = aims.of_year(session, *place, year)
    return AccountPlan(
        customer=customer,
        year=year,
        lead=leads.of_account(session, customer),
        sponsor=leads.sponsor_of(session, customer),
        money_shown=money_shown,
        renewal=renewals.open_of(session, *place) if money_shown else None,
        deciders=deciding if reads_names else None,
        how_many=len(deciding),
        sought_by=_asked(session, next((each for each in there if each.state in NAMELESS), None)),
        aim=aim,
        aim_asked=_asked(session, aim),
        may_write=access.may(session, reader, access.WRITE_AIM, aim),
        waits=_waits(session, now, reader, customer),
        work=work_for(session, reader, customer, year),
        declined=_declined(session, now, reader, customer),
        cut=initiatives.cut_for(session, customer, hours.day_of(now, reader.zone) - YEAR),
    )


def _asked(session: Session, about: Aim | Contact | None) -> Person | None:
    """Who owes an answer about it."""
    owed = asks.open_about(session, about.team_id, about.noun, about.number) if about else []
    return people.find(session, owed[0].team_id, owed[0].person_id) if owed else None


def of_company(session: Session, now: datetime, reader: Person, year: int) -> CompanyPlan:
    """The plan of the whole company, as far as somebody may read it.

    Raises what `access.check` raises.
    """
    access.check(session, reader, access.READ)
    plan = for_everybody(session, now, reader.team_id, year)
    return replace(
        plan,
        money_shown=access.may_see_money(session, reader),
        reads_growth=access.may(session, reader, access.READ_GROWTH),
        growth=_growth(session, now, reader, plan.since, plan.until),
        work=_work(session, reader, [each.initiative for each in plan.work]),
        cost_known=access.may(session, reader, access.READ_BUDGETS),
    )


def for_everybody(session: Session, now: datetime, team_id: str, year: int) -> CompanyPlan:
    """The same as everybody here may read it: without money, and without who came and left."""
    today = office.day_of(session, team_id, now)
    since, until = _counted_from(year, today)
    first, last = date(year, 1, 1), date(year, 12, 31)
    workspace = workspaces.find(session, team_id)
    outcomes = customer_outcomes.between(session, team_id, first, last)
    named = segments.flagged(session, team_id, FlagKind.CANNOT_LOSE, 0, MOST)
    keys = segments.of_tier(session, team_id, Tier.KEY, 0, KEPT)
    return CompanyPlan(
        year=year,
        kept=_kept(named, keys),
        to_keep=keys.total + sum(each.tier != Tier.KEY for each in named.page),
        cannot_lose=frozenset(each.customer_id for each in named.page),
        money_shown=False,
        currency=workspace.currency if workspace else None,
        reads_growth=False,
        growth=None,
        since=since,
        until=until,
        outcomes=[each for each in outcomes if each.state not in ENDED],
        work=[PlannedWork(each, money=False) for each in _going(session, team_id, year)],
        cost_known=False,
        dropped=initiatives.going_on(session, team_id, first, last, InitiativeState.CUT),
        ended=[each for each in outcomes if each.state == OutcomeState.ENDED],
    )


def work_for(session: Session, reader: Person, customer: Customer, year: int) -> list[PlannedWork]:
    """What is done for a customer in a year, what begins first first."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return _work(session, reader, initiatives.meant_for(session, customer, first, last))


def work_of(session: Session, reader: Person, year: int) -> list[PlannedWork]:
    """What the whole company does in a year, what begins first first."""
    return _work(session, reader, _going(session, reader.team_id, year))


def _going(session: Session, team_id: str, year: int) -> list[Initiative]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    return initiatives.going_on(session, team_id, first, last)


def _kept(named: SegmentPage, keys: SegmentPage) -> list[Customer]:
    """Those whom nobody can afford to lose first, then key accounts; what is worth most first."""
    found = {each.customer_id: each for each in (*named.page, *keys.page)}
    return list(found.values())[:KEPT]


def _counted_from(year: int, today: date) -> tuple[date, date]:
    """The days of which growth is counted for a plan: the year before it, as far as that is."""
    last = min(today, date(year, 12, 31))
    first = date(min(year - 1, last.year), 1, 1)
    return first, min(last, date(first.year, 12, 31))


def _growth(
    session: Session, now: datetime, reader: Person, since: date, until: date
) -> Growth | None:
    if not access.may(session, reader, access.READ_GROWTH):
        return None
    found = growth.read(session, now, reader, periods.between(since, until))
    return found.altogether if found.is_known else None


def _work(session: Session, reader: Person, found: Sequence[Initiative]) -> list[PlannedWork]:
    reads_all = access.may(session, reader, access.READ_BUDGETS)
    return [
        PlannedWork(each, reads_all or access.may(session, reader, access.READ_BUDGETS, each))
        for each in found
    ]


def _waits(session: Session, now: datetime, person: Person, customer: Customer) -> PlanWaits:
    """What is late first, then what is due first."""
    reader = audiences.reader(session, person)
    wanted = ListWanted(Which.OPEN, customer_id=customer.customer_id)
    found = listings.rows(session, reader, wanted, now)
    late = listings.rows(session, reader, replace(wanted, which=Which.LATE), now)
    are_late = {(row.noun, row.number) for row in late.rows}
    in_order = sorted(
        (
            (row.noun, row.number) not in are_late,
            row.due_at is None,
            row.due_at or now,
            row.number,
            row.noun,
        )
        for row in found.rows
    )
    things = [(noun, number) for *_, number, noun in in_order[:AWAITED]]
    return PlanWaits(_items(session, reader, things), len(found.rows), len(late.rows), found.hidden)


def _declined(
    session: Session, now: datetime, person: Person, customer: Customer
) -> list[NotPlanned]:
    """What was declined within a year, the last one first."""
    reader = audiences.reader(session, person)
    wanted = ListWanted(
        Which.NO, customer_id=customer.customer_id, since=now - YEAR, until=now + DAY
    )
    rows = listings.rows(session, reader, wanted, now).rows
    newest = sorted(rows, key=lambda row: (row.closed_at or now, row.number), reverse=True)
    shown = _items(session, reader, [(row.noun, row.number) for row in newest[:DECLINED]])
    return [NotPlanned(each, noes.standing(session, each.team_id, each.noun, each.number))
            for each in shown]  # fmt: skip


def _items(session: Session, reader: Reader, things: Sequence[tuple[str, int]]) -> list[Item]:
    found = listings.items(session, reader.team_id, reader, things)
    return [found[thing] for thing in things if thing in found]
