"""What somebody says of an outcome or of its number is checked before anything is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers.roadmap import rules
from handlers.customers.roadmap.rules import NumberSaid
from handlers.executives.scores import periods
from handlers.people import access
from handlers.speech import cleaning
from handlers.speech import words as plain
from handlers.speech.blocks import clip
from handlers.speech.outcome_errors import (
    CountedBefore,
    CountedLater,
    CountedLongAgo,
    CourseMissing,
    FiveOpen,
    MetricMissing,
    NoticeMissing,
    NoticeTooLong,
    OtherUnit,
    OutcomeLineTooLong,
    OwnerNamed,
    ProjectNamed,
    QuarterMissing,
    QuarterOver,
    SameTarget,
)
from storage import customer_outcomes
from storage.customer_outcomes import CourseSaid, CustomerOutcome
from storage.departments import Department
from storage.people import Person

TITLE, LONGEST = 150, 1000
"""Characters of what customers notice, and of each sentence about it."""
OF_COMPANY, OF_DEPARTMENT = 5, 3
"""So many outcomes are open at most for one quarter: of the company, and of each department."""
YEAR = timedelta(days=366)
KNOWN_WITHIN = timedelta(days=60)
QUARTERS_AHEAD = 4
"""An outcome is for this quarter or one of the next three."""


@dataclass(frozen=True)
class OutcomeSaid:
    """What somebody says that customers are to notice, and how that is counted.

    `baseline` was counted on the local day `baseline_on`, None for today; `target` is to be there
    by the end of the quarter that begins on `quarter_on`. Without a department it is the company's.
    `keeps_words` says that the words stay although they name a project. `counter` is the figure of
    scorecards that it is, where Duly counts it; `baseline` is None where that says it.
    """

    notice: str
    counted_as: str
    baseline: NumberSaid | None
    target: NumberSaid
    owner: Person | None
    quarter_on: date | None
    department: Department | None = None
    baseline_on: date | None = None
    keeps_words: bool = False
    counter: str = ""


@dataclass(frozen=True)
class CountSaid:
    """The number now, counted on a local day (None: today), how it stands, and in which words.

    Without a number where Duly counts that itself.
    """

    number: NumberSaid | None
    course: CourseSaid | None
    line: str = ""
    helps: str = ""
    on: date | None = None


def told(
    now: datetime, actor: Person, said: OutcomeSaid, outcome: CustomerOutcome | None = None
) -> dict[str, Any]:
    """What is said of it, by column.

    Raises NoticeMissing, NoticeTooLong, ProjectNamed, MetricMissing, OutcomeLineTooLong, OtherUnit,
    SameTarget, OwnerNamed, QuarterMissing, QuarterOver, CountedLater and CountedLongAgo.
    """
    today = hours.day_of(now, actor.zone)
    notice = _notice(said)
    if cleaning.says_nothing(said.counted_as):
        raise MetricMissing
    check_length(said.counted_as)
    baseline_on = said.baseline_on or today
    _check_day(baseline_on, today)
    baseline = said.baseline or NumberSaid(0)
    unit = baseline.unit or _same_unit(said.target.unit, baseline)
    _same_unit(unit, said.target)
    if said.target.value == baseline.value:
        raise SameTarget(
            baseline=rules.figure(baseline.value, unit),
            target=rules.figure(said.target.value, unit),
        )
    if said.owner is None:
        raise OwnerNamed
    if outcome is None or said.owner.user_id != outcome.owner_id:
        access.check_owner(said.owner)
    first, last = _quarter(said.quarter_on, today, outcome)
    return {
        "title": notice, "counted_as": said.counted_as.strip(), "unit": unit,
        "baseline": baseline.value, "baseline_on": baseline_on, "target": said.target.value,
        "counter": said.counter,
        "owner_id": said.owner.user_id, "quarter_on": first, "ends_on": last,
        "department_id": said.department.department_id if said.department else None,
    }  # fmt: skip


def counted(
    now: datetime, actor: Person, said: CountSaid, outcome: CustomerOutcome
) -> dict[str, Any]:
    """What is said of the number, by column.

    Raises CourseMissing, OutcomeLineTooLong, OtherUnit, CountedLater, CountedLongAgo and
    CountedBefore.
    """
    if said.course is None:
        raise CourseMissing
    for line in (said.line, said.helps):
        check_length(line)
    today = hours.day_of(now, actor.zone)
    number = {}
    if said.number is not None:
        number = {
            "latest": said.number.value,
            "counted_on": _counted_day(outcome, said.on or today, today),
            "unit": _same_unit(outcome.unit, said.number),
        }
    return {
        **number, "said": str(said.course),
        "line": said.line.strip(), "helps": said.helps.strip(), "said_by": actor.user_id,
        "said_at": now, "because": "", "shown_at": None, "next_on": _next_on(outcome, today),
    }  # fmt: skip


def _notice(said: OutcomeSaid) -> str:
    notice = cleaning.line(said.notice)
    if cleaning.says_nothing(notice):
        raise NoticeMissing
    if len(notice) > TITLE:
        raise NoticeTooLong(length=f"{len(notice):,}", most=str(TITLE))
    if rules.is_project(notice) and not said.keeps_words:
        raise ProjectNamed
    return notice


def _quarter(
    wanted: date | None, today: date, outcome: CustomerOutcome | None
) -> tuple[date, date]:
    """The first and the last day of a quarter that is not over; one that an outcome has may be."""
    if wanted is None:
        raise QuarterMissing
    quarter = periods.quarter_of(wanted)
    is_kept = outcome is not None and outcome.quarter_on == quarter.first
    if quarter.last < today and not is_kept:
        raise QuarterOver
    return quarter.first, quarter.last


def quarters(today: date) -> list[periods.ScorePeriod]:
    """The present quarter and the next three, by which an outcome can be there."""
    found = [periods.quarter_of(today)]
    while len(found) < QUARTERS_AHEAD:
        found.append(periods.quarter_of(found[-1].last + timedelta(days=1)))
    return found


def check_room(session: Session, team_id: str, told: Mapping[str, Any]) -> None:
    """Raises FiveOpen where as many as there may be are open for the quarter."""
    wanted = told["department_id"]
    found = customer_outcomes.of_quarter(session, team_id, told["quarter_on"])
    there = [each for each in found if each.is_open and each.department_id == wanted]
    most = OF_DEPARTMENT if wanted else OF_COMPANY
    if len(there) >= most:
        named = plain.join_names([f"{each.ref} {clip(each.title, 40)}" for each in there])
        raise FiveOpen(count=plain.capital(plain.number(len(there))), named=named)


def _same_unit(unit: str, said: NumberSaid) -> str:
    """The unit of both; the number may leave it out."""
    if said.unit and unit and said.unit.casefold() != unit.casefold():
        raise OtherUnit(unit=unit, other=said.unit)
    return unit or said.unit


def _counted_day(outcome: CustomerOutcome, day: date, today: date) -> date:
    _check_day(day, today)
    before = max(filter(None, (outcome.counted_on, outcome.baseline_on)))
    if day < before:
        raise CountedBefore(day=plain.dated(before))
    return day


def _check_day(day: date, today: date) -> None:
    if day > today:
        raise CountedLater
    if today - day > YEAR:
        raise CountedLongAgo


def _next_on(outcome: CustomerOutcome, today: date) -> date:
    """When it is asked for next: a number just before a check-in is the number of that."""
    planned = outcome.next_on or rules.check_in_after(today)
    if planned - today <= timedelta(days=7):
        return rules.check_in_after(max(planned, today))
    return planned


def check_length(line: str) -> None:
    """Raises OutcomeLineTooLong."""
    if len(line) > LONGEST:
        raise OutcomeLineTooLong(length=f"{len(line):,}", most=f"{LONGEST:,}")
