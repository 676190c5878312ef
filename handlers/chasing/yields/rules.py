"""What a reminder has brought about: whether its reader did anything with the thing in a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from handlers.chasing.kinds import AGAIN, OWNER_RUNGS
from handlers.chasing.policy import Policy
from storage.halvings import Halving
from storage.history import Deed
from storage.people import Person
from storage.yields import Came, PastReminder

A_WEEK = timedelta(days=7)
RIPE = timedelta(days=3)
"""So long after its end a week is counted: by then a working day has passed for almost everybody,
whatever their zone, and a Monday without work beside the weekend."""
WEEKS = 8
"""Of so many weeks it is told what came of reminders."""
REMEMBERED = 25 * A_WEEK
"""Beside the newest week so many before it say whether reminders change anything for somebody."""
ENOUGH = 20
"""Of fewer reminders nobody can tell."""
UNDONE = "undone"
"""What takes back what the same person did just before."""


def monday(day: date) -> date:
    """The Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def midnight(day: date) -> datetime:
    """When (UTC) a day begins; weeks are those of UTC, as readers live in many zones."""
    return datetime.combine(day, time.min, UTC)


def counted_at(week: date) -> datetime:
    """When (UTC) the reminders of the week that begins on a Monday are counted."""
    return midnight(week) + A_WEEK + RIPE


def newest(now: datetime) -> date:
    """The Monday of the newest week that can be counted."""
    return monday((now.astimezone(UTC) - A_WEEK - RIPE).date())


def rung_of(rung: int) -> int:
    """The rung under which a reminder is counted: each Monday line is a rung of its own.

    So is what has come to its owner with the lead's rung or the CCO's while it was of severity 1.
    """
    return rung if rung in OWNER_RUNGS else AGAIN


def came_of(one: PastReminder, until: datetime, deeds: Iterable[Deed]) -> bool | None:
    """Whether the reader of a reminder did anything with its thing by `until` (UTC).

    `deeds` are what was done with the thing. What they undid is as if they had not done it. None
    where the question ended without them: the reminder had no time to bring anything about.
    """
    theirs = [
        each
        for each in deeds
        if each.actor == one.person_id and one.sent_at <= each.happened_at <= until
    ]
    undone = sum(each.verb == UNDONE for each in theirs)
    if len(theirs) > 2 * undone:
        return True
    if one.answered_at and one.answered_at <= until:
        return True if one.answered_by == one.person_id else None
    return False


def latest(weeks: Mapping[date, Came], enough: int) -> Came:
    """What came of the newest weeks that hold `enough` reminders together; else of all of them."""
    sent = acted = 0
    for monday in sorted(weeks, reverse=True):
        if sent >= enough:
            break
        sent, acted = sent + weeks[monday].sent, acted + weeks[monday].acted
    return Came(sent, acted)


def is_low(came: Came | None, policy: Policy) -> bool:
    """Whether so few of enough reminders were acted on that half as many are to be sent."""
    if came is None or came.sent < policy.nudge_yield_of:
        return False
    return 100 * came.acted < policy.nudge_yield * came.sent


@dataclass(frozen=True)
class Lately:
    """What came of all reminders in some weeks before a Monday, by rung.

    `first` are the newest of those who get half as many, `halved` is how many they are in all.
    """

    until: date
    rungs: Mapping[int, Came]
    first: Sequence[tuple[Halving, Person]] = ()
    halved: int = 0

    @property
    def sent(self) -> int:
        """How many there were."""
        return sum(each.sent for each in self.rungs.values())

    @property
    def acted(self) -> int:
        """How many of them were acted on."""
        return sum(each.acted for each in self.rungs.values())


@dataclass(frozen=True)
class Quarterly:
    """What is told once a quarter of the weeks from one Monday to before another.

    `rungs` and `before` are what came of the reminders of these weeks, and of as many before them;
    `spared` how many were left out, by rung, and `spared_of` by Slack id. `first` are the newest of
    those who get half as many now, `halved` is how many they are in all.
    """

    since: date
    until: date
    rungs: Mapping[int, Came]
    before: Mapping[int, Came]
    spared: Mapping[int, int]
    first: Sequence[tuple[Halving, Person]] = ()
    halved: int = 0
    spared_of: Mapping[str, int] = field(default_factory=dict)

    @property
    def now(self) -> Came:
        """What came of all the reminders of these weeks."""
        return added(self.rungs)

    @property
    def then(self) -> Came:
        """What came of those of the weeks before."""
        return added(self.before)

    @property
    def left_out(self) -> int:
        """How many were left out."""
        return sum(self.spared.values())


def added(rungs: Mapping[int, Came]) -> Came:
    """What came of the reminders of all rungs together."""
    return Came(
        sum(each.sent for each in rungs.values()), sum(each.acted for each in rungs.values())
    )


def percent(came: Came) -> int:
    """How much of what was sent was acted on, in whole percent, rounded; 0 of nothing."""
    return (200 * came.acted + came.sent) // (2 * came.sent) if came.sent else 0
