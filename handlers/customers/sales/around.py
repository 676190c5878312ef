"""Where sales show beside: on the page of a customer, and as a count on Home."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from slackblocks import Block
from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers import sales as room
from handlers.customers.contents import HomeLine
from handlers.customers.sales import cards, counting, words, worth
from handlers.people import access
from handlers.speech import blocks, paging
from storage import sales
from storage.customers import Customer
from storage.people import Person


def on_page(session: Session, now: datetime, reader: Person, customer: Customer) -> Sequence[Block]:
    """Their first order and what they have paid so far, and what they bought last."""
    today = hours.day_of(now, reader.zone)
    parts: list[Block] = []
    if access.may_see_money(session, reader, customer):
        found = worth.read(session, customer, today, reader.zone)
        said = cards.life(found, customer.currency, today)
        parts += [blocks.context(said)] if said else []
    bought = sales.of_customer(session, customer.team_id, customer.customer_id)
    if bought and room.may_read(session, reader, bought[-1]):
        parts.append(cards.on_page(bought[-1], today))
    return parts


def week(session: Session, now: datetime, reader: Person) -> list[HomeLine]:
    """How many sales of this year came back as too much; nothing where none did."""
    found, back = counting.of_year(session, reader.team_id, hours.day_of(now, reader.zone))
    said = cards.week(len(found), len(back))
    way = blocks.button("Sales…", words.LIST, paging.value(""))
    return [HomeLine(said, way, 8)] if said else []
