"""Whoever has seen which tasks are still open closes the issue over them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlmodel import Session

from handlers.people import access
from handlers.promises import answers, items, moves, tasks
from handlers.speech import blocks
from handlers.speech.errors import UnreadableRequest
from handlers.speech.request import Nothing, Request, Response

WAYS: Mapping[str, Callable[..., object]] = {
    moves.DONE.verb: answers.finish,
    moves.WITHDRAW.verb: tasks.withdraw,
}
"""What can be sent, by the verb of the move."""


def send(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back."""
    person = access.actor(session, request)
    ref, _, verb = request.value.partition(blocks.SEPARATOR)
    item = items.get(session, person, ref)
    if verb not in WAYS:
        raise UnreadableRequest
    WAYS[verb](session, now, person, item, anyway=True)
    return Nothing()
