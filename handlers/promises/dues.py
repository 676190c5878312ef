"""By when each kind of answer about a promise is due, by the house rules and somebody's clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlmodel import Session

from handlers.calendar import calendars
from handlers.calendar.hours import Calendar
from handlers.chasing import asked
from handlers.chasing import policy as policies
from handlers.chasing.policy import Policy
from handlers.promises import items
from storage.customers import Customer, Tier
from storage.items import Item
from storage.people import Person

Due = Callable[[Policy, Calendar, datetime, Item, Tier], datetime]


def _taken(policy: Policy, calendar: Calendar, now: datetime, item: Item, tier: Tier) -> datetime:
    """By the clock of severity and tier, or the item's date if that is sooner."""
    due = policies.after(calendar, now, policy.acknowledge[item.severity][tier])
    return min(due, item.due_at or due)


def _finished(
    policy: Policy, calendar: Calendar, now: datetime, item: Item, tier: Tier
) -> datetime:
    del policy, calendar, tier
    return item.due_at or now


def _by(span: Callable[[Policy], str]) -> Due:
    def due(policy: Policy, calendar: Calendar, now: datetime, item: Item, tier: Tier) -> datetime:
        del item, tier
        return policies.after(calendar, now, span(policy))

    return due


DUES: Mapping[str, Due] = {
    asked.ACKNOWLEDGE: _taken,
    asked.FINISH: _finished,
    asked.ACCEPT: _by(lambda policy: policy.accept),
    asked.TRIAGE: _by(lambda policy: policy.triage),
    asked.TELL: _by(lambda policy: policy.tell_customer),
}


def of(
    session: Session,
    now: datetime,
    kind: str,
    item: Item,
    customer: Customer | None,
    person: Person,
) -> datetime:
    """The instant (UTC) by which a person owes an answer about an item; for whom that is, is given.

    `kind` is a name of `handlers/chasing/asked`.
    """
    return DUES[kind](
        policies.of(session, item.team_id),
        calendars.for_person(session, person),
        now,
        item,
        items.tier_of(customer),
    )
