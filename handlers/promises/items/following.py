"""The tasks that follow from an issue, as its card and its story show them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from handlers.chasing import standing
from handlers.people import access
from handlers.promises.items import silence
from handlers.promises.items.view import STATES
from handlers.speech import blocks, words
from handlers.speech.lengths import cut
from handlers.speech.promise_errors import TasksStillOpen
from storage import asks, decisions, people, tasks
from storage.issues import Issue
from storage.items import Item, State
from storage.people import Person
from storage.tasks import Task

NAMED, COUNTED = 5, 100
"""So many open tasks are named where an issue is closed over them, and counted at most."""
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


def check_none_open(session: Session, actor: Person, item: Item, verb: str) -> None:
    """Refuse to end an issue over tasks that are still open, unless whoever ends it knows of them.

    `verb` is the command that ends it. Raises TasksStillOpen, which names those that the person may
    see.
    """
    still = open_tasks(session, item)
    if not still:
        return
    seen = [task for task in still[:NAMED] if access.may_see(session, actor, task)]
    named = [f"{task.ref} {cut(task.title, 60)}{_with(session, task)}" for task in seen]
    left = len(still) - len(seen)
    if left:
        named.append(words.count(left, "more task", "more tasks") if seen else "not for you to see")
    raise TasksStillOpen(
        ref=item.ref,
        count=words.count(len(still), "task"),
        tasks=words.join_names(named),
        them="it" if len(still) == 1 else "them",
        usage=f"{verb} {item.ref} anyway{' because …' if verb == 'no' else ''}",
    )


def still_open(session: Session, actor: Person, item: Item) -> str:
    """The same as a sentence of markup; empty where nothing is."""
    try:
        check_none_open(session, actor, item, "")
    except TasksStillOpen as error:
        tasks_named = blocks.safe(error.facts["tasks"], 1_000)
        return f"{error.facts['count'].capitalize()} still open, and will stay so: {tasks_named}."
    return ""


def open_tasks(session: Session, item: Item) -> list[Task]:
    """The tasks of an issue that are still open, as far as they are counted; none of a task."""
    if not isinstance(item, Issue):
        return []
    first = tasks.of_issue(session, item.team_id, item.number, COUNTED)
    return [task for task in first if task.live]


def _with(session: Session, task: Task) -> str:
    owner = people.find(session, task.team_id, task.owner_id) if task.owner_id else None
    return f" ({owner.name})" if owner else ""


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
    missing = since.get(task.number)
    return standing.of_thing(
        task.due_at, missing, now, zone=task.due_zone, due_zone=task.due_zone,
        timed=task.due_timed, unanswered=silence.of(missing),
    )  # fmt: skip


def decider_of(session: Session, item: Item) -> Person | None:
    """Whoever decides that from which a task follows, while they work here."""
    number = item.decision_number if isinstance(item, Task) else None
    decision = decisions.find(session, item.team_id, number) if number else None
    if decision is None or decision.decider_id is None:
        return None
    decider = people.find(session, item.team_id, decision.decider_id)
    return decider if decider and decider.works_here else None
