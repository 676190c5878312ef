"""A look at a department begins: by the CCO's word, and half a year later by itself."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlmodel import Session

from handlers.calendar import hours
from handlers.chasing import policy as policies
from handlers.customers.assessments import asking, moves, rules, words
from handlers.people import office
from handlers.promises import lifecycle
from handlers.speech import words as plain
from handlers.speech.assessment_errors import (
    AssessedAlready,
    EndsTooLate,
    EndsTooSoon,
    OutsideNeeded,
    OwnNeighbour,
    TooFewToAsk,
)
from storage import assessments, counters, departments
from storage.assessments import Assessment, AssessmentState, Rater, Side
from storage.departments import Department
from storage.people import Person

WITHIN, LATEST = "10 bd", timedelta(days=92)
CANNOT = (AssessedAlready, OutsideNeeded, TooFewToAsk)
"""Why a department is not asked again by itself; the CCO begins it anew when that has changed."""


def due(session: Session, now: datetime, team_id: str, until: date | None) -> datetime:
    """When (UTC) it closes that is to be answered until a day; without one in ten working days.

    Raises EndsTooSoon and EndsTooLate.
    """
    calendar = office.calendar_of(session, team_id)
    if until is None:
        return policies.after(calendar, now, WITHIN)
    today = hours.local_day(calendar, now)
    if until <= today:
        raise EndsTooSoon
    if until > today + LATEST:
        raise EndsTooLate
    return hours.closing(calendar, until)


def made(
    session: Session,
    now: datetime,
    department: Department,
    due_at: datetime,
    neighbour: Department | None,
    by: str,
) -> tuple[Assessment, list[Person]]:
    """One in the making, and who is asked; its raters are kept.

    Raises AssessedAlready, OwnNeighbour, TooFewToAsk and OutsideNeeded.
    """
    team_id = department.team_id
    number = counters.next_number(session, team_id, Assessment.noun)
    known = assessments.of_department(session, team_id, department.department_id)
    under_way = next((each for each in known if each.state == AssessmentState.OPEN), None)
    if under_way:
        raise AssessedAlready(name=department.name, day=last_day(session, under_way))
    if neighbour and neighbour.department_id == department.department_id:
        raise OwnNeighbour(name=department.name)
    own = asking.of_department(session, department)
    if len(own) < rules.FEWEST:
        raise TooFewToAsk(name=department.name, people=plain.count(len(own), "person", "people"))
    outside = asking.of_neighbour(session, neighbour, own)
    is_office = any(
        each.department_id == department.department_id for each in office.holders(session, team_id)
    )
    if is_office and len(outside) < asking.OUTSIDE:
        raise OutsideNeeded(name=department.name)
    sides = [*((each, Side.OWN) for each in own), *((each, Side.NEIGHBOUR) for each in outside)]
    session.add_all(
        Rater(team_id=team_id, number=number, person_id=each.user_id, side=side)
        for each, side in sides
    )
    new = Assessment(
        team_id=team_id,
        number=number,
        title=words.TITLE.format(name=department.name),
        created_at=now,
        begun_by=by,
        department_id=department.department_id,
        neighbour_id=neighbour.department_id if neighbour else None,
        due_at=due_at,
    )
    return new, [each for each, _ in sides]


def facts(new: Assessment) -> dict[str, str]:
    """What is said of it as it begins, as history has it."""
    neighbour = {"neighbour_id": str(new.neighbour_id)} if new.neighbour_id else {}
    return {"department_id": str(new.department_id), **neighbour}


def last_day(session: Session, assessment: Assessment) -> str:
    """The day until which people answer, as it is written."""
    zone = office.zone_of(session, assessment.team_id)
    return plain.dated(hours.day_of(assessment.due_at or assessment.created_at, zone))


# --- by itself ---


def look_after(session: Session, now: datetime, team_id: str) -> None:
    """Close what is over, and begin again what is half a year old.

    This is done whenever a workspace is audited.
    """
    for assessment in assessments.in_state(session, team_id, AssessmentState.OPEN):
        asking.close_if_over(session, now, team_id, assessment.number)
    calendar = office.calendar_of(session, team_id)
    again = assessments.to_repeat(session, team_id, now)
    if again and hours.is_open(calendar, now):
        for assessment in again:
            _repeat(session, now, assessment)


def _repeat(session: Session, now: datetime, before: Assessment) -> None:
    """Ask about a department again, with the same neighbour as the last time."""
    held = assessments.find(session, before.team_id, before.number, lock=True)
    if held is None or held.repeats_at is None or held.repeats_at > now:
        return
    held.repeats_at = None
    session.add(held)
    session.flush()
    department = departments.find(session, held.team_id, held.department_id)
    if department is None:
        return
    neighbour = departments.find(session, held.team_id, held.neighbour_id)
    due_at = due(session, now, held.team_id, None)
    try:
        new, raters = made(session, now, department, due_at, neighbour, by="")
    except CANNOT:
        return
    lifecycle.begin(
        session, now, moves.REPEAT, new, None, asked=[asking.asked(each) for each in raters],
        begun=facts(new), people=len(raters),
    )  # fmt: skip
