"""People press “Show all” and read the whole list of what waits for them, a page at a time."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing import owed
from handlers.chasing.owed import Waiting, cards
from handlers.chasing.registers import Registers
from handlers.people import access
from handlers.speech import paging, values
from handlers.speech.errors import UnreadableRequest
from handlers.speech.request import Request, Response, UpdateForm
from storage.people import Person

CLIMBED, STUCK = "owed.climbed", "owed.stuck"
TITLES = {CLIMBED: "What needs your help", STUCK: "What is stuck"}


def show_climbed(
    registers: Registers, request: Request, session: Session, now: datetime
) -> Response:
    """Everything that others owe and that has climbed to the person: of all, or of one of them.

    Raises UnreadableRequest.
    """
    person = access.actor(session, request)
    which, after = paging.read(request.value)
    with_id = which if values.is_person_id(which) else ""
    if which and not with_id:
        raise UnreadableRequest
    found = owed.climbed_to(registers, session, person, paging.PAGE, after, with_id)
    return _page(CLIMBED, found, person, after, now, with_id)


def show_stuck(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """Everything that has climbed as far as it goes."""
    person = access.actor(session, request)
    access.check(session, person, access.READ)
    after = paging.start(request.value)
    found = owed.stuck(registers, session, person, paging.PAGE, after)
    return _page(STUCK, found, person, after, now)


def _page(
    verb: str, found: Waiting, person: Person, after: int, now: datetime, which: str = ""
) -> Response:
    parts = cards.entries(found.first, person, now)
    if parts:
        parts += cards.hidden_beside(found.hidden)
    return UpdateForm(
        paging.form(
            TITLES[verb], verb, parts, which=which, after=after, total=found.total,
            nothing=cards.hidden(found.hidden, shown=0) or cards.NOTHING,
        )
    )  # fmt: skip
