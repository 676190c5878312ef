"""What shows an area can be added once all is in: it changes what is shown, never what is said."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers import assessments as room
from handlers.customers.assessments import looking_up, moves, reading, rules
from handlers.customers.assessments.rules import AreaResult
from handlers.people import office
from handlers.promises import lifecycle
from handlers.speech import cleaning
from handlers.speech import words as plain
from handlers.speech.assessment_errors import (
    AreaMissing,
    AreaWordsTooLong,
    EvidenceOld,
    EvidenceToCome,
    LookedAgain,
    NotToShow,
    ShowingMissing,
    ShownAlready,
)
from storage import assessments, departments
from storage.assessments import Assessment, Side
from storage.people import Person


def offered(
    session: Session, now: datetime, person: Person, assessment: Assessment
) -> list[AreaResult]:
    """The areas said but not shown to which somebody may add; then they stand as they are said to.

    Who leads the department and the CCO add to all of them, and who answered for it to those of
    which they said as much themselves: what somebody names shows no more than they say.
    """
    if not _is_newest(session, now, assessment):
        return []
    department = departments.find(session, assessment.team_id, assessment.department_id)
    if department is None or not person.works_here:
        return []
    only_said = reading.result_of(session, assessment).only_said
    if room.may_choose(session, person, department):
        return only_said
    rater = assessments.rater(session, person.team_id, assessment.number, person.user_id)
    if rater is None or rater.side != Side.OWN:
        return []
    given = assessments.answers_of(session, person.team_id, assessment.number, person.user_id)
    own = {area: answer.stage or 0 for area, answer in given.items()}
    return [each for each in only_said if own.get(each.area, 0) >= (each.said or 0)]


def of_whom(
    session: Session, now: datetime, actor: Person, ref: str
) -> tuple[Assessment, list[AreaResult]]:
    """One to which somebody may add, and its areas to which they may.

    Raises LookedAgain, NotToShow, ShownAlready, and what `named` raises.
    """
    assessment = room.named(session, actor, ref, moves.SHOW)
    department = departments.find(session, actor.team_id, assessment.department_id)
    rater = assessments.rater(session, actor.team_id, assessment.number, actor.user_id)
    is_lead = department is not None and room.may_choose(session, actor, department)
    if not is_lead and (rater is None or rater.side != Side.OWN):
        raise NotToShow(name=department.name if department else "it")
    if not _is_newest(session, now, assessment):
        raise LookedAgain(ref=assessment.ref)
    found = offered(session, now, actor, assessment)
    if not found:
        raise ShownAlready
    return assessment, found


def add(
    session: Session,
    now: datetime,
    actor: Person,
    ref: str,
    area: str,
    evidence: str,
    evidence_on: date | None = None,
) -> tuple[Assessment, int]:
    """Add what shows an area, of a day in the last twelve months; the stage where it stands now.

    An item that is named is looked up, and its own day counts. Raises AreaMissing, ShowingMissing,
    AreaWordsTooLong, EvidenceToCome, EvidenceOld, and what `of_whom` and `looking_up.refused` say.
    """
    assessment, found = of_whom(session, now, actor, ref)
    said = next((each.said for each in found if each.area == area), None)
    kept = assessments.result_of_area(session, actor.team_id, assessment.number, area)
    if said is None or kept is None:
        raise AreaMissing
    if cleaning.says_nothing(evidence):
        raise ShowingMissing
    if len(evidence) > room.LONGEST:
        raise AreaWordsTooLong(length=f"{len(evidence):,}", most=f"{room.LONGEST:,}")
    today = office.day_of(session, actor.team_id, now)
    if evidence_on and evidence_on > max(today, hours.day_of(now, actor.zone)):
        raise EvidenceToCome
    named = looking_up.look_up(session, now, actor, evidence)
    of = looking_up.day(named, min(evidence_on or today, today))
    if of is None:
        raise looking_up.refused(named[0])
    if not rules.is_of_the_year(of, today):
        raise EvidenceOld(day=plain.dated(of))
    kept.added, kept.added_of, kept.added_on = evidence.strip(), of, today
    kept.shown_before, kept.shown = kept.shown, said
    session.add(kept)
    lifecycle.make(session, now, moves.SHOW, assessment, actor, area=area)
    return assessment, said


def take_away(session: Session, assessment: Assessment, area: str) -> None:
    """Let an area stand as it stood before something was added."""
    kept = assessments.result_of_area(session, assessment.team_id, assessment.number, area)
    if kept and kept.added_on:
        kept.shown, kept.shown_before = kept.shown_before, None
        kept.added, kept.added_of, kept.added_on = "", None, None
        session.add(kept)


def _is_newest(session: Session, now: datetime, assessment: Assessment) -> bool:
    """Whether it is the last of its department of which all was in, not more than a year ago."""
    if assessment.closed_on is None or not assessment.has_result:
        return False
    today = office.day_of(session, assessment.team_id, now)
    known = assessments.of_department(session, assessment.team_id, assessment.department_id)
    newest = next((each.number for each in known if each.has_result), None)
    return newest == assessment.number and today - rules.EVIDENCE_FOR <= assessment.closed_on
