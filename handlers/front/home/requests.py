"""Somebody opens Home, and it is drawn."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing.registers import Registers
from handlers.customers.contents import Contents
from handlers.front import home
from handlers.front.home import cards
from handlers.people import access
from handlers.speech import paging
from handlers.speech.errors import UnreadableRequest
from handlers.speech.request import Nothing, PublishHome, Request, Response, UpdateForm


def show(
    registers: Registers, side: Contents, request: Request, session: Session, now: datetime
) -> Response:
    """The Home tab was opened, or what it shows has changed; the customers' side adds its lines."""
    person = access.actor(session, request)
    return PublishHome(cards.view(home.seen(registers, session, now, person, side)))


def show_accounts(side: Contents, request: Request, session: Session, now: datetime) -> Response:
    """A page of all that there is to say of somebody's accounts, or of customers to the CCO.

    Raises what `access.actor`, `home.accounts` and `home.week` raise, and UnreadableRequest.
    """
    person = access.actor(session, request)
    which, after = paging.read(request.value)
    if which == cards.OF_WEEK:
        return UpdateForm(cards.week(home.week(session, now, person, side.week), after))
    if which:
        raise UnreadableRequest
    return UpdateForm(cards.accounts(home.accounts(session, now, person, side.accounts), after))


def choose(request: Request, session: Session, now: datetime) -> Response:
    """Something else is to be seen from now on; Home is drawn again after any click in it.

    Raises what `access.actor` and `home.choose` raise.
    """
    del now
    person = access.actor(session, request)
    home.choose(session, person, request.value)
    return Nothing()
