"""The tasks that follow from an issue, as its card and its story show them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from handlers.chasing import standing
from handlers.promises.items.view import STATES
from handlers.speech import blocks, words
from storage import asks, people, tasks
from storage.issues import Issue
from storage.items import State
from storage.tasks import Task

SHOWN = 5
"""So many tasks are shown line by line; of more, how many there are."""
Seen = Callable[[Task], bool]
"""Whether whoever reads may see a task."""


def lines(session: Session, issue: Issue, now: datetime, seen: Seen) -> list[str]:
    """The tasks of an issue as lines of markup, those that are open first; none without any.

    Of what may not be seen by all who read, only how many there are is said.
    """
    found = tasks.of_issue(session, issue.team_id, issue.number, SHOWN + 1)
    if not found:
        return []
    if len(found) > SHOWN:
        return [f"*Tasks* {_counted(session, issue, now)}"]
    shown = [task for task in found if seen(task)]
    hidden = len(found) - len(shown)
    told = [_line(session, task, now) for task in shown]
    if hidden:
        told.append(f"• {words.count(hidden, 'task')} that only some may see")
    return [f"*{'Task' if len(found) == 1 else 'Tasks'}*", *told]


def _counted(session: Session, issue: Issue, now: datetime) -> str:
    late, live, done = tasks.count_of_issue(session, issue.team_id, issue.number, now)
    counts = {"late": late, "open": live, "done": done}
    return ", ".join(f"{count:,} {which}" for which, count in counts.items() if count)


def _line(session: Session, task: Task, now: datetime) -> str:
    """Nobody's phone rings for it: people are written by name."""
    owner = people.find(session, task.team_id, task.owner_id) if task.owner_id else None
    who = f" · {blocks.safe(owner.name, 80)}" if owner else ""
    state = STATES[State(task.state)]
    when = f", {_when(session, task, now)}" if task.live else ""
    return f"• {task.ref} {blocks.safe(task.title, 100)}{who} · {state}{when}"


def _when(session: Session, task: Task, now: datetime) -> str:
    since = asks.overdue_since(session, task.team_id, task.noun, [task.number], now)
    return standing.of_thing(
        task.due_at, since.get(task.number), now, zone=task.due_zone, due_zone=task.due_zone,
        timed=task.due_timed,
    )  # fmt: skip
