"""A task of a file may belong to an issue: as the part of a department, or to keep it away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from handlers.front.imports import cards, rules
from handlers.front.imports.fields import Subject
from handlers.front.imports.order import Job
from handlers.front.imports.reading import Row
from handlers.promises.items import parts
from handlers.speech.file_errors import RowRejected
from handlers.speech.promise_errors import AnswersAlready, HasPartAlready
from storage import imports, issues
from storage.audiences import Audience
from storage.departments import Department
from storage.issues import Issue
from storage.tasks import Promise

Places = set[tuple[int, UUID]]
"""Of which issues, by number, departments have an open part in the rows that were read."""


@dataclass(frozen=True)
class Belonging:
    """To which issue a task belongs by its row, and as what; `said` is how the file calls that.

    None is found where the file names one that nobody has brought in.
    """

    said: str = ""
    issue: Issue | None = None
    is_part: bool = False
    is_prevention: bool = False


def read(session: Session, job: Job, row: Row) -> Belonging:
    """What a row says of it. Raises RowRejected for what cannot be meant."""
    said = job.text(row, "issue_source")
    is_part, is_prevention = (rules.yes_no(job, row, each) for each in ("is_part", "is_prevention"))
    if is_part and is_prevention:
        raise RowRejected(reason=cards.part_and_prevention())
    if not said:
        for field, is_so in (("is_part", is_part), ("is_prevention", is_prevention)):
            if is_so:
                raise RowRejected(reason=cards.belongs_to_nothing(field))
        return Belonging()
    return Belonging(said, _issue(session, job, said), is_part, is_prevention)


def _issue(session: Session, job: Job, said: str) -> Issue | None:
    """The issue that came in as this, with a file of the same system or with an export's."""
    keys = [f"{source}/{said}" for source in dict.fromkeys((job.source, str(Subject.ISSUES)))]
    known = imports.known(session, job.team_id, Issue.noun, keys)
    found = next((known[key] for key in keys if key in known), None)
    return issues.find(session, job.team_id, found.number) if found else None


def place(
    session: Session,
    task: Promise,
    belonging: Belonging,
    department: Department,
    taken: Places,
    *,
    is_open: bool,
    is_ours: Callable[[], bool],
) -> None:
    """Let a task in the making belong to its issue; what is private stays so.

    `is_open` says whether it has not ended by its row, and `is_ours` whether that
    is an export of what is here. Raises RowRejected for an issue that is not here, and of an open
    part AnswersAlready, HasPartAlready, and RowRejected where the issue is not open any more.
    """
    issue = belonging.issue
    if issue is None:
        if belonging.said and not is_ours():
            raise RowRejected(reason=cards.unknown_issue(belonging.said))
        return
    task.issue_number = issue.number
    task.is_part, task.is_prevention = belonging.is_part, belonging.is_prevention
    if issue.is_private:
        task.audience = Audience.PRIVATE
    if task.is_part and is_open:
        _check_place(session, issue, department, taken)


def _check_place(session: Session, issue: Issue, department: Department, taken: Places) -> None:
    whole = issues.whole(session, issue.team_id, issue.number) or issue
    if not whole.is_promised:
        raise RowRejected(reason=cards.issue_has_ended(whole.ref))
    if whole.department_id == department.department_id:
        raise AnswersAlready(department=department.name, ref=whole.ref)
    there = {each.department_id: each for each in parts.asked(session, whole) if each.live}
    known = there.get(department.department_id)
    if known:
        raise HasPartAlready(department=department.name, ref=whole.ref, part=known.ref)
    here = (whole.number, department.department_id)
    if here in taken:
        raise RowRejected(reason=cards.part_twice(department.name, whole.ref))
    taken.add(here)
