"""Somebody opens Home, and it is drawn."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing.registers import Registers
from handlers.front import home
from handlers.front.home import cards
from handlers.people import access
from handlers.speech.request import PublishHome, Request, Response


def show(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """The Home tab was opened, or what it shows has changed."""
    person = access.actor(session, request)
    return PublishHome(cards.view(home.seen(registers, session, now, person)))
