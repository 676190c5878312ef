"""What somebody owes an answer to, and what has climbed to them: read from open asks alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from slackblocks import Block
from sqlmodel import Session

from handlers.chasing import pauses, standing
from handlers.chasing.kinds import CCO_RUNG, LEAD_RUNG, OWNER_RUNGS, Asking, Kind
from handlers.chasing.nouns import About
from handlers.chasing.pauses import Paused
from handlers.chasing.registers import Registers
from handlers.people import access, audiences
from handlers.speech import words
from storage import departments, owed, people
from storage.asks import Ask
from storage.customers import Customer
from storage.nudges import Part
from storage.owed import StuckWith, Whose
from storage.people import Person, Role
from storage.scopes import Reader


@dataclass(frozen=True)
class Pending:
    """One thing that waits for somebody, with the ask that leads.

    `part` is what they are to it; None where it is no business of theirs to answer it.
    """

    ask: Ask
    kind: Kind
    about: About
    part: Part | None = Part.OWES
    owner: str = ""
    """What people call whoever owes it; empty where that is the reader."""
    paused: Paused | None = None
    """What it waits for, while its clock is paused."""

    @property
    def is_theirs(self) -> bool:
        """Whether the reader owes the answer themselves."""
        return self.part == Part.OWES

    def buttons(self, *, decides: bool = False) -> list[Block]:
        """The ways out that are open to the reader; those by which it is decided."""
        asking = Asking(
            self.about.ref, self.part, self.ask.rung, self.owner, decides,
            severity=self.about.severity, state=self.about.state,
        )  # fmt: skip
        found = self.kind.buttons(asking)
        return [found] if found else []

    def is_late(self, now: datetime) -> bool:
        """Whether the answer is past its time."""
        return self.paused is None and standing.is_late(self.ask, now)


@dataclass(frozen=True)
class Waiting:
    """The first things that wait for somebody, what matters most first, and how many in all.

    `hidden` are those beside them that whoever reads may not see.
    """

    first: list[Pending]
    total: int
    hidden: int = 0


NOTHING = Waiting([], 0)


def customers(things: Sequence[Pending]) -> list[Customer]:
    """Who waits for these things, each once, the largest account first."""
    found: dict[UUID, Customer] = {}
    for each in things:
        if each.about.customer:
            found[each.about.customer.customer_id] = each.about.customer
    return sorted(found.values(), key=lambda each: (-(each.annual_value or 0), each.name))


def by(
    registers: Registers,
    session: Session,
    person: Person,
    limit: int,
    only: tuple[str, ...] = (),
) -> Waiting:
    """What a person owes an answer to, as they read it themselves; of these kinds, or of all."""
    whose = Whose(person.team_id, person.user_id, only=only)
    return _read(registers, session, [(whose, Part.OWES)], person, limit, 0)


def climbed_to(
    registers: Registers,
    session: Session,
    person: Person,
    limit: int,
    after: int = 0,
    with_id: str = "",
) -> Waiting:
    """What others owe and a person has heard of: as who stands in, who leads, or the CCO.

    Of everybody, or of the one whose Slack id is given.
    """
    wanted = [
        (replace(whose, with_id=with_id), part)
        for whose, part in _above(registers, session, person)
    ]
    return _read(registers, session, wanted, person, limit, after)


def loads(
    registers: Registers, session: Session, cco: Person, limit: int
) -> tuple[list[StuckWith], int]:
    """With whom the things are that have climbed to the CCO, and with how many people in all."""
    but = _circles(registers)
    return owed.loads(session, Whose(cco.team_id, cco.user_id, CCO_RUNG, but=but), limit)


def stuck(
    registers: Registers, session: Session, reader: Person, limit: int, after: int
) -> Waiting:
    """What has climbed as far as it goes, whoever owes it; the CCO can do something about it."""
    whose = Whose(reader.team_id, "", CCO_RUNG, but=_circles(registers))
    part = Part.CCO if reader.works_here and reader.role == Role.CCO else None
    return _read(registers, session, [(whose, part)], reader, limit, after)


def pending(
    registers: Registers,
    session: Session,
    ask: Ask,
    reader: Person,
    part: Part | None = Part.OWES,
) -> Pending | None:
    """An ask with what it is about, for somebody who may see that.

    None where they may not, where it is not there, or where it is of another version of Duly.
    """
    kind, noun = registers.kinds.get(ask.kind), registers.nouns.get(ask.noun)
    about = noun.about(session, ask.team_id, ask.number) if noun else None
    if kind is None or about is None or not access.may_see(session, reader, about.thing):
        return None
    owner, paused = owner_name(session, ask, reader), pauses.of_ask(session, ask)
    return Pending(ask, kind, about, part, owner, paused)


def owner_name(session: Session, ask: Ask, reader: Person) -> str:
    """What people call whoever owes an ask; empty where that is whoever reads."""
    if ask.person_id == reader.user_id:
        return ""
    owner = people.find(session, ask.team_id, ask.person_id)
    return words.first_name(owner.name) if owner else ""


def _above(
    registers: Registers, session: Session, person: Person
) -> list[tuple[Whose, Part | None]]:
    """What of others' asks has come up to somebody, and what they are to it."""
    if not person.works_here:
        return []
    team_id, but = person.team_id, _circles(registers)
    if person.role == Role.CCO:
        return [(Whose(team_id, person.user_id, CCO_RUNG, but=but), Part.CCO)]
    instead_of = people.stood_in_for(session, team_id, person.user_id)
    if any(each.role == Role.CCO for each in instead_of):
        return [(Whose(team_id, person.user_id, CCO_RUNG, but=but), None)]
    but += _past_leads(registers)
    parts = {
        each.department_id: Part.LEAD
        for other in instead_of
        for each in departments.led_by(session, team_id, other.user_id)
        if each.lead_id == other.user_id
    }
    for each in departments.led_by(session, team_id, person.user_id):
        is_lead = each.lead_id == person.user_id
        parts[each.department_id] = Part.LEAD if is_lead else Part.DEPUTY
    rungs = {Part.LEAD: LEAD_RUNG, Part.DEPUTY: OWNER_RUNGS[-1]}
    return [
        (Whose(team_id, person.user_id, rungs[part], department_id, but), part)
        for department_id, part in parts.items()
    ]


