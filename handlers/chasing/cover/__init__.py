"""While somebody is away, what cannot wait is put to whoever stands in, and is handed back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.chasing import asks, faces, holders, ladder, owed
from handlers.chasing import policy as policies
from handlers.chasing.kinds import Kind
from handlers.chasing.owed import Pending
from handlers.chasing.registers import Registers
from handlers.speech import words
from storage import asks as stored_asks
from storage import cards as stored_cards
from storage import held, people
from storage.absences import Absence
from storage.asks import Ask
from storage.cards import Card
from storage.people import Person

SLICE = 25
"""So much is put to somebody else in one transaction: it is over before anybody notices."""
IN_CIRCLES = 20
"""So much of what only a circle may know is looked at."""
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Meanwhile:
    """Somebody's absence as they see it themselves: until when, who stands in, for how much."""

    until: datetime
    stand_in: Person | None
    held: int


def meanwhile(session: Session, person: Person) -> Meanwhile | None:
    """What is so while a person is away; None where they are not."""
    if person.away_until is None:
        return None
    stand_in = people.find(session, person.team_id, person.stand_in_id or "")
    number = held.count(session, person.team_id, person.user_id, words.COUNTED)
    return Meanwhile(person.away_until, stand_in, number)


def due_meanwhile(
    registers: Registers, session: Session, person: Person, until: datetime, limit: int
) -> list[Pending]:
    """What a person was asked that is due before they are back (UTC), each thing once."""
    circles = _circles(registers)

    def read(most: int) -> list[Ask]:
        return held.cannot_wait(session, person.team_id, person.user_id, until, circles, (), most)

    return _each_thing_once(registers, session, person, read, limit)


def put_what_cannot_wait(
    registers: Registers,
    session: Session,
    now: datetime,
    absence: Absence,
    person: Person,
    holder: Person,
) -> int:
    """Put a slice of what cannot wait to whoever stands in; how much that was."""
    team_id, user_id = person.team_id, person.user_id
    before = held.by_others(session, team_id, user_id, SLICE, but=holder.user_id)
    found = held.cannot_wait(
        session, team_id, user_id, absence.ends_at, _circles(registers), absence.left, SLICE
    )
    found += [
        ask
        for ask in held.own_of_kinds(session, team_id, user_id, _circles(registers), IN_CIRCLES)
        if not holders.waits(person, ask.severity, ask.due_at)
    ]
    may = [ask.ask_id for ask in (*before, *found) if _may_be_put(registers, session, ask, holder)]
    return _put(registers, session, now, team_id, may, holder, user_id)


def hand_back(registers: Registers, session: Session, now: datetime, person: Person) -> int:
    """Give a slice of what others hold back to whoever it was put to; how much that was."""
    found = held.by_others(session, person.team_id, person.user_id, SLICE)
    ask_ids = [ask.ask_id for ask in found]
    return _put(registers, session, now, person.team_id, ask_ids, person, None)


def held_of(
    registers: Registers, session: Session, holder: Person, person: Person, limit: int
) -> list[Pending]:
    """The first of what somebody holds in place of a person, each thing once."""

    def read(most: int) -> list[Ask]:
        return held.of_holder(session, person.team_id, person.user_id, holder.user_id, most)

    return _each_thing_once(registers, session, holder, read, limit)


def _each_thing_once(
    registers: Registers,
    session: Session,
    reader: Person,
    read: Callable[[int], list[Ask]],
    limit: int,
) -> list[Pending]:
    """The first things that asks are about, of which `read` gives so many in their order."""
    most = limit
    while True:
        found, shown = read(most), dict[tuple[str, int], Pending]()
        for ask in found:
            pending = owed.pending(registers, session, ask, reader)
            if pending:
                shown.setdefault((ask.noun, ask.number), pending)
        if len(shown) >= limit or len(found) < most:
            return list(shown.values())[:limit]
        # The same person may be asked twice about one thing: whether they take it, and its date.
        most *= 2


def answered(
    registers: Registers,
    session: Session,
    person: Person,
    since: datetime,
    limit: int,
    after: int = 0,
) -> list[Pending]:
    """What others answered in place of a person since an instant (UTC), the newest first."""
    found = held.answered(session, person.team_id, person.user_id, since, limit, after)
    shown = (owed.pending(registers, session, ask, person, None) for ask in found)
    return [each for each in shown if each]


def _circles(registers: Registers) -> list[str]:
    """The kinds of ask that only a circle may know of."""
    return [kind.name for kind in registers.kinds.values() if kind.circle]


def _may_be_put(registers: Registers, session: Session, ask: Ask, holder: Person) -> bool:
    """Whether somebody may be asked it; what they were asked already they are not asked again."""
    kind = registers.kinds.get(ask.kind)
    if kind is None or not holders.may_stand_in(session, kind, holder, ask.number):
        return False
    if not kind.circle:
        return True
    about = stored_asks.open_about(session, ask.team_id, ask.noun, ask.number)
    return holder.user_id not in {each.person_id for each in about if each.kind == ask.kind}


def _put(
    registers: Registers,
    session: Session,
    now: datetime,
    team_id: str,
    ask_ids: list[UUID],
    holder: Person,
    for_id: str | None,
) -> int:
    """Put these asks to somebody, as far as they are open still; how many that are."""
    put = 0
    for ask in stored_asks.hold(session, team_id, ask_ids) if ask_ids else []:
        kind = registers.kinds.get(ask.kind)
        if ask.answered_at is None and kind is not None:
            put_to(session, now, ask, kind, holder, for_id)
            put += 1
    return put


def put_to(
    session: Session, now: datetime, ask: Ask, kind: Kind, holder: Person, for_id: str | None
) -> None:
    """Let somebody owe an answer from now on, `for_id` in whose place; its clock runs on.

    They read of it in a message of its own. Whoever would be told next above them is told a day
    later at the earliest, so that they can answer first.
    """
    ask.person_id, ask.for_id = holder.user_id, for_id
    session.add(ask)
    session.flush()
    asks.bring_again(session, _not_before(session, now, ask, kind, holder), ask, kind)
    _refresh(session, now, ask)


def _not_before(session: Session, now: datetime, ask: Ask, kind: Kind, holder: Person) -> datetime:
    start = max(now, ask.snoozed_until or now)
    policy = policies.of(session, ask.team_id)
    then = asks.upcoming(session, ask, kind, policy, start)
    if then is None or then.rung not in ladder.ABOVE or ladder.is_urgent(ask):
        return start
    calendar = calendars.for_person(session, holder)
    return hours.next_open(calendar, start) + A_DAY


def _refresh(session: Session, now: datetime, ask: Ask) -> None:
    """Its cards show who is asked now: also that of whoever offered it, and waits for them."""
    known: list[Card] = [
        card
        for card in stored_cards.of(session, ask.team_id, ask.noun, ask.number)
        if card.noun == ask.noun
    ]
    faces.refresh_cards(session, now, known)
