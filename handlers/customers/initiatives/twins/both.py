"""Both teams read at once what becomes of two initiatives that look alike."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing import notes
from handlers.customers.initiatives.twins.alike import TwinPair
from handlers.people import leads
from storage import departments, people
from storage.people import Person


def tell(session: Session, now: datetime, pair: TwinPair, text: str, but: str = "") -> None:
    """Both who answer for them, and the leads of both departments, read it; not `but`."""
    team_id = pair.twin.team_id
    readers: dict[str, Person] = {}
    for side in pair.sides:
        department = departments.find(session, team_id, side.initiative.department_id)
        for who in (
            people.find(session, team_id, side.initiative.owner_id),
            leads.lead_of(session, department),
        ):
            if who and who.works_here and who.user_id != but:
                readers[who.user_id] = who
    for person in readers.values():
        notes.send(session, now, person, text)
