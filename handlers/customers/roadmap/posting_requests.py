"""What people click and send to let the roadmap stand in a channel, or no more."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers.roadmap import form_cards, posting, posting_cards
from handlers.customers.roadmap.requests import here
from handlers.people import access
from handlers.speech import forms, values
from handlers.speech.errors import UnreadableId
from handlers.speech.outcome_errors import ChannelMissing, NothingStands
from handlers.speech.request import OpenForm, Reply, Request, Response
from handlers.speech.setup_errors import SharedChannel

WRONG = dict.fromkeys(
    (ChannelMissing, UnreadableId, SharedChannel, NothingStands), form_cards.CHANNEL
)
"""Under which field a sentence stands."""


def open_form(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks in which channel; the one where it was asked for is filled in."""
    person, _ = here(request, session, now)
    access.check(session, person, access.WRITE_OUTCOME)
    is_channel = request.channel_id and not values.is_direct_channel(request.channel_id)
    return OpenForm(form_cards.post(request.channel_id if is_channel else ""))


def send(request: Request, session: Session, now: datetime) -> Response:
    """It comes back: the roadmap stands there from now on."""
    person, today = here(request, session, now)
    with forms.placing(WRONG):
        chosen = request.words(form_cards.CHANNEL)
        made = posting.post(session, now, person, chosen)
    page = made.page
    if made.is_new:
        shown = posting_cards.posted(page.channel_id, page.number)
    else:
        since = hours.day_of(page.posted_at, person.zone)
        shown = posting_cards.stands_there(page.channel_id, page.number, since, today)
    return Reply(shown.text, shown.blocks, title="Noted")


def press_down(request: Request, session: Session, now: datetime) -> Response:
    """One click: it is kept up to date no more."""
    person, _ = here(request, session, now)
    page = posting.take_down(session, now, person, request.value)
    return Reply(posting_cards.taken_down(page.channel_id), instead=True, title="Noted")
