"""The digest of a department tells once what came of it when the department looked at itself."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers.assessments import words
from handlers.executives.digest_lines import DigestLine, Occasion
from storage import assessments, tasks
from storage.departments import Department

RANK = 9
"""Behind what asks for something."""


def department(session: Session, occasion: Occasion, whose: Department) -> Sequence[DigestLine]:
    """What came of an assessment that closed on a day since the last time: each is told once."""
    first, last = (
        hours.local_day(occasion.calendar, each) for each in (occasion.since, occasion.now)
    )
    known = assessments.of_department(session, whose.team_id, whose.department_id)
    closed = [each for each in known if each.closed_on and first <= each.closed_on < last]
    if not closed:
        return []
    kept = assessments.results(session, whose.team_id, [closed[0].number])
    shown = [each.shown for each in kept.get(closed[0].number, []) if each.shown is not None]
    follow = assessments.tasks_of(session, whose.team_id, [whose.department_id])
    found = [tasks.find(session, whose.team_id, each.task_number) for each in follow]
    said = words.told_once(
        whose.name,
        on_purpose=sum(stage >= assessments.ON_PURPOSE for stage in shown),
        areas=len(shown),
        tasks=sum(each is not None and each.live for each in found),
    )
    return [DigestLine(said, rank=RANK)]
