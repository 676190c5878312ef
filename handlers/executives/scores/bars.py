"""The promises of a scorecard kept and missed, month by month or week by week, also in words."""

from __future__ import annotations

from datetime import date, timedelta

from slackblocks import Block

from handlers.calendar import hours
from handlers.executives.scores import Scorecard
from handlers.speech import blocks, charts, words

BY_MONTH, BY_WEEK = "Promises kept and missed, by month", "Promises kept and missed, by week"
KEPT, MISSED = "Kept", "Missed"
LEAST = 2
"""From so many months or weeks on there is something to compare."""


def shown(card: Scorecard) -> list[Block]:
    """The chart, and its sentence above it; nothing where there is nothing to compare.

    What is frozen is drawn from its record, so that no bar of it moves.
    """
    by_month = "Q" in card.period.key
    found = _counted(card, by_month=by_month)
    if len(found) < LEAST:
        return []
    said = words.join_names([f"{label} {met} of {of}" for label, (met, of) in found.items()])
    figures = {
        KEPT: [met for met, _ in found.values()],
        MISSED: [of - met for met, of in found.values()],
    }
    title = BY_MONTH if by_month else BY_WEEK
    return [blocks.context(f"Kept: {said}."), charts.bars(title, list(found), figures)]


def _counted(card: Scorecard, *, by_month: bool) -> dict[str, tuple[int, int]]:
    """How many were kept, of how many, by the label of their month or week, in their order."""
    found: dict[str, tuple[int, int]] = {}
    for each in sorted(card.kept, key=lambda one: one.at):
        day = hours.day_of(each.at, card.zone)
        label = f"{day:%B}" if by_month else _week(day, card.period.first)
        met, of = found.get(label, (0, 0))
        found[label] = (met + each.met, of + 1)
    return found


def _week(day: date, first: date) -> str:
    """The first day of a week that lies in the period: “12 Oct”."""
    begins = max(day - timedelta(days=day.weekday()), first)
    return f"{begins:%-d %b}"
