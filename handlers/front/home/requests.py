"""Somebody opens Home, and it is drawn."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing.registers import Registers
from handlers.front import home
from handlers.front.home import cards
from handlers.people import access
from handlers.speech.request import Nothing, PublishHome, Request, Response


def show(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """The Home tab was opened, or what it shows has changed."""
    person = access.actor(session, request)
    return PublishHome(cards.view(home.seen(registers, session, now, person)))


def choose(request: Request, session: Session, now: datetime) -> Response:
    """Something else is to be seen from now on; Home is drawn again after any click in it.

    Raises what `access.actor` and `home.choose` raise.
    """
    del now
    person = access.actor(session, request)
    home.choose(session, person, request.value)
    return Nothing()
