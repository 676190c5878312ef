"""People press a button of a bundle and read everything in it, or what they are to decide."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing import outcomes, owed
from handlers.chasing.nudges import conversation_cards as talks
from handlers.chasing.nudges import partners
from handlers.chasing.nudges.mondays import ALL
from handlers.chasing.owed import cards as owed_cards
from handlers.chasing.registers import Registers
from handlers.people import access
from handlers.speech import paging, values
from handlers.speech.errors import UnreadableRequest
from handlers.speech.request import Request, Response, UpdateForm
from storage import bundles
from storage import cards as stored_cards
from storage.nudges import Part

TITLE = "What waits for you"
PAGE = 5
"""So many things on a page on which each is to be decided."""


def show_all(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """Everything in a bundle that is still to be answered; only its reader sees it.

    Raises UnreadableRequest for a bundle that is nobody's, or somebody else's.
    """
    person = access.actor(session, request)
    which, after = paging.read(request.value)
    row, _, part = which.partition(":")
    card_id, weekly = values.row_id(row), _part(part)
    card = stored_cards.find(session, person.team_id, card_id) if card_id else None
    if card is None or card.lane != person.user_id:
        raise UnreadableRequest
    found = bundles.contents(
        session, card.team_id, card.card_id, paging.PAGE, owed_at=now, after=after, weekly=weekly
    )
    known = (
        owed.pending(registers, session, ask, person, Part(nudge.part)) for nudge, ask in found
    )
    entries = owed_cards.entries([each for each in known if each], person, now)
    return UpdateForm(
        paging.form(
            TITLE, ALL, entries, which=which, after=after,
            total=bundles.total(session, card.team_id, card.card_id, owed_at=now, weekly=weekly),
            nothing=owed_cards.NOTHING,
        )
    )  # fmt: skip


def decide(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """Everything of one conversation, each thing with the ways by which it is decided.

    What is answered stays in its place and says how. Raises UnreadableRequest for what is no
    conversation of the reader's.
    """
    person = access.actor(session, request)
    which, after = paging.read(request.value)
    card, extract = partners.opened(session, person, which)
    found = partners.things(registers, session, card, person, None, extract, PAGE, after)
    entries = [
        block
        for each in found
        for block in talks.entry(
            each, outcomes.of(registers, session, each.ask, person), person, now
        )
    ]
    return UpdateForm(
        paging.form(
            talks.DECIDE_TITLE, talks.DECIDE, entries, which=which, after=after, page=PAGE,
            total=bundles.total(session, card.team_id, card.card_id, owed_at=None, extract=extract),
            nothing=owed_cards.NOTHING,
        )
    )  # fmt: skip


def _part(words: str) -> Part | None:
    """Which Monday line is meant; None for what is of the day. Raises UnreadableRequest."""
    if not words:
        return None
    if words not in tuple(Part):
        raise UnreadableRequest
    return Part(words)
