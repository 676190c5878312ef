"""What nine answers of several people come to: the middle counts, and what nothing shows does not.

Pure: answers in, results out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from handlers.customers.assessments.areas import AREAS
from storage.assessments import ON_PURPOSE, AreaAnswer, AreaTask, Rater, Side

FEWEST = 3
"""Under so many answers nothing is said of an area."""
NEIGHBOURS = 2
"""Under so many answers of a neighbour nothing is said of how they see it."""
SHOWN_ELSE = 2
"""Where an area stands that is said to be further than anything shows."""
APART = 2
"""Answers that are so many stages apart are said to be."""
EVIDENCE_FOR = timedelta(days=366)
"""So long something shows how a department deals with customers."""


class SeenBeside(StrEnum):
    """How a neighbour sees an area beside what the department says of itself."""

    HIGHER = "higher"
    LOWER = "lower"
    SAME = "the same"


@dataclass(frozen=True)
class AddedEvidence:
    """What shows an area, added on a local day once all was in; it is of the day `of`."""

    words: str
    of: date
    on: date


@dataclass(frozen=True)
class AreaResult:
    """What an area comes to: `said` by the middle answer of `count`, and `shown` by something.

    Both are None under FEWEST answers. `is_apart` says that answers lie APART stages or more from
    each other, `neighbours` how those see it, and `evidence` how many named something that shows
    what they say. What Duly counted beside it was `met` in so many `of_all`, where there is enough.
    `added` shows it since then.
    """

    area: str
    count: int
    said: int | None = None
    shown: int | None = None
    is_apart: bool = False
    neighbours: SeenBeside | None = None
    evidence: int = 0
    met: int | None = None
    of_all: int | None = None
    added: AddedEvidence | None = None

    @property
    def shown_by(self) -> int:
        """How many things show it: what people named, and what was added once all was in."""
        return self.evidence + (self.added is not None)

    @property
    def is_only_said(self) -> bool:
        """Whether it is said to be further than anything shows."""
        return self.said is not None and self.shown is not None and self.said > self.shown


@dataclass(frozen=True)
class NineAreas:
    """What all nine come to; `own` and `neighbours` are how many answered of either side."""

    areas: Sequence[AreaResult]
    own: int
    neighbours: int

    @property
    def known(self) -> list[AreaResult]:
        """Those of which there is enough to say something."""
        return [each for each in self.areas if each.shown is not None]

    @property
    def on_purpose(self) -> list[AreaResult]:
        """Those that stand at “on purpose” or further, and something shows it."""
        return [each for each in self.known if (each.shown or 0) >= ON_PURPOSE]

    @property
    def only_said(self) -> list[AreaResult]:
        """Those that are said to be further than anything shows."""
        return [each for each in self.known if each.is_only_said]

    @property
    def lowest(self) -> list[AreaResult]:
        """The area that stands lowest, or all that do so alike."""
        least = min((each.shown or 0 for each in self.known), default=0)
        return [each for each in self.known if each.shown == least]

    @property
    def middle(self) -> int | None:
        """The middle of the areas; of two the lower one. None where nothing is known."""
        return middle([each.shown for each in self.known if each.shown is not None])


def middle(stages: Sequence[int]) -> int | None:
    """The middle of some stages; between two it is the lower one. None of nothing.

    >>> middle([1, 3, 4]), middle([2, 3]), middle([])
    (3, 2, None)
    """
    return sorted(stages)[(len(stages) - 1) // 2] if stages else None


def is_shown_by(answer: AreaAnswer, on: date) -> bool:
    """Whether an answer names something of the twelve months up to a day."""
    if not answer.evidence.strip() or answer.evidence_on is None:
        return False
    return is_of_the_year(answer.evidence_on, on)


def is_of_the_year(day: date, on: date) -> bool:
    """Whether a day is one of the twelve months up to another."""
    return on - EVIDENCE_FOR <= day <= on


def result(answers: Sequence[AreaAnswer], raters: Sequence[Rater], on: date) -> NineAreas:
    """What all that was said until a day comes to."""
    sides = {each.person_id: Side(each.side) for each in raters}
    known = [each for each in answers if each.person_id in sides and each.area in AREAS]
    by_side = {side: [each for each in known if sides[each.person_id] == side] for side in Side}
    return NineAreas(
        [_area(area, by_side, on) for area in AREAS],
        *(len({each.person_id for each in by_side[side]}) for side in (Side.OWN, Side.NEIGHBOUR)),
    )


def _area(area: str, by_side: Mapping[Side, Sequence[AreaAnswer]], on: date) -> AreaResult:
    own = [each for each in by_side[Side.OWN] if each.area == area and each.stage is not None]
    stages = [each.stage for each in own if each.stage is not None]
    evidence = sum(is_shown_by(each, on) for each in own)
    said = middle(stages)
    if said is None or len(stages) < FEWEST:
        return AreaResult(area, len(stages), evidence=evidence)
    theirs = [
        each.stage
        for each in by_side[Side.NEIGHBOUR]
        if each.area == area and each.stage is not None
    ]
    return AreaResult(
        area=area,
        count=len(stages),
        said=said,
        shown=shown(said, own, on),
        is_apart=max(stages) - min(stages) >= APART,
        neighbours=_sense(said, theirs),
        evidence=evidence,
    )


def shown(said: int, own: Sequence[AreaAnswer], on: date) -> int:
    """Where an area stands: as far as it is said to be, but no further than something shows.

    What somebody names shows the stage that they say, and none above it.
    """
    if said < ON_PURPOSE:
        return said
    by_something = [each.stage for each in own if each.stage and is_shown_by(each, on)]
    furthest = min(max(by_something, default=0), said)
    return furthest if furthest >= ON_PURPOSE else SHOWN_ELSE


def _sense(said: int, theirs: Sequence[int]) -> SeenBeside | None:
    """How neighbours see it, by their middle; never from the answer of one."""
    if len(theirs) < NEIGHBOURS:
        return None
    seen = middle(theirs)
    if seen is None or seen == said:
        return SeenBeside.SAME
    return SeenBeside.HIGHER if seen > said else SeenBeside.LOWER


@dataclass(frozen=True)
class AreaChange:
    """How an area stands beside the time before: further, or only said to be.

    `since` are the numbers of the tasks for it that were done in between.
    """

    area: str
    before: AreaResult
    now: AreaResult
    since: Sequence[int] = ()

    @property
    def is_higher(self) -> bool:
        """Whether it is further, and something came with that: what shows it, or a task done."""
        with_it = self.now.shown_by > self.before.shown_by or bool(self.since)
        return _at(self.now.shown) > _at(self.before.shown) and with_it

    @property
    def is_lower(self) -> bool:
        """Whether it stands lower than the time before."""
        return _at(self.now.shown) < _at(self.before.shown)

    @property
    def says_more(self) -> bool:
        """Whether only what is said went up."""
        return (
            not self.is_higher and not self.is_lower and _at(self.now.said) > _at(self.before.said)
        )


def changes(before: NineAreas, now: NineAreas, done: Sequence[AreaTask] = ()) -> list[AreaChange]:
    """How the areas stand beside the time before, of which both times say something."""
    earlier = {each.area: each for each in before.known}
    return [
        AreaChange(
            each.area,
            earlier[each.area],
            each,
            [task.task_number for task in done if task.area == each.area],
        )
        for each in now.known
        if each.area in earlier
    ]


def _at(stage: int | None) -> int:
    return stage or 0


def season(on: date) -> str:
    """The season of a day, as people call a half year: “autumn 2026”.

    >>> season(date(2026, 11, 20)), season(date(2027, 1, 5))
    ('autumn 2026', 'winter 2026')
    """
    names = ("winter", "spring", "summer", "autumn")
    year = on.year - 1 if on.month < 3 else on.year  # January is still last year's winter.
    return f"{names[on.month % 12 // 3]} {year}"
