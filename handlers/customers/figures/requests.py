"""People type `/cx voices` and read what customers say."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.customers import figures as room
from handlers.customers.figures import cards
from handlers.people import access
from handlers.speech.request import Reply, Request, Response


def typed(request: Request, session: Session, now: datetime) -> Response:
    """`/cx voices`: what customers say. Raises what `access.check` raises."""
    person = access.actor(session, request)
    found = room.read(session, now, person)
    may_open = access.may(session, person, access.OPEN_SURVEY)
    shown = cards.listed(found, person, now, may_open=may_open)
    return Reply(shown.text, shown.blocks)
