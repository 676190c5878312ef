"""A task can be to keep an issue from coming back: where its cause does, the task is open again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.chasing import notes
from handlers.people import access, leads, lookup
from handlers.promises import giving, items, lifecycle, moves, reopening
from handlers.promises.asked import CHECK
from handlers.promises.causes import EVER
from handlers.promises.deadlines import ByWhen
from handlers.promises.steps import words
from handlers.speech import cleaning
from handlers.speech.lengths import cut, first_sentence
from storage import asks, causes, departments, issues, tasks
from storage.audiences import Audience
from storage.causes import REPEAT, Cause
from storage.issues import Issue
from storage.items import State
from storage.people import Person
from storage.tasks import Promise, Task


@dataclass(frozen=True)
class ToBeDone:
    """Who is still to do what keeps an issue from coming back, and by when."""

    owner: Person
    by: ByWhen


# --- it is given ---


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
        reason="" if title == cleaning.line(said) else said,
        audience=Audience(issue.audience),
    )  # fmt: skip


# --- its cause comes back ---


def came_back(
    session: Session, now: datetime, actor: Person, issue: Issue, cause: Cause
) -> list[Task]:
    """Do what follows when an issue turns out to have a cause that earlier ones have as well.

    What was done within 90 days before it was reported, so that it should not have come, is open
    again. Whoever still does such a task reads that it came back. Nobody is asked any more whether
    it held. The tasks that are open again.
    """
    earlier = [
        each
        for each in causes.issues_of(session, cause, EVER, issue.created_at)
        if (each.created_at, each.number) < (issue.created_at, issue.number)
    ]
    again = []
    for task in _held(session, issue, [each.number for each in earlier]):
        if task.live and task.created_at <= issue.created_at:
            _tell_owner(session, now, issue, task)
        elif task.state == State.DONE and _is_soon(task.closed_at, issue):
            again += _bring_back(session, now, actor, issue, task)
    for each in earlier:
        _end_check(session, now, issue, each)
    return again


def _held(session: Session, issue: Issue, numbers: list[int]) -> Iterator[Task]:
    """The tasks that were to prevent these issues, held in the order of their numbers."""
    for each in tasks.preventions(session, issue.team_id, numbers) if numbers else []:
        held = tasks.find(session, each.team_id, each.number, lock=True)
        if held:
            yield held


def _is_soon(done_at: datetime | None, issue: Issue) -> bool:
    """Whether an issue was reported within 90 days of when something was done, and not before."""
    return done_at is not None and done_at <= issue.created_at <= done_at + REPEAT


def _bring_back(
    session: Session, now: datetime, actor: Person, issue: Issue, task: Task
) -> list[Task]:
    keeper = _keeper(session, issue, task)
    if keeper is None:
        return []
    reopening.bring_back(session, now, task, keeper, words.why_again(issue))
    lead = leads.lead_of(session, items.department_of(session, task))
    if lead and lead.user_id not in (keeper.user_id, actor.user_id, task.created_by):
        notes.send(
            session, now, lead, words.is_open_again(task, keeper, _seen(session, lead, issue))
        )
    return [task]


def _keeper(session: Session, issue: Issue, task: Task) -> Person | None:
    """Who is to do it again: its owner, else who leads there, else where the issue is now.

    Nobody where none of them is there.
    """
    owner = items.owner_of(session, task)
    if owner and access.can_own(owner):
        return owner
    led = (items.department_of(session, each) for each in (task, issue))
    return next(filter(None, (leads.lead_of(session, each) for each in led)), None)


def _tell_owner(session: Session, now: datetime, issue: Issue, task: Task) -> None:
    owner = items.owner_of(session, task)
    if owner is None or not owner.works_here:
        return
    said = words.came_meanwhile(task, _seen(session, owner, issue))
    # Once of each issue, also where its cause is taken back and said again.
    key = f"prevention:{task.ref}:{issue.ref}:{owner.user_id}"
    notes.send(session, now, owner, said, key=key, once=True)


def _seen(session: Session, reader: Person, issue: Issue) -> Issue | None:
    """The issue, where somebody may see it."""
    return issue if access.may_see(session, reader, issue) else None


def _end_check(session: Session, now: datetime, issue: Issue, earlier: Issue) -> None:
    """Ask nobody any more whether what was to prevent an earlier issue held: it did not."""
    if earlier.state != State.DONE or not _is_soon(earlier.prevented_at, issue):
        return
    held = issues.find(session, earlier.team_id, earlier.number, lock=True)
    if held is None or held.state != State.DONE:
        return
    about = asks.open_about(session, held.team_id, held.noun, held.number)
    if any(ask.kind == CHECK for ask in about):
        lifecycle.pass_on(session, now, moves.NOT_HELD, held, reason=words.why_again(issue))
