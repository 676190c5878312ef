"""Who may see a thing: everybody here, or those whom it concerns and those who were added.

What is private is seen by its owner, whoever asked for it, who speaks for its department, the CCO,
whoever owes an answer about it and those who were added; a decision, and what follows from one, by
the executives as well. Who does not work here sees only what is theirs in this way. The same, asked
of the database, is `scopes.seen_by`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlmodel import Session, col

from handlers.people import deputies
from storage import asks, audiences, channels, decisions, departments, issues, outbox, people, tasks
from storage.asks import Owed
from storage.counters import Numbered
from storage.decisions import Decision
from storage.departments import Department
from storage.issues import Issue
from storage.items import Item
from storage.many import Lookup, unread
from storage.people import Person, Role
from storage.scopes import Reader
from storage.tasks import Task

READ: dict[type[Task] | type[Issue] | type[Decision], Lookup[Any]] = {
    table: Lookup(table, col(table.team_id), col(table.number)) for table in (Task, Issue, Decision)
}
"""How the things of each noun are read by their numbers."""


def reader(session: Session, person: Person) -> Reader:
    """Somebody as the database knows whoever reads."""
    here = person.works_here
    return Reader(
        team_id=person.team_id,
        user_id=person.user_id,
        works_here=here,
        sees_all=here and _looks_after_all(session, person),
        decides=here and person.role == Role.EXECUTIVE,
        speaks_for=_speaks_for(session, person) if here else frozenset(),
        leads=here and _leads(session, person),
    )


def sees(session: Session, person: Person, thing: Numbered) -> bool:
    """Whether somebody may see a thing."""
    if not isinstance(thing, Item | Decision):
        return person.works_here
    if person.works_here and not thing.is_private:
        return True
    return person.user_id in _asker_and_owner(thing) or _is_concerned(session, person, thing)


def sees_what_is_asked(session: Session, person: Person, ask: Owed) -> bool:
    """Whether somebody may see what an ask is about."""
    thing = find(session, ask.team_id, ask.noun, ask.number)
    return thing is None or sees(session, person, thing)


def read(session: Session, team_id: str, owed: Iterable[Owed]) -> None:
    """Read what many asks are about at once; whoever looks for one of them finds it read."""
    numbers: dict[str, set[int]] = {}
    for ask in owed:
        numbers.setdefault(ask.noun, set()).add(ask.number)
    for table, lookup in READ.items():
        wanted = unread(session, table, team_id, numbers.get(table.noun, ()))
        lookup.rows(session, team_id, wanted)


def find(session: Session, team_id: str, noun: str, number: int) -> Item | Decision | None:
    """What has this number, of all that has an audience."""
    match noun:
        case Task.noun:
            return tasks.find(session, team_id, number)
        case Issue.noun:
            return issues.find(session, team_id, number)
        case Decision.noun:
            return decisions.find(session, team_id, number)
        case _:
            return None


def lane_sees(session: Session, lane: str, thing: Item | Decision) -> bool:
    """Whether those may see a thing who read what is written to a person or into a channel.

    A channel may, where the decision was asked about in it and not everybody reads it; else only
    what is for everybody.
    """
    if outbox.is_to_person(lane):
        reader = people.find(session, thing.team_id, lane)
        return reader is not None and sees(session, reader, thing)
    if not thing.is_private:
        return True
    is_asked_there = isinstance(thing, Decision) and thing.channel_id == lane
    return is_asked_there and not channels.is_open(session, thing.team_id, lane)


def _is_concerned(session: Session, person: Person, thing: Item | Decision) -> bool:
    if person.works_here and (_decides(person, thing) or _looks_after_all(session, person)):
        return True
    if person.works_here and _department_of(thing) in _speaks_for(session, person):
        return True
    place = (thing.team_id, thing.noun, thing.number)
    owed = asks.open_about(session, *place)
    owing = {each for ask in owed for each in (ask.person_id, ask.for_id)}
    return person.user_id in owing or person.user_id in audiences.added(session, *place)


def known_to(session: Session, thing: Item | Decision) -> list[Person]:
    """Those who may see a private thing and are here, each once; executives as such left out.

    Whoever owns it comes first, then who asked, who speaks for its department, and the others.
    """
    place = (thing.team_id, thing.noun, thing.number)
    department = departments.find(session, thing.team_id, _department_of(thing))
    wanted: Iterable[str | None] = (
        *reversed(_asker_and_owner(thing)),
        speaker_of(session, department),
        *(cco.user_id for cco in people.with_role(session, thing.team_id, Role.CCO)),
        *(ask.person_id for ask in asks.open_about(session, *place)),
        *audiences.added(session, *place),
    )
    named = list(dict.fromkeys(user_id for user_id in wanted if user_id))
    found = people.by_id(session, thing.team_id, named)
    seen = (found[user_id] for user_id in named if user_id in found)
    return [each for each in seen if not (each.gone or each.is_bot or _decides(each, thing))]


def is_among_executives(thing: Item | Decision) -> bool:
    """Whether the executives may see a thing as such: a decision, or what follows from one."""
    return isinstance(thing, Decision) or getattr(thing, "decision_number", None) is not None


def _decides(person: Person, thing: Item | Decision) -> bool:
    return person.role == Role.EXECUTIVE and is_among_executives(thing)


def _asker_and_owner(thing: Item | Decision) -> tuple[str | None, ...]:
    if isinstance(thing, Decision):
        return (thing.asked_by,)
    return (thing.created_by, thing.owner_id)


def _department_of(thing: Item | Decision) -> UUID | None:
    return thing.department_id if isinstance(thing, Item) else None


def _leads(session: Session, person: Person) -> bool:
    """Whether somebody leads a department or is its deputy, or stands in for somebody who is."""
    theirs = [person, *people.stood_in_for(session, person.team_id, person.user_id)]
    return any(departments.led_by(session, each.team_id, each.user_id) for each in theirs)


def _speaks_for(session: Session, person: Person) -> frozenset[UUID]:
    """The departments that somebody leads, or stands in for."""
    led = departments.led_by(session, person.team_id, person.user_id)
    theirs = {each.department_id for each in led if speaker_of(session, each) == person.user_id}
    for away in people.stood_in_for(session, person.team_id, person.user_id):
        instead_of = departments.led_by(session, person.team_id, away.user_id)
        theirs |= {
            each.department_id for each in instead_of if speaker_of(session, each) == away.user_id
        }
    return frozenset(theirs)


def _looks_after_all(session: Session, person: Person) -> bool:
    """Whether somebody is CCO, or stands in for one."""
    return person.role == Role.CCO or deputies.stands_in_for_cco(session, person)


def speaker_of(session: Session, department: Department | None) -> str | None:
    """The Slack id of who leads a department; of the deputy while the lead is not there.

    None where neither works here: a guest speaks for no department.
    """
    if department is None:
        return None
    for user_id in (department.lead_id, department.deputy_id):
        person = people.find(session, department.team_id, user_id or "")
        if person and person.works_here:
            return user_id
    return None
