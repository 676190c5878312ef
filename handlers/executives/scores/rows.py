"""The figures of a scorecard side by side: a row for each, with the period before and the goal."""

from __future__ import annotations

from collections.abc import Sequence

from slackblocks import Block

from handlers.executives.scores import Scorecard, ScoreLine
from handlers.executives.scores.rules import Figure, Measure
from handlers.executives.scores.words import NAMES, percent, score, short
from handlers.speech import tables

MEASURE, OF, GOAL = "Measure", "of", "goal"
TOO_FEW = "too few"
THESE_DAYS, DAYS_BEFORE = "These days", "As many before"


def table(card: Scorecard) -> Block | None:
    """All figures that have anything to count; None where none has."""
    goals = card.standards.goals
    lines = counted(card)
    if not lines:
        return None
    head = [MEASURE, *_times(card), OF]
    found = [[NAMES[each.now.measure], _now(each.now), _before(each.before), _of(each.now)]
             for each in lines]  # fmt: skip
    if goals:
        head.append(GOAL)
        for row, each in zip(found, lines, strict=True):
            row.append(_goal(each.now, goals.get(each.now.measure, 0)))
    return tables.table(head, found)


def counted(card: Scorecard) -> Sequence[ScoreLine]:
    """The figures that have anything to count."""
    return [each for each in card.lines if each.now.of]


def _times(card: Scorecard) -> tuple[str, str]:
    period = card.period
    if ".." in period.key:
        return THESE_DAYS, DAYS_BEFORE
    return short(period), short(period.before)


def _goal(figure: Figure, percent: int) -> str:
    return f"{percent} %" if percent and figure.says_something else ""


def _now(figure: Figure) -> str:
    if not figure.says_something:
        return TOO_FEW
    if figure.interval is None:
        return score(figure)
    low, high = percent(figure.interval.low), percent(figure.interval.high)
    return f"{score(figure)}, likely {low} to {high} %"


def _before(figure: Figure) -> str:
    """The period before, in figures alone; nothing where nothing counted then."""
    if not figure.of:
        return ""
    if not figure.says_something or figure.score is None:
        return TOO_FEW
    if figure.measure is Measure.FEELING:
        return f"{figure.score:+.1f}"
    return score(figure) if figure.is_mean else f"{score(figure)} of {figure.of:,}"


def _of(figure: Figure) -> str:
    """“52”, or of how many on it would be a score: “3 of 10”."""
    return f"{figure.of:,}" if figure.says_something else f"{figure.of} of {figure.minimum}"
