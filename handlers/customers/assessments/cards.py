"""How one department deals with customers, as people see it: what came of it, and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from slackblocks import Block

from handlers.customers.assessments import figures, rules, words
from handlers.customers.assessments.areas import AREAS, STAGES
from handlers.customers.assessments.reading import Looked, headline
from handlers.customers.assessments.rules import (
    AddedEvidence,
    AreaChange,
    AreaResult,
    NineAreas,
    SeenBeside,
)
from handlers.promises.items.words import open_story
from handlers.speech import blocks
from handlers.speech import words as plain
from handlers.speech.request import Json
from storage.assessments import Assessment
from storage.departments import Department
from storage.tasks import Promise

TITLE = "How centred are we?"
TAKE_BACK = "Take it back"
OWN_WORDS = "What people say about themselves. It is in no scorecard and no pay."


def people(count: object) -> str:
    """“eight people”."""
    return plain.count(int(str(count)), "person", "people")


def stages(result: NineAreas) -> list[str]:
    """A line for each area with where it stands, as markup."""
    return [f"*{AREAS[each.area].name}* {stands(each)}" for each in result.areas]


def stands(area: AreaResult) -> str:
    """“2 when asked”, “2, said 3”, or that too few answered."""
    if area.shown is None:
        return "too few to say"
    if area.is_only_said:
        return f"{area.shown}, said {area.said}"
    return f"{area.shown} {STAGES[area.shown]}"


def looked(
    found: Looked,
    tasks: Sequence[Promise],
    names: dict[str, str],
    now: datetime,
    *,
    until: str,
    may_choose: bool,
    may_add: bool,
    may_begin: bool,
    may_answer: bool,
) -> Json:
    """The page of one department.

    `tasks` are those its reader may see, `names` their owners'; `until` is the last day on which
    people answer.
    """
    parts: list[Block] = []
    if found.is_open and found.newest:
        parts += _under_way(found, until, may_answer=may_answer)
    if found.closed is None:
        if not found.is_open:
            parts += _nobody_yet(found.department, may_begin=may_begin)
    else:
        parts += _result(found, now)
        parts += [
            blocks.section(_what_changes(found, tasks, names, now)),
            *_row(found, may_choose=may_choose, may_add=may_add, may_begin=may_begin),
            blocks.context(OWN_WORDS),
        ]
    return blocks.notice(TITLE, shown=blocks.message(*parts))


def _nobody_yet(department: Department, *, may_begin: bool) -> list[Block]:
    name = blocks.safe(department.name, 80)
    said = f"Nobody has looked at {name} yet. Nine questions, ten minutes."
    begin = blocks.button(words.BEGIN_LABEL, words.BEGIN, department.department_id.hex)
    return [blocks.section(said), *([blocks.actions(begin)] if may_begin else [])]


def _under_way(found: Looked, until: str, *, may_answer: bool) -> list[Block]:
    name = blocks.safe(found.department.name, 80)
    match found.given:
        case 0:
            given = f"None of {plain.number(found.asked)} parts is in."
        case 1:
            given = "One answer is in; three are needed."
        case many:
            given = (
                f"{plain.number(many).capitalize()} of {plain.count(found.asked, 'part')} are in."
            )
    said = f"{name} looks at how it deals with customers, until {until}. {given}"
    if not may_answer or found.newest is None:
        return [blocks.section(said)]
    go_on = blocks.button(words.GO_ON_LABEL, words.GO_ON, found.newest.ref)
    return [blocks.section(said), blocks.actions(go_on)]


def _result(found: Looked, now: datetime) -> list[Block]:
    result, name = found.result, blocks.safe(found.department.name, 80)
    parts: list[Block] = [
        blocks.section(f"*{headline(found.department, result)}*"),
        blocks.context(_small_line(found, now)),
    ]
    if result.areas:
        parts.append(blocks.fields({AREAS[each.area].name: stands(each) for each in result.areas}))
    other = blocks.safe(found.neighbour.name, 80) if found.neighbour else "The neighbour"
    parts += [blocks.section(said) for said in apart(result, name, other)]
    said = [*_lowest(result), *changed(found.changes, found.before, name)]
    if said:
        parts.append(blocks.section("\n".join(said)))
    return parts


def _small_line(found: Looked, now: datetime) -> str:
    closed, result = found.closed, found.result
    if closed is None or closed.closed_on is None:
        return ""
    day = plain.plain_day(closed.closed_on, now.date())
    said = [
        f"{rules.season(closed.closed_on).capitalize()}, closed {day}",
        f"{_how_many(result.own)} from {blocks.safe(found.department.name, 80)}",
    ]
    if result.neighbours and found.neighbour:
        said[-1] += f", {_how_many(result.neighbours)} from {blocks.safe(found.neighbour.name)}"
    return " · ".join(said)


def _how_many(answered: int) -> str:
    """“three”, as in “three from Billing”."""
    return plain.number(answered) if answered else "nobody"


def apart(result: NineAreas, name: str, other: str) -> list[str]:
    """Where words part from what shows them, a neighbour or each other, and what was counted."""
    return [line for each in result.known if (line := _apart(each, name, other))]


def _apart(area: AreaResult, name: str, other: str) -> str:
    said = []
    beside = figures.says(area.area, area.met, area.of_all)
    differs = area.neighbours in (SeenBeside.HIGHER, SeenBeside.LOWER)
    if differs:
        said.append(f"{name} says {area.said}, {other} sees it {area.neighbours}.")
    if area.is_only_said:
        begins = "Nothing" if differs else f"{name} says {area.said}; nothing"
        said.append(f"{begins} of the last twelve months shows it.")
    if area.is_apart:
        said.append("The answers lie two stages or more apart.")
    if area.added:
        said.append(_added(area.added))
    if beside:
        said.append(beside)
    return f"*{AREAS[area.area].name}* {' '.join(said)}" if said else ""


def _added(added: AddedEvidence) -> str:
    """“What shows it was added on Sat 28 Nov 2026: “T-12”, of Mon 2 Nov 2026.”, as markup."""
    words = blocks.safe(added.words, 200)
    day, of = plain.dated(added.on), plain.dated(added.of)
    return f"What shows it was added on {day}: “{words}”, of {of}."


def _lowest(result: NineAreas) -> list[str]:
    """“Lowest is *Tools*: 1, by chance. The middle of the nine is 2, when asked.”, as markup."""
    if not result.known or result.middle is None:
        return []
    names = plain.join_names([f"*{AREAS[each.area].name}*" for each in result.lowest])
    least = result.lowest[0].shown or 0
    many = len(result.known)
    if len(result.lowest) == many:
        return [f"All stand at {least}, {STAGES[least]}."]
    verb = "Lowest is" if len(result.lowest) == 1 else "Lowest are"
    of_all = f"The middle of the {plain.number(many)} is {result.middle}, {STAGES[result.middle]}."
    return [f"{verb} {names}: {least}, {STAGES[least]}. {of_all}"]


def changed(changes: Sequence[AreaChange], before: Assessment | None, name: str) -> list[str]:
    """What is different from the time before, and what is only said to be; as markup."""
    if not changes or before is None or before.closed_on is None:
        return []
    then = rules.season(before.closed_on)
    said = []
    for each in changes:
        area = AREAS[each.area].name
        if each.is_higher:
            refs = plain.join_names([f"T-{number}" for number in each.since])
            why = f"since {refs}" if refs else "and more shows it"
            said.append(f"*{area}* {each.before.shown} → {each.now.shown}, {why} ({then}).")
        elif each.is_lower:
            said.append(f"*{area}* {each.before.shown} → {each.now.shown} ({then}).")
    more = [AREAS[each.area].name for each in changes if each.says_more]
    if more:
        areas = plain.join_names(more)
        said.append(f"{name} says more than in {then} of {areas}; the evidence is the same.")
    return said


def _what_changes(
    found: Looked, tasks: Sequence[Promise], names: dict[str, str], now: datetime
) -> str:
    """“*What changes* One of two done: T-44 One inbox · Lee, done · T-45 …”, as markup."""
    if not found.tasks:
        return _nothing_chosen(found)
    done = sum(task.state == "done" for _, task in found.tasks)
    of_all = plain.number(len(found.tasks))
    lines = [
        f"*What changes* {plain.capital(plain.number(done) if done else 'none')} of {of_all} done"
    ]
    lines += [_task(each, names, now) for each in tasks[-5:]]
    hidden = len(found.tasks) - len(tasks)
    if hidden:
        lines.append(
            f"{plain.capital(plain.count(hidden, 'more', 'more'))}, not for everybody to read."
        )
    return "\n".join(lines)


def _nothing_chosen(found: Looked) -> str:
    if found.closed and found.closed.reason:
        return f"*What changes* Nothing this half: “{blocks.safe(found.closed.reason, 500)}”"
    if not found.result.lowest:
        return "*What changes* Nothing is chosen yet."
    lowest = AREAS[found.result.lowest[0].area].name
    return f"*What changes* Nothing is chosen yet. *{lowest}* is lowest: what is the first thing?"


def _task(task: Promise, names: dict[str, str], now: datetime) -> str:
    owner = blocks.safe(plain.first_name(names.get(task.owner_id or "", "somebody")))
    if task.live and task.due_at:
        how = f"by {plain.day(task.due_at, task.due_zone, now)}"
    else:
        how = "done" if task.state == "done" else "closed without it"
    return f"{task.ref} {blocks.safe(task.title, 150)} · {owner}, {how}"


def _row(found: Looked, *, may_choose: bool, may_add: bool, may_begin: bool) -> list[Block]:
    closed, key = found.closed, found.department.department_id.hex
    row = []
    if closed and may_choose and found.result.known:
        row.append(blocks.button(words.TASK_LABEL, words.TASK, closed.ref))
    if closed and may_add:
        row.append(blocks.button(words.ADD_LABEL, words.ADD, closed.ref))
    row.append(blocks.button(words.COMPARE_LABEL, words.COMPARE, key))
    if closed:
        row.append(open_story(closed.ref))
    if may_begin and not found.is_open:
        row.append(blocks.button(words.BEGIN_LABEL, words.BEGIN, key))
    return [blocks.actions(*row)]


def took_place(department: Department | None, assessment: Assessment, now: datetime) -> str:
    """All that is for everybody: that a department looked at itself, and when; as markup."""
    name = blocks.safe(department.name, 80) if department else "A department"
    if assessment.closed_on:
        day = plain.plain_day(assessment.closed_on, now.date())
        return f"{name} looked at how it deals with customers; closed on {day}."
    return f"{name} looks at how it deals with customers."


def for_others(department: Department, closed: Assessment | None, now: datetime) -> Json:
    """The same as a page, with who reads more."""
    name = blocks.safe(department.name, 80)
    said = took_place(department, closed, now) if closed else f"Nobody has looked at {name} yet."
    who = "Its people, its neighbour, executives and the CCO read what came of it."
    return blocks.notice(TITLE, f"{said} {who}")
