"""Who came, who left, who pays more or less, by tier: counted so that nothing is lost between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from storage.customers import Tier


@dataclass(frozen=True)
class CustomerStanding:
    """How a customer stood on a day: how they are looked after, and what they pay in a year.

    `value` is in whole units; None where nobody knew it.
    """

    tier: Tier
    value: int | None


@dataclass(frozen=True)
class Tallied:
    """So many customers, and so much a year."""

    count: int = 0
    value: int = 0

    def __add__(self, other: Tallied) -> Tallied:
        return Tallied(self.count + other.count, self.value + other.value)

    def __sub__(self, other: Tallied) -> Tallied:
        return Tallied(self.count - other.count, self.value - other.value)


NONE = Tallied()


@dataclass(frozen=True)
class Growth:
    """What became of the customers of a tier, or of all, between two days.

    `new` came and `lost` left; `grew` and `shrank` stayed and pay more or less; `found` stayed, and
    what they pay was written down first, or is not known any more. `moved_in` and `moved_out` came
    from another tier and went to one, with what they paid before.
    """

    new: Tallied = NONE
    lost: Tallied = NONE
    grew: Tallied = NONE
    shrank: Tallied = NONE
    found: Tallied = NONE
    moved_in: Tallied = NONE
    moved_out: Tallied = NONE

    def __add__(self, other: Growth) -> Growth:
        return Growth(
            self.new + other.new, self.lost + other.lost, self.grew + other.grew,
            self.shrank + other.shrank, self.found + other.found,
            self.moved_in + other.moved_in, self.moved_out + other.moved_out,
        )  # fmt: skip

    @property
    def net(self) -> Tallied:
        """By how many customers, and how much a year, there are more at the end."""
        count = self.new.count - self.lost.count + self.moved_in.count - self.moved_out.count
        more = self.new.value + self.grew.value + self.found.value + self.moved_in.value
        return Tallied(count, more - self.lost.value - self.shrank.value - self.moved_out.value)

    @property
    def new_for_lost(self) -> Decimal | None:
        """The value that came for each unit that left; None where nothing left.

        Below 1 whoever comes does not make up for who leaves. Source:
        https://nonbillablehour.com/blog/2009/10/28/does-your-firm-know-customer-math
        """
        if not self.lost.value:
            return None
        ratio = Decimal(self.new.value) / Decimal(self.lost.value)
        return ratio.quantize(Decimal("0.1"), ROUND_HALF_UP)


def between(
    before: Mapping[UUID, CustomerStanding | None],
    after: Mapping[UUID, CustomerStanding | None],
) -> dict[Tier, Growth]:
    """What became of customers between two days, by tier; None is who was none on that day.

    New less lost, with who moved, is always the change of their number, and what is added to and
    taken from the value that of their value: in every tier and altogether.
    """
    found: dict[Tier, Growth] = {}
    for customer_id in {*before, *after}:
        for tier, part in _became(before.get(customer_id), after.get(customer_id)):
            found[tier] = found.get(tier, Growth()) + part
    return {tier: found[tier] for tier in Tier if tier in found}


def _became(
    before: CustomerStanding | None, after: CustomerStanding | None
) -> Iterable[tuple[Tier, Growth]]:
    if before is None and after is None:
        return
    if before is None and after is not None:
        yield after.tier, Growth(new=Tallied(1, after.value or 0))
        return
    if before is not None and after is None:
        yield before.tier, Growth(lost=Tallied(1, before.value or 0))
        return
    assert before is not None  # noqa: S101  # both are there
    assert after is not None  # noqa: S101
    if before.tier != after.tier:
        moved = Tallied(1, before.value or 0)
        yield before.tier, Growth(moved_out=moved)
        yield after.tier, Growth(moved_in=moved)
    more = (after.value or 0) - (before.value or 0)
    if (before.value is None) != (after.value is None):
        yield after.tier, Growth(found=Tallied(1, more))
    elif more > 0:
        yield after.tier, Growth(grew=Tallied(1, more))
    elif more < 0:
        yield after.tier, Growth(shrank=Tallied(1, -more))


def is_here(day: date, came_on: date | None, away: Iterable[tuple[date, date | None]]) -> bool:
    """Whether somebody is a customer at the end of a day.

    Of whom nobody knows since when they are one, they always were. `away` are the days from which
    to which they were none.
    """
    if came_on is not None and came_on > day:
        return False
    return not any(left <= day and (back is None or back > day) for left, back in away)


def stood(now: CustomerStanding, changes: Iterable[Mapping[str, Any]]) -> CustomerStanding:
    """How a customer stood before some changes; the newest first, each as its columns were."""
    tier, value = now.tier, now.value
    for before in changes:
        tier = Tier(before["tier"]) if before.get("tier") else tier
        value = before.get("annual_value", value)
    return CustomerStanding(tier, value)


def less(stood: CustomerStanding, by: int) -> CustomerStanding:
    """The same, paying so much less a year; where nobody knows what they pay, as it is."""
    if stood.value is None:
        return stood
    return CustomerStanding(stood.tier, max(0, stood.value - by))
