"""How the company grows: who came and who left in a month, and what they pay, by tier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers import paying
from handlers.customers.growth import rules
from handlers.customers.growth.rules import NONE, CustomerStanding, Growth, Tallied
from handlers.customers.losses import figures
from handlers.customers.losses.figures import LostInTime
from handlers.executives.scores.periods import ScorePeriod
from handlers.people import access, office, records
from storage import customers, history, losses, rooms
from storage.customers import Customer, Tier
from storage.history import Event
from storage.losses import Loss
from storage.people import Person

FAR = date(9999, 12, 31)


@dataclass(frozen=True)
class WonAndLost:
    """What became of all customers in a period, by tier, and who they are at its end.

    `until` is its last day, or today where it is not over. `by_loss` are those who left in it and
    are not back, what was worth most first, counted in `lost`; `names` are theirs by id.
    """

    period: ScorePeriod
    until: date
    by_tier: dict[Tier, Growth]
    at_end: Tallied
    by_loss: Sequence[Loss]
    lost: LostInTime
    names: dict[UUID, str]
    is_known: bool
    """Whether anybody has a start or an end yet."""

    @property
    def altogether(self) -> Growth:
        """All tiers together; who moved between two cancels out."""
        return sum(self.by_tier.values(), Growth())


def read(session: Session, now: datetime, actor: Person, period: ScorePeriod) -> WonAndLost:
    """What became of all customers in a period that has begun, by the days of the CCO's zone.

    Raises what `access.check` raises.
    """
    access.check(session, actor, access.READ_GROWTH)
    return counted(session, now, actor.team_id, period)


def counted(session: Session, now: datetime, team_id: str, period: ScorePeriod) -> WonAndLost:
    """The same for a page that is for executives, whoever has it made."""
    zone = office.zone_of(session, team_id)
    today = hours.day_of(now, zone)
    until = min(period.last, today)
    by_tier = _growth(session, team_id, zone, period.first - timedelta(days=1), until)
    since = _growth(session, team_id, zone, until, today) if until < today else {}
    by_loss = losses.left_between(session, team_id, period.first, until)
    known = customers.read(session, team_id, {each.customer_id for each in by_loss})
    return WonAndLost(
        period=period,
        until=until,
        by_tier=by_tier,
        at_end=_worth(session, team_id, today) - sum(since.values(), Growth()).net,
        by_loss=by_loss,
        lost=figures.count(by_loss),
        names={each.customer_id: each.name for each in known},
        is_known=losses.has_any(session, team_id) or customers.has_starts(session, team_id),
    )


def _worth(session: Session, team_id: str, today: date) -> Tallied:
    """All who are customers now."""
    found = rooms.worth(session, team_id)
    all_of_them = sum((Tallied(each.number, each.value) for each in found), NONE)
    to_come = customers.came_between(session, team_id, today + timedelta(days=1), FAR)
    later = [each for each in to_come if each.left_on is None]
    return all_of_them - Tallied(len(later), sum(each.annual_value or 0 for each in later))


def _growth(
    session: Session, team_id: str, zone: str, before: date, after: date
) -> dict[Tier, Growth]:
    """What became of customers between the ends of two days."""
    began, ended = _end_of(before, zone), _end_of(after, zone)
    changes: dict[UUID, list[Event]] = {}
    for each in history.of_customers(session, team_id, began):
        if each.verb == records.CHANGED:
            changes.setdefault(UUID(each.details["row"]), []).append(each)
    first = before + timedelta(days=1)
    wanted = {
        *losses.turned_between(session, team_id, first, after),
        *(each.customer_id for each in customers.came_between(session, team_id, first, after)),
        *(key for key, theirs in changes.items() if theirs[-1].happened_at < ended),
    }
    true_from = paying.true_from(session, team_id, chain.from_iterable(changes.values()))
    found = customers.read(session, team_id, wanted)
    away = losses.spans_away(session, team_id, wanted)
    stood: dict[UUID, CustomerStanding | None] = {}
    stands: dict[UUID, CustomerStanding | None] = {}
    for customer in found:
        theirs = changes.get(customer.customer_id, [])
        spans = away.get(customer.customer_id, ())
        for day, since, of_them in ((before, began, stood), (after, ended, stands)):
            is_here = rules.is_here(day, customer.came_on, spans)
            later = [each for each in theirs if each.happened_at >= since]
            early = [each for each in later if true_from.get(each.event_id, date.max) <= day]
            of_them[customer.customer_id] = _at(customer, later, early) if is_here else None
    return rules.between(stood, stands)


def _at(customer: Customer, later: Sequence[Event], early: Sequence[Event]) -> CustomerStanding:
    """How a customer stood at an instant: now, less what changed `later`.

    What was noted later was true of some already (`early`): of what they lost in part by then.
    """
    now = CustomerStanding(Tier(customer.tier), customer.annual_value)
    noted = rules.stood(now, (each.details["before"] for each in later))
    return rules.less(noted, sum(paying.less_by(each) or 0 for each in early))


def _end_of(day: date, zone: str) -> datetime:
    """The instant (UTC) at which a day is over."""
    tomorrow = day + timedelta(days=1)
    return datetime.combine(tomorrow, time(), hours.time_zone(zone)).astimezone(UTC)
