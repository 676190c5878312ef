"""Who answers, month by month, against the first month: counted, and compared, by hand if need be.

A month is judged once it has been over for a week: what was owed at its end may still be answered,
and what happens later changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from handlers.calendar import hours
from storage.asks import Outcome
from storage.attendance import PutTo
from storage.scopes import Period
from storage.scores import StoodThen

MINIMUM = 10
"""Of fewer nobody can tell: one more or less would make it another rate."""
OF_ONE = 2
"""Of fewer than so many a person is named for nothing."""
GRACE = timedelta(days=7)
"""So long after its time an answer still counts as given."""
JUDGED_FROM = 8
"""From this day of a month on the month before it is judged."""
FIRST_MONTHS = 3
"""Among so many months from the first ask of a department its first one with enough is looked for.
"""
ANSWERS = {Outcome.ANSWERED, Outcome.DECLINED, Outcome.REDATED, Outcome.CONFIRMED}


@dataclass(frozen=True)
class Turnout:
    """So many were asked, so many of them answered by themselves, so many by a deputy."""

    asked: int = 0
    answered: int = 0
    by_deputy: int = 0

    def __add__(self, other: Turnout) -> Turnout:
        """Both together."""
        return Turnout(
            self.asked + other.asked,
            self.answered + other.answered,
            self.by_deputy + other.by_deputy,
        )

    @property
    def is_enough(self) -> bool:
        """Whether a rate can be told of it."""
        return self.asked >= MINIMUM

    @property
    def percent(self) -> int:
        """How many of 100 answered, rounded; 0 of none."""
        return (200 * self.answered + self.asked) // (2 * self.asked) if self.asked else 0


NOTHING = Turnout()


@dataclass(frozen=True)
class AgainstFirst:
    """How many answered in a month, and in the first one of which a rate can be told."""

    now: Turnout
    first: Turnout
    first_month: str = ""


@dataclass(frozen=True)
class JudgedMonth:
    """How a month went: executives, those of them to see in person, and departments to see.

    `people` are by Slack id, `departments` by the id of each, those to see first at the top.
    """

    month: str
    executives: AgainstFirst
    people: dict[str, Turnout] = field(default_factory=dict)
    departments: dict[str, AgainstFirst] = field(default_factory=dict)


@dataclass(frozen=True)
class MonthOf:
    """One month of a zone, as in “2026-11”, with its instants (UTC)."""

    key: str
    period: Period
    zone: str

    @property
    def next(self) -> MonthOf:
        """The month behind it."""
        return month_with(self._first + timedelta(days=31), self.zone)

    @property
    def _first(self) -> date:
        return date.fromisoformat(f"{self.key}-01")


def month_with(day: date, zone: str) -> MonthOf:
    """The month of a local day."""
    first = day.replace(day=1)
    behind = (first + timedelta(days=31)).replace(day=1)
    return MonthOf(f"{first:%Y-%m}", Period(_midnight(first, zone), _midnight(behind, zone)), zone)


def judged(today: date, zone: str) -> MonthOf:
    """The last month that can be judged on a local day."""
    before = today.replace(day=1) - timedelta(days=1)
    if today.day < JUDGED_FROM:
        before = before.replace(day=1) - timedelta(days=1)
    return month_with(before, zone)


def turnout(one: PutTo) -> Turnout:
    """How one answer counts that was asked of somebody, seven days after it was owed.

    What nobody needed any more before its time, and what was passed on, is not counted: whoever it
    was passed on to is. A “not this month” and an “I don't know” are answers.
    """
    ended = one.answered_at
    if one.outcome == Outcome.HANDED_OVER:
        return NOTHING
    if one.outcome == Outcome.WITHDRAWN and ended and ended < one.due_at:
        return NOTHING
    if not ended or ended > one.due_at + GRACE or one.outcome not in ANSWERS:
        return Turnout(1)
    is_theirs = one.answered_by == one.person_id
    return Turnout(1, int(is_theirs), int(not is_theirs))


def by_month(found: Iterable[PutTo], zone: str) -> dict[str, Turnout]:
    """The turnout of each month in which something was owed, by the days of a zone."""
    months: dict[str, Turnout] = defaultdict(Turnout)
    for one in found:
        key = f"{hours.day_of(one.due_at, zone):%Y-%m}"
        months[key] += turnout(one)
    return dict(months)


def by_person(found: Iterable[PutTo]) -> dict[str, Turnout]:
    """The turnout of each person."""
    people: dict[str, Turnout] = defaultdict(Turnout)
    for one in found:
        people[one.person_id] += turnout(one)
    return dict(people)


def first_month(months: Mapping[str, Turnout], before: str) -> str | None:
    """The first month, of those before one, of which a rate can be told."""
    return next((key for key in sorted(months) if key < before and months[key].is_enough), None)


def has_decayed(first: Turnout, now: Turnout, share: int) -> bool:
    """Whether a month has under so many percent of the rate of the first; of too few it has not.

    Attendance retention = (answered ÷ asked in month k) ÷ (answered ÷ asked in the first month).
    Source: customer-experience reference, section 3.1, “Attendance retention” (6 of 40 is 15 %).
    """
    if not (first.is_enough and now.is_enough):
        return False
    return 100 * now.answered * first.asked < share * first.answered * now.asked


def to_see(people: Mapping[str, Turnout], first: Turnout, share: int, here: Set[str]) -> list[str]:
    """Whom to see in person: who answered under that share of what all did at first.

    Those who answered least come first, and then those who were asked most.
    """
    found = [
        (each.answered / each.asked, -each.asked, person_id)
        for person_id, each in people.items()
        if person_id in here
        and each.asked >= OF_ONE
        and 100 * each.answered * first.asked < share * first.answered * each.asked
    ]
    return [person_id for _, _, person_id in sorted(found)]


def in_time(rows: Iterable[StoodThen], but: Set[str]) -> Turnout:
    """Answered by its time ÷ whose time was up, of a department.

    What ended before its time in a way of `but` is not counted.
    """
    counted = [each for each in rows if not (each.in_time and each.state in but)]
    return Turnout(len(counted), sum(each.in_time for each in counted))


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time.min, tzinfo=hours.time_zone(zone)).astimezone(UTC)
