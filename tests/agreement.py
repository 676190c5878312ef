"""Home, `/cx`, lists, digests and bundles have to agree with the asks, in all that they say.

That is what is owed and to whom, since when, and what is late. What is true is gathered here from
the rows alone, thing by thing; what is said is read as people read it.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from bot import routes
from handlers.chasing import nudges as reminders
from handlers.chasing import owed
from handlers.chasing.kinds import CCO_RUNG, LEAD_RUNG
from handlers.executives.digests import cards as digest_cards
from handlers.executives.digests import drawing, readership
from handlers.executives.digests.shapes import DepartmentDigest
from handlers.people import access
from handlers.promises import listed, lists
from handlers.promises.lists import Listing, filters
from handlers.promises.lists import cards as list_cards
from handlers.promises.lists.filters import Filter, ListOwner
from handlers.speech import words
from storage import counts, departments
from storage.asks import Ask
from storage.cards import BUNDLE, Card
from storage.departments import Department
from storage.issues import Issue
from storage.items import Item
from storage.listings import Which
from storage.nudges import Nudge, Part
from storage.people import Person, Role
from storage.scopes import Scope
from storage.tasks import Task
from tests import involved
from tests.homes import Homes

EVERYTHING = 10_000
SINCE = r"(?:no answer|heard from us|heard our no|nobody has said) since (\w+ \d+ \w+(?: \d{4})?)"
LATE = re.compile(rf"late, was due|{SINCE}")
NEVER = ("on time", "waiting since")


@dataclass
class Truth:
    """What the rows say: which things each person owes an answer to, and what is late."""

    owed: dict[str, dict[str, list[Ask]]] = field(default_factory=lambda: defaultdict(dict))
    late: set[str] = field(default_factory=set)
    asks: dict[Any, Ask] = field(default_factory=dict)


def disagreements(homes: Homes, team_id: str) -> list[str]:
    """Everything that some surface says otherwise than the asks."""
    session, now = homes.session, homes.now
    truth = _truth(session, team_id, now)
    known = {person.user_id: person for person in session.exec(
        select(Person).where(Person.team_id == team_id)
    )}  # fmt: skip
    found: list[str] = []
    for user_id in {*truth.owed, *_reminded(session, team_id)}:
        person = known.get(user_id)
        if person and not person.gone and not person.is_bot:
            found += _of_person(homes, person, truth)
    found += _of_lists(session, now, team_id, truth)
    found += _of_bundles(session, now, team_id, truth, known)
    return found


def _truth(session: Session, team_id: str, now: datetime) -> Truth:
    truth = Truth()
    items: dict[tuple[str, int], Item] = {}
    for table in (Task, Issue):
        for item in session.exec(
            select(table).where(table.team_id == team_id, col(table.closed_at).is_(None))
        ):
            items[item.noun, item.number] = item
            if item.owed_by and item.owed_by < now:
                truth.late.add(item.ref)
    for ask in session.exec(
        select(Ask).where(Ask.team_id == team_id, col(Ask.answered_at).is_(None))
    ):
        if ask.kind not in routes.KINDS or ask.noun not in routes.NOUNS:
            continue
        ref = f"{routes.NOUNS[ask.noun].letter}-{ask.number}"
        about = routes.NOUNS[ask.noun].about(session, team_id, ask.number)
        if about is None:
            continue
        truth.asks[ask.ask_id] = ask
        truth.owed[ask.person_id].setdefault(ref, []).append(ask)
        if ask.due_at < now and (ask.noun, ask.number) in items:
            truth.late.add(ref)
    return truth


def _reminded(session: Session, team_id: str) -> set[str]:
    return set(session.exec(select(Nudge.person_id).where(Nudge.team_id == team_id).distinct()))


# --- one person ---


def _of_person(homes: Homes, person: Person, truth: Truth) -> Iterator[str]:
    session, now = homes.session, homes.now
    theirs = truth.owed.get(person.user_id, {})
    seen = homes.seen(person)
    mine = lists.mine(routes.REGISTERS, session, person, EVERYTHING)
    listed = {each.about.ref: each for each in mine.first}
    if set(listed) != set(theirs):
        yield f"{person.handle} owes {sorted(theirs)}, and is shown {sorted(listed)}"
    drawn = {
        "Home": homes.drawn(person),
        "/cx": list_cards.start(
            lists.mine(routes.REGISTERS, session, person, lists.SHORT), person, now,
            may_give=access.may(session, person, access.CREATE_TASK),
        ).blocks,
    }  # fmt: skip
    if seen.owed != len(theirs) or mine.total != len(theirs):
        yield f"{person.handle} owes {len(theirs)} answers, and {seen.owed} are counted"
    for place, shown in drawn.items():
        lines = list(_lines(shown))
        said = "\n".join(lines)
        if theirs and "Nothing waits for you" in said:
            yield f"{place} tells {person.handle} that nothing waits, beside {sorted(theirs)}"
        yield from (f"{place} says “{each}” to {person.handle}" for each in NEVER if each in said)
        for line in lines:
            yield from _of_line(place, line, person, theirs, now)


def _of_line(
    place: str, line: str, person: Person, theirs: dict[str, list[Ask]], now: datetime
) -> Iterator[str]:
    """Whether a line about something of one's own says rightly whether it is late, since when."""
    match = re.match(r"\*([A-Z]-\d+)\* ", line)
    if match is None or match[1] not in theirs or ", with <@" in line:
        return
    owner = re.search(r" — <@(\w+)>, ", line)
    if owner and owner[1] != person.user_id:
        # What somebody gave says how it stands with whoever has it, not what they owe themselves.
        return
    asks = theirs[match[1]]
    overdue = [ask for ask in asks if ask.due_at < now]
    # At Home each answer that is owed about a thing has a line of its own, among others like it.
    is_one_of_both = place == "Home" and 0 < len(overdue) < len(asks)
    if not is_one_of_both and bool(overdue) != bool(LATE.search(line)):
        yield f"{place} to {person.handle}: {line} — beside {asks}"
    since = re.search(SINCE, line)
    days = {words.day(ask.opened_at, person.zone, now) for ask in asks}
    if since and since[1] not in days:
        yield f"{place} to {person.handle}: {line} — asked {days}"


