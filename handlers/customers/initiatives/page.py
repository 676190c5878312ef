"""What is paid for a customer this year, as it stands on their page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from slackblocks import Block
from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers.initiatives import cards
from handlers.people import access
from handlers.speech import blocks
from storage import initiatives
from storage.customers import Customer
from storage.people import Person


def read(session: Session, now: datetime, reader: Person, customer: Customer) -> Sequence[Block]:
    """The initiatives that they get and that are not over, without their money."""
    if not access.may(session, reader, access.READ):
        return []
    today = hours.day_of(now, reader.zone)
    found = initiatives.meant_for(session, customer, today, date.max)
    if not found or customer.left_on:
        return []
    return [blocks.section(cards.of_customer(found, today))]
