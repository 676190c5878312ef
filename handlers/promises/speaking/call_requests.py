"""What people click and send about a call to a customer: today, done, or not by them."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.people import access
from handlers.promises import items, preamble, undoable
from handlers.promises import undoing as undoings
from handlers.promises.speaking.requests import open_told
from handlers.promises.steps import calling, cards, somebody_else
from handlers.promises.steps.kind import INFORM
from handlers.promises.undoing import requests as undoing
from handlers.speech import forms, reasons
from handlers.speech.errors import NoteTooLong, UserError, WhyMissing
from handlers.speech.request import OpenForm, Reply, Request, Response

ABOUT: dict[type[UserError], str] = dict.fromkeys((WhyMissing, NoteTooLong), reasons.FIELD)
"""Under which input of the form a sentence stands."""


def press_today(request: Request, session: Session, now: datetime) -> Response:
    """“I'll call today”: a promise with a day, and not the call."""
    person, item = preamble.clicked(request, session)
    found = calling.today(session, now, person, item)
    last = undoings.of_now(session, now, person, item)
    undo = undoable.button(undoable.UNDO, item, *last) if last else None
    shown = cards.calls_today(found, undo)
    return Reply(shown.text, shown.blocks)


def press_spoke(request: Request, session: Session, now: datetime) -> Response:
    """“We spoke…”: the form for what they have heard, while somebody is asked to call them."""
    person, item = preamble.clicked(request, session)
    calling.check_waits(session, person, item)
    return open_told(request, session, now)


def open_no(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks why somebody does not call."""
    del now
    person, item = preamble.clicked(request, session)
    somebody_else.asked_for(session, person, item, INFORM.name)
    return OpenForm(cards.no_call_form(item))


def send_no(request: Request, session: Session, now: datetime) -> Response:
    """It comes back: the next one up is asked."""
    person = access.actor(session, request)
    item = items.get(session, person, request.value)
    with forms.placing(ABOUT):
        found = calling.refuse(session, now, person, item, request.words(reasons.FIELD))
    return undoing.reply(session, now, person, [(item, cards.asked_instead(found))])
