"""Duly reminds here: one bundle a day for each person, in their own morning, until they answer."""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from handlers.chasing.nudges import bundling
from handlers.chasing.nudges.bundling import Load
from handlers.chasing.nudges.drawing import render
from handlers.chasing.nudges.timing import Due
from handlers.chasing.registers import Registers
from storage import asks as stored_asks
from storage import bundles, nudges
from storage.database import trial
from storage.errors import RowBroken
from storage.people import Person

__all__ = ["handle_one", "put_off", "render"]

log = logging.getLogger(__name__)

SLICE = 50
"""So many reminders one transaction deals with: it is over before anybody notices."""
PEOPLE = 24
"""Of so many people at most."""


def handle_one(registers: Registers, session: Session, now: datetime, most: int = SLICE) -> bool:
    """Bring some people the reminders that are due to them; False when nobody has any.

    Outside their working time, or when today's bundle has gone out, the reminders move to the
    next bundle instead. Severity 1 is never bundled and never waits for tomorrow. One call deals
    with about `most` reminders; where one person has more, their bundle leaves when all are in it.
    """
    loads = _claim(session, now, most)
    if loads:
        bundling.bring(registers, session, loads, now)
        return True
    return _complete_one(session, now)


def put_off(
    registers: Registers, session: Session, _person: Person, now: datetime, _error: str
) -> None:
    """Let the reminders that break wait an hour; the others are not held up by them.

    Halves are tried until it is known which ones break; what does not break is brought.
    """
    for load in _claim(session, now, SLICE):
        _bring_or_put_off(registers, session, load, now)


def _bring_or_put_off(registers: Registers, session: Session, load: Load, now: datetime) -> None:
    try:
        with trial(session):
            bundling.bring(registers, session, [load], now)
            session.flush()
    except RowBroken as broken:
        if len(load.due) > 1:
            for half in load.halves():
                _bring_or_put_off(registers, session, half, now)
            return
        for nudge, _ in load.due:
            log.exception("reminder %s of %s breaks", nudge.nudge_id, nudge.person_id)
            nudges.put_off(session, nudge, now, str(broken))


def _claim(session: Session, now: datetime, most: int) -> list[Load]:
    """The next reminders that are due, with their people and their asks held.

    Asks are held before their reminders are read, as answers do it: whoever answers at this
    moment waits until the reminder is stored and takes it off the calendar, or has answered
    already and is not reminded.
    """
    chosen = _choose(session, now, most)
    if not chosen:
        return []
    team_id = chosen[0][0].team_id
    ask_ids = {ask_id for _, due in chosen for ask_id in due[:most]}
    held = stored_asks.hold(session, team_id, list(ask_ids))
    owed = {ask.ask_id: ask for ask in held if ask.answered_at is None}
    nudges.cancel_all(session, team_id, [each for each in ask_ids if each not in owed])
    due_to: dict[str, list[Due]] = {person.user_id: [] for person, _ in chosen}
    for nudge in nudges.due_about(session, team_id, owed, due_to, now):
        due_to[nudge.person_id].append((nudge, owed[nudge.ask_id]))
    return [Load(person, due_to[person.user_id], len(due) > most) for person, due in chosen]


def _choose(session: Session, now: datetime, most: int) -> list[tuple[Person, list[UUID]]]:
    """Whom to remind next, with the asks of their first reminders, one more than `most` of them.

    Whole people, as long as they fit; of somebody who has more than `most` alone, a part.
    """
    people = nudges.next_people(session, now, PEOPLE)
    if not people:
        return []
    team_id = people[0].team_id
    ours = [person for person in people if person.team_id == team_id]
    due = nudges.asks_due(session, team_id, [each.user_id for each in ours], now, most + 1)
    chosen: list[tuple[Person, list[UUID]]] = []
    left = most
    for person in ours:
        theirs = due.get(person.user_id, [])
        if chosen and len(theirs) > left:
            break
        chosen.append((person, theirs))
        left -= len(theirs)
    return chosen


def _complete_one(session: Session, now: datetime) -> bool:
    """Let a bundle leave whose last reminders were answered or moved meanwhile; if there is one."""
    person = bundles.next_person(session)
    if person is None:
        return False
    if not nudges.some_due(session, person.team_id, person.user_id, now):
        under_way = bundles.of(session, person.team_id, [person.user_id])
        bundling.complete(session, list(under_way.values()), now)
    return True
