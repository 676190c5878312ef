"""One department over time, and all departments by name, none beside the figures of another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import chain

from slackblocks import Block

from handlers.customers.assessments import cards, rules, words
from handlers.customers.assessments.areas import AREAS, STAGES
from handlers.customers.assessments.rules import AreaResult, NineAreas
from handlers.speech import blocks, paging
from handlers.speech import words as plain
from handlers.speech.request import Json
from storage.assessments import Assessment
from storage.departments import Department

SHOW_NINE = "Show the nine…"
FIRST_TIME = "This was the first time. In half a year there is something to compare."
NO_DEPARTMENT = "There is no department yet. `/cx setup` makes the first."
FULL, EMPTY = "█", "░"
PAGE = 10
"""So many departments stand on one page."""
COMPARED = 4
"""So many times stand beside each other, the newest last."""


def compared(department: Department, times: Sequence[tuple[date, NineAreas]]) -> Json:
    """One department over time, as words and bars; `times` with the first first."""
    name = blocks.safe(department.name, 80)
    if len(times) < 2:
        return blocks.notice("Over time", f"*{name}* {FIRST_TIME}")
    shown = times[-COMPARED:]
    parts = [blocks.section(f"*{name}, over time*")]
    for area, known in AREAS.items():
        bars = [
            _bar(on, each) for on, result in shown for each in result.known if each.area == area
        ]
        if bars:
            parts.append(blocks.section(f"*{known.name}*\n{' · '.join(bars)}"))
    parts.append(blocks.context(cards.OWN_WORDS))
    return blocks.notice("Over time", shown=blocks.message(*parts))


def _bar(on: date, area: AreaResult) -> str:
    """“spring 2026 ██░░ 2”, and what is said or shows it."""
    stage = area.shown or 0
    bar = FULL * stage + EMPTY * (len(STAGES) - stage)
    beside = ""
    if area.is_only_said:
        beside = f", said {area.said}"
    elif area.shown_by:
        beside = ", something shows it"
    return f"{rules.season(on)} {bar} {stage}{beside}"


def listed(
    shown: Sequence[tuple[Department, Assessment | None]],
    after: int,
    total: int,
    now: datetime,
    *,
    may_begin: bool,
) -> Json:
    """A page of departments by name, none beside another's figures."""
    entries = list(chain.from_iterable(_entry(department, last, now) for department, last in shown))
    if may_begin and total:
        nine = blocks.button(SHOW_NINE, words.NINE, "")
        begin = blocks.button(words.BEGIN_LABEL, words.BEGIN, "")
        entries.append(blocks.actions(begin, nine))
    return paging.form(
        cards.TITLE, words.LIST, entries, which="", after=after, total=total,
        of="department", nothing=NO_DEPARTMENT, page=PAGE,
    )  # fmt: skip


def _entry(department: Department, last: Assessment | None, now: datetime) -> list[Block]:
    name = blocks.safe(department.name, 80)
    if last is None:
        how = "nobody has looked yet"
    elif last.closed_on:
        how = f"closed {plain.plain_day(last.closed_on, now.date())}"
    else:
        how = "people answer"
    opens = blocks.button("Open…", words.OPEN, department.department_id.hex)
    return [blocks.section(f"*{name}* · {how}", opens)]
