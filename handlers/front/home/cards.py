"""A person's Home: what they owe, what needs their help, and for the CCO what is stuck."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from slackblocks import Block

from handlers.chasing.cover import cards as cover
from handlers.chasing.owed import Pending, Waiting, customers
from handlers.chasing.owed import cards as owed
from handlers.chasing.owed.requests import CLIMBED
from handlers.chasing.yields import cards as yields
from handlers.customers.contents import HomeLine
from handlers.executives.attendance import cards as attendance
from handlers.front.home.sections import MOST, DepartmentView, HomeView, Section, Unblock
from handlers.people import absent
from handlers.promises import listed
from handlers.promises.listed import MINE
from handlers.speech import blocks, money, paging, words
from handlers.speech.request import Json
from storage.customers import Customer
from storage.listings import MOST as COUNTED
from storage.lists import CarriedBy
from storage.people import HomeShown
from storage.stuck import Pile

CHOOSE = "home.show"
"""The menu of what is to be seen."""
SHOW = {
    HomeShown.MINE: "Show: mine",
    HomeShown.DEPARTMENT: "Show: my department",
    HomeShown.GIVEN: "Show: what I gave",
}
NOTHING_GIVEN = "Nothing that you asked others for is open."
ONE_ANSWER = "Waits for your answer"
STUCK = 5
CARRIERS = 10
"""So many people of a department are shown, those first who carry most."""
FULL = 3
"""So many of all lines carry every way out; the others carry the likeliest."""
ALL_ACCOUNTS = "home.accounts"
"""The button that leads to all that there is to say of somebody's accounts."""
ACCOUNTS, WEEK = "Your accounts", "Customers, this week"
OF_WEEK = "week"
"""What the button carries that leads to all lines of the CCO's week."""
NO_WEEK = "Nothing is to be said of customers this week."
NO_ACCOUNTS = "Nothing waits for you at the accounts that you lead or sponsor."
OF_ACCOUNTS, IN_WEEK, PAGE = 5, 6, 10
"""So many lines of each are shown on Home, and so many on a page."""
START = (
    "Duly is not set up here yet, as nobody looks after customers as CCO. It takes a minute "
    "to say who does, and where they talk."
)
STARTER = (
    "Duly is not set up here yet, as nobody looks after customers as CCO. {who} can say who does."
)
NOTHING_YET = (
    f"{owed.NOTHING} When somebody asks you for something, it is here and in your messages."
)


@dataclass
class _Rows:
    """How many more lines carry every way out."""

    left: int = FULL


def view(home: HomeView) -> Json:
    """The Home tab."""
    rows = _Rows()
    parts: list[Block] = [
        _offers(home),
        *_choices(home),
        *_welcome(home),
        *(cover.status(home.away, home.person, home.now) if home.away else []),
        *(_cockpit(home, rows) if home.is_cco else _own(home, rows, Section.WHOSE)),
        *_own(home, rows, Section.DECISIONS),
        *_answers(home, rows),
        *_own(home, rows, Section.OFFERED),
        *_own(home, rows, Section.HELP),
        *_climbed(home, rows),
        *_first_lines(WEEK, home.week, IN_WEEK, OF_WEEK),
    ]
    for each in home.departments:
        parts += _department(each, home)
    parts += _own(home, rows, Section.DATES)
    parts += _first_lines(ACCOUNTS, home.accounts, OF_ACCOUNTS)
    parts += yields.section(home.lately) if home.lately else []
    parts += attendance.section(home.judged, home.judged_names) if home.judged else []
    return blocks.home([*parts, *_rest_of_mine(home), *_given(home)])


def _welcome(home: HomeView) -> list[Block]:
    if not home.starter:
        return []
    if not home.may_start:
        who = STARTER.format(who=blocks.safe(home.starter, 200))
        return [blocks.header("Welcome"), blocks.section(who)]
    start = blocks.button("Set up Duly", "setup.open", style="primary")
    return [blocks.header("Welcome"), blocks.section(START), blocks.actions(start)]


# --- what they owe ---


def _answers(home: HomeView, rows: _Rows) -> list[Block]:
    """What waits for an answer, or that nothing does; never that beside something that waits."""
    if home.owed or home.away:
        return _own(home, rows, Section.ANSWERS)
    if home.climbed.total or home.triage_total:
        nothing = owed.NOTHING_OF_YOURS
    elif home.kept:
        kept = words.count(home.kept, "promise")
        nothing = f"{owed.NOTHING} In the last seven days you kept {kept}."
    else:
        nothing = NOTHING_YET
    return [blocks.header(Section.ANSWERS), blocks.section(nothing)]


