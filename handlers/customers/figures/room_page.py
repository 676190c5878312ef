"""The page of the customer room pack that tells what customers answered, and how sure that is."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session

from handlers.customers import figures as room
from handlers.customers.figures import Surveyed, cards, gauges, rescue, words
from handlers.customers.figures.rescue import AfterCall
from handlers.executives.chapters import PackChapter, PackFigure, PackSection, PackTable
from handlers.speech import words as plain
from storage import response_counts, surveys

TITLE = "What customers say"
CAPTION = "Answers of the month"
HEAD = ("Survey", "Question", "Answers", "Figure", "From", "To")
NONE = "–"
MADE = (
    "answers by the day on which they were given; would recommend us is the share of 9 and 10 less "
    "that of 0 to 6, with the adjusted Wald interval, the others are shares with Wilson's; of "
    "fewer than five answers there is no figure, and without names nothing is shown of them"
)

AFTER = "After a low score"
AFTER_HEAD = (
    "Year", "Low score", "Heard from us", "Renewed", "Better answer", "Left", "Not known yet",
    "Renewed or better", "From", "To",
)  # fmt: skip
AFTER_MADE = (
    "each customer once a year, by their last low score of it; the share is of those who heard "
    "from us, and counts who renewed after that day, or where whoever gave the score gave another "
    "to the same question after that day, which is not low; who left counts as left, and not "
    "having left yet counts for nothing; with Wilson's interval, of fewer than five no share; as "
    "known on the day on which this was made"
)
NOBODY_HEARD = (
    "After a low score: nobody who gave one in {before} or {year} has heard from us since, so "
    "there is no share of those who renewed or gave a better answer."
)
OTHERS = ("was answered in the month, too", "were answered in the month, too")


def read(session: Session, now: datetime, team_id: str, month: date) -> PackChapter | None:
    """What was answered in the month that begins on a day; None before the first survey opened."""
    del now
    last = month.replace(day=monthrange(month.year, month.month)[1])
    found = room.surveyed(session, team_id, month, last)
    if not found and not surveys.is_any(session, team_id, last):
        return None
    said = [f"{each.gauge.name}: {gauges.said(each.gauge)}" for each in found]
    said += _more(session, team_id, month, last, len(found))
    said += [] if found else [_nobody(session, team_id, month)]
    done = cards.said_and_done(room.said_and_done(session, team_id, last))
    said += [done.removeprefix(cards.THEY_DO)] if done else []
    after = rescue.read(session, team_id, last.year)
    called = cards.after_calls(after)
    said += [called.removeprefix("*").replace("*", ":", 1)] if called else []
    said += [] if called else [NOBODY_HEARD.format(before=last.year - 1, year=last.year)]
    figures = [PackFigure(_answers(found))] if found else []
    made = [(TITLE, MADE, sum(each.gauge.answers for each in found))]
    if after:
        figures.append(PackFigure(_after(after)))
        made.append((AFTER, AFTER_MADE, sum(each.low for each in after)))
    return PackChapter(PackSection("voices", TITLE, said, figures), made)


def _answers(found: Sequence[Surveyed]) -> PackTable:
    rows = [_row(each) for each in found]
    return PackTable(CAPTION, HEAD, rows, frozenset({2, 3, 4, 5}), is_wide=True)


def _nobody(session: Session, team_id: str, month: date) -> str:
    """“Nobody answered a survey in November 2026. The last answers are of October 2026.”."""
    said = f"Nobody answered a survey in {month:%B %Y}."
    before = response_counts.last_month(session, team_id, month)
    if before is None:
        return f"{said} Nobody has answered one before either."
    return f"{said} The last answers are of {before:%B %Y}."


def _more(session: Session, team_id: str, month: date, last: date, shown: int) -> list[str]:
    """That more surveys were answered in the month than the page has."""
    more = response_counts.surveys_answered(session, team_id, month, last) - shown
    return [f"{plain.capital(plain.count(more, 'survey'))} that opened earlier {OTHERS[more > 1]}."
            ] if more > 0 else []  # fmt: skip


def _after(after: Sequence[AfterCall]) -> PackTable:
    """What became of those who gave a low score, by year; a share of five or more."""
    rows = []
    for each in after:
        measured = each.measured
        share = (NONE, NONE, NONE)
        if measured:
            share = (f"{measured.whole} %", f"{measured.range[0]} %", f"{measured.range[1]} %")
        counts = (each.low, each.heard, each.renewed, each.better, each.left, each.open)
        rows.append((str(each.year), *(f"{count:,}" for count in counts), *share))
    return PackTable(AFTER, AFTER_HEAD, rows, frozenset(range(1, len(AFTER_HEAD))), is_wide=True)


def _row(found: Surveyed) -> tuple[str, ...]:
    gauge = found.gauge
    answers = plain.capital(words.FEW) if gauge.is_hidden else f"{gauge.answers:,}"
    measured = None if gauge.is_hidden or not gauge.of else gauge.measured
    if measured is None:
        return (gauge.survey.name, gauge.name, answers, NONE, NONE, NONE)
    low, high = measured.range
    sign = "" if gauge.question == "recommend" else " %"
    figures = (measured.whole, low, high)
    return (
        gauge.survey.name,
        gauge.name,
        answers,
        *(words.signed(each) + sign for each in figures),
    )
