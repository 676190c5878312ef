"""What the customer room pack tells of a month, as numbers: pure, from rows that were counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers.executives.chapters import PackChapter
from handlers.executives.room.months import PackMonth
from handlers.speech.shares import Share
from storage.issues import Feeling
from storage.rooms import OpenWork, ReportedAlike, TierWorth

SEVERE = 2
"""From this severity on, and worse, an issue is severe."""
UNHAPPY = (Feeling.ANGRY, Feeling.LET_DOWN)
RENEWS_WITHIN = timedelta(days=90)
NOTHING = TierWorth("", 0, 0, 0)
NONE = Share()
QUESTIONS = 3
"""So many decisions a pack asks for."""


@dataclass(frozen=True)
class DepartmentMonth:
    """One department in the month, and in each of the eight weeks up to its end."""

    name: str
    month: Share = NONE
    weeks: tuple[Share, ...] = ()
    finished: int = 0
    declined: int = 0
    reopened: int = 0
    waited: int = 0
    """Working days that others waited for it, of waits that ended in the month."""

    @property
    def worth_saying(self) -> bool:
        """Whether there is anything in its line."""
        counts = (self.month.of, self.finished, self.declined, self.reopened, self.waited)
        return any(counts) or any(week.of for week in self.weeks)


@dataclass(frozen=True)
class TouchpointMonth:
    """What was reported of one touchpoint; without a name nobody has said where it was.

    `unhappy` were angry or let down, of `felt` of whom that is known.
    """

    name: str
    number: int = 0
    severe: int = 0
    unhappy: int = 0
    felt: int = 0


@dataclass(frozen=True)
class CauseMonth:
    """A cause, and how many issues of the month have it."""

    ref: str
    words: str
    number: int


@dataclass(frozen=True)
class CustomerStory:
    """What one customer went through, in their words, and where."""

    ref: str
    touchpoint: str
    title: str
    story: str
    customer: str


@dataclass(frozen=True)
class BorderMonth:
    """Offers from one department to another that waited in the month, and their working days."""

    giver: str
    taker: str
    offers: int
    days: int


@dataclass(frozen=True)
class OfferWaiting:
    """What was offered and not answered when the month ended; without a title it is private."""

    ref: str
    title: str
    giver: str
    taker: str
    since: datetime


@dataclass(frozen=True)
class DecisionMonth:
    """A decision that was put in the month: whether anybody answered, and what."""

    ref: str
    title: str
    is_answered: bool
    answers: Counter[str]
    decided_at: datetime | None = None
    decided: str = ""
    """What was decided by the end of the month, and when (UTC)."""

    @property
    def is_open(self) -> bool:
        """Whether nobody has said anything of it, and nobody has decided it."""
        return not self.is_answered and self.decided_at is None


@dataclass(frozen=True)
class RenewingAccount:
    """An account that renews soon, and what it waits for."""

    name: str
    tier: str
    annual_value: int | None
    renews_on: date
    work: OpenWork


@dataclass(frozen=True)
class ThankedPerson:
    """Who did how much in the month, and how much of it by the date first given."""

    name: str
    department: str
    done: int
    in_time: int


@dataclass(frozen=True)
class RoomPack:
    """All that a pack tells; what is empty is left out of it."""

    company: str
    currency: str | None
    month: PackMonth
    kept: Share
    kept_before: Share
    departments: tuple[DepartmentMonth, ...] = ()
    worth: tuple[TierWorth, ...] = ()
    added: tuple[PackChapter, ...] = ()
    """What other rooms add, below who the customers are."""
    reported: tuple[ReportedAlike, ...] = ()
    causes: tuple[CauseMonth, ...] = ()
    stories: tuple[CustomerStory, ...] = ()
    borders: tuple[BorderMonth, ...] = ()
    offers: tuple[OfferWaiting, ...] = ()
    decisions: tuple[DecisionMonth, ...] = ()
    private_decisions: int = 0
    prompts: Share = NONE
    forecasts: Share = NONE
    renewing: tuple[RenewingAccount, ...] = ()
    renewal_worth: TierWorth = NOTHING
    thanked: tuple[ThankedPerson, ...] = ()

    @property
    def issues(self) -> int:
        """How many issues were reported in the month, private ones too."""
        return sum(each.number for each in self.reported)

    @property
    def private_issues(self) -> int:
        """How many of them only some may see."""
        return sum(each.number for each in self.reported if each.is_private)


def by_touchpoint(groups: Iterable[ReportedAlike]) -> list[TouchpointMonth]:
    """What everybody may read of, by where it happened, most first; what nobody placed is last.

    Two spellings that differ in case alone are one touchpoint, in the spelling that comes most.
    """
    places: dict[str, list[ReportedAlike]] = {}
    for each in groups:
        if not each.is_private:
            places.setdefault(" ".join(each.touchpoint.split()).casefold(), []).append(each)
    found = [_touchpoint(alike) for alike in places.values()]
    return sorted(found, key=lambda each: (not each.name, -each.number, each.name))


def _touchpoint(alike: Sequence[ReportedAlike]) -> TouchpointMonth:
    spelled: Counter[str] = Counter()
    for each in alike:
        spelled[" ".join(each.touchpoint.split())] += each.number
    return TouchpointMonth(
        name=min(spelled, key=lambda name: (-spelled[name], name)),
        number=sum(each.number for each in alike),
        severe=sum(each.number for each in alike if each.severity <= SEVERE),
        unhappy=sum(each.number for each in alike if each.felt in UNHAPPY),
        felt=sum(each.number for each in alike if each.felt),
    )


def by_feeling(groups: Iterable[ReportedAlike]) -> list[tuple[Feeling, int]]:
    """How many customers felt how when it was reported, from the worst on; private ones too."""
    felt: Counter[str] = Counter()
    for each in groups:
        if each.felt:
            felt[each.felt] += each.number
    return [(feeling, felt[feeling]) for feeling in Feeling if felt[feeling]]


def by_week(departments: Sequence[DepartmentMonth], weeks: int) -> list[Share]:
    """All departments together, week by week."""
    return [sum((each.weeks[n] for each in departments), Share()) for n in range(weeks)]


def most_missed_first(departments: Iterable[DepartmentMonth]) -> list[DepartmentMonth]:
    """Where most was missed in the month stands first, and then where most was due."""
    return sorted(departments, key=lambda e: (-e.month.missed, -e.month.of, e.name))


def in_danger(accounts: Iterable[RenewingAccount]) -> list[RenewingAccount]:
    """Accounts that renew soon and wait for something late or severe, in their order of care."""
    return [each for each in accounts if each.work.late or each.work.severe]
