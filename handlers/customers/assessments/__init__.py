"""A department looks at how it deals with customers: nine areas, what shows it, one first thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers.assessments import asking, beginning, looking_up, moves, reading, words
from handlers.customers.assessments.areas import AREAS, STAGES
from handlers.people import access, lookup
from handlers.promises import deadlines, giving, items, lifecycle
from handlers.promises.lifecycle import Move
from handlers.speech import cleaning, phrases, reasons
from handlers.speech import words as plain
from handlers.speech.assessment_errors import (
    AreaMissing,
    AreaWordsTooLong,
    AssessmentEnded,
    EnoughChanges,
    EvidenceToCome,
    NotARater,
    NotOfSide,
    NotTheirDepartment,
    NotYetClosed,
    StageMissing,
)
from handlers.speech.errors import DueMissing, OwnerMissing, StaleForm, TaskMissing
from storage import assessments, departments, people
from storage.assessments import AreaAnswer, AreaTask, Assessment, AssessmentState, Rater, Side
from storage.customer_outcomes import CustomerOutcome
from storage.departments import Department
from storage.people import Person, Role
from storage.tasks import Promise

LONGEST = 1000
"""Characters of what shows it, and of what a customer would say."""
AT_ONCE = 3
"""So many tasks of a department that change an area may be open at once."""


@dataclass(frozen=True)
class AreaSaid:
    """What somebody says of an area: `stage` is one to four, None where they do not know.

    `evidence` is what shows it, `evidence_on` from when that is: today where nobody says so.
    """

    stage: int | None
    evidence: str = ""
    evidence_on: date | None = None
    customer_says: str = ""


@dataclass(frozen=True)
class FirstThing:
    """What is to be different in an area: who does what, by which day on their clock."""

    area: str
    what: str
    owner: Person | None
    by: str
    outcome: CustomerOutcome | None = None
    """What it moves, if anything."""


def begin(
    session: Session,
    now: datetime,
    actor: Person,
    department: Department,
    until: date | None = None,
    neighbour: Department | None = None,
) -> Assessment:
    """Have a department look at itself until a day, ten working days without one.

    Its lead and up to five of it are asked, and two of a neighbour where one is named. Raises
    what `beginning.due`, `beginning.made` and `access.check` raise.
    """
    access.check(session, actor, access.BEGIN_ASSESSMENT)
    due_at = beginning.due(session, now, actor.team_id, until)
    new, raters = beginning.made(session, now, department, due_at, neighbour, by=actor.user_id)
    lifecycle.begin(
        session, now, moves.BEGIN, new, actor, asked=[asking.asked(each) for each in raters],
        begun=beginning.facts(new), people=len(raters),
    )  # fmt: skip
    return new


def answer(
    session: Session, now: datetime, actor: Person, ref: str, area: str, said: AreaSaid
) -> Assessment:
    """Say where a department stands in one area; what somebody said of it before is replaced.

    What they name as what shows it is looked up: its day is then the one that counts. Nothing but
    that somebody answered is told of it. Raises StaleForm, StageMissing, AreaWordsTooLong,
    EvidenceToCome, and what `of_rater` raises.
    """
    assessment, _ = of_rater(session, actor, ref)
    if area not in AREAS:
        raise StaleForm
    if said.stage is not None and said.stage not in STAGES:
        raise StageMissing
    for line in (said.evidence, said.customer_says):
        _check_length(line)
    today = hours.day_of(now, actor.zone)
    if said.evidence_on and said.evidence_on > today:
        raise EvidenceToCome
    kept = session.get(AreaAnswer, (actor.team_id, assessment.number, actor.user_id, area))
    row = kept or AreaAnswer(
        team_id=actor.team_id, number=assessment.number, person_id=actor.user_id, area=area,
        answered_at=now,
    )  # fmt: skip
    has_evidence = not cleaning.says_nothing(said.evidence)
    row.stage, row.answered_at = said.stage, now
    row.evidence = said.evidence.strip() if has_evidence else ""
    row.evidence_on = None
    if has_evidence:
        found = looking_up.look_up(session, now, actor, row.evidence)
        row.evidence_on = looking_up.day(found, said.evidence_on or today)
    row.customer_says = said.customer_says.strip()
    session.add(row)
    lifecycle.make(session, now, moves.RATE, assessment, actor, area=area)
    return assessment


def left(session: Session, actor: Person, number: int) -> list[str]:
    """The areas of which somebody has said nothing yet, in the order in which they are asked."""
    given = assessments.answers_of(session, actor.team_id, number, actor.user_id)
    return [area for area in AREAS if area not in given]


def give_part(session: Session, now: datetime, actor: Person, ref: str) -> bool:
    """Somebody's part is done; whether it was the last one, so that all is closed now.

    Raises StageMissing where an area is left, and what `of_rater` raises.
    """
    assessment, rater = of_rater(session, actor, ref)
    if left(session, actor, assessment.number):
        raise StageMissing
    if rater.finished_at is not None:
        return False
    rater.finished_at = now
    session.add(rater)
    lifecycle.make(session, now, moves.GIVE_PART, assessment, actor)
    return asking.close_if_over(session, now, assessment.team_id, assessment.number)


def pass_on(
    session: Session, now: datetime, actor: Person, ref: str, reason: str, to_id: str = ""
) -> Person | None:
    """It is not for them, for a reason; somebody else of the same department may answer instead.

    What they said of an area already counts. Raises NotOfSide, and what `of_rater`,
    `reasons.check` and `lookup.chosen_person` raise.
    """
    assessment, rater = of_rater(session, actor, ref)
    reasons.check(reason)
    _check_length(reason)
    to = _instead(session, assessment, rater, to_id) if to_id else None
    rater.declined = True
    session.add(rater)
    if to:
        session.add(
            Rater(
                team_id=to.team_id, number=assessment.number, person_id=to.user_id, side=rater.side
            )
        )
    session.flush()
    told: dict[str, Any] = {"to": to.user_id} if to else {}
    lifecycle.make(
        session, now, moves.PASS_ON, assessment, actor, asked=[asking.asked(to)] if to else (),
        after={"because": reason.strip()}, **told,
    )  # fmt: skip
    asking.close_if_over(session, now, assessment.team_id, assessment.number)
    return to


def give_task(
    session: Session, now: datetime, actor: Person, ref: str, wanted: FirstThing
) -> Promise:
    """Give a task that is to change one area; three of a department are open at once.

    Raises AreaMissing, EnoughChanges, TaskMissing, OwnerMissing, DueMissing, and what `of_lead`,
    `items.check_title`, `deadlines.read` and `giving.give` raise.
    """
    assessment, department = of_lead(session, actor, ref)
    if wanted.area not in AREAS:
        raise AreaMissing
    check_room(session, department)
    if cleaning.says_nothing(wanted.what):
        raise TaskMissing
    items.check_title(wanted.what)
    if wanted.owner is None:
        raise OwnerMissing
    access.check_owner(wanted.owner)
    if not wanted.by.strip():
        raise DueMissing
    by = deadlines.read(session, now, wanted.owner, wanted.by)
    task = giving.give(
        session, now, actor, title=phrases.one_line(wanted.what), owner=wanted.owner,
        department=department, due_at=by.at, timed=by.timed, outcome=wanted.outcome,
    )  # fmt: skip
    session.add(
        AreaTask(
            team_id=actor.team_id, task_number=task.number, number=assessment.number,
            department_id=department.department_id, area=wanted.area,
        )
    )  # fmt: skip
    lifecycle.make(session, now, moves.CHOOSE, assessment, actor, task=task.ref, area=wanted.area)
    return task


def check_room(session: Session, department: Department) -> None:
    """Raises EnoughChanges where three tasks that change an area are open."""
    still = [task.ref for _, task in reading.of(session, department).open_tasks]
    if len(still) >= AT_ONCE:
        raise EnoughChanges(name=department.name, tasks=plain.join_names(still))


def rest(session: Session, now: datetime, actor: Person, ref: str, reason: str) -> Assessment:
    """Nothing should be different this half, for a reason.

    Raises AssessmentEnded where something follows already, and what `of_lead` and `reasons.check`
    raise.
    """
    assessment, _ = of_lead(session, actor, ref)
    reasons.check(reason)
    _check_length(reason)
    if assessment.state != AssessmentState.CLOSED:
        raise AssessmentEnded(ref=assessment.ref, how="answered already")
    assessment.reason = reason.strip()
    lifecycle.make(session, now, moves.REST, assessment, actor, after={"reason": assessment.reason})
    return assessment


def stop(session: Session, now: datetime, actor: Person, ref: str) -> Assessment:
    """Nobody is asked any more, as it was begun by mistake. Raises what `named` raises."""
    assessment = named(session, actor, ref, moves.TAKE_BACK)
    lifecycle.make(session, now, moves.TAKE_BACK, assessment, actor)
    return assessment


# --- who, and which ---


def named(session: Session, actor: Person, ref: str, *which: Move) -> Assessment:
    """The assessment that somebody names, held until the commit, if they may make such a move.

    Raises StaleForm for what names none, NoSuchNumber, AssessmentEnded where it stands otherwise,
    and what `access.check` raises.
    """
    said = phrases.reference(ref)
    if said is None or said.letter != Assessment.letter:
        access.check(session, actor, access.READ)
        raise StaleForm
    found = assessments.find(session, actor.team_id, said.number, lock=True)
    for right in dict.fromkeys(each.right for each in which if each.right):
        access.check(session, actor, right, found)
    if found is None:
        raise items.unknown(session, actor.team_id, Assessment, said.number)
    if which and not any(found.state in each.start for each in which):
        raise AssessmentEnded(ref=found.ref, how=words.STATES[AssessmentState(found.state)])
    return found


def of_rater(session: Session, actor: Person, ref: str) -> tuple[Assessment, Rater]:
    """One about which somebody was asked and may still answer, with their part.

    Until all is in they may change what they said. Raises NotARater, and what `named` raises.
    """
    access.check(session, actor, access.RATE)
    found = named(session, actor, ref)
    rater = assessments.rater(session, actor.team_id, found.number, actor.user_id)
    if rater is None or rater.declined:
        department = departments.find(session, actor.team_id, found.department_id)
        raise NotARater(name=department.name if department else "it")
    named(session, actor, ref, moves.RATE)
    return found, rater


def of_lead(session: Session, actor: Person, ref: str) -> tuple[Assessment, Department]:
    """One of which all is in, for whoever leads the department or is CCO.

    Raises NotTheirDepartment, NotYetClosed, and what `named` raises.
    """
    access.check(session, actor, access.READ)
    found = named(session, actor, ref)
    department = departments.find(session, actor.team_id, found.department_id)
    if department is None:
        raise StaleForm
    access.check(session, actor, access.CHOOSE_NEXT, found)
    if not may_choose(session, actor, department):
        raise NotTheirDepartment(name=department.name)
    if found.state == AssessmentState.OPEN:
        raise NotYetClosed(day=beginning.last_day(session, found))
    named(session, actor, ref, moves.CHOOSE)
    return found, department


def may_choose(session: Session, person: Person, department: Department) -> bool:
    """Whether somebody says what a department does differently: who leads it, and the CCO."""
    if not person.works_here:
        return False
    lead = people.find(session, person.team_id, department.lead_id or "")
    theirs = {department.lead_id, department.deputy_id, lead.stand_in_id if lead else None}
    return person.role == Role.CCO or person.user_id in theirs


def _instead(session: Session, assessment: Assessment, rater: Rater, to_id: str) -> Person:
    to = lookup.chosen_person(session, assessment.team_id, to_id)
    side = assessment.department_id if rater.side == Side.OWN else assessment.neighbour_id
    known = assessments.rater(session, to.team_id, assessment.number, to.user_id)
    if known or not access.can_own(to) or to.department_id != side:
        department = departments.find(session, to.team_id, side)
        raise NotOfSide(name=to.name, department=department.name if department else "it")
    return to


def _check_length(line: str) -> None:
    if len(line) > LONGEST:
        raise AreaWordsTooLong(length=f"{len(line):,}", most=f"{LONGEST:,}")