def _own(home: HomeView, rows: _Rows, section: Section) -> list[Block]:
    found = home.mine.get(section)
    if found is None or not found.total:
        return []
    title = ONE_ANSWER if (section, found.total) == (Section.ANSWERS, 1) else section
    return [_header(title, found.total), *_entries(found.first, home, rows)]


def _header(title: str, total: int) -> Block:
    return blocks.header(title if total == 1 else f"{title} · {total:,}")


def _entries(found: Iterable[Pending], home: HomeView, rows: _Rows) -> list[Block]:
    """Each on a line: the first of all with every way out, the others with the likeliest."""
    parts: list[Block] = []
    for each in found:
        line, ways = owed.line(each, home.person, home.now), each.buttons()
        if rows.left > 0 and ways:
            rows.left -= 1
            parts += [blocks.section(line), *ways]
        else:
            parts.append(blocks.section(line, blocks.likeliest(ways[0]) if ways else None))
    return parts


def _rest_of_mine(home: HomeView) -> list[Block]:
    """The way to all that somebody owes, where some of it is not shown."""
    shown = sum(len(each.first) for each in home.mine.values())
    if home.owed <= shown:
        return []
    return [blocks.actions(owed.show_all(home.owed, MINE, paging.value("")))]


def _climbed(home: HomeView, rows: _Rows) -> list[Block]:
    """What others owe, and somebody who can help has heard of."""
    if home.is_cco or not home.climbed.total:
        return []
    return [
        _header("What needs your help", home.climbed.total),
        *_entries(home.climbed.first, home, rows),
        *_all(home.climbed, CLIMBED),
        *owed.hidden_beside(home.climbed.hidden),
    ]


# --- the customers' side ---


def accounts(lines: Sequence[HomeLine], after: int) -> Json:
    """A page of all that there is to say of somebody's accounts."""
    return _all_lines(ACCOUNTS, lines, after, "", NO_ACCOUNTS)


def week(lines: Sequence[HomeLine], after: int) -> Json:
    """A page of all that there is to say of customers to the CCO."""
    return _all_lines(WEEK, lines, after, OF_WEEK, NO_WEEK)


def _all_lines(title: str, lines: Sequence[HomeLine], after: int, which: str, nothing: str) -> Json:
    shown = lines[after : after + PAGE]
    return paging.form(
        title, ALL_ACCOUNTS, [_line(each) for each in shown],
        which=which, after=after, total=len(lines), nothing=nothing, of="line", page=PAGE,
    )  # fmt: skip


def _first_lines(title: str, lines: Sequence[HomeLine], most: int, which: str = "") -> list[Block]:
    """The first of them, and the way to the rest."""
    if len(lines) <= most:
        return _lines(title, lines)
    more = blocks.button(f"Show all {len(lines):,}…", ALL_ACCOUNTS, paging.value(which))
    return [*_lines(title, lines[:most]), blocks.actions(more)]


def _lines(title: str, lines: Sequence[HomeLine]) -> list[Block]:
    return [blocks.header(title), *map(_line, lines)] if lines else []


def _line(line: HomeLine) -> Block:
    return blocks.section(line.text, line.way)


# --- what they asked for ---


def _given(home: HomeView) -> list[Block]:
    """What somebody asked others for and is still open."""
    if not home.given:
        is_chosen = home.shown is HomeShown.GIVEN
        nothing = [blocks.header("You asked for"), blocks.section(NOTHING_GIVEN)]
        return nothing if is_chosen else []
    lines = [listed.line(item, home.given_since, home.person, home.now) for item in home.given]
    shown, total = len(home.given), home.given_total
    label = "Open the list…" if total == shown else f"Show all {total:,}…"
    if total > COUNTED:
        label = "Show all…"
    row = blocks.actions(blocks.button(label, listed.ALL, listed.GIVEN))
    return [_header("You asked for", total), *blocks.paragraphs(lines), row]


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


# --- a department ---


def _department(each: DepartmentView, home: HomeView) -> list[Block]:
    name, seen = each.department.name, each.open - each.hidden
    leads = blocks.button("Open the list…", listed.ALL, paging.value(each.key))
    if seen > len(each.things):
        leads = owed.show_all(seen, listed.ALL, paging.value(each.key))
    parts = [
        blocks.header(f"{name}, who carries what" if each.is_led else name),
        blocks.section(_summary(each.open, each.late), leads if seen else None),
        *(_carriers(each, home.now) if each.is_led else []),
    ]
    lines = [listed.line(item, each.since, home.person, home.now) for item in each.things]
    if lines:
        title = f"{'Late' if each.is_of_late else 'Open'} in {name}"
        parts += [blocks.header(title), *blocks.paragraphs(lines)]
    parts += map(_line, each.lines)
    return parts + owed.hidden_beside(each.hidden)


