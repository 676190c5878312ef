"""A department reads its figures in its channel: when a quarter is over, and when it is frozen."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from handlers.executives.scores import Scorecard, ScoreLine, ScoreOf, cards, keys, records
from handlers.executives.scores.periods import ScorePeriod
from handlers.executives.scores.rules import Figure, Measure
from handlers.executives.scores.standards import Standards
from storage import outbox, people
from storage.departments import Department
from storage.frozen import FrozenScore


def frozen(
    session: Session,
    now: datetime,
    department: Department,
    period: ScorePeriod,
    record: FrozenScore,
) -> None:
    """Post what was frozen, once."""
    by = people.find(session, record.team_id, record.frozen_by) if record.frozen_by else None
    card = Scorecard(
        ScoreOf(department),
        period,
        is_over=True,
        lines=_lines(records.figures(record)),
        standards=records.standards(record),
        records=(record,),
    )
    _post(session, now, card, f"frozen:{record.number}", by.name if by else "")


def over(
    session: Session,
    now: datetime,
    department: Department,
    period: ScorePeriod,
    figures: dict[Measure, Figure],
    standards: Standards,
    freezes_on: date | None,
) -> None:
    """Post the figures of a period that is over, while they can be disputed before the freeze."""
    card = Scorecard(
        ScoreOf(department),
        period,
        is_over=True,
        lines=_lines(figures),
        standards=standards,
        freezes_on=freezes_on,
    )
    _post(session, now, card, f"over:{department.department_id}:{period.key}", "")


def _lines(figures: dict[Measure, Figure]) -> list[ScoreLine]:
    """The figures alone: to compare them all of the period before would have to be counted."""
    return [ScoreLine(figures[each], Figure(each, 0, 0)) for each in Measure if each in figures]


def _post(session: Session, now: datetime, card: Scorecard, key: str, by: str) -> None:
    department = card.whose.department
    if not department.channel_id:
        return
    shown = cards.shown(card, keys.key(card.whose, card.period), by)
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
