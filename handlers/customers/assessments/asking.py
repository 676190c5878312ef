"""Who is asked how a department deals with customers, and what is kept once all is in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.customers.assessments import figures, moves, rules
from handlers.customers.assessments.kind import ASSESS, NEXT
from handlers.people import access, leads, office
from handlers.promises import lifecycle
from handlers.promises.lifecycle import Asked
from storage import asks as stored_asks
from storage import assessments, departments, people
from storage.assessments import Assessment, AssessmentState, KeptResult
from storage.departments import Department
from storage.people import Person, Role

MOST, OUTSIDE = 5, 2
"""So many of a department are asked beside its lead, and so many of its neighbour."""


def of_department(session: Session, department: Department) -> list[Person]:
    """Its lead, its deputy, and others who were not asked the last time before those who were."""
    known = assessments.of_department(session, department.team_id, department.department_id)
    lately = {
        each.person_id
        for each in (
            assessments.raters(session, department.team_id, known[0].number) if known else ()
        )
    }
    lead = leads.lead_of(session, department)
    members = _there(people.members_of(session, department.team_id, department.department_id))
    others = sorted(
        (each for each in members if lead is None or each.user_id != lead.user_id),
        key=lambda each: (
            each.user_id != department.deputy_id, each.user_id in lately, each.user_id,
        ),
    )  # fmt: skip
    return [*([lead] if lead else []), *others[:MOST]]


def of_neighbour(
    session: Session, neighbour: Department | None, but: Sequence[Person]
) -> list[Person]:
    """Two of the department that works with it: its lead, its deputy, else others of it."""
    if neighbour is None:
        return []
    taken = {each.user_id for each in but}
    lead = leads.lead_of(session, neighbour)
    members = _there(people.members_of(session, neighbour.team_id, neighbour.department_id))
    first = [each for each in members if each.user_id == neighbour.deputy_id]
    rest = [each for each in members if each.user_id != neighbour.deputy_id]
    found = {
        each.user_id: each
        for each in [*([lead] if lead else []), *first, *rest]
        if each.user_id not in taken
    }
    return list(found.values())[:OUTSIDE]


def _there(members: Sequence[Person]) -> list[Person]:
    """Those who can answer for themselves now: nobody who is away, and not the CCO."""
    return [
        each
        for each in members
        if access.can_own(each) and not each.stand_in_id and each.role != Role.CCO
    ]


def asked(person: Person) -> Asked:
    """The nine questions, which the next message of somebody's day brings."""
    return Asked(ASSESS, person, person.department_id, announced=False)


def close_if_over(session: Session, now: datetime, team_id: str, number: int) -> bool:
    """Close one whose day is over, or of which all parts are in; whether it was closed."""
    held = assessments.find(session, team_id, number, lock=True)
    if held is None or held.state != AssessmentState.OPEN:
        return False
    about = stored_asks.open_about(session, team_id, held.noun, number)
    is_over = held.due_at is not None and held.due_at <= now
    if not is_over and any(each.kind == ASSESS.name for each in about):
        return False
    close(session, now, held)
    return True


def close(session: Session, now: datetime, held: Assessment) -> None:
    """Keep what it came to, and ask the lead what should be different, where anything is known."""
    day = office.day_of(session, held.team_id, now)
    raters = assessments.raters(session, held.team_id, held.number)
    answers = assessments.answers(session, held.team_id, held.number)
    found = rules.result(answers, raters, day)
    department = departments.find(session, held.team_id, held.department_id)
    beside = figures.read(session, now, department) if department else {}
    session.add_all(
        KeptResult(
            team_id=held.team_id, number=held.number, area=each.area, said=each.said,
            shown=each.shown, count=each.count, evidence=each.evidence, is_apart=each.is_apart,
            neighbours=each.neighbours or "",
            met=beside[each.area].met if each.area in beside else None,
            of_all=beside[each.area].count if each.area in beside else None,
        )
        for each in found.areas
    )  # fmt: skip
    held.closed_on, held.repeats_at = day, held.created_at + figures.HALF_A_YEAR
    lifecycle.pass_on(
        session, now, moves.CLOSE, held, asked=_next(session, held) if found.known else (),
        after={"closed_on": day.isoformat()},
    )  # fmt: skip


def _next(session: Session, held: Assessment) -> list[Asked]:
    """The lead is asked; without one the CCO is."""
    department = departments.find(session, held.team_id, held.department_id)
    who = leads.lead_of(session, department)
    if who is None:
        who = office.holder(session, held.team_id)
    return [Asked(NEXT, who, held.department_id, announced=False)] if who else []
