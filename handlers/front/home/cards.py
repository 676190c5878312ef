"""A person's Home: what they owe, what their departments owe, and for the CCO what is stuck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from slackblocks import Block

from handlers.promises.items.cards import STATES
from handlers.promises.items.words import due, finish_buttons, take_buttons
from handlers.speech import blocks, words
from handlers.speech.request import Json
from storage.departments import Department
from storage.issues import Issue
from storage.items import Item, State
from storage.lists import Listed
from storage.people import Person
from storage.stuck import Pile

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
class HomeView:
    """Everything one person's Home shows.

    `starter` names who can set Duly up, while nobody holds the CCO's office.
    """

    person: Person
    now: datetime
    mine: Listed
    departments: list[tuple[Department, Listed, int]] = field(default_factory=list)
    triage: Sequence[Issue] = ()
    stuck: Sequence[Pile] = ()
    starter: str = ""
    may_start: bool = False
    may_give: bool = True
    is_cco: bool = False


def view(home: HomeView) -> Json:
    """The Home tab."""
    parts: list[Block] = [
        blocks.header("What you owe"),
        *_mine(home),
        blocks.divider(),
        _offers(home),
    ]
    for department, open_there, late in home.departments:
        parts += _department(department, open_there, late, home)
    if home.is_cco:
        parts += _triage(home) + _stuck(home.stuck)
    return blocks.home([*_welcome(home), *parts])


def _welcome(home: HomeView) -> list[Block]:
    if not home.starter:
        return []
    if not home.may_start:
        who = STARTER.format(who=blocks.safe(home.starter, 200))
        return [blocks.header("Welcome"), blocks.section(who)]
    start = blocks.button("Set up Duly", "setup.open", style="primary")
    return [blocks.header("Welcome"), blocks.section(START), blocks.actions(start)]


def _mine(home: HomeView) -> list[Block]:
    if not home.mine.total:
        return [blocks.section(NOTHING_OWED)]
    parts: list[Block] = []
    for item in home.mine.items:
        buttons = take_buttons if item.state == State.OPEN else finish_buttons
        parts += [blocks.section(_line(item, home)), buttons(item.ref, is_theirs=True)]
    if home.mine.total > len(home.mine.items):
        rest = home.mine.total - len(home.mine.items)
        parts.append(blocks.context(words.more(f"{rest:,}")))
    return parts


def _offers(home: HomeView) -> Block:
    row = [blocks.button("Report an issue…", "issue.form")]
    if home.may_give:
        row.insert(0, blocks.button("Give a task…", "task.form"))
    if home.is_cco:
        row.append(blocks.button("Set up…", "setup.open"))
        row.append(blocks.button("Add a department…", "setup.department"))
    return blocks.actions(*row)


def _department(
    department: Department, open_there: Listed, late: int, home: HomeView
) -> list[Block]:
    count = words.count(open_there.total, "promise")
    summary = f"{count.capitalize()} open, {words.count(late, 'late one')}."
    lines = [_line(item, home) for item in open_there.items]
    parts = [blocks.header(department.name), blocks.section(summary)]
    if lines:
        parts.append(blocks.section("\n".join(lines)))
    if open_there.total > len(lines):
        rest = open_there.total - len(lines)
        name = blocks.safe(department.name, 80)
        parts.append(blocks.context(words.more(f"{rest:,}", name)))
    return parts


def _triage(home: HomeView) -> list[Block]:
    if not home.triage:
        return []
    parts: list[Block] = [blocks.header("Waiting for a department")]
    for issue in home.triage[:IN_TRIAGE]:
        route = blocks.button("Send to a department…", "issue.route", issue.ref)
        parts.append(blocks.section(f"*{issue.ref}* {blocks.safe(issue.title)}", route))
    if len(home.triage) > IN_TRIAGE:
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


def _line(item: Item, home: HomeView) -> str:
    when = "no date yet"
    if item.due_at:
        late = item.due_at < home.now
        when = f"{'late since' if late else 'by'} {due(item)}"
    return f"*{item.ref}* {blocks.safe(item.title, 120)} — {when}, {STATES[State(item.state)]}"
