"""What people click and send to let a page stand in a channel, or no more."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers import posted_pages as room
from handlers.customers.posted_pages import PostedSort, cards
from handlers.people import access
from handlers.speech import forms
from handlers.speech.errors import UnreadableId
from handlers.speech.outcome_errors import ChannelMissing, NothingStands
from handlers.speech.request import Reply, Request, Response
from handlers.speech.setup_errors import SharedChannel
from storage.posted_pages import AnyPage

WRONG = dict.fromkeys((ChannelMissing, UnreadableId, SharedChannel, NothingStands), cards.CHANNEL)
"""Under which field a sentence stands."""


def send(
    sort: PostedSort[AnyPage], request: Request, session: Session, now: datetime, which: int = 0
) -> Response:
    """The form comes back: the page stands in the channel that it names from now on."""
    person = access.actor(session, request)
    with forms.placing(WRONG):
        chosen = request.words(cards.CHANNEL)
        made = room.post(session, now, person, sort, chosen, which)
    page, names = made.page, sort.names(which)
    if made.is_new:
        shown = cards.posted(names, page.channel_id, page.number)
    else:
        since, today = (hours.day_of(each, person.zone) for each in (page.posted_at, now))
        shown = cards.stands_there(names, page.channel_id, page.number, since, today)
    return Reply(shown.text, shown.blocks, title="Noted")


def press_down(
    sort: PostedSort[AnyPage], request: Request, session: Session, now: datetime
) -> Response:
    """One click: it is kept up to date no more."""
    person = access.actor(session, request)
    page = room.take_down(session, now, person, sort, request.value)
    said = cards.taken_down(sort.names(sort.which(page)), page.channel_id)
    return Reply(said, instead=True, title="Noted")