def _carriers(each: DepartmentView, now: datetime) -> list[Block]:
    people = [one for one in each.carried if one.owner_id]
    if not people:
        return []
    parts = [blocks.columns([_carries(one, each, now) for one in people[:CARRIERS]])]
    if len(people) > CARRIERS:
        more = words.count(len(people) - CARRIERS, "more person", "more people")
        parts.append(blocks.context(f"and {more}."))
    return parts


def _carries(one: CarriedBy, there: DepartmentView, now: datetime) -> str:
    """“@sara 5 open · 2 late · away until Thu 3 Dec”."""
    facts = [f"{blocks.person(one.owner_id)} {one.open:,} open"]
    if one.late:
        facts.append(f"{one.late:,} late")
    person = there.away.get(one.owner_id or "")
    if person and person.away_until:
        # On their own clock: a day elsewhere is another day, or an hour in the night.
        facts.append(f"away until {words.back(person.away_until, person.zone, now)}")
    return " · ".join(facts)


def _summary(total: int, late: int) -> str:
    """How much is open in a department, and how much of it is late."""
    if not total:
        return "Nothing is open."
    is_open = f"{words.count(total, 'thing').capitalize()} {'is' if total == 1 else 'are'} open"
    return (
        f"{is_open}, {words.number(late) if late else 'none'} {'are' if late > 1 else 'is'} late."
    )


# --- the CCO's cockpit ---


def _cockpit(home: HomeView, rows: _Rows) -> list[Block]:
    return [*_unblock(home), *_whose(home, rows), *_stuck(home.stuck)]


def _unblock(home: HomeView) -> list[Block]:
    """With whom what has climbed is, the most urgent first."""
    if not home.unblock:
        return []
    total = home.climbed.total
    waits = f"{words.count(total, 'thing').capitalize()} {'waits' if total == 1 else 'wait'}"
    parts = [
        blocks.header("Only you can unblock"),
        blocks.section(f"{waits} with {words.count(home.blocked_by, 'person', 'people')}."),
    ]
    for each in home.unblock:
        value = paging.value(each.load.person_id)
        decide = blocks.button("Decide…", CLIMBED, value)
        parts.append(blocks.section(_blocked(each, home), decide))
    if home.blocked_by > len(home.unblock):
        parts.append(blocks.actions(owed.show_all(total, CLIMBED, paging.value(""))))
    return parts


def _blocked(each: Unblock, home: HomeView) -> str:
    """“*Sara Novak*, Billing · five things, late since Tue 24 Nov · Acme (€480 k a year)”."""
    who = f"*{blocks.safe(each.person.name, 80)}*" if each.person else "*Somebody unknown*"
    if each.department:
        who = f"{who}, {blocks.safe(each.department.name, 80)}"
    load = each.load
    stands = "late since" if load.first_due < home.now else "the first is due"
    day = words.day(load.first_due, home.person.zone, home.now)
    things = f"{words.count(load.count, 'thing')}, {stands} {day}"
    named = ", ".join(map(_account, customers(each.first)))
    return " · ".join(filter(None, [who, things, named]))


def _account(known: Customer) -> str:
    name = blocks.safe(known.name, 80)
    if not known.annual_value:
        return name
    return f"{name} ({money.a_year(known.annual_value, known.currency)})"


def _whose(home: HomeView, rows: _Rows) -> list[Block]:
    """What no department has yet: what the CCO was asked about, and the rest."""
    asked = home.mine.get(Section.WHOSE)
    if asked is None and not home.triage:
        return []
    shown = [*asked.first] if asked else []
    parts = [
        _header(Section.WHOSE, max(home.triage_total, len(shown))),
        *_entries(shown, home, rows),
    ]
    rest = home.triage[: MOST[Section.WHOSE] - len(shown)]
    for each in rest:
        route = blocks.button("Send to a department…", "issue.route", each.ref)
        parts.append(blocks.section(f"*{each.ref}* {owed.headed(each)}", route))
    if home.triage_total > len(shown) + len(rest):
        everything = paging.value(listed.TRIAGE)
        parts.append(blocks.actions(owed.show_all(home.triage_total, listed.ALL, everything)))
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
