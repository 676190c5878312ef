"""People press “Show all” beneath what became of what they asked, and read it a page at a time."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.people import access
from handlers.promises.progress import cards
from handlers.speech import blocks, paging, values
from handlers.speech.errors import UnreadableRequest
from handlers.speech.request import Request, Response, UpdateForm
from storage import cards as stored_cards
from storage import progress
from storage.cards import PROGRESS, Face

DIGITS = 7
"""Digits of a day, and more."""


def show_all(request: Request, session: Session, now: datetime) -> Response:
    """All that became of what the person asked, on one of their days.

    Raises UnreadableRequest for what is no such day.
    """
    person = access.actor(session, request)
    which, after = paging.read(request.value)
    day = values.whole(which, DIGITS) or 0
    place = (PROGRESS, day, Face.PROGRESS, person.user_id)
    if stored_cards.at(session, person.team_id, *place) is None:
        raise UnreadableRequest
    rows = progress.of_day(session, person.team_id, person.user_id, day, paging.PAGE, after)
    found = cards.told(session, person, rows, now)
    lines = [cards.line(each, person.zone, now) for each in found]
    total = progress.count(session, person.team_id, person.user_id, day)
    if total <= paging.PAGE:
        # Further pages begin at so many rows; one alone is counted as its reader sees it.
        total = len(found)
    return UpdateForm(
        paging.form(
            cards.TITLE, cards.ALL, blocks.paragraphs(lines), which=which, after=after,
            total=total, nothing=cards.NOTHING,
        )
    )  # fmt: skip
