"""The page of the customer room pack that tells what customers answered, and how sure that is."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime

from sqlmodel import Session

from handlers.customers import figures as room
from handlers.customers.figures import Surveyed, cards, gauges, words
from handlers.executives.chapters import PackChapter, PackFigure, PackSection, PackTable
from handlers.speech import words as plain

TITLE = "What customers say"
CAPTION = "Answers of the month"
HEAD = ("Survey", "Question", "Answers", "Figure", "From", "To")
NONE = "–"
MADE = (
    "answers by the day on which they were given; would recommend us is the share of 9 and 10 less "
    "that of 0 to 6, with the adjusted Wald interval, the others are shares with Wilson's; of "
    "fewer than five answers there is no figure, and without names nothing is shown of them"
)


def read(session: Session, now: datetime, team_id: str, month: date) -> PackChapter | None:
    """What was answered in the month that begins on a day; None where nobody answered."""
    del now
    last = month.replace(day=monthrange(month.year, month.month)[1])
    found = room.surveyed(session, team_id, month, last)
    if not found:
        return None
    table = PackTable(
        CAPTION, HEAD, [_row(each) for each in found], frozenset({2, 3, 4, 5}), is_wide=True
    )
    said = [f"{each.gauge.name}: {gauges.said(each.gauge)}" for each in found]
    done = cards.said_and_done(room.said_and_done(session, team_id, last))
    said += [done.removeprefix(cards.THEY_DO)] if done else []
    section = PackSection("voices", TITLE, said, [PackFigure(table)])
    return PackChapter(section, [(TITLE, MADE, sum(each.gauge.answers for each in found))])


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
