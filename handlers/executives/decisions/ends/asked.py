"""Which decision a form or a command is about, and its day as far as that is still ahead."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.executives.decisions import adding, deciding
from handlers.people import access
from handlers.speech.request import Request
from storage.decisions import Decision
from storage.people import Person


def named(request: Request, session: Session) -> tuple[Person, Decision]:
    """Who asks, and the decision that a button names. Raises what `access.check` raises."""
    person = access.actor(session, request)
    access.check(session, person, access.DECIDE)
    return person, adding.get(session, person, request.value)


def keeper(session: Session, person: Person, decision: Decision) -> Person:
    """On whose clock its day is: of whoever decides, else of somebody who asks."""
    return deciding.decider_of(session, decision) or person


def day_ahead(session: Session, person: Person, decision: Decision, now: datetime) -> date | None:
    """Its day, where that is still ahead at an instant (UTC)."""
    zone = keeper(session, person, decision).zone
    return hours.day_of(decision.due_at, zone) if decision.due_at > now else None
