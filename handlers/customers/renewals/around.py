"""Where renewals show beside: on the page of a customer, and on Home."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from slackblocks import Block
from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers import renewals as room
from handlers.customers.contents import HomeLine
from handlers.customers.renewals import cards, words
from handlers.customers.renewals.ledger import NEAR
from handlers.people import access
from handlers.speech import blocks, paging
from storage import customers, people, renewals
from storage.customers import Customer
from storage.people import Person
from storage.renewals import RenewalOutlook

LED = 200
"""So many of somebody's accounts are looked at for their Home."""


def on_page(session: Session, now: datetime, reader: Person, customer: Customer) -> Sequence[Block]:
    """How their renewal stands, for who may read that."""
    renewal = renewals.open_of(session, customer.team_id, customer.customer_id)
    if renewal is None or not access.may(session, reader, access.READ_RENEWALS, renewal):
        return ()
    said_by = people.find(session, customer.team_id, renewal.said_by or "")
    may_say = room.may_say(session, reader, renewal)
    today = hours.day_of(now, reader.zone)
    return (cards.on_page(renewal, said_by, today, may_say=may_say),)


def accounts(session: Session, now: datetime, reader: Person) -> list[HomeLine]:
    """The renewals that were asked about, of the accounts that somebody leads."""
    led = customers.led_by(session, reader.team_id, reader.user_id, LED)
    known = renewals.open_among(session, reader.team_id, [each.customer_id for each in led])
    today = hours.day_of(now, reader.zone)
    return [
        HomeLine(
            cards.account_line(each, known[each.customer_id], today),
            words.say_how(known[each.customer_id]),
            rank=(known[each.customer_id].renews_on - today).days,
        )
        for each in led
        if each.customer_id in known and not each.left_on
    ]


def week(session: Session, now: datetime, reader: Person) -> list[HomeLine]:
    """How many of what renews in 90 days leave, and of how many nobody is sure."""
    today = hours.day_of(now, reader.zone)
    counted = renewals.outlooks(session, reader.team_id, today + NEAR)
    said = cards.week(counted.get(RenewalOutlook.LEAVE, 0), counted.get(RenewalOutlook.NOT_SURE, 0))
    way = blocks.button("Renewals…", words.LIST, paging.value(""))
    return [HomeLine(said, way, 4)] if said else []
