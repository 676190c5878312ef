"""Whoever leaves hands on what they owed, slice by slice; all concerned read of it once."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing import asks, cover, notes
from handlers.chasing.registers import Registers
from handlers.front.leavers import accounts, appointments, cards
from handlers.people import access, deputies, leads
from handlers.promises import items, lifecycle, listed, moves
from handlers.promises.items.kinds import OWNERS
from handlers.promises.lifecycle import Changes, Move
from storage import asks as stored_asks
from storage import departments, departures, handoffs, held, nudges, people
from storage.asks import Ask, Outcome
from storage.departures import Departure, Legacy
from storage.issues import Issue
from storage.items import Item
from storage.people import Person, Role
from storage.tasks import Task

SLICE = 10
"""So many things change hands in one transaction: it is over before anybody notices."""
TOLD = 20
"""So many people are told in one."""


def handle_one(registers: Registers, session: Session, now: datetime) -> bool:
    """Bring one departure a step further; False when none is due."""
    departure = departures.next_due(session, now)
    if departure is None:
        return False
    left = people.find(session, departure.team_id, departure.person_id)
    departure.error = ""
    session.add(departure)
    if left is None or not left.gone:
        # They are back: what is handed on stays where it is, and nothing more is taken.
        departure.next_at = None
        return True
    if not departure.walked:
        _begin(session, now, departure, left)
    if accounts.hand_on(session, now, left, SLICE):
        return True
    if _hand_on_items(registers, session, now, departure, left):
        return True
    if _hand_on_asks(registers, session, now, departure, left):
        return True
    if not _tell(session, now, departure, left):
        departure.next_at = None
    return True


def _begin(session: Session, now: datetime, departure: Departure, left: Person) -> None:
    """Whoever they stood in for needs somebody else now, and their roles are put to the CCO.

    What they scheduled goes on under others, and who leads their accounts now reads so.
    """
    departure.walked = {Task.noun: 0, Issue.noun: 0}
    deputies.free_those_of(session, now, left)
    appointments.hand_on(session, now, left)
    accounts.tell(session, now, left)
    led = departments.led_by(session, left.team_id, left.user_id)
    for cco in people.with_role(session, left.team_id, Role.CCO) if led else []:
        text, parts = cards.roles(left, led)
        notes.send(session, now, deputies.present(session, cco), text, *parts)


# --- what they owned ---


def _hand_on_items(
    registers: Registers, session: Session, now: datetime, departure: Departure, left: Person
) -> bool:
    """Give a slice of what somebody owned to who follows them; whether there was any."""
    tables: tuple[type[Item], ...] = (Task, Issue)
    for table in tables:
        after = departure.walked[table.noun]
        found = departures.left_behind(session, table, left.team_id, left.user_id, after, SLICE)
        for item in found:
            _hand_on(registers, session, now, departure, left, item)
        session.flush()
        if found:
            # What is still theirs is passed over from now on.
            stays = sum(item.owner_id == left.user_id for item in found)
            departure.walked = {**departure.walked, table.noun: after + stays}
            return True
    return False


def _hand_on(
    registers: Registers,
    session: Session,
    now: datetime,
    departure: Departure,
    left: Person,
    item: Item,
) -> None:
    heir = heir_of(session, now, left, item)
    holder, for_id = heir, None
    if heir is None:
        # The CCO's office owns nothing, and says whose it is.
        holder, for_id = _cco(session, left), left.user_id
    else:
        lifecycle.pass_on(
            session, now, _passed_on(session, now, item, heir), item, changes=Changes(owner=heir),
            from_id=left.user_id, to=heir.user_id,
        )  # fmt: skip
        _tell_later(session, departure, left, item, heir)
    if holder is None:
        return
    about = stored_asks.open_about(session, item.team_id, item.noun, item.number)
    theirs = [ask.ask_id for ask in about if ask.kind in OWNERS]
    for ask in stored_asks.hold(session, item.team_id, theirs) if theirs else []:
        if left.user_id in (ask.person_id, ask.for_id):
            cover.put_to(session, now, ask, registers.kinds[ask.kind], holder, for_id)


def _passed_on(session: Session, now: datetime, item: Item, heir: Person) -> Move:
    """By which move it passes on; an offer to whoever has it then is off."""
    offer = handoffs.offered(session, item.team_id, item.noun, item.number)
    if offer is None or offer.to_id != heir.user_id:
        return moves.INHERIT
    handoffs.answer(session, now, offer, heir.user_id, accepted=False)
    return moves.INHERIT_OFFERED


def heir_of(session: Session, now: datetime, left: Person, item: Item) -> Person | None:
    """Who follows somebody in what they owned: their deputy, else who speaks for its department.

    Nobody where none of them is there; the CCO is asked then.
    """
    named = people.find(session, left.team_id, left.deputy_id) if left.deputy_id else None
    first = named if named and access.can_own(named) else None
    department = items.department_of(session, item)
    nearest = deputies.who(session, now, left)
    lead = leads.lead_of(session, department)
    # What is private goes to who may see it already.
    row = (lead, first, nearest) if item.is_private else (first, lead, nearest)
    for each in row:
        if each is not None and each.user_id != left.user_id and access.can_own(each):
            return each
    return None


def _cco(session: Session, left: Person) -> Person | None:
    ccos = people.with_role(session, left.team_id, Role.CCO)
    return deputies.present(session, ccos[0]) if ccos else None


def _tell_later(
    session: Session, departure: Departure, left: Person, item: Item, heir: Person
) -> None:
    """Note who is to read of it, each in one message for everything."""
    departures.note(session, departure, heir.user_id, item.ref, heir.user_id, is_heir=True)
    asker = item.created_by
    if asker and asker not in (heir.user_id, left.user_id):
        departures.note(session, departure, asker, item.ref, heir.user_id, is_heir=False)


# --- what else they were asked ---


def _hand_on_asks(
    registers: Registers, session: Session, now: datetime, departure: Departure, left: Person
) -> bool:
    """Put a slice of what else somebody was asked to who follows them; whether any was put."""
    put = 0
    for ask in held.own(session, left.team_id, left.user_id, SLICE):
        kind = registers.kinds.get(ask.kind)
        if kind is None:
            continue
        if kind.circle:
            put += _within_its_circle(session, now, registers, ask, left)
            continue
        holder = _who_answers(session, now, left, ask)
        if holder is not None and kind.is_own(session, ask.number, holder):
            # What somebody says of their own matter nobody says in their place.
            asks.answer(session, now, ask, "", Outcome.WITHDRAWN)
            put += 1
        elif holder is not None:
            cover.put_to(session, now, ask, kind, holder, left.user_id)
            ref = f"{registers.nouns[ask.noun].letter}-{ask.number}"
            departures.note(session, departure, holder.user_id, ref, holder.user_id, is_heir=True)
            put += 1
    return put > 0


def _within_its_circle(
    session: Session, now: datetime, registers: Registers, ask: Ask, left: Person
) -> bool:
    """Pass on what only a circle may know of to another of it; whether somebody else has it.

    They read at once what they are asked now, and in whose place.
    """
    kind = registers.kinds[ask.kind]
    nudges.cancel(session, ask.team_id, ask.ask_id)
    heir = asks.keep_in_circle(session, now, ask, kind, announced=True)
    about = registers.nouns[ask.noun].about(session, ask.team_id, ask.number)
    if heir and about:
        notes.send(session, now, heir, cards.within_circle(left, about.label, kind.wants))
    return ask.answered_at is not None


def _who_answers(session: Session, now: datetime, left: Person, ask: Ask) -> Person | None:
    department = departments.find(session, ask.team_id, ask.department_id)
    found = deputies.who(session, now, left)
    lead = leads.lead_of(session, department)
    return next((each for each in (found, lead) if each and each.user_id != left.user_id), None)


# --- who reads of it ---


def _tell(session: Session, now: datetime, departure: Departure, left: Person) -> bool:
    """Tell some of those whom it concerns; whether there were any."""
    found = departures.untold(session, departure, TOLD)
    for legacy in found:
        reader = people.find(session, left.team_id, legacy.reader_id)
        if reader is not None and not reader.gone and not reader.is_bot:
            _tell_one(session, now, left, legacy, reader)
        session.delete(legacy)
    session.flush()
    return bool(found)


def _named(session: Session, team_id: str, ref: str) -> Item | None:
    letter, _, number = ref.partition("-")
    noun = items.NOUNS.get(letter)
    return items.find(session, team_id, noun, int(number)) if noun else None


def _tell_one(
    session: Session, now: datetime, left: Person, legacy: Legacy, reader: Person
) -> None:
    known = [_named(session, left.team_id, ref) for ref in legacy.refs]
    named = [item for item in known if item is not None]
    since = listed.waiting_since(session, now, left.team_id, named)
    lines = [listed.line(item, since, reader, now) for item in named]
    if legacy.is_heir:
        is_theirs = all(item.owner_id == reader.user_id for item in named)
        text, parts = cards.inherited(left, legacy, lines, is_theirs=is_theirs)
    else:
        heirs = people.by_id(session, left.team_id, legacy.heirs)
        text, parts = cards.asked(left, legacy, lines, list(heirs.values()))
    notes.send(session, now, reader, text, *parts)
