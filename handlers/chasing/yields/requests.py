"""What the CCO clicks about those who get half as many reminders."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing import yields
from handlers.chasing.yields import cards
from handlers.people import access
from handlers.speech import paging
from handlers.speech.request import Nothing, Reply, Request, Response, UpdateForm


def open_page(request: Request, session: Session, now: datetime) -> Response:
    """Those who get half as many, on top of Home, or the next page of them.

    Raises UnreadableRequest, and what `yields.halved` raises.
    """
    person = access.actor(session, request)
    access.check(session, person, access.REMIND_FULLY)
    after = paging.start(request.value)
    found, total = yields.halved(session, person, after, paging.PAGE)
    return UpdateForm(cards.page(found, person, now, total, after))


def send_all_again(request: Request, session: Session, now: datetime) -> Response:
    """One of them gets all reminders again; the page behind shows it, else a sentence does."""
    person = access.actor(session, request)
    sent = yields.send_all_again(session, now, person, request.value)
    return Nothing() if request.within else Reply(cards.all_again(sent))
