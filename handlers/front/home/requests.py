"""Somebody opens Home, and it is drawn."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.front import home
from handlers.front.home import cards
from handlers.people import access
from handlers.speech.request import PublishHome, Request, Response


def show(request: Request, session: Session, now: datetime) -> Response:
    """The Home tab was opened, or what it shows has changed."""
    return PublishHome(cards.view(home.seen(session, now, access.actor(session, request))))
