"""The card of an inquiry is drawn here, in the channel of the executives."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.executives.prompts import inquiry_cards
from handlers.people import audiences
from handlers.speech import phrases
from handlers.speech.blocks import Shown
from storage import inquiries, people, tasks
from storage.cards import Card
from storage.inquiries import Inquiry
from storage.people import Person
from storage.tasks import Task


def render(session: Session, card: Card, now: datetime) -> Shown | None:
    """The card of an inquiry as it stands; None when it is not there."""
    inquiry = inquiries.find(session, card.team_id, card.number)
    if inquiry is None:
        return None
    asked = people.find(session, inquiry.team_id, inquiry.to_id)
    zone = asked.zone if asked else "UTC"
    return inquiry_cards.card(inquiry, zone, now, follows(session, now, inquiry))


def follows(
    session: Session, now: datetime, inquiry: Inquiry, reader: Person | None = None
) -> list[str]:
    """How the task stands that followed from an answer, as markup; empty where none did.

    Without a `reader`, of what is private no more than its number and whether it is late.
    """
    named = phrases.reference(inquiry.led_to)
    if named is None or named.letter != Task.letter:
        return []
    task = tasks.find(session, inquiry.team_id, named.number)
    if task is None:
        return []
    is_seen = audiences.sees(session, reader, task) if reader else not task.is_private
    return [inquiry_cards.what_follows(task, now, is_seen=is_seen)]
