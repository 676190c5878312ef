"""Absences begin and end here in slices: what cannot wait goes to who stands in, and comes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from handlers.chasing import cover, notes, owed
from handlers.chasing.registers import Registers
from handlers.front import away
from handlers.front.away import cards, telling, words
from handlers.people import deputies, records
from handlers.speech import words as common_words
from storage import absences, held, people
from storage.absences import Absence, Phase
from storage.people import Person

LOOKED_AFTER = timedelta(hours=6)
"""From one look at an absence to the next: whether who stands in is there, and what came up."""
SHOWN = 5
"""So many things a message names, each with its ways out; the button beneath leads to all."""


def handle_one(registers: Registers, session: Session, now: datetime) -> bool:
    """Bring one absence a step further; False when none is due."""
    absence = absences.next_due(session, now)
    if absence is None:
        return False
    person = people.find(session, absence.team_id, absence.person_id)
    if person is None or person.gone:
        # What they owed is handed on for good, see `front.leavers`.
        away.end_unbegun(session, now, "", absence)
        return True
    if absence.phase == Phase.PLANNED:
        _begin(session, now, absence, person)
    elif absence.phase == Phase.RETURNING:
        _return(registers, session, now, absence, person)
    elif absence.ends_at <= now:
        away.end(session, now, "", absence, person)
    else:
        _look_after(registers, session, now, absence, person)
    absence.error = ""
    session.add(absence)
    return True


def _begin(session: Session, now: datetime, absence: Absence, person: Person) -> None:
    """They are away from now on; one that begins within another only makes that longer."""
    under_way = [
        each
        for each in absences.open_of(session, absence.team_id, absence.person_id)
        if each.has_begun
    ]
    if under_way:
        before = records.facts_of(under_way[0])
        under_way[0].ends_at = max(under_way[0].ends_at, absence.ends_at)
        session.add(under_way[0])
        records.changed(session, now, "", under_way[0], before)
        away.lasts_until(session, now, "", person, under_way[0].ends_at)
        absence.phase, absence.next_at = Phase.OVER, None
        return
    absence.phase, absence.began_at, absence.next_at = Phase.LEAVING, now, now
    away.lasts_until(session, now, "", person, absence.ends_at)
    deputies.free_those_of(session, now, person)


def _look_after(
    registers: Registers, session: Session, now: datetime, absence: Absence, person: Person
) -> None:
    """See that somebody who is there stands in, and has what cannot wait."""
    chosen = deputies.stand_in_of(session, now, person, absence.deputy_id)
    stand_in = people.find(session, person.team_id, chosen.person)
    is_new = person.stand_in_id != (stand_in.user_id if stand_in else None)
    is_named = chosen.person == absence.deputy_id
    asked = person.stand_in_id or ""
    if is_new and not is_named and deputies.is_there(session, now, person.team_id, asked):
        # Somebody nearer has come back; whoever was asked goes on until the end.
        stand_in = deputies.present(session, person)
        is_new = False
    if is_new:
        before = records.facts_of(person)
        if asked:
            why = words.replaced(person, stand_in)
            telling.no_longer(session, now, absence, asked, why)
        person.stand_in_id = stand_in.user_id if stand_in else None
        session.add(person)
        session.flush()
        records.changed(session, now, "", person, before)
        absence.phase = Phase.LEAVING
    put = 0
    if stand_in is not None:
        put = cover.put_what_cannot_wait(registers, session, now, absence, person, stand_in)
    if put >= cover.SLICE:
        absence.next_at = now
        return
    if absence.phase == Phase.LEAVING:
        absence.phase = Phase.AWAY
        session.flush()
        over = people.by_id(session, person.team_id, chosen.passed_over)
        _tell_who_stands_in(registers, session, now, absence, person, stand_in, list(over.values()))
    absence.next_at = min(absence.ends_at, now + LOOKED_AFTER)


def _tell_who_stands_in(
    registers: Registers,
    session: Session,
    now: datetime,
    absence: Absence,
    person: Person,
    stand_in: Person | None,
    passed_over: Sequence[Person],
) -> None:
    if stand_in is None:
        return
    first = cover.held_of(registers, session, stand_in, person, SHOWN)
    total = held.count(session, person.team_id, person.user_id, common_words.COUNTED)
    shown = cards.stands_in(absence, person, stand_in, first, total, passed_over, now)
    telling.stands_in(session, now, absence, stand_in, shown.text, *shown.parts)


def _return(
    registers: Registers, session: Session, now: datetime, absence: Absence, person: Person
) -> None:
    """Hand back what is still open, and then say once what became of it all."""
    if cover.hand_back(registers, session, now, person) >= cover.SLICE:
        absence.next_at = now
        return
    session.flush()
    absence.phase, absence.next_at = Phase.OVER, None
    since = absence.began_at or absence.starts_at
    team_id, user_id = person.team_id, person.user_id
    shown = cards.welcome_back(
        person,
        cover.answered(registers, session, person, since, SHOWN),
        held.count_answered(session, team_id, user_id, since, common_words.COUNTED),
        owed.by(registers, session, person, SHOWN),
        since,
        now,
    )
    notes.send(session, now, person, shown.text, *shown.parts)
