"""A quarter's figures come to the departments when it is over, and are frozen some days later."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import partial
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import hours
from handlers.chasing import notes
from handlers.executives import scores
from handlers.executives.scores import (
    Scorecard,
    ScoreOf,
    freezing,
    periods,
    posting,
    ranking,
    ranking_cards,
    records_of,
    standards,
)
from handlers.executives.scores.freezing import Countable
from handlers.executives.scores.periods import ScorePeriod
from handlers.executives.scores.ranking import DepartmentRank
from handlers.people import office
from handlers.speech.errors import UserError
from storage import departments, freezings
from storage.departments import Department
from storage.freezings import Freezing

AT = time(9)
"""When on the clock of the house the figures come."""


class QuarterStep(StrEnum):
    """What is to be done with a quarter that is over."""

    SHOW = "show"
    FREEZE = "freeze"


@dataclass(frozen=True)
class QuarterTurn:
    """What is next: which quarter, what is done with it, and when it is frozen, if by itself."""

    period: ScorePeriod
    phase: QuarterStep | None
    freezes_on: date | None


@dataclass(frozen=True)
class Prepared:
    """What was counted for the department that is next; None where there is nothing to do.

    Without a department every one had its turn, and `ranked` is what the CCO reads of all of them.
    """

    department_id: UUID | None
    phase: QuarterStep
    counted: Countable | Scorecard | None = None
    ranked: Sequence[DepartmentRank] = ()


def prepare(session: Session, now: datetime) -> Callable[[Session, datetime], bool]:
    """Count the figures that are next while nobody waits for that; what is left to be done then."""
    due = freezings.next_due(session, now, lock=False)
    turn = _turn(session, now, due) if due and due.frozen else None
    if due is None or turn is None or turn.phase is None:
        return handle_one
    department = _next(session, due)
    if department is None:
        found = _ranked(session, due.team_id, turn)
        return partial(handle_one, prepared=Prepared(None, turn.phase, ranked=found))
    counted = _count(session, now, department, turn)
    return partial(handle_one, prepared=Prepared(department.department_id, turn.phase, counted))


def handle_one(session: Session, now: datetime, prepared: Prepared | None = None) -> bool:
    """Do what is next for one department, or plan the next look; False when nothing is due."""
    due = freezings.next_due(session, now)
    if due is None:
        return False
    due.error = ""
    session.add(due)
    if not due.frozen:
        # What was over before Duly came, or knew of this, stays as it is.
        due.shown = due.frozen = _last_quarter(session, now, due.team_id).key
    turn = _turn(session, now, due)
    if turn.phase is None:
        due.next_at = _tomorrow(session, now, due.team_id)
        return True
    department = _next(session, due)
    department_id = department.department_id if department else None
    if prepared and (prepared.department_id, prepared.phase) != (department_id, turn.phase):
        # Somebody else was quicker: what is next now is counted while nobody waits for that.
        return True
    if department is None:
        found = prepared.ranked if prepared else _ranked(session, due.team_id, turn)
        _end(session, now, due, turn, found)
        return True
    due.behind = department_id
    counted = prepared.counted if prepared else _count(session, now, department, turn)
    if counted:
        _do(session, now, counted)
    return True


def _do(session: Session, now: datetime, counted: Countable | Scorecard) -> None:
    try:
        if isinstance(counted, Countable):
            freezing.keep(session, now, counted, "")
        elif not records_of(session, counted.whose, counted.period):
            posting.over(session, now, counted)
    except UserError:
        # Somebody has frozen it, or a later one, since it was counted.
        return


def _count(
    session: Session, now: datetime, department: Department, turn: QuarterTurn
) -> Countable | Scorecard | None:
    """What can be frozen or shown; None for what is frozen already, and where nothing counts."""
    try:
        if turn.phase is QuarterStep.FREEZE:
            return freezing.count(session, now, department, turn.period)
        card = scores.as_it_stands(session, now, ScoreOf(department), turn.period)
    except UserError:
        return None
    return card if any(each.now.of for each in card.lines) and not card.records else None


def _last_quarter(session: Session, now: datetime, team_id: str) -> ScorePeriod:
    today = hours.day_of(now, office.zone_of(session, team_id))
    return periods.quarter_of(today).before


def _turn(session: Session, now: datetime, due: Freezing) -> QuarterTurn:
    zone = office.zone_of(session, due.team_id)
    period = _last_quarter(session, now, due.team_id)
    day = standards.freezes_on(session, due.team_id, period)
    first = standards.working_day(session, due.team_id, period.last + timedelta(days=1))
    if due.shown != period.key and _has_come(first, now, zone):
        return QuarterTurn(period, QuarterStep.SHOW, day)
    if due.frozen != period.key and day and _has_come(day, now, zone):
        return QuarterTurn(period, QuarterStep.FREEZE, day)
    return QuarterTurn(period, None, day)


def _has_come(day: date, now: datetime, zone: str) -> bool:
    return now >= _morning(day, zone)


def _morning(day: date, zone: str) -> datetime:
    return datetime.combine(day, AT, hours.time_zone(zone)).astimezone(UTC)


def _tomorrow(session: Session, now: datetime, team_id: str) -> datetime:
    """The next morning (UTC) on the clock of the house."""
    zone = office.zone_of(session, team_id)
    today = hours.day_of(now, zone)
    day = today if not _has_come(today, now, zone) else today + timedelta(days=1)
    return _morning(day, zone)


def _next(session: Session, due: Freezing) -> Department | None:
    """The department that is next, by id."""
    known = sorted(
        departments.everyone(session, due.team_id), key=lambda each: each.department_id.hex
    )
    after = due.behind.hex if due.behind else ""
    return next((each for each in known if each.department_id.hex > after), None)


def _end(
    session: Session,
    now: datetime,
    due: Freezing,
    turn: QuarterTurn,
    found: Sequence[DepartmentRank],
) -> None:
    """Every department had its turn: the CCO reads of all of them together."""
    due.behind = None
    if turn.phase is QuarterStep.SHOW:
        due.shown = turn.period.key
        return
    due.frozen = turn.period.key
    if not found:
        return
    said = ranking_cards.sentence(turn.period, found)
    table = ranking_cards.table(turn.period, found)
    for cco in office.holders(session, due.team_id):
        notes.send(session, now, cco, said, *table)


def _ranked(session: Session, team_id: str, turn: QuarterTurn) -> Sequence[DepartmentRank]:
    """All that was frozen, which is read from every record; nothing while it is only shown."""
    return ranking.ranked(session, team_id, turn.period) if turn.phase is QuarterStep.FREEZE else ()
