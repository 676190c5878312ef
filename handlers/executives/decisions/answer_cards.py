"""What each executive says of a decision, side by side, and the tasks that follow from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from slackblocks import Block

from handlers.executives.decisions import weighing
from handlers.executives.decisions.view import DecisionView
from handlers.executives.decisions.words import CELLS, SIGNS
from handlers.people.tiers import GROUPS
from handlers.promises.items.view import STATES
from handlers.promises.items.words import due
from handlers.speech import blocks, tables, words
from storage.customers import Tier
from storage.decisions import Impact, ImpactAnswer
from storage.items import State
from storage.tasks import Task

ANSWERS_SHOWN = 15
TASKS_SHOWN = 14
WHY_SHOWN = 300
TITLE_SHOWN = 60
HIDDEN_TASK = "{ref} is private"
HEAD = ("Who", "Says", "For whom", "What we do")
SO_MANY = "{count} were given; [Open…] shows them all."


def answers(view: DecisionView) -> list[Block]:
    """What was said so far, and what follows from it; nothing before the first answer.

    A decision of somebody's has its answers side by side. Where there are very many of them, how
    many say what has to do.
    """
    if view.decision.is_prompt or not view.answers:
        return [*_one_by_one(view), *_tasks(view)]
    if len(view.answers) > ANSWERS_SHOWN:
        count = words.figures(len(view.answers), "answer")
        return [blocks.context(SO_MANY.format(count=count)), *_tasks(view)]
    return [tables.table(HEAD, [_row(answer, view) for answer in view.answers])]


# --- side by side ---


def _row(answer: ImpactAnswer, view: DecisionView) -> tuple[str, ...]:
    """The cells of one answer, as plain words: a table of seven shall not ring seven phones."""
    sure = f", {answer.confidence}" if answer.confidence else ""
    return (
        view.names.get(answer.user_id, "somebody"),
        f"{CELLS.get(Impact(answer.impact), SIGNS[Impact(answer.impact)].form)}{sure}",
        for_whom(answer),
        " · ".join(_what_we_do(answer, view)),
    )


def for_whom(answer: ImpactAnswer) -> str:
    """“key accounts, about 12”; empty where nobody said it."""
    about = f"about {answer.customers:,}" if answer.customers is not None else ""
    tiers = words.join_names([GROUPS[Tier(tier)] for tier in answer.tiers])
    if about and not tiers:
        about += " customer" if answer.customers == 1 else " customers"
    return ", ".join(filter(None, [tiers, about]))


def _what_we_do(answer: ImpactAnswer, view: DecisionView) -> Iterator[str]:
    for number in sorted(answer.tasks.values()):
        if number in view.tasks:
            yield _cell(view.tasks[number], view)
    yield from weighing.measures(
        answer, view.acceptors.get(answer.accepted_by or "", ""), view.currency
    )
    if answer.why:
        yield f"“{blocks.clip(answer.why, WHY_SHOWN)}”"


def _cell(task: Task, view: DecisionView) -> str:
    """“T-31 Old fee until renewal · Grace Miller, due Thu 10 Dec”; late with a mark."""
    if task.number in view.hidden:
        return HIDDEN_TASK.format(ref=task.ref)
    state = STATES[State(task.state)]
    if task.live:
        day = words.day(task.due_at, task.due_zone, view.now) if task.due_at else ""
        is_late = task.due_at is not None and task.due_at < view.now
        state = f"! was due {day}" if is_late else f"due {day}" if day else "no date yet"
    owner = view.names.get(task.owner_id or "", "nobody")
    return f"{task.ref} {blocks.clip(task.title, TITLE_SHOWN)} · {owner}, {state}"


# --- one by one ---


def _one_by_one(view: DecisionView) -> list[Block]:
    """One line each, newest last; the oldest make room where there are very many."""
    shown = view.answers[-ANSWERS_SHOWN:]
    parts = [blocks.section(_answer_line(answer, view)) for answer in shown]
    earlier = len(view.answers) - len(shown)
    more = [blocks.context(f"{words.count(earlier, 'earlier answer')} not shown.")]
    return [*more, *parts] if earlier else parts


def _answer_line(answer: ImpactAnswer, view: DecisionView) -> str:
    tiers = [GROUPS[Tier(tier)] for tier in answer.tiers]
    for_whom = f" for {words.join_names(tiers)}" if tiers else ""
    said = f"{blocks.person(answer.user_id)} {SIGNS[Impact(answer.impact)].line}{for_whom}"
    said += weighing.beside(answer)
    line = f"{said}: “{blocks.safe(answer.why, WHY_SHOWN)}”" if answer.why else f"{said}."
    acceptor = view.acceptors.get(answer.accepted_by or "", "")
    does = weighing.does(answer, acceptor, view.currency)
    return f"{line}\n{does}" if does else line


def _tasks(view: DecisionView) -> list[Block]:
    parts: list[Block] = [blocks.section(part) for part in task_lines(view)]
    earlier = len(view.tasks) - TASKS_SHOWN
    if earlier > 0:
        parts.append(blocks.context(f"and {words.figures(earlier, 'more task')}"))
    return parts


def task_lines(view: DecisionView) -> list[str]:
    """The newest tasks that follow, as paragraphs of markup; none without any."""
    tasks = [view.tasks[number] for number in sorted(view.tasks)]
    lines = [
        HIDDEN_TASK.format(ref=task.ref)
        if task.number in view.hidden
        else _task_line(task, view.now)
        for task in tasks
    ]
    if not lines:
        return []
    shown = ["*What follows*", *lines[-TASKS_SHOWN:]]
    # A section holds 3,000 characters; five lines need fewer, however they are escaped.
    return ["\n".join(shown[at : at + 5]) for at in range(0, len(shown), 5)]


def _task_line(task: Task, now: datetime) -> str:
    by = f"due {due(task, now)}" if task.due_at else "no date yet"
    if task.due_at and task.due_at < now:
        by = f"! late, was due {due(task, now)}"
    state = by if task.live else STATES[State(task.state)]
    title = blocks.safe(task.title, 80)
    return f"{task.ref} {title} · {blocks.person(task.owner_id)} · {state}"