def _circles(registers: Registers) -> tuple[str, ...]:
    """The kinds of ask that only a circle may know of."""
    return tuple(kind.name for kind in registers.kinds.values() if kind.circle)


def _past_leads(registers: Registers) -> tuple[str, ...]:
    """The kinds of ask that climb to the CCO past whoever leads: those never hear of them."""
    return tuple(
        kind.name
        for kind in registers.kinds.values()
        if CCO_RUNG in kind.rungs and LEAD_RUNG not in kind.rungs
    )


def _read(
    registers: Registers,
    session: Session,
    wanted: Sequence[tuple[Whose, Part | None]],
    reader: Person,
    limit: int,
    after: int,
) -> Waiting:
    found: list[tuple[Ask, Part | None]] = []
    total, hidden = 0, 0
    looks = _reader(session, reader, wanted)
    for whose, part in wanted:
        seen = owed.count(session, whose, looks)
        total += seen
        if not owed.sees_all_of(looks, whose):
            hidden += owed.count(session, whose) - seen
        first = owed.first(session, whose, limit + after, reader=looks)
        found += [(ask, part) for ask in first]
    found.sort(key=lambda each: _order(each[0]))
    shown = (
        pending(registers, session, ask, reader, part) for ask, part in found[after : after + limit]
    )
    return Waiting([each for each in shown if each], total, hidden)


def _reader(
    session: Session, person: Person, wanted: Sequence[tuple[Whose, Part | None]]
) -> Reader:
    """Whoever reads; of what they owe themselves nothing is hidden, whatever they are."""
    if all(not whose.rung and whose.person_id == person.user_id for whose, _ in wanted):
        return Reader(person.team_id, person.user_id)
    return audiences.reader(session, person)


def _order(ask: Ask) -> tuple[int, int, datetime, str, int]:
    return ask.severity, ask.tier_rank, ask.due_at, ask.noun, ask.number
