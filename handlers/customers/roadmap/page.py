"""The one page that everybody follows: where we go, where we stand, what to look at again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from slackblocks import Block
from sqlmodel import Session

from handlers.customers.posted_pages import cards as posting_cards
from handlers.customers.roadmap import cards, rules, weighing, words
from handlers.customers.roadmap.kind import NUMBER
from handlers.customers.roadmap.rules import Against, OutcomeWork
from handlers.executives.scores import periods
from handlers.people import office
from handlers.promises.items.words import OPEN, open_story
from handlers.speech import blocks, paging, tables
from handlers.speech import words as plain
from handlers.speech.blocks import Shown
from storage import asks as stored_asks
from storage import customer_outcomes, departments, traces, workspaces
from storage.customer_outcomes import CourseSaid, CustomerOutcome, OutcomeState
from storage.traces import Untraced

PAGE = "outcome.page"
A_PAGE, WHOLE = 10, 20
"""So many outcomes stand on one page, where there are more than so many."""
FEW = 5
"""So many outcomes that nobody works for are named."""
SOON = 45
"""A quarter that ends within so many days is no goal for what is not written yet."""
HEAD = ("For customers", "Was", "Now", "Goal", "Owner says", "Its tasks")
LOOK = "look again"
NO_WORD = "no number yet"
BEGIN = "begin"
NO_TASKS = Untraced(0, 0, {})
SAID_OF = {
    CourseSaid.ON_COURSE: "on course",
    CourseSaid.MAY_MISS: "may miss",
    CourseSaid.WILL_MISS: "will miss",
}


@dataclass(frozen=True)
class RoadmapLine:
    """One outcome on the page, with what everybody may read against its words.

    `silent_since` is the day of its last number, where a number that was asked for is late.
    """

    outcome: CustomerOutcome
    department: str = ""
    against: Against = weighing.NOTHING
    work: OutcomeWork = weighing.NO_WORK
    silent_since: date | None = None

    @property
    def how(self) -> str:
        """How its owner says that it stands."""
        said = self.outcome.said
        return SAID_OF[CourseSaid(said)] if said else NO_WORD


@dataclass(frozen=True)
class Roadmap:
    """All that stands, on a day; `waiting` have nobody yet who said yes.

    `changed_on` is the day of its last change, where it is read later than it was drawn.
    """

    lines: Sequence[RoadmapLine]
    waiting: int
    company: str
    today: date
    tasks: Untraced = NO_TASKS
    changed_on: date | None = None

    @property
    def unmoved(self) -> Sequence[CustomerOutcome]:
        """Those that no open task moves, as far as everybody may see."""
        return [each.outcome for each in self.lines if not each.work.count]


def read(session: Session, now: datetime, team_id: str) -> Roadmap:
    """What stands by now: of the company first, then by department, each by number."""
    today = office.day_of(session, team_id, now)
    found = customer_outcomes.open_ones(session, team_id)
    names = {each.department_id: each.name for each in departments.everyone(session, team_id)}
    workspace = workspaces.find(session, team_id)
    lines = [
        RoadmapLine(
            each,
            names.get(each.department_id, "") if each.department_id else "",
            weighing.shown(session, now, each),
            weighing.work_of(session, now, each),
            _silent_since(session, now, each),
        )
        for each in found
        if each.stands
    ]
    lines.sort(key=lambda each: (each.department.casefold(), each.outcome.number))
    waiting = sum(each.state == OutcomeState.PROPOSED for each in found)
    tasks = traces.untraced(session, team_id) if lines else NO_TASKS
    return Roadmap(lines, waiting, workspace.name if workspace else "", today, tasks)


def _silent_since(session: Session, now: datetime, outcome: CustomerOutcome) -> date | None:
    about = stored_asks.open_about(session, outcome.team_id, outcome.noun, outcome.number)
    is_late = any(ask.kind == NUMBER.name and ask.due_at < now for ask in about)
    return (outcome.counted_on or outcome.baseline_on) if is_late else None


# --- shown ---


def shown(found: Roadmap, *, may_write: bool, after: int = 0, is_posted: bool = False) -> Shown:
    """All of it as a message, a page at a time where it is long."""
    write = _ways(found) if may_write else None
    if not found.lines:
        return _none(found, write)
    head = headline(found)
    if len(found.lines) == 1:
        return _one(found, write)
    lines = _on_page(found, after)
    parts: list[Block] = [blocks.header(head), blocks.context(small(found))]
    parts += _tables(lines)
    parts += _looks(found, lines)
    parts += _traced(found)
    choice = {each.outcome.ref: _named(each.outcome) for each in lines}
    parts.append(blocks.actions(blocks.choice_menu(OPEN, choice, "")))
    if len(lines) < len(found.lines) and is_posted:
        parts.append(blocks.actions(blocks.button(posting_cards.WHOLE, words.ROADMAP, "0")))
    elif len(lines) < len(found.lines):
        parts += paging.turns(PAGE, "", after, A_PAGE, len(found.lines))
    if write:
        parts.append(write)
    return Shown(fallback(found), blocks.message(*parts))


def _ways(found: Roadmap) -> Block:
    """What whoever may write an outcome can do here."""
    row = [blocks.button(cards.WRITE_IT, words.OPEN, "")]
    if found.lines:
        row.append(blocks.button(posting_cards.POST_IT, words.POST, ""))
    return blocks.actions(*row)


def posted(found: Roadmap) -> Shown:
    """The same as it stands in a channel, for everybody there; whose page is not turned there."""
    return shown(found, may_write=False, is_posted=True)


def facts(found: Roadmap) -> list[str]:
    """All that it says of the outcomes themselves: numbers, words, late tasks, what nobody moves.

    How many tasks are open is none of it: that changes with every task.
    """
    said = [cell for each in found.lines for cell in (each.outcome.ref, *row(each))]
    return [*said, *_looked_at(found, found.lines), *(each.ref for each in found.unmoved)]


def _none(found: Roadmap, write: Block | None) -> Shown:
    text = f"No outcome is written yet. Which one thing should a customer notice by {_by(found)}?"
    if found.waiting:
        are = "one outcome waits" if found.waiting == 1 else f"{found.waiting} outcomes wait"
        text = f"No outcome stands yet; {are} for somebody who answers for it."
    return Shown(text, blocks.message(blocks.section(text), *([write] if write else [])))


def _by(found: Roadmap) -> str:
    """The month by whose end something new can be noticed."""
    quarter = periods.quarter_of(found.today)
    if (quarter.last - found.today).days < SOON:
        quarter = periods.quarter_of(date.fromordinal(quarter.last.toordinal() + 1))
    return periods.MONTHS[quarter.last.month - 1].capitalize()


def _one(found: Roadmap, write: Block | None) -> Shown:
    [line] = found.lines
    outcome = line.outcome
    now = words.stands_at(outcome)
    text = (
        f"One outcome: *{blocks.safe(outcome.title, 150)}*, {words.way(outcome)}; it stands at "
        f"{now}. Its owner says: {line.how}. Its tasks: {words.work(line.work)}."
    )
    parts: list[Block] = [
        blocks.section(text, open_story(outcome.ref)), blocks.context(small(found)),
        *_looks(found, found.lines), *_traced(found),
    ]  # fmt: skip
    return Shown(fallback(found), blocks.message(*parts, *([write] if write else [])))


def headline(found: Roadmap) -> str:
    """“Five outcomes for customers, fourth quarter: two on course, one to look at again”."""
    quarters = {each.outcome.quarter_on for each in found.lines}
    when = ""
    if len(quarters) == 1:
        number = (next(iter(quarters)).month - 1) // 3
        when = f", {periods.QUARTERS[number]} quarter"
    count = plain.capital(plain.count(len(found.lines), "outcome"))
    return f"{count} for customers{when}: {standing(found.lines)}"


def standing(lines: Sequence[RoadmapLine]) -> str:
    """“two on course, two may miss, one to look at again”: each outcome once."""
    how = Counter(LOOK if each.against else each.how for each in lines)
    named = [
        *((word, f"{plain.number(how[word])} {word}") for word in SAID_OF.values()),
        (LOOK, f"{plain.number(how[LOOK])} to look at again"),
        (NO_WORD, f"{plain.number(how[NO_WORD])} without a number yet"),
    ]
    return ", ".join(said for word, said in named if how[word])


def small(found: Roadmap) -> str:
    """“Brightwater · Oct to Dec · updated Fri 27 Nov · next check-in Thu 10 Dec”."""
    first = min(each.outcome.quarter_on for each in found.lines)
    last = max(each.outcome.ends_on for each in found.lines)
    months = [periods.MONTHS[each.month - 1][:3].capitalize() for each in (first, last)]
    said = [
        f"{months[0]} to {months[1]}",
        f"updated {plain.plain_day(found.changed_on or found.today, found.today)}",
        f"next check-in {plain.plain_day(rules.check_in_after(found.today), found.today)}",
    ]
    if found.company:
        said.insert(0, blocks.safe(found.company, 60))
    if found.waiting:
        said.append(f"{plain.number(found.waiting)} more without a yes")
    return " · ".join(said)


def fallback(found: Roadmap) -> str:
    """The same in a line, for notifications and screen readers."""
    count = plain.capital(plain.count(len(found.lines), "outcome"))
    again = [blocks.safe(each.outcome.title, 80) for each in found.lines if each.against]
    more = f" Look again: {plain.join_names(again)}." if again else ""
    return f"{count}: {standing(found.lines)}.{more}"


def _on_page(found: Roadmap, after: int) -> Sequence[RoadmapLine]:
    if len(found.lines) <= WHOLE:
        return found.lines
    first = after if after < len(found.lines) else 0
    return found.lines[first : first + A_PAGE]


def _tables(lines: Sequence[RoadmapLine]) -> list[Block]:
    return [tables.table(HEAD, [row(each) for each in lines])]


def row(line: RoadmapLine) -> tuple[str, ...]:
    """One outcome: what customers notice, where it was, is and is to be, and what is said of it."""
    outcome = line.outcome
    name = f"{line.department}: {outcome.title}" if line.department else outcome.title
    was, goal = (rules.figure(each, outcome.unit) for each in (outcome.baseline, outcome.target))
    return (name, was, words.in_cell(outcome), goal, line.how, words.work(line.work))


def _looks(found: Roadmap, lines: Sequence[RoadmapLine]) -> list[Block]:
    return blocks.paragraphs(_looked_at(found, lines))


def _looked_at(found: Roadmap, lines: Sequence[RoadmapLine]) -> list[str]:
    """Where words and figures part, and where no number came."""
    said = []
    for each in lines:
        if each.against:
            said.append(look_again(each))
        if each.silent_since:
            day = plain.plain_day(each.silent_since, found.today)
            said.append(f"*No number since {day}*: {_named(each.outcome)}.")
    return said


def _traced(found: Roadmap) -> list[Block]:
    """What nobody works for, and what moves nothing, with the ways on."""
    said = list(filter(None, (nobody_for(found.unmoved), moves_none(found))))
    row = []
    if found.unmoved:
        row.append(blocks.button(cards.TASK, words.AS_TASK, found.unmoved[0].ref))
    if found.tasks.nothing:
        row.append(blocks.button(cards.LIST, words.NOTHING, BEGIN))
    return [*blocks.paragraphs(said), *([blocks.actions(*row)] if row else [])]


def nobody_for(unmoved: Sequence[CustomerOutcome]) -> str:
    """“*Nobody works for it yet*: O-3 Every complaint is heard…”; empty where somebody does."""
    if not unmoved:
        return ""
    named = plain.join_names([_named(each) for each in unmoved[:FEW]])
    rest = len(unmoved) - FEW
    more = f", and for {plain.number(rest)} more" if rest > 0 else ""
    return f"*Nobody works yet for* {named}{more}. Who does the first thing?"


def moves_none(found: Roadmap) -> str:
    """“*Moves none of the five*: 37 of 120 open tasks.”, and how many have no customer, either."""
    tasks, count = found.tasks, len(found.lines)
    if not tasks.untraced:
        return ""
    those = "it" if count == 1 else f"none of the {plain.number(count)}"
    head = f"*Does not move {those}*" if count == 1 else f"*Moves {those}*"
    said = f"{head}: {tasks.untraced:,} of {plain.figures(tasks.open, 'open task')}. Promises to "
    said += "single customers need no outcome"
    nothing = sum(tasks.nothing.values())
    if not nothing:
        return f"{said}, and each of them is for a customer."
    have = "has" if nothing == 1 else "have"
    return f"{said}; {plain.number(nothing)} of them {have} no customer."


def look_again(line: RoadmapLine) -> str:
    """“*Look again at O-2*: the words say on course; 27 is not the 19 of a line.”, for all."""
    outcome = line.outcome
    because = ""
    if outcome.because:
        because = f" {blocks.person(outcome.owner_id)}: “{blocks.safe(outcome.because, 200)}”"
    said = words.against(outcome, line.against)
    return f"*Look again at {outcome.ref}*: the words say on course; {said}.{because}"


def _named(outcome: CustomerOutcome) -> str:
    return f"{outcome.ref} {blocks.safe(outcome.title, 60)}"
