"""What keeps an issue from coming back can be a task: a new one, or one that is there already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.people import access, lookup
from handlers.promises import giving, items, lifecycle, moves
from handlers.promises.deadlines import ByWhen
from handlers.promises.items import following
from handlers.promises.lifecycle import Changes
from handlers.speech import cleaning
from handlers.speech.lengths import cut, first_sentence
from handlers.speech.promise_errors import NotItsTask
from storage import departments
from storage.audiences import Audience
from storage.customer_outcomes import CustomerOutcome
from storage.issues import Issue
from storage.items import Item
from storage.people import Person
from storage.tasks import Promise, Task


@dataclass(frozen=True)
class ToBeDone:
    """Who is still to do what keeps an issue from coming back, and by when."""

    owner: Person
    by: ByWhen
    outcome: CustomerOutcome | None = None
    """What it moves for customers, where it is more than that one issue."""


def begin(
    session: Session, now: datetime, actor: Person, issue: Issue, said: str, to_do: ToBeDone
) -> Promise:
    """Give somebody the task of keeping an issue, which is held, from coming back, as was `said`.

    It is their department's, else that of the issue. Raises NoDepartment where there is none, and
    what `giving.give` raises.
    """
    department = (
        departments.find(session, issue.team_id, to_do.owner.department_id)
        or items.department_of(session, issue)
        or lookup.department_for(session, to_do.owner, "", "")
    )
    title = first_sentence(said, items.TITLE) or cut(cleaning.line(said), items.TITLE)
    return giving.give(
        session, now, actor,
        title=title,
        owner=to_do.owner,
        department=department,
        due_at=to_do.by.at,
        timed=to_do.by.timed,
        customer=items.customer_of(session, issue),
        issue=issue,
        is_prevention=True,
        outcome=to_do.outcome,
        reason="" if title == cleaning.line(said) else said,
        audience=Audience(issue.audience),
    )  # fmt: skip


def open_tasks(session: Session, reader: Person, issue: Issue) -> list[Task]:
    """The open tasks of an issue that somebody may see, and that could be what prevents it."""
    return [
        task
        for task in following.open_tasks(session, issue)
        if not task.is_part and access.may_see(session, reader, task)
    ]


def check_its_task(session: Session, reader: Person, issue: Item, task: Item) -> None:
    """Raises NotItsTask for what is none of `open_tasks`."""
    is_its = isinstance(issue, Issue) and task in open_tasks(session, reader, issue)
    if not is_its:
        raise NotItsTask(task=task.ref, ref=issue.ref)


def choose(session: Session, now: datetime, actor: Person, issue: Issue, task: Item) -> None:
    """Say that a task of an issue, both held, is to keep that from coming back.

    Raises NotItsTask, and what `lifecycle.make` raises.
    """
    check_its_task(session, actor, issue, task)
    if isinstance(task, Task) and not task.is_prevention:
        lifecycle.make(
            session, now, moves.SET_TO_PREVENT, task, actor,
            changes=Changes(prevents=True), issue=issue.ref,
        )  # fmt: skip