# --- what everybody may read ---


def _of_lists(session: Session, now: datetime, team_id: str, truth: Truth) -> Iterator[str]:
    everyone = session.exec(select(Person).where(Person.team_id == team_id))
    readers = [each for each in everyone if each.works_here and not each.is_bot]
    if not readers:
        return
    pages = list(_pages(session, now, readers[0], Filter(ListOwner.ALL, Which.LATE)))
    late, total = {item.ref for page in pages for item in page.items}, pages[0].total
    if late != truth.late or total != len(truth.late):
        yield f"late are {sorted(truth.late)}, and listed {sorted(late)}, {total} in all"
    at_once = counts.late_by_department(session, team_id, now)
    for department in involved.departments_of(session, team_id):
        alone = counts.count_late(session, Scope(team_id, department.department_id), now)
        if at_once[department.department_id] != alone:
            yield f"late in {department.name}: {alone} alone, {at_once} of all at once"
        key = listed.department_key(department)
        late_there: set[str] = set()
        for there in _pages(session, now, readers[0], filters.read(key)):
            late_there |= {item.ref for item in there.items} & truth.late
            for item in there.items:
                line = listed.line(item, there.since, readers[0], now)
                if bool(LATE.search(line)) != (item.ref in truth.late):
                    yield f"the list of {department.name}: {line}"
        yield from _of_digest(session, now, department, late_there)


def _pages(session: Session, now: datetime, reader: Person, of: Filter) -> Iterator[Listing]:
    page = lists.look(routes.REGISTERS, session, now, reader, of)
    yield page
    while page.cut.later:
        page = lists.look(routes.REGISTERS, session, now, reader, of, page.cut.later)
        yield page


