"""What a scorecard is made of: its measures, how sure a share is, and from how many on it counts.

The formulas are those of the customer-experience reference, section 3.1; `docs/metrics.md` has them
in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import sqrt
from typing import NamedTuple

from storage.asks import Outcome
from storage.issues import Feeling
from storage.items import State
from storage.scores import HappenedThen, StoodThen

FORMULAS = 3
"""The version of all formulas together; another one from the day on which any of them changes."""
MINIMUM = 10
"""Of fewer than so many nothing is said, unless the house rules have another number."""
Z = 1.959964
"""So many standard errors around a share hold 95 of 100."""
STAYS = timedelta(days=30)
"""So long after it was done something may come back and was not done well."""
UNDOES = timedelta(minutes=10)
"""So long somebody may undo what they did; it never was then."""
UNDONE = "undone"
PLACES = {feeling: place for place, feeling in enumerate(Feeling, 1)}
"""Angry 1, let down 2, uneasy 3, satisfied 4, delighted 5."""


class Measure(StrEnum):
    """One figure of a scorecard."""

    FIRST = "kept_first"
    """Kept on the day first given."""
    LATEST = "kept_latest"
    """Kept on the day that was in force when it passed."""
    ANSWERED = "answered"
    """Answered in time whether somebody takes it."""
    TOLD = "told"
    """The customer was told in time."""
    PROMPTS = "prompts"
    """Questions about customers were answered in time."""
    VERIFIED = "verified"
    """Somebody saw that it helped before the issue was closed."""
    STAYED = "stayed"
    """Done, and not opened again within thirty days."""
    UNREPEATED = "unrepeated"
    """Issues whose cause no other issue had in ninety days."""
    HELD = "held"
    """What was to prevent it held."""
    TAKEN = "taken"
    """Offers of other departments that were taken over."""
    BORDER = "border_days"
    """Days until an offer of another department was answered."""
    WAITED = "waited_days"
    """Working days that others waited for what it was to give."""
    REMINDERS = "reminders"
    """Reminders until an answer came."""
    FEELING = "feeling"
    """How much better customers felt in the end."""


class Scored(NamedTuple):
    """One thing behind a figure: which, when (UTC), who held it then, whether it was met.

    `value` is what is summed where the figure is a mean.
    """

    noun: str
    number: int
    at: datetime
    owner_id: str | None
    met: bool
    value: int = 0


@dataclass(frozen=True)
class Interval:
    """Between which two shares, 0 to 1, the true one lies in 95 of 100 cases."""

    low: float
    high: float


@dataclass(frozen=True)
class Figure:
    """A measure of a period: how many of how many, or a sum over so many."""

    measure: Measure
    met: int
    of: int
    total: int = 0
    minimum: int = MINIMUM
    """Of so many on it is a score: one more or less of fewer would make it another."""

    @property
    def is_mean(self) -> bool:
        """Whether its number is a mean and no share."""
        return self.measure in MEANS

    @property
    def says_something(self) -> bool:
        """Whether there are enough for a score."""
        return self.of >= self.minimum

    @property
    def score(self) -> float | None:
        """The share, 0 to 1, or the mean; None where there are too few to tell."""
        if not self.says_something:
            return None
        return (self.total if self.is_mean else self.met) / self.of

    @property
    def interval(self) -> Interval | None:
        """How sure a share is; None for a mean, and where there are too few to tell."""
        return wilson(self.met, self.of) if self.says_something and not self.is_mean else None

    def __add__(self, other: Figure) -> Figure:
        """The figure of two periods together."""
        return Figure(
            self.measure,
            self.met + other.met,
            self.of + other.of,
            self.total + other.total,
            self.minimum,
        )


MEANS = frozenset({Measure.BORDER, Measure.WAITED, Measure.REMINDERS, Measure.FEELING})
"""Measures whose number is a mean; all others are shares."""


def figure(measure: Measure, scored: Sequence[Scored], minimum: int = MINIMUM) -> Figure:
    """What things say together."""
    return Figure(
        measure,
        sum(each.met for each in scored),
        len(scored),
        sum(each.value for each in scored),
        minimum,
    )


def wilson(met: int, of: int) -> Interval:
    """Between which shares the true one lies, of `met` among `of`, which is at least one.

    (p + z²/2n ± z·√(p(1-p)/n + z²/4n²)) ÷ (1 + z²/n), with p = met/n. Source: Wilson 1927, J. Am.
    Stat. Assoc. 22; customer-experience reference, 3.1, “CSAT”: 17 of 20 is 64 to 95 %.
    """
    share, square = met / of, Z * Z
    middle = share + square / (2 * of)
    spread = Z * sqrt(share * (1 - share) / of + square / (4 * of * of))
    whole = 1 + square / of
    return Interval(max(0.0, (middle - spread) / whole), min(1.0, (middle + spread) / whole))


# --- which things count, and whether they were met ---


def answered(rows: Iterable[StoodThen]) -> list[Scored]:
    """Answered by its time ÷ whose time was up; taken back before it is not counted.

    Source: customer-experience reference, 3.1, “Ack on time %”: an open one is a miss.
    """
    return _in_time(rows, but={Outcome.WITHDRAWN})


def told(rows: Iterable[StoodThen]) -> list[Scored]:
    """The customer heard from us by its time ÷ those of whom that time was up.

    What was passed on, or asked for another day, before its time counts then and there alone.
    Source: customer-experience reference, 3.1, “Time to first customer contact”.
    """
    return _in_time(rows, but={Outcome.WITHDRAWN, Outcome.HANDED_OVER, Outcome.REDATED})


def prompts(rows: Iterable[StoodThen]) -> list[Scored]:
    """Questions about customers answered by their time ÷ those whose time was up.

    What was passed on, or not needed any more, before its time is not counted; whoever it was
    passed on to has a time of their own. “I don't know yet” is an answer, and so is one that a
    deputy gives. Source: customer-experience reference, 3.1, “Prompt answer rate”.
    """
    return _in_time(rows, but={Outcome.WITHDRAWN, Outcome.HANDED_OVER})


def kept(rows: Iterable[StoodThen]) -> list[Scored]:
    """Done by its day ÷ whose day passed; a no or a withdrawal by then is not counted.

    Source: customer-experience reference, 3.1, “On-time %”: of the first, or of the latest date.
    """
    return _in_time(rows, but={State.DECLINED, State.WITHDRAWN})


def verified(rows: Iterable[StoodThen]) -> list[Scored]:
    """Issues of which somebody saw that it helped ÷ issues that were closed as done.

    Source: customer-experience reference, 3.1, “Verified closure %”.
    """
    return [_scored(each, met=each.verified_at is not None) for each in rows]


def stayed(ends: Iterable[StoodThen], reopenings: Iterable[StoodThen]) -> list[Scored]:
    """Done and not opened again within 30 days ÷ done; counted when the 30 days are over.

    Source: customer-experience reference, 3.1, “Reopen rate”, of which it is the rest.
    """
    opened: dict[tuple[str, int], list[datetime]] = {}
    for each in reopenings:
        opened.setdefault((each.noun, each.number), []).append(each.at)
    return [
        Scored(
            each.noun, each.number, each.at + STAYS, each.owner_id,
            met=not any(
                each.at <= at <= each.at + STAYS for at in opened.get(each[:2], ())
            ),
        )
        for each in ends
    ]  # fmt: skip


def held(events: Sequence[HappenedThen]) -> list[Scored]:
    """Said to have held ÷ said whether it did; what was undone within minutes was not said.

    Source: customer-experience reference, 3.1, “Repeat-issue rate”, seen from what was to prevent.
    """
    return [
        Scored(each.noun, each.number, each.happened_at, each.owner_id, met=each.verb == HELD)
        for each in without_undone(events)
        if each.verb in (HELD, NOT_HELD)
    ]


HELD, NOT_HELD = "held", "not held"


def unrepeated(events: Sequence[HappenedThen]) -> list[Scored]:
    """Issues whose cause no other issue had in 90 days ÷ issues whose cause was said.

    Counted when somebody says why it happened, by whoever had it then: it is a repeat where another
    issue, reported within 90 days before or after it, was known by then to have the same cause.
    Where another cause is said later, it counts again then, with that. What was undone within
    minutes was not said. Source: customer-experience reference, 3.1, “Repeat-issue rate”, of which
    it is the rest.
    """
    return [
        Scored(
            each.noun, each.number, each.happened_at, each.owner_id,
            met=each.details["repeat"] == "no",
        )
        for each in without_undone(events)
        if each.verb == CAUSED and "repeat" in each.details
    ]  # fmt: skip


CAUSED = "prevented"
"""What is written down when somebody says why an issue happened."""


def feelings(
    events: Sequence[HappenedThen], before: Iterable[HappenedThen], until: datetime
) -> list[Scored]:
    """Σ (place of how they feel by now - place when it was reported) ÷ n hearings.

    `events` are those of the period that may say how customers feel by now, each a hearing, and
    `before` those that say how they felt, of all time, oldest first. Nothing counts from `until`
    on (UTC). Met is who felt better. Source: domain reference, 3.1, “Rescue rate”.
    """
    said = [each for each in before if _place(each, "felt")]
    found = []
    for each in without_undone(events):
        place = _place(each, "feels")
        felt = [
            _place(other, "felt")
            for other in said
            if other.number == each.number and other.event_id <= each.event_id
        ]
        if place and felt and each.happened_at < until:
            change = place - felt[-1]
            found.append(
                Scored(each.noun, each.number, each.happened_at, each.owner_id, change > 0, change)
            )
    return found


def _place(event: HappenedThen, fact: str) -> int:
    """The place of a feeling that an event tells of; 0 where it tells of none."""
    said = event.details.get(fact)
    return PLACES[Feeling(said)] if said else 0


def without_undone(events: Iterable[HappenedThen]) -> list[HappenedThen]:
    """Events, oldest first, without what somebody undid within ten minutes, and without that."""
    left: list[HappenedThen] = []
    for event in events:
        if event.verb != UNDONE:
            left.append(event)
            continue
        thing, undid = event[:2], event.details.get("undid")
        place = next(
            (
                place
                for place in range(len(left) - 1, -1, -1)
                if left[place][:2] == thing
                and left[place].verb == undid
                and event.happened_at - left[place].happened_at <= UNDOES
            ),
            None,
        )
        if place is not None:
            del left[place]
    return left


def _in_time(rows: Iterable[StoodThen], *, but: Set[str]) -> list[Scored]:
    """All that count: what ended otherwise counts as a miss only where that came too late."""
    return [
        _scored(each, met=each.in_time) for each in rows if not (each.in_time and each.state in but)
    ]


def _scored(row: StoodThen, *, met: bool) -> Scored:
    return Scored(row.noun, row.number, row.at, row.owner_id, met)
