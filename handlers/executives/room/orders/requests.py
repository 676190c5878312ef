"""What people type to have the customer room pack in Slack, and what they are told at once."""

from __future__ import annotations

import re
from datetime import datetime

from sqlmodel import Session

from handlers.executives.room import orders
from handlers.executives.room.orders import turns, words
from handlers.people import access
from handlers.speech import typed
from handlers.speech.request import Reply, Request, Response

ON, OFF = {"monthly", "every month", "each month"}, {"off", "stop", "never", "end"}
_LEAD = re.compile(r"(?:(?:now|pack|of|for|in|the)\b ?)*", re.IGNORECASE)
"""What may stand before the month."""


def command(request: Request, session: Session, now: datetime) -> Response:
    """`/cx room`, `/cx room november`, `/cx room 2026-11`; `/cx room monthly` and `/cx room off`.

    Raises what `orders.order` and `turns.start` raise.
    """
    person = access.actor(session, request)
    said = _LEAD.sub("", typed.as_read(request.text), count=1)
    if said.lower() in ON:
        return Reply(words.scheduled(turns.start(session, now, person)))
    if said.lower() in OFF:
        return Reply(words.stopped(turns.stop(session, now, person)))
    ordered = orders.order(session, now, person, said)
    return Reply(words.on_its_way(ordered.month, ordered.channel_id, is_new=ordered.is_new))
