"""The page of the customer room pack that tells what customers were to notice, and whether."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from handlers.customers.roadmap import page, rules, words
from handlers.customers.roadmap.page import Roadmap, RoadmapLine
from handlers.executives.chapters import PackChapter, PackFigure, PackSection, PackTable
from handlers.executives.scores import periods
from handlers.speech import lengths
from handlers.speech import words as plain
from storage import customer_outcomes, departments
from storage.customer_outcomes import CustomerOutcome, OutcomeState

TITLE = "Outcomes"
CAPTION = "What customers are to notice, the company's first"
OVER = "What ended in the quarter"
OVER_HEAD = ("For customers", "Was", "Last", "Goal", "How it ended")
SHOWN, LONGEST = 20, 150
MADE = (
    "outcomes that somebody answers for, as they stand on the day on which this was made; how each "
    "stands is what its owner says, and what speaks against that stands beside it; its tasks are "
    "those that are open and that everybody may see, late by their date"
)
ENDED = (OutcomeState.MET, OutcomeState.NOT_MET, OutcomeState.ENDED)


def read(session: Session, now: datetime, team_id: str, month: date) -> PackChapter | None:
    """What stands now, and what ended of the quarter of a month; None where there is neither."""
    found = page.read(session, now, team_id)
    quarter = periods.quarter_of(month)
    of_quarter = customer_outcomes.of_quarter(session, team_id, quarter.first)
    over = [each for each in of_quarter if each.state in ENDED]
    if not found.lines and not over:
        return None
    tables = []
    if found.lines:
        rows = [_short(page.row(each)) for each in found.lines[:SHOWN]]
        tables.append(_table(CAPTION, page.HEAD, rows, len(found.lines)))
    if over:
        names = {each.department_id: each.name for each in departments.everyone(session, team_id)}
        ended = [
            _over(each, names.get(each.department_id, "") if each.department_id else "")
            for each in over[:SHOWN]
        ]
        tables.append(_table(OVER, OVER_HEAD, ended, len(over)))
    section = PackSection("outcomes", TITLE, _sentences(found), tables)
    return PackChapter(section, [(TITLE, MADE, len(found.lines) + len(over))])


def _sentences(found: Roadmap) -> list[str]:
    if not found.lines:
        return []
    said = [f"{page.headline(found)}."]
    said += [_again(each) for each in found.lines if each.against]
    if found.unmoved:
        named = [_named(each) for each in found.unmoved[: page.FEW]]
        more = len(found.unmoved) - len(named)
        rest = f", and for {plain.number(more)} more" if more else ""
        said.append(f"Nobody works yet for {plain.join_names(named)}{rest}.")
    nothing = page.moves_none(found).replace("*", "")
    return [*said, *([nothing] if nothing else [])]


def _again(line: RoadmapLine) -> str:
    outcome = line.outcome
    because = lengths.cut(" ".join(outcome.because.split()), LONGEST)
    why = f" On course nevertheless, because “{because}”" if because else ""
    against = words.against(outcome, line.against)
    return f"Look again at {_named(outcome)}: the words say on course; {against}.{why}"


def _named(outcome: CustomerOutcome) -> str:
    return f"{outcome.ref} {lengths.cut(outcome.title, 60)}"


def _table(
    caption: str, head: tuple[str, ...], rows: list[tuple[str, ...]], total: int
) -> PackFigure:
    left = total - len(rows)
    more = f"and {left:,} more: `duly export outcomes` has each" if left else ""
    numbers = frozenset({1, 2, 3})
    return PackFigure(PackTable(caption, head, rows, numbers, more, is_wide=True))


def _short(row: tuple[str, ...]) -> tuple[str, ...]:
    return (lengths.cut(row[0], LONGEST), *row[1:])


def _over(outcome: CustomerOutcome, department: str) -> tuple[str, ...]:
    name = f"{department}: {outcome.title}" if department else outcome.title
    how = words.STATES[OutcomeState(outcome.state)]
    if outcome.state == OutcomeState.ENDED and outcome.reason:
        how = f"{how}: “{lengths.cut(' '.join(outcome.reason.split()), LONGEST)}”"
    was, goal = (rules.figure(each, outcome.unit) for each in (outcome.baseline, outcome.target))
    return (lengths.cut(name, LONGEST), was, words.in_cell(outcome), goal, how)
