"""What came of a department's look at itself, who may read it, and what changed since the last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from handlers.customers.assessments import rules
from handlers.customers.assessments.areas import AREAS, STAGES
from handlers.customers.assessments.rules import (
    AddedEvidence,
    AreaChange,
    AreaResult,
    NineAreas,
    SeenBeside,
)
from handlers.people import leads
from handlers.speech import blocks
from handlers.speech import words as plain
from storage import assessments, departments, tasks
from storage.assessments import AreaTask, Assessment, KeptResult, Rater, Side
from storage.departments import Department
from storage.people import Person, Role
from storage.tasks import Promise

SEEN = 12
"""So many times are looked back."""


@dataclass(frozen=True)
class Looked:
    """How a department looked at itself: the newest one, what came of it, and what follows.

    `is_open` says that people still answer; then `given` of `asked` parts are in, and the result
    is that of `closed`, the last one of which all was in, if any. `before` is the one before that.
    `tasks` are those given for an area since, with their rows.
    """

    department: Department
    newest: Assessment | None
    closed: Assessment | None
    result: NineAreas
    before: Assessment | None
    changes: Sequence[AreaChange]
    tasks: Sequence[tuple[AreaTask, Promise]]
    given: int
    asked: int
    neighbour: Department | None

    @property
    def is_open(self) -> bool:
        """Whether people still answer."""
        return self.newest is not None and not self.newest.has_result

    @property
    def open_tasks(self) -> list[tuple[AreaTask, Promise]]:
        """Those that are not done yet, the first first."""
        return [each for each in self.tasks if each[1].live]


def may_read(session: Session, person: Person, department: Department) -> bool:
    """Whether somebody may read how a department looks at itself.

    Those are its people, the CCO, executives, and those who were asked about it the last time;
    everybody else reads that it took place.
    """
    if not person.works_here:
        return False
    if person.role in (Role.CCO, Role.EXECUTIVE) or is_of(session, person, department):
        return True
    known = assessments.of_department(session, person.team_id, department.department_id)[:2]
    neighbours = {each.neighbour_id for each in known if each.neighbour_id}
    was_asked = any(
        assessments.rater(session, person.team_id, each.number, person.user_id) for each in known
    )
    return was_asked or person.department_id in neighbours


def is_of(session: Session, person: Person, department: Department) -> bool:
    """Whether somebody is of a department, or speaks for it."""
    theirs = (department.lead_id, department.deputy_id)
    lead = leads.there_for(session, department)
    is_lead = person.user_id in theirs or (lead is not None and lead.user_id == person.user_id)
    return is_lead or person.department_id == department.department_id


def of(session: Session, department: Department) -> Looked:
    """How a department looked at itself, as far as anybody did."""
    team_id = department.team_id
    known = assessments.of_department(session, team_id, department.department_id)
    newest = known[0] if known else None
    done = [each for each in known if each.has_result]
    kept = assessments.results(session, team_id, [each.number for each in done[:2]])
    results = [_result(session, each, kept.get(each.number, [])) for each in done[:2]]
    nothing = NineAreas([], 0, 0)
    follow = [
        (each, task)
        for each in assessments.tasks_of(session, team_id, [department.department_id])
        for task in [tasks.find(session, team_id, each.task_number)]
        if task is not None
    ]
    is_asked = newest is not None and not newest.has_result
    raters = assessments.raters(session, team_id, newest.number) if newest and is_asked else []
    shown = newest if is_asked or not done else done[0]
    neighbour = shown.neighbour_id if shown else None
    return Looked(
        department=department,
        newest=newest,
        closed=done[0] if done else None,
        result=results[0] if results else nothing,
        before=done[1] if len(done) > 1 else None,
        changes=_changes(done, results, follow),
        tasks=follow,
        given=sum(each.finished_at is not None for each in raters),
        asked=sum(not each.declined for each in raters),
        neighbour=departments.find(session, team_id, neighbour),
    )


def over_time(session: Session, department: Department) -> list[tuple[date, NineAreas]]:
    """What came of it each time, on which day, the first first."""
    team_id = department.team_id
    known = assessments.of_department(session, team_id, department.department_id)
    done = [each for each in known if each.has_result and each.closed_on][:SEEN]
    kept = assessments.results(session, team_id, [each.number for each in done])
    return [
        (each.closed_on, _result(session, each, kept.get(each.number, [])))
        for each in reversed(done)
        if each.closed_on
    ]


def result_of(session: Session, assessment: Assessment) -> NineAreas:
    """What came of one of which all is in."""
    kept = assessments.results(session, assessment.team_id, [assessment.number])
    return _result(session, assessment, kept.get(assessment.number, []))


def _result(session: Session, assessment: Assessment, kept: Sequence[KeptResult]) -> NineAreas:
    by_area = {each.area: each for each in kept}
    raters = assessments.raters(session, assessment.team_id, assessment.number)
    answered = {
        each.person_id
        for each in assessments.answers(session, assessment.team_id, assessment.number)
    }
    return NineAreas(
        [_area(by_area[area]) for area in AREAS if area in by_area],
        _count(raters, answered, Side.OWN),
        _count(raters, answered, Side.NEIGHBOUR),
    )


def _count(raters: Sequence[Rater], answered: set[str], side: Side) -> int:
    return sum(each.side == side and each.person_id in answered for each in raters)


def _area(kept: KeptResult) -> AreaResult:
    return AreaResult(
        kept.area, kept.count, kept.said, kept.shown, kept.is_apart,
        SeenBeside(kept.neighbours) if kept.neighbours else None, kept.evidence,
        kept.met, kept.of_all, _added(kept),
    )  # fmt: skip


def _added(kept: KeptResult) -> AddedEvidence | None:
    if kept.added_on is None or kept.added_of is None:
        return None
    return AddedEvidence(kept.added, kept.added_of, kept.added_on)


def _changes(
    done: Sequence[Assessment],
    results: Sequence[NineAreas],
    follow: Sequence[tuple[AreaTask, Promise]],
) -> list[AreaChange]:
    """What differs from the time before; a task counts that was done in between."""
    if len(results) < 2:
        return []
    first, last = done[1].closed_on or date.min, done[0].closed_on or date.max
    between = [
        each
        for each, task in follow
        if task.state == "done" and task.closed_at and first <= task.closed_at.date() <= last
    ]
    return rules.changes(results[1], results[0], between)


def headline(department: Department | None, result: NineAreas) -> str:
    """“Billing reaches “on purpose” in three of nine areas; two are said, not shown”."""
    return headline_of(blocks.safe(department.name, 80) if department else "The department", result)


def headline_of(name: str, result: NineAreas) -> str:
    """The same of a name."""
    if not result.known:
        return f"Too few answered to say how {name} deals with customers"
    reached, of_them = len(result.on_purpose), plain.count(len(result.known), "area")
    purpose = f"“{STAGES[3]}”"
    match reached:
        case 0:
            said = f"{name} reaches {purpose} in none of {of_them}"
        case _:
            said = f"{name} reaches {purpose} in {plain.number(reached)} of {of_them}"
    match len(result.only_said):
        case 0:
            return said
        case 1:
            return f"{said}; one is said, not shown"
        case many:
            return f"{said}; {plain.number(many)} are said, not shown"