def _of_digest(
    session: Session, now: datetime, department: Department, late: set[str]
) -> Iterator[str]:
    """Whether a department's digest, where it says anything, tells what is late there."""
    whose = readership.Readership(department.channel_id or "C0NONE", department)
    if drawing.is_quiet(session, now, department.team_id, whose):
        if late:
            yield f"late in {department.name}: {sorted(late)}, and its digest is silent"
        return
    digest = drawing._digest(session, now, department.team_id, whose, None)
    assert isinstance(digest, DepartmentDigest)
    told = {line.ref for line in digest.late.lines}
    if not told <= late or digest.late.total != len(late):
        yield f"late in {department.name}: {sorted(late)}, in its digest: {sorted(told)}"
    said = "\n".join(_lines(digest_cards.shown(digest).blocks)) if digest.worth_saying else ""
    yield from (f"{department.name}'s digest says “{each}”" for each in NEVER if each in said)


# --- bundles ---


def _of_bundles(
    session: Session, now: datetime, team_id: str, truth: Truth, known: dict[str, Person]
) -> Iterator[str]:
    """Whoever is reminded finds it under what they owe, or under what needs their help."""
    sent = select(Nudge).where(Nudge.team_id == team_id, col(Nudge.sent_at).is_not(None))
    by_person: dict[str, list[Nudge]] = defaultdict(list)
    for nudge in session.exec(sent):
        if nudge.ask_id in truth.asks:
            by_person[nudge.person_id].append(nudge)
    for user_id, theirs in by_person.items():
        person = known.get(user_id)
        if person is None or not person.works_here:
            continue
        mine = lists.mine(routes.REGISTERS, session, person, EVERYTHING).first
        above = owed.climbed_to(routes.REGISTERS, session, person, EVERYTHING).first
        found = {each.about.ref for each in (*mine, *above)}
        for nudge in theirs:
            ask = truth.asks[nudge.ask_id]
            ref = f"{routes.NOUNS[ask.noun].letter}-{ask.number}"
            if ref not in found and _is_still(session, nudge, ask, person, known):
                yield f"{person.handle} was reminded of {ref} as {nudge.part} and finds it nowhere"
    for card in session.exec(select(Card).where(Card.team_id == team_id, Card.noun == BUNDLE)):
        shown = reminders.render(routes.REGISTERS, session, card, now)
        said = "\n".join(_lines(shown.blocks)) if shown else ""
        yield from (f"a bundle says “{each}”" for each in NEVER if each in said)


def _is_still(
    session: Session, nudge: Nudge, ask: Ask, person: Person, known: dict[str, Person]
) -> bool:
    """Whether somebody is still to an ask what they were when they were reminded of it."""
    owner = known.get(ask.person_id)
    if owner is None or owner.gone:
        return False
    if nudge.part == Part.OWES:
        return ask.person_id == person.user_id
    if nudge.part == Part.CCO:
        return person.role == Role.CCO
    if nudge.part == Part.TALKED and ask.rung < (
        CCO_RUNG if person.role == Role.CCO else LEAD_RUNG
    ):
        # They talked with the owner of their own accord: it has not climbed to them.
        return False
    department = departments.find(session, ask.team_id, ask.department_id)
    if department is None:
        return False
    if nudge.part == Part.TALKED:
        return person.role == Role.CCO or person.user_id == department.lead_id
    leads = (department.lead_id,) if nudge.part == Part.LEAD else (department.deputy_id,)
    return person.user_id in leads


def _lines(shown: Any) -> Iterable[str]:
    """Every line of markup in a view or a message."""
    if isinstance(shown, str):
        shown = json.loads(shown)
    if isinstance(shown, dict):
        text = shown.get("text")
        if shown.get("type") == "mrkdwn" and isinstance(text, str):
            yield from text.splitlines()
            return
        shown = list(shown.values())
    if isinstance(shown, list):
        for each in shown:
            if isinstance(each, (dict, list)):
                yield from _lines(each)
