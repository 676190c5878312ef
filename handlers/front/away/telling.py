"""Whoever stands in hears for whom and until when, and hears it once more where that changes."""

from __future__ import annotations

from datetime import datetime

from slackblocks import Block
from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.chasing import notes
from handlers.front.away import words
from storage import outbox, people, unsent
from storage.absences import Absence
from storage.people import Person


def stands_in(
    session: Session, now: datetime, absence: Absence, stand_in: Person, text: str, *more: Block
) -> None:
    """Say so to them, in place of what they have not read yet of the same absence."""
    _take_back(session, absence, stand_in)
    key = f"{_begins(absence)}{outbox.new_key()}"
    notes.send(session, now, stand_in, text, *more, key=key)


def no_longer(session: Session, now: datetime, absence: Absence, who: str, why: str) -> None:
    """Say to somebody that they stand in no more, `why` as markup; not where they never read it."""
    stand_in = people.find(session, absence.team_id, who)
    if stand_in is None or not stand_in.works_here:
        return
    was_unread = _take_back(session, absence, stand_in)
    calendar = calendars.for_person(session, stand_in)
    since = absence.began_at or absence.starts_at
    if not (was_unread and hours.next_open(calendar, since) > now):
        notes.send(session, now, stand_in, why)


def _take_back(session: Session, absence: Absence, stand_in: Person) -> bool:
    """Give up what has not left yet of what they are told of an absence; whether there was any."""
    return unsent.take_back_those(
        session, absence.team_id, stand_in.user_id, _begins(absence), words.SAID_ANEW
    )


def _begins(absence: Absence) -> str:
    """How the key of each message begins in which somebody reads that they stand in."""
    return f"stands in:{absence.absence_id}:"
