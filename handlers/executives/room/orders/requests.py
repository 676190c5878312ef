"""What people type to have the customer room pack in Slack, and what they are told at once."""

from __future__ import annotations

import re
from datetime import datetime

from sqlmodel import Session

from handlers.executives.room import orders
from handlers.executives.room.orders import words
from handlers.people import access
from handlers.speech import typed
from handlers.speech.request import Reply, Request, Response

_LEAD = re.compile(r"(?:(?:now|pack|of|for|in|the)\b ?)*", re.IGNORECASE)
"""What may stand before the month."""


def command(request: Request, session: Session, now: datetime) -> Response:
    """`/cx room`, `/cx room november` or `/cx room 2026-11`; raises what `orders.order` raises."""
    person = access.actor(session, request)
    said = _LEAD.sub("", typed.as_read(request.text), count=1)
    ordered = orders.order(session, now, person, said)
    return Reply(words.on_its_way(ordered.month, ordered.channel_id, is_new=ordered.is_new))
