"""Of which days a digest tells, in which order, whom it thanks and how much of it is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta

from handlers.calendar import hours
from handlers.executives.digest_lines import Occasion
from handlers.executives.digests.shapes import DepartmentLine, Thanks
from storage.accounts import Account
from storage.customers import Tier
from storage.scopes import Period
from storage.weekly import DoneThing

WEEK = timedelta(days=7)
CHARTED = 8
"""So many weeks stand in a chart."""
QUARTER = timedelta(days=90)
"""So long it is looked back at who heard of an issue from us first."""
REFUSED = 20
"""So many of what was closed with a no are shown."""
LATE = 5
"""So many late things are named."""
DECIDED = 3
"""So many things at most are put to the executives at a time."""
WEIGHED = 200
"""So many of what is stuck are weighed, the most urgent of it."""
BY_CARE = tuple(Tier)
"""The tiers, those that need most care first."""
BOUNCED = timedelta(days=28)
"""So long it is remembered that something came back from another department."""
ASKED = timedelta(days=28)
"""So long the executives are not asked again what one of them was asked as a week's question."""
FAR = 365
"""Days to a renewal of which nobody knows."""
NEAR = 7
"""A renewal within a week weighs as much as one in a week: all of them are now."""
WATCHED_TIERS = (Tier.KEY, Tier.STRATEGIC)
WATCHED_SEVERITY = 2


def weight(value: int | None, renews_on: date | None, today: date, days: int) -> float:
    """How much is at stake: the value of a year × the days it waits ÷ those to the renewal."""
    left = FAR if renews_on is None else max((renews_on - today).days, NEAR)
    return (value or 0) * max(days, 1) / left


def thanks_for(done: Iterable[DoneThing]) -> Thanks:
    """Who is thanked: early is what was done on a day before its own, by the clock of its owner.

    Kept is what was done by the day first given.
    """
    found = list(done)
    number = Counter(each.owner_id for each in found)
    most = sorted(number, key=lambda who: (-number[who], who))
    return Thanks(
        people=tuple(most),
        total=len(found),
        key=sum(each.tier == Tier.KEY for each in found),
        early=sum(_is_early(each) for each in found),
        kept=sum(_is_kept(each) for each in found),
    )


def _is_early(thing: DoneThing) -> bool:
    if thing.due_at is None:
        return False
    done, due = (hours.day_of(at, thing.due_zone) for at in (thing.done_at, thing.due_at))
    return done < due


def _is_kept(thing: DoneThing) -> bool:
    return thing.first_due_at is None or thing.done_at <= thing.first_due_at


def week(occasion: Occasion, back: int = 0) -> Period:
    """The seven whole days that ended yesterday, or so many weeks before, by the digest's clock."""
    calendar = occasion.calendar
    until = hours.local_day(calendar, occasion.now) - back * WEEK
    return Period(*(hours.at_local(calendar, day, time()) for day in (until - WEEK, until)))


def _care(tier: str) -> int:
    return BY_CARE.index(Tier(tier)) if tier else len(BY_CARE)


def most_at_risk_first(accounts: Iterable[Account]) -> list[Account]:
    """By tier first, and the most valuable first within each."""
    return sorted(
        accounts, key=lambda each: (_care(each.tier), -(each.annual_value or 0), each.name)
    )


def neediest_first(departments: Iterable[DepartmentLine]) -> list[DepartmentLine]:
    """All departments: most misses of this week first, then most late."""
    return sorted(departments, key=lambda each: (-each.kept.now.missed, -each.late, each.name))


def most_missed_first(departments: Iterable[DepartmentLine]) -> list[DepartmentLine]:
    """Departments that missed a day this week, most misses first."""
    missed = [each for each in departments if each.kept.now.missed]
    return sorted(missed, key=lambda each: (-each.kept.now.missed, each.name))


def fitting(lines: Sequence[str], room: int) -> list[str]:
    """As many lines from the first on as fit into `room` characters, line ends included."""
    shown: list[str] = []
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        shown.append(line)
    return shown
