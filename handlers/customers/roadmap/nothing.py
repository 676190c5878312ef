"""Which open tasks move nothing that customers are to notice, by department."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from slackblocks import Block
from sqlmodel import Session

from handlers.customers.roadmap import cards, words
from handlers.customers.roadmap.page import BEGIN
from handlers.people import audiences
from handlers.promises.items.words import open_story
from handlers.speech import blocks, paging
from handlers.speech import words as plain
from handlers.speech.blocks import Shown
from handlers.speech.errors import UnreadableRequest
from handlers.speech.values import row_id
from storage import customer_outcomes, departments, traces
from storage.customer_outcomes import OutcomeState
from storage.departments import Department
from storage.people import Person
from storage.tasks import Task

A_PAGE = 10
NOTHING = "Every open task here is for a customer, or moves an outcome."
NOWHERE = "Every open task is for a customer, or moves an outcome."


@dataclass(frozen=True)
class MovingNothing:
    """A page of what moves nothing in a department and somebody may see, and how many there are.

    `counts` is what everybody may see, by department; `whose` is None where there is none at all.
    """

    tasks: Sequence[Task]
    total: int
    after: int
    counts: Mapping[UUID, int]
    names: Mapping[UUID, str]
    whose: UUID | None = None


def read(session: Session, person: Person, value: str) -> MovingNothing:
    """The page that a button or the menu leads to; it begins with the reader's own department.

    Raises UnreadableRequest.
    """
    which, after = paging.read(value) if blocks.SEPARATOR in value else (value, 0)
    names = {
        each.department_id: each.name for each in departments.everyone(session, person.team_id)
    }
    counts = traces.untraced(session, person.team_id).nothing
    whose = _first(person, counts, names) if which == BEGIN else row_id(which)
    if which != BEGIN and whose not in names:
        raise UnreadableRequest
    if whose is None:
        return MovingNothing((), 0, 0, counts, names)
    reader = audiences.reader(session, person)
    total = traces.count_moving_nothing(session, reader, whose)
    after = after if after < total else 0
    found = traces.moving_nothing(session, reader, whose, after, A_PAGE)
    return MovingNothing(found, total, after, counts, names, whose)


def is_asked_about(session: Session, now: datetime, department: Department) -> bool:
    """Whether an outcome stands, and whoever leads the department has not looked for a month."""
    team_id = department.team_id
    return traces.has_rested(session, team_id, department.department_id, now) and bool(
        customer_outcomes.in_states(session, team_id, (OutcomeState.STANDING,))
    )


def keep_look(session: Session, now: datetime, person: Person, found: MovingNothing) -> None:
    """Whoever leads the department is not asked about it again for a month."""
    led = {
        each.department_id for each in departments.led_by(session, person.team_id, person.user_id)
    }
    if found.whose in led:
        traces.look(session, person.team_id, found.whose, now)


def _first(person: Person, counts: Mapping[UUID, int], names: Mapping[UUID, str]) -> UUID | None:
    if person.department_id in counts:
        return person.department_id
    return min(counts, key=lambda each: names.get(each, "").casefold(), default=None)


def shown(found: MovingNothing, now: datetime) -> Shown:
    """How many there are in the department, a page of them, and a menu on the departments."""
    if not found.total:
        said = NOTHING if found.whose else NOWHERE
        return Shown(said, blocks.message(blocks.section(said), *_menu(found)))
    head = headline(found)
    parts: list[Block] = [blocks.section(f"*{head}* Which still matter?")]
    parts += [
        blocks.section(cards.task_line(each, now), open_story(each.ref)) for each in found.tasks
    ]
    parts += _menu(found)
    which = found.whose.hex if found.whose else BEGIN
    parts += paging.turns(words.NOTHING, which, found.after, A_PAGE, found.total)
    return Shown(head, blocks.message(*parts))


def headline(found: MovingNothing) -> str:
    """“Eleven things in Billing have no customer and no outcome.”, as far as the reader sees."""
    return said_of(found.total, found.names.get(found.whose, "") if found.whose else "")


def said_of(total: int, department: str) -> str:
    """The same of so many things in a department."""
    count = plain.capital(plain.count(total, "thing"))
    have = "has" if total == 1 else "have"
    return f"{count} in {blocks.safe(department, 80)} {have} no customer and no outcome."


def _menu(found: MovingNothing) -> list[Block]:
    """The departments that have any, by name, each with how many; none where there is but one."""
    others = {each for each in found.counts if each != found.whose}
    if not others:
        return []
    known = sorted({*others, *([found.whose] if found.whose else [])}, key=found.names.__getitem__)
    choice = {each.hex: f"{found.names[each]} ({found.counts.get(each, 0)})" for each in known}
    offered = dict(list(choice.items())[: blocks.OPTIONS])
    chosen = found.whose.hex if found.whose else ""
    return [blocks.actions(blocks.choice_menu(words.NOTHING, offered, chosen))]
