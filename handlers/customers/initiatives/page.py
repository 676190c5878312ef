"""What is paid for a customer this year, as it stands on their page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

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
    named = set(initiatives.of_customer(session, customer.team_id, customer.customer_id))
    found = [
        each
        for each in initiatives.in_state(session, customer.team_id)
        if each.ends_on >= today and (each.number in named or customer.tier in each.tiers)
    ]
    if not found or customer.left_on:
        return []
    found.sort(key=lambda each: (each.begins_on, each.number))
    return [blocks.section(cards.of_customer(found, today))]
