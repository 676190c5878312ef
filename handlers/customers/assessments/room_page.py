"""The page of the customer room pack on which each department stands beside itself alone."""

from __future__ import annotations

import calendar
from datetime import date, datetime

from sqlmodel import Session

from handlers.customers.assessments import cards, figures, reading, rules
from handlers.customers.assessments.areas import AREAS
from handlers.customers.assessments.rules import NineAreas
from handlers.executives.chapters import PackChapter, PackFigure, PackSection, PackTable
from storage import assessments, departments
from storage.departments import Department

TITLE = "Nine areas: how departments deal with customers"
MOST, TIMES = 8, 3
"""So many departments on a page, and so many times beside each other."""
FORMULA = (
    "the middle answer of a department's own people, between two the lower one; 3 and 4 only as "
    "far as something of the last twelve months shows it, else “2, said 3”; nothing under three "
    "answers; what was counted beside it is of the half year before"
)


def read(session: Session, now: datetime, team_id: str, month: date) -> PackChapter | None:
    """What came of those that closed in the month that begins on a day; None where none did."""
    del now
    last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    closed = assessments.closed_between(session, team_id, month, last)
    known = {
        each.department_id: department
        for each in closed
        if (department := departments.find(session, team_id, each.department_id))
    }
    shown = sorted(known.values(), key=lambda each: each.key)
    if not shown:
        return None
    said, tables, count = [cards.OWN_WORDS], [], 0
    for department in shown[:MOST]:
        times = [each for each in reading.over_time(session, department) if each[0] <= last]
        latest = times[-1][1]
        said.append(f"{reading.headline_of(department.name, latest)}.")
        tables.append(PackFigure(_table(department, times[-TIMES:])))
        count += latest.own
    more = len(shown) - MOST
    if more > 0:
        said.append(f"{more} more closed in this month: `/cx assess` has each.")
    section = PackSection("areas", TITLE, said, tables)
    return PackChapter(section, [(TITLE, FORMULA, count)])


def _table(department: Department, times: list[tuple[date, NineAreas]]) -> PackTable:
    seasons = [rules.season(on) for on, _ in times]
    rows = [(known.name, *_row(area, times)) for area, known in AREAS.items()]
    return PackTable(department.name, ("Area", *seasons, "What was counted"), rows, is_wide=True)


def _row(area: str, times: list[tuple[date, NineAreas]]) -> list[str]:
    found = [
        next((each for each in result.areas if each.area == area), None) for _, result in times
    ]
    latest = found[-1]
    beside = figures.says(area, latest.met, latest.of_all) if latest else ""
    return [*(cards.stands(each) if each else "–" for each in found), beside]
