"""What the CCO reads of a frozen quarter: a table of all departments, and the pages of it."""

from __future__ import annotations

from collections.abc import Sequence

from slackblocks import Block

from handlers.executives.scores import ScoreOf, keys, words
from handlers.executives.scores.cards import BEHIND
from handlers.executives.scores.periods import ScorePeriod
from handlers.executives.scores.ranking import DepartmentRank
from handlers.executives.scores.rules import Figure, Measure
from handlers.speech import blocks, paging, tables
from handlers.speech.request import Json
from handlers.speech.words import count

ALL = "score.all"
"""The button that leads to all of what the table shows the first of."""
SHOWN = 30
NAME = 60
TOO_FEW = "too few"
SEVERAL = "The scorecards of {departments} are frozen for {name}. {Kept}, the worst change first:"
ONE = "The scorecard of one department is frozen for {name}. {Kept}:"
HEADING = "{Departments}, {name}: the worst change first."
CUT = "The first {shown} of {departments}."


def sentence(period: ScorePeriod, found: Sequence[DepartmentRank]) -> str:
    """What stands above the table, as markup."""
    said, kept = ONE if len(found) == 1 else SEVERAL, words.NAMES[Measure.FIRST]
    departments = count(len(found), "department")
    return said.format(departments=departments, name=period.name, Kept=kept)


def table(period: ScorePeriod, found: Sequence[DepartmentRank]) -> list[Block]:
    """The first of them side by side, and the way to the others."""
    head = ("Department", words.short(period), words.short(period.before), "Change", "of")
    parts: list[Block] = [tables.table(head, [_row(each) for each in found[:SHOWN]])]
    if len(found) > SHOWN:
        departments = count(len(found), "department")
        parts.append(blocks.context(CUT.format(shown=SHOWN, departments=departments)))
        parts.append(
            blocks.actions(blocks.button(f"All {departments}…", ALL, paging.value(period.key)))
        )
    return parts


def page(period: ScorePeriod, found: Sequence[DepartmentRank], after: int) -> Json:
    """So many of them from one on, each with the way to what its figures are made of."""
    name = words.short(period.before)
    heading = HEADING.format(
        Departments=count(len(found), "department").capitalize(), name=period.name
    )
    entries = [
        blocks.section(
            _line(each, name),
            blocks.button("Open…", BEHIND, keys.key(ScoreOf(each.department), period)),
        )
        for each in found[after : after + paging.PAGE]
    ]
    return blocks.form(
        "All departments", ALL, blocks.context(heading), *entries,
        *paging.turns(ALL, period.key, after, paging.PAGE, len(found)), submit=None,
    )  # fmt: skip


def _row(each: DepartmentRank) -> tuple[str, ...]:
    """“Billing | 79 % | 74 % of 38 | 5 points better | 52”."""
    now = each.now
    of = f"{now.of:,}" if now.says_something else f"{now.of} of {now.minimum}"
    return (
        blocks.clip(each.department.name, NAME),
        words.score(now) if now.says_something else TOO_FEW,
        _before(each.before),
        _change(each),
        of,
    )


def _line(each: DepartmentRank, before: str) -> str:
    """“*Billing*: 79 % of 52 · Q3: 74 % of 38 · 5 points better”."""
    now = each.now
    said = [f"{words.score(now)} of {now.of:,}" if now.says_something else words.score(now)]
    if each.before and each.before.of:
        said.append(f"{before}: {_before(each.before)}")
    if change := _change(each):
        said.append(change)
    return f"*{blocks.safe(each.department.name, NAME)}*: {' · '.join(said)}"


def _before(figure: Figure | None) -> str:
    if figure is None or not figure.of:
        return ""
    return f"{words.score(figure)} of {figure.of:,}" if figure.says_something else TOO_FEW


def _change(each: DepartmentRank) -> str:
    """“5 points worse”; empty where nothing can be compared."""
    if each.change is None:
        return ""
    # As it is read in the row: of rounded shares.
    points = words.percent(each.now.score or 0.0) - words.percent(each.was or 0.0)
    if not points:
        return "the same"
    unit = "point" if abs(points) == 1 else "points"
    return f"{abs(points)} {unit} {'better' if points > 0 else 'worse'}"
