"""What reminders and everybody else who gathers things know of people at customers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.chasing.nouns import About, Noun
from handlers.customers.contacts import moves, searched, telling
from handlers.promises import lifecycle
from handlers.promises.lifecycle import things
from storage import contacts, customers
from storage.asks import Ask
from storage.contacts import Contact, ContactState
from storage.nudges import Nudge


def _about(session: Session, team_id: str, number: int) -> About | None:
    found = contacts.find(session, team_id, number)
    if found is None:
        return None
    return things.about(found, customers.find(session, team_id, found.customer_id))


def _escalated(session: Session, now: datetime, ask: Ask, sent: Sequence[Nudge]) -> None:
    """Its story says from then on who was told that an answer is missing."""
    contact = contacts.find(session, ask.team_id, ask.number)
    if contact is None:
        return
    for nudge in sent:
        lifecycle.note(
            session, now, moves.ESCALATE, contact, ask, to=nudge.person_id, owner=ask.person_id,
            rung=nudge.rung,
        )  # fmt: skip


CONTACT = Noun(
    name=Contact.noun,
    letter=Contact.letter,
    states=tuple(ContactState),
    table=Contact,
    about=_about,
    escalated=_escalated,
    telling=telling.TOLD,
    may_find=searched.may_find,
)
