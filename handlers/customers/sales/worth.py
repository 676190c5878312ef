"""What a customer bought first, and what they have paid so far: what was, never what might be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import dropwhile
from typing import NamedTuple

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers import paying
from handlers.people import records
from storage import history, losses, sales
from storage.customers import Customer
from storage.sales import Sale

YEAR = Decimal("365.25")
"""Days in a year, leap years counted."""
Away = tuple[date, date | None]
"""From a day, up to another that is no longer part of it; None where it lasts still."""


class PaidFrom(NamedTuple):
    """What somebody pays in a year from a day on, in whole units; None where nobody knows."""

    day: date
    value: int | None


@dataclass(frozen=True)
class LifeSoFar:
    """The first order of a customer, if it is known, and what they have paid since a day.

    `so_far` is in whole units of the company's currency, None where nothing is known of it.
    `is_whole` says that what they pay is known from the day on which they came.
    """

    first: Sale | None
    so_far: int | None
    since: date | None
    is_whole: bool


def read(session: Session, customer: Customer, today: date, zone: str) -> LifeSoFar:
    """What is known of one customer up to a day; days are those of a zone (an IANA name).

    Nothing of what they paid where their first order is in another currency than theirs by now.
    """
    first = next(iter(sales.of_customer(session, customer.team_id, customer.customer_id)), None)
    known = list(dropwhile(lambda each: each.value is None, _known(session, customer, zone)))
    came = customer.came_on or (first.starts_on if first else None)
    begin = max(filter(None, (came, known[0].day if known else None)), default=today)
    is_other = first is not None and first.value is not None and first.currency != customer.currency
    if not known or is_other or begin >= today:
        return LifeSoFar(first, None, None, is_whole=False)
    ids = [customer.customer_id]
    away = losses.spans_away(session, customer.team_id, ids).get(customer.customer_id, [])
    is_known = all(each.value is not None for each in known)
    paid = so_far(known, begin, today, away)
    return LifeSoFar(first, paid, begin, is_whole=is_known and begin == came)


def so_far(known: Sequence[PaidFrom], begin: date, end: date, away: Iterable[Away]) -> int | None:
    """What was paid from a day up to and without another, in whole units; None where none is known.

    The sum over the days d in that time, on which they were a customer and it was known what they
    pay, of value(d) ÷ 365.25, where value(d) is what they paid in a year on that day as it was
    written down then; rounded half up at the end. `known` is in order of days, and `away` the spans
    in which they were none. Nothing is put in for a day of which nothing is known.
    """
    away = list(away)
    total, counted = Decimal(0), False
    for each, until in _stretches(known, begin, end):
        if each.value is None:
            continue
        days = (until - max(each.day, begin)).days
        days -= sum(_shared(span, max(each.day, begin), until) for span in away)
        counted = counted or days > 0
        total += Decimal(each.value) * max(0, days) / YEAR
    return int(total.quantize(Decimal(1), ROUND_HALF_UP)) if counted else None


def _stretches(
    known: Sequence[PaidFrom], begin: date, end: date
) -> Iterable[tuple[PaidFrom, date]]:
    """Each value with the day on which the next one begins, or the end."""
    following = [*(each.day for each in known[1:]), end]
    for each, until in zip(known, following, strict=True):
        if min(until, end) > max(each.day, begin):
            yield each, min(until, end)


def _shared(span: Away, begin: date, end: date) -> int:
    """How many days a span has in common with another."""
    left, back = span
    return max(0, (min(end, back or end) - max(begin, left)).days)


def _known(session: Session, customer: Customer, zone: str) -> list[PaidFrom]:
    """What they pay in a year, from which day on it was written down so, the first day first."""
    found: list[PaidFrom] = []
    events = history.of_customer(session, customer.team_id, customer.customer_id)
    true_from = paying.true_from(session, customer.team_id, events)
    for event in reversed(events):
        after = event.details.get("after") or {}
        if event.event_id in true_from:
            found = less_from(found, true_from[event.event_id], paying.less_by(event) or 0)
        elif event.verb == records.ADDED or "annual_value" in after:
            day = hours.day_of(event.happened_at, zone)
            found = [each for each in found if each.day < day]
            found.append(PaidFrom(day, after.get("annual_value")))
    return found


def less_from(known: Sequence[PaidFrom], day: date, by: int) -> list[PaidFrom]:
    """The same, paying so much less from a day on, whatever was written down since then.

    Of days before the first that is known nothing is known still.
    """
    if not known:
        return []
    begins = max(day, known[0].day)
    last = [each for each in known if each.day <= begins][-1]
    cut = [each for each in known if each.day < begins]
    later = [PaidFrom(begins, last.value), *(each for each in known if each.day > begins)]
    return cut + [
        PaidFrom(each.day, None if each.value is None else max(0, each.value - by))
        for each in later
    ]
