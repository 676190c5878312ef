"""Where a message in words is answered: in the thread where it stands, or to its writer alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from handlers.front import audience, corrections
from handlers.front.replies import rules, sayings
from handlers.front.replies.rules import Meant
from handlers.front.replies.sayings import Sense
from handlers.speech import blocks, phrases, values
from handlers.speech.blocks import Shown
from handlers.speech.request import Json, Reply, Request, Response
from storage import outbox, people
from storage.outbox import Priority

IN_PUBLIC = frozenset({"task", "issue"})
"""Commands whose words everybody in the channel has read, and may read what became of them."""


@dataclass(frozen=True)
class Spot:
    """Where an answer goes: a lane, and the message under which it stands there."""

    lane: str
    thread: str
    is_direct: bool


def answered_in(request: Request, meant: Meant, above: str) -> Spot:
    """In the thread where somebody wrote, or in their direct messages.

    In a channel a thread is for what stands in it anyway: the thing whose card is `above`, or the
    words of a new task or issue. Lists and all else are for the person alone.
    """
    if values.is_direct_channel(request.channel_id):
        return Spot(request.user_id, request.thread, is_direct=True)
    verb = meant.verb if meant.sense is Sense.COMMAND else ""
    if verb in IN_PUBLIC:
        return Spot(request.channel_id, request.thread or request.value, is_direct=False)
    named = {*meant.refs, *rules.names(meant.text)}
    is_about_it = meant.sense is not Sense.COMMAND or verb in sayings.ABOUT_A_THING
    if above and is_about_it and named <= {above}:
        return Spot(request.channel_id, request.thread, is_direct=False)
    return Spot(request.user_id, "", is_direct=True)


def refused_in(request: Request, *, under_card: bool) -> Spot:
    """Under a card in its thread, as what it is about stands there; elsewhere to the person."""
    if under_card and not values.is_direct_channel(request.channel_id):
        return Spot(request.channel_id, request.thread, is_direct=False)
    thread = request.thread if values.is_direct_channel(request.channel_id) else ""
    return Spot(request.user_id, thread, is_direct=True)


def say(session: Session, now: datetime, request: Request, spot: Spot, answer: Response) -> None:
    """Leave the answer in the outbox; it is stored with all that was done."""
    if not isinstance(answer, Reply):
        return
    shown = Shown(answer.text, answer.blocks or blocks.message(blocks.section(answer.text)))
    post(session, now, request, spot, shown, values.row_id(answer.asks))


def post(
    session: Session, now: datetime, request: Request, spot: Spot, shown: Shown,
    asks: UUID | None = None,
) -> None:  # fmt: skip
    """Leave a message for somebody in the outbox, once for each delivery.

    `asks` are the kept words that it asks about, so that the question becomes its answer.
    """
    payload = shown.payload
    if not spot.is_direct and audience.is_hidden_in(session, request.team_id, spot.lane, payload):
        spot = Spot(request.user_id, "", is_direct=True)
    if not spot.is_direct:
        payload = _in_names(session, request.team_id, payload)
    if asks:
        corrections.asks(session, request.team_id, asks, spot.lane, spot.thread)
    if spot.thread:
        payload = {**payload, "thread_ts": spot.thread}
    outbox.add(
        session,
        team_id=request.team_id,
        now=now,
        key=corrections.question_key(asks) if asks else f"told:{request.key}",
        lane=spot.lane,
        method=outbox.POST,
        payload=payload,
        priority=Priority.ANSWER,
        once=True,
    )


def _in_names(session: Session, team_id: str, shown: Json) -> Json:
    """The same with names for mentions: in a channel nobody's phone rings for an answer."""

    def name(match: re.Match[str]) -> str:
        person = people.find(session, team_id, match[1])
        return blocks.safe(person.name, 80) if person else match[0]

    def spoken(part: object) -> object:
        if isinstance(part, str):
            return phrases.MENTION.sub(name, part)
        if isinstance(part, list):
            return [spoken(each) for each in part]
        if isinstance(part, dict):
            return {key: spoken(value) for key, value in part.items()}
        return part

    named = spoken(shown)
    return named if isinstance(named, dict) else shown
