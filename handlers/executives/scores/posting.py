"""A department reads its figures in its channel: when a quarter is over, and when it is frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from handlers.executives import scores
from handlers.executives.scores import Scorecard, ScoreLine, ScoreOf, cards, delays, keys, records
from handlers.executives.scores.caveats import Caveat
from handlers.executives.scores.delays import Delayed
from handlers.executives.scores.periods import ScorePeriod
from handlers.executives.scores.rules import Figure, Measure, Scored
from handlers.people import office
from storage import outbox, people
from storage.departments import Department
from storage.frozen import FrozenScore
from storage.scopes import Period


@dataclass(frozen=True)
class FiguresAround:
    """What stands beside the figures of a department; only plain values, so that it may wait."""

    before: Mapping[Measure, Figure]
    """The figures of the period before."""
    beside: Mapping[Caveat, int]
    delayed: Delayed | None
    kept: list[Scored]


def figures_around(
    session: Session,
    now: datetime,
    department: Department,
    period: ScorePeriod,
    instants: Period,
    found: Mapping[Measure, list[Scored]],
) -> FiguresAround:
    """All that is read with the things that were found of a period that is over."""
    whose, kept = ScoreOf(department), found[Measure.FIRST]
    return FiguresAround(
        scores.figures_before(session, now, whose, period),
        scores.beside(session, whose, instants, ()),
        delays.delayed(session, department, kept),
        kept,
    )


def frozen(
    session: Session,
    now: datetime,
    department: Department,
    period: ScorePeriod,
    record: FrozenScore,
    around: FiguresAround,
) -> None:
    """Post what was frozen, once."""
    by = people.find(session, record.team_id, record.frozen_by) if record.frozen_by else None
    figures = records.figures(record)
    card = Scorecard(
        ScoreOf(department),
        period,
        is_over=True,
        lines=[
            ScoreLine(figures[each], around.before.get(each, Figure(each, 0, 0)))
            for each in Measure
            if each in figures
        ],
        standards=records.standards(record),
        today=scores.today(session, now, record.team_id),
        zone=office.zone_of(session, record.team_id),
        records=(record,),
        kept=around.kept,
        beside=around.beside,
        delayed=around.delayed,
    )
    _post(session, now, card, f"frozen:{record.number}", by.name if by else "")


def over(session: Session, now: datetime, card: Scorecard) -> None:
    """Post the figures of a period that is over, while they can be disputed before the freeze."""
    _post(session, now, card, f"over:{card.whose.department.department_id}:{card.period.key}", "")


def _post(session: Session, now: datetime, card: Scorecard, key: str, by: str) -> None:
    department = card.whose.department
    if not department.channel_id:
        return
    # Whoever leads it reads it there; of anybody else it is said why they dispute nothing.
    card = replace(card, may_dispute=True)
    shown = cards.posted(card, keys.key(card.whose, card.period), by)
    outbox.add(
        session,
        team_id=department.team_id,
        now=now,
        key=f"score:{key}",
        lane=department.channel_id,
        method=outbox.POST,
        payload=shown.payload,
        once=True,
    )
