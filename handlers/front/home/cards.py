"""A person's Home: what they owe, what their departments owe, and for the CCO what is stuck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from slackblocks import Block

from handlers.promises import items
from handlers.promises.items.cards import STATES, WAYS_OUT
from handlers.speech import blocks, words
from handlers.speech.request import Json
from storage.departments import Department
from storage.issues import Issue
from storage.items import State
from storage.lists import Found
from storage.people import Person
from storage.stuck import Pile
from storage.tasks import Task

NOTHING_OWED = "No promise of yours is open."
STUCK = 5
IN_TRIAGE = 10
MORE_IN_TRIAGE = "There are more: `/cx list triage`."
START = (
    "Duly is not set up here yet, as nobody holds the CCO's office. It takes a minute to say who "
    "does, and where they talk."
)
STARTER = "Duly is not set up here yet, as nobody holds the CCO's office. {who} can say who does."


@dataclass
class Seen:
    """Everything one person's Home shows.

    `starter` names who can set Duly up, while nobody holds the CCO's office.
    """

    person: Person
    now: datetime
    mine: Found
    departments: list[tuple[Department, Found, int]] = field(default_factory=list)
    triage: Sequence[Issue] = ()
    stuck: Sequence[Pile] = ()
    starter: str = ""
    may_start: bool = False
    may_give: bool = True
    is_cco: bool = False


def view(seen: Seen) -> Json:
    """The Home tab."""
    parts: list[Block] = [
        blocks.header("What you owe"),
        *_mine(seen),
        blocks.divider(),
        _offers(seen),
    ]
    for department, open_there, late in seen.departments:
        parts += _department(department, open_there, late, seen)
    if seen.is_cco:
        parts += _triage(seen) + _stuck(seen.stuck)
    return blocks.home([*_welcome(seen), *parts])


def _welcome(seen: Seen) -> list[Block]:
    if not seen.starter:
        return []
    if not seen.may_start:
        who = STARTER.format(who=blocks.safe(seen.starter, 200))
        return [blocks.header("Welcome"), blocks.section(who)]
    start = blocks.button("Set up Duly", "setup.open", style="primary")
    return [blocks.header("Welcome"), blocks.section(START), blocks.actions(start)]


def _mine(seen: Seen) -> list[Block]:
    if not seen.mine.total:
        return [blocks.section(NOTHING_OWED)]
    parts: list[Block] = []
    for item in seen.mine.items:
        first = blocks.button("Take it", "item.take", items.ref(item), "primary")
        if item.state == State.ACKNOWLEDGED:
            first = blocks.button("Done", "item.done", items.ref(item), "primary")
        row = [first, blocks.button("Another date…", "item.date", items.ref(item))]
        row.append(blocks.button("Not mine…", "item.handoff", items.ref(item)))
        parts += [
            blocks.section(_line(item, seen)),
            blocks.actions(*row, blocks.overflow(WAYS_OUT, items.ref(item))),
        ]
    if seen.mine.total > len(seen.mine.items):
        rest = seen.mine.total - len(seen.mine.items)
        parts.append(blocks.context(words.more(f"{rest:,}")))
    return parts


def _offers(seen: Seen) -> Block:
    row = [blocks.button("Report an issue…", "issue.form")]
    if seen.may_give:
        row.insert(0, blocks.button("Give a task…", "task.form"))
    if seen.is_cco:
        row.append(blocks.button("Set up…", "setup.open"))
        row.append(blocks.button("Add a department…", "setup.department"))
    return blocks.actions(*row)


def _department(department: Department, open_there: Found, late: int, seen: Seen) -> list[Block]:
    count = words.count(open_there.total, "promise")
    summary = f"{count.capitalize()} open, {words.count(late, 'late one')}."
    lines = [_line(item, seen) for item in open_there.items]
    parts = [blocks.header(department.name), blocks.section(summary)]
    if lines:
        parts.append(blocks.section("\n".join(lines)))
    if open_there.total > len(lines):
        rest = open_there.total - len(lines)
        name = blocks.safe(department.name, 80)
        parts.append(blocks.context(words.more(f"{rest:,}", name)))
    return parts


def _triage(seen: Seen) -> list[Block]:
    if not seen.triage:
        return []
    parts: list[Block] = [blocks.header("Waiting for a department")]
    for issue in seen.triage[:IN_TRIAGE]:
        route = blocks.button("Send to a department…", "issue.route", items.ref(issue))
        parts.append(blocks.section(f"*{items.ref(issue)}* {blocks.safe(issue.title)}", route))
    if len(seen.triage) > IN_TRIAGE:
        parts.append(blocks.context(MORE_IN_TRIAGE))
    return parts


def _stuck(stuck: Sequence[Pile]) -> list[Block]:
    if not stuck:
        return []
    lines = [
        f"{words.count(pile.count, 'message').capitalize()} for {blocks.place(pile.lanes[0])}: "
        f"{blocks.ours(pile.error, 200)}"
        for pile in stuck[:STUCK]
    ]
    if len(stuck) > STUCK:
        lines.append(f"and {words.count(len(stuck) - STUCK, 'more reason')} behind these.")
    return [
        blocks.header("Could not be delivered"),
        blocks.section("\n".join(lines)),
        blocks.actions(blocks.button("What can be done…", "stuck.open")),
    ]


def _line(item: Task | Issue, seen: Seen) -> str:
    when = "no date yet"
    if item.due_at:
        late = item.due_at < seen.now
        when = f"{'late since' if late else 'by'} {words.slack_day(item.due_at, item.due_zone)}"
    return (
        f"*{items.ref(item)}* {blocks.safe(item.title, 120)} — {when}, {STATES[State(item.state)]}"
    )
