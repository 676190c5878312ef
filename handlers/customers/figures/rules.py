"""How sure a figure of answers is: with few of them much is chance, and a change may be none.

All figures are in points: from −100 to 100 for how gladly customers would recommend us, from 0 to
100 for a share of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from handlers.executives.scores.rules import Z, wilson

FEWEST = 5
"""Of fewer answers there is no figure: they are told one by one."""
SURE = 30
"""Of fewer answers it is said with the figure how little they are."""
TELLS = 1.96
"""So many standard errors apart, two figures differ by more than chance in 95 of 100 cases."""
THIRD = 0.75
"""A quarter of three answers more stands for each end of the scale, and half of them between."""


@dataclass(frozen=True)
class Measured:
    """What `of` answers come to, in points, and between which two the true figure lies.

    `middle` and `error` are the same figure and its standard error as they are compared: with a few
    made-up answers more, so that five equal ones are not taken for certain.
    """

    of: int
    value: float
    low: float
    high: float
    middle: float
    error: float

    @property
    def whole(self) -> int:
        """The figure as it is said."""
        return round(self.value)

    @property
    def range(self) -> tuple[int, int]:
        """From which to which other figure it is said to lie; its own is always among them."""
        return min(round(self.low), self.whole), max(round(self.high), self.whole)


class FigureChange(StrEnum):
    """Whether one figure is another than the one before."""

    BETTER = "better"
    WORSE = "worse"
    CHANCE = "may be chance"


def recommended(gladly: int, hardly: int, of: int) -> Measured:
    """How gladly customers would recommend us: of `of` answers, those of 9 and 10, those up to 6.

    The figure is 100·(P − D)/n. Its range is the adjusted Wald interval: n + 3 answers, of which
    P + ¾ and D + ¾, then 100·(p − d ± z·√((p + d − (p − d)²)/n)). Source: Rocks 2016, Int. J.
    Market Research 58; https://measuringu.com/nps-three-confidence-intervals/; customer-experience
    reference, 3.1. Raises ValueError without an answer.
    """
    _check(of, gladly + hardly)
    more = of + 4 * THIRD
    p, d = (gladly + THIRD) / more, (hardly + THIRD) / more
    middle, error = p - d, sqrt((p + d - (p - d) ** 2) / more)
    value = (gladly - hardly) / of
    low, high = max(-1.0, middle - Z * error), min(1.0, middle + Z * error)
    return _in_points(of, value, low, high, middle, error)


def shared(met: int, of: int) -> Measured:
    """Which share of customers is satisfied, or finds it easy.

    Its range is Wilson's. Two shares are compared with one more answer on each side (Agresti and
    Caffo 2000, The American Statistician 54). Raises ValueError without an answer.
    """
    _check(of, met)
    found = wilson(met, of)
    middle = (met + 1) / (of + 2)
    error = sqrt(middle * (1 - middle) / (of + 2))
    return _in_points(of, met / of, found.low, found.high, middle, error)


def standard_errors(now: Measured, before: Measured) -> float:
    """How many standard errors one figure lies above another: z = (N1 − N2)/√(SE1² + SE2²)."""
    return (now.middle - before.middle) / sqrt(now.error**2 + before.error**2)


def compared(now: Measured, before: Measured) -> FigureChange:
    """Whether a figure is better or worse than the one before; else the difference may be chance.

    Nothing is said of fewer than five answers, then or now.
    """
    apart = standard_errors(now, before)
    if abs(apart) < TELLS or min(now.of, before.of) < FEWEST:
        return FigureChange.CHANCE
    return FigureChange.BETTER if apart > 0 else FigureChange.WORSE


def how_many(counts: Mapping[int, int], scores: Collection[int]) -> int:
    """How many gave one of these scores; `counts` says of each score how many gave it."""
    return sum(number for score, number in counts.items() if score in scores)


def _check(of: int, part: int) -> None:
    if of < 1 or not 0 <= part <= of:
        raise ValueError(f"{part} of {of} answers is no figure")


def _in_points(
    of: int, value: float, low: float, high: float, middle: float, error: float
) -> Measured:
    # A range around a middle with made-up answers could leave out what a single one said.
    ends = min(low, value), max(high, value)
    return Measured(of, *(100 * each for each in (value, *ends, middle, error)))
