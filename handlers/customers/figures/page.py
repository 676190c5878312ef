"""What a customer said in the last year, as it stands on their page, for whoever may read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from slackblocks import Block
from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers import figures as room
from handlers.customers.figures import cards
from handlers.customers.figures.rules import FEWEST
from handlers.people import access
from handlers.speech import blocks
from storage import surveys
from storage.customers import Customer
from storage.people import Person

SHOWN = 3
"""So many answers stand there."""


def read(session: Session, now: datetime, reader: Person, customer: Customer) -> Sequence[Block]:
    """Their newest answers with who gave them; only how many for others, and no word of few."""
    if not access.may(session, reader, access.READ):
        return []
    today = hours.day_of(now, reader.zone)
    if access.may_read_answers(session, reader, customer):
        found = room.of_customer(session, today, customer, SHOWN)
        return [blocks.section(cards.of_customer(found, reader, now))] if found else []
    number = surveys.answers_of(
        session, customer.team_id, customer.customer_id, today - room.YEAR
    )  # fmt: skip
    return [blocks.section(cards.counted(number))] if number >= FEWEST else []
