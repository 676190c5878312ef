"""A person's Home: what they owe, what needs their help, and for the CCO what is stuck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from slackblocks import Block

from handlers.chasing.cover import Meanwhile
from handlers.chasing.cover import cards as cover
from handlers.chasing.owed import NOTHING, Waiting
from handlers.chasing.owed import cards as owed
from handlers.chasing.owed.requests import CLIMBED
from handlers.people import absent
from handlers.promises import listed
from handlers.promises.asked import HELP
from handlers.promises.listed import MINE, Since
from handlers.speech import blocks, paging, words
from handlers.speech.request import Json
from storage.departments import Department
from storage.issues import Issue
from storage.items import Item
from storage.listings import MOST
from storage.lists import Listed
from storage.people import HomeShown, Person
from storage.stuck import Pile

CHOOSE = "home.show"
"""The menu of what is to be seen."""
SHOW = {
    HomeShown.MINE: "Show: mine",
    HomeShown.DEPARTMENT: "Show: my department",
    HomeShown.GIVEN: "Show: what I gave",
}
NOTHING_GIVEN = "Nothing that you asked others for is open."
STUCK = 5
IN_TRIAGE = 10
START = (
    "Duly is not set up here yet, as nobody holds the CCO's office. It takes a minute to say who "
    "does, and where they talk."
)
STARTER = "Duly is not set up here yet, as nobody holds the CCO's office. {who} can say who does."


@dataclass(frozen=True)
class DepartmentView:
    """A department as its lead sees it: the first of what is open, and how much of it is late.

    `since` is when the oldest overdue question about a thing was asked; `key` leads to the list.
    """

    department: Department
    open_there: Listed
    since: Since
    late: int
    key: str


@dataclass
class HomeView:
    """Everything one person's Home shows.

    `starter` names who can set Duly up, while nobody holds the CCO's office. `triage` is what waits
    for a department beside what the CCO was asked about. `shown` is which of the `choices` its
    reader has chosen.
    """

    person: Person
    now: datetime
    mine: Waiting
    climbed: Waiting = NOTHING
    given: Sequence[Item] = ()
    given_total: int = 0
    given_since: Since = field(default_factory=dict)
    departments: list[DepartmentView] = field(default_factory=list)
    triage: Sequence[Issue] = ()
    triage_total: int = 0
    stuck: Sequence[Pile] = ()
    starter: str = ""
    may_start: bool = False
    may_give: bool = True
    is_cco: bool = False
    away: Meanwhile | None = None
    choices: Sequence[HomeShown] = ()
    shown: HomeShown = HomeShown.MINE


def view(home: HomeView) -> Json:
    """The Home tab."""
    parts: list[Block] = [
        _offers(home),
        *_choices(home),
        *(cover.status(home.away, home.person) if home.away else []),
        blocks.header("What you owe"),
        *_mine(home),
        *_climbed(home),
        *_given(home),
    ]
    for each in home.departments:
        parts += _department(each, home)
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
    if not home.mine.total and home.away:
        return []
    if not home.mine.total:
        is_asked_elsewhere = home.climbed.total or home.triage_total
        nothing = owed.NOTHING_OF_YOURS if is_asked_elsewhere else owed.NOTHING
        return [blocks.section(nothing)]
    wanted = [each for each in home.mine.first if each.kind.name == HELP]
    rest = [each for each in home.mine.first if each not in wanted]
    parts = owed.entries(rest, home.person, home.now)
    if wanted:
        parts += [blocks.header("Help wanted"), *owed.entries(wanted, home.person, home.now)]
    return [*parts, *_all(home.mine, MINE)]


def _climbed(home: HomeView) -> list[Block]:
    """What others owe, and somebody who can help has heard of."""
    if not home.climbed.total:
        return []
    return [
        blocks.header("What needs your help"),
        *owed.entries(home.climbed.first, home.person, home.now),
        *_all(home.climbed, CLIMBED),
        *owed.hidden_beside(home.climbed.hidden),
    ]


def _given(home: HomeView) -> list[Block]:
    """What somebody asked others for and is still open."""
    if not home.given:
        is_chosen = home.shown is HomeShown.GIVEN
        nothing = [blocks.header("You asked for"), blocks.section(NOTHING_GIVEN)]
        return nothing if is_chosen else []
    lines = [listed.line(item, home.given_since, home.person, home.now) for item in home.given]
    shown, total = len(home.given), home.given_total
    label = "Open the list…" if total == shown else f"Show all {total:,}…"
    if total > MOST:
        label = "Show all…"
    row = blocks.actions(blocks.button(label, listed.ALL, listed.GIVEN))
    return [blocks.header("You asked for"), *blocks.paragraphs(lines), row]


def _all(found: Waiting, verb: str) -> list[Block]:
    if found.total <= len(found.first):
        return []
    return [blocks.actions(owed.show_all(found.total, verb, paging.value("")))]


def _offers(home: HomeView) -> Block:
    row = [blocks.button("Report an issue…", "issue.form")]
    if home.may_give:
        row.insert(0, blocks.button("Give a task…", "task.form"))
    row.append(blocks.button("My list…", MINE, paging.value("")))
    if home.person.works_here and not home.away:
        row.append(absent.away())
    if home.is_cco:
        row.append(blocks.button("Set up…", "setup.open"))
        row.append(blocks.button("Add a department…", "setup.department"))
    return blocks.actions(*row)


def _choices(home: HomeView) -> list[Block]:
    """What can be seen here beside what its reader owes; nothing where there is no choice."""
    if not home.choices:
        return []
    offered = {each.value: SHOW[each] for each in home.choices}
    return [blocks.actions(blocks.choice_menu(CHOOSE, offered, home.shown))]


def _department(each: DepartmentView, home: HomeView) -> list[Block]:
    items, total = each.open_there.items, each.open_there.total
    counted = total + each.open_there.hidden
    leads = blocks.button("Open the list…", listed.ALL, paging.value(each.key))
    summary = blocks.section(
        _summary(counted, each.late), leads if 0 < total <= len(items) else None
    )
    parts = [blocks.header(each.department.name), summary]
    lines = [listed.line(item, each.since, home.person, home.now) for item in items]
    if lines:
        parts += blocks.paragraphs(lines)
    if total > len(items):
        show_all = owed.show_all(total, listed.ALL, paging.value(each.key))
        parts.append(blocks.actions(show_all))
    return parts + owed.hidden_beside(each.open_there.hidden)


def _summary(total: int, late: int) -> str:
    """How much is open in a department, and how much of it is late."""
    if not total:
        return "Nothing is open."
    is_open = f"{words.count(total, 'thing').capitalize()} {'is' if total == 1 else 'are'} open"
    return (
        f"{is_open}, {words.number(late) if late else 'none'} {'are' if late > 1 else 'is'} late."
    )


def _triage(home: HomeView) -> list[Block]:
    if not home.triage:
        return []
    parts: list[Block] = [blocks.header("Waiting for a department")]
    for issue in home.triage:
        route = blocks.button("Send to a department…", "issue.route", issue.ref)
        parts.append(blocks.section(f"*{issue.ref}* {blocks.safe(issue.title)}", route))
    if home.triage_total > len(home.triage):
        everything = paging.value(listed.TRIAGE)
        show_all = owed.show_all(home.triage_total, listed.ALL, everything)
        parts.append(blocks.actions(show_all))
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
