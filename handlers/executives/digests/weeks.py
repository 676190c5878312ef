"""Eight weeks of promises kept and missed: a chart, and the same in words for who sees none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from slackblocks import Block
from sqlmodel import Session

from handlers.calendar import hours
from handlers.executives.digest_lines import Occasion
from handlers.executives.digests import rules
from handlers.speech import blocks, charts, shares, words
from handlers.speech.shares import WeekKept
from storage import endings
from storage.scopes import Scope

TITLE = "Promises kept and missed, by week"
KEPT, MISSED = "Kept", "Missed"
LEAST = 2
"""From so many weeks on there is something to compare."""
SAID = 3
"""So many weeks before this one are said in words."""


def read(session: Session, scopes: Iterable[Scope], occasion: Occasion) -> tuple[WeekKept, ...]:
    """How many promises of these departments were kept on the day, week by week up to today.

    The figure of each week is that of the digest at its end: see `shares.kept_on_the_day`. Weeks
    before the first in which anything fell due are left out.
    """
    known = [*scopes]
    found = [_week(session, known, occasion, back) for back in reversed(range(rules.CHARTED))]
    while found and not found[0].kept.of:
        found.pop(0)
    return tuple(found)


def last_miss(
    session: Session, scopes: Iterable[Scope], occasion: Occasion, weeks: Sequence[WeekKept]
) -> datetime | None:
    """The newest instant (UTC) in these weeks for which a promise was given and missed."""
    for back, week in enumerate(reversed(weeks)):
        if week.kept.missed:
            period = rules.week(occasion, back)
            found = (endings.last_missed(session, each, period) for each in scopes)
            return max((each for each in found if each), default=None)
    return None


def _week(session: Session, known: Sequence[Scope], occasion: Occasion, back: int) -> WeekKept:
    period = rules.week(occasion, back)
    found = (shares.kept_on_the_day(endings.promised(session, each, period)) for each in known)
    begins = hours.local_day(occasion.calendar, period.since)
    return WeekKept(begins, sum(found, shares.Share()))


def shown(weeks: Sequence[WeekKept]) -> list[Block]:
    """The chart, and its sentence above it; nothing where there is nothing to compare."""
    if len(weeks) < LEAST:
        return []
    labels = [f"{each.begins:%-d %b}" for each in weeks]
    figures = {
        KEPT: [each.kept.met for each in weeks],
        MISSED: [each.kept.missed for each in weeks],
    }
    return [blocks.context(sentence(weeks)), charts.bars(TITLE, labels, figures)]


def sentence(weeks: Sequence[WeekKept]) -> str:
    """The same in words: “6 of 8 this week; 5 of 7, 7 of 7 and 6 of 9 in the three before”."""
    *before, last = weeks
    before = before[-SAID:]
    which = "the week before" if len(before) == 1 else f"the {words.number(len(before))} before"
    if not any(each.kept.of for each in before):
        others = "; nothing due" if last.kept.of else " or"
        return f"Kept: {_of(last)} this week{others} in {which}."
    told = words.join_names([_of(each) for each in before])
    return f"Kept: {_of(last)} this week; {told} in {which}."


def _of(week: WeekKept) -> str:
    return f"{week.kept.met:,} of {week.kept.of:,}" if week.kept.of else "nothing due"
