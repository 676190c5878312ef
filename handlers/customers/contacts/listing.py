"""Who was not heard for long, as far as its reader may read of their customers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial

from slackblocks import Block
from sqlmodel import Session

from handlers.calendar import hours
from handlers.chasing import policy
from handlers.customers.contacts import asking, cards, circle, coverage
from handlers.customers.contacts.silence_cards import SilencePage, SilentLine
from handlers.people import access, audiences, leads
from handlers.speech import blocks
from handlers.speech import words as plain
from storage import asks as stored_asks
from storage import contacts
from storage.contacts import CALLS, Contact, ContactState
from storage.customers import Customer, Tier
from storage.people import Person
from storage.scopes import Reader

NEAR = timedelta(days=90)


def read(session: Session, now: datetime, person: Person) -> SilencePage:
    """All who are silent, key accounts first, then whoever renews sooner."""
    today = hours.day_of(now, person.zone)
    limits = policy.of(session, person.team_id).accounts.silence
    found = asking.everybody_silent(session, person.team_id, limits, today)
    reader = audiences.reader(session, person)
    may_read = partial(circle.may_read_of, session, person, reader)
    mine = [each for each in found if may_read(each[1])]
    until = today + NEAR
    renewing = sum((customer.renews_on(today) or date.max) <= until for _, customer in mine)
    nameless = [
        each
        for each in contacts.without_decider(session, person.team_id, Tier.KEY)
        if may_read(each)
    ]
    deciding = contacts.deciding(session, person.team_id, Tier.KEY)
    key = [(contact, customer) for contact, customer in deciding if may_read(customer)]
    there = [contact for contact, _ in key]
    return SilencePage(
        lines=[_line(session, now, person, reader, *each) for each in mine],
        nameless=nameless,
        is_empty=not contacts.has_any(session, person.team_id),
        renewing=renewing,
        until=until,
        may_name=access.may(session, person, access.NAME_CONTACT),
        coverage=coverage.of(session, person.team_id, there, Tier.KEY, today),
        names={customer.customer_id: customer.name for _, customer in key},
        is_cut=len(mine) < len(found),
    )


def at_customer(
    session: Session, now: datetime, person: Person, customer: Customer
) -> Sequence[Block]:
    """*They decide* on a customer's page; who may not read names reads how many there are."""
    if not person.works_here:
        return []
    may_read = circle.may_read(session, person, customer)
    may_name = may_read and access.may(session, person, access.NAME_CONTACT)
    today = hours.day_of(now, person.zone)
    found = contacts.at(session, person.team_id, customer.customer_id)
    return cards.account(
        found,
        customer,
        today,
        may_read=may_read,
        may_name=may_name and customer.left_on is None,
        coverage=coverage.of(session, person.team_id, found, customer.tier, today)
        if may_read
        else None,
    )


def everybody_at(session: Session, person: Person, customer: Customer) -> Sequence[Contact]:
    """All who are there at a customer, who decides first. Raises what `circle.check` raises."""
    circle.check(session, person, customer)
    found = contacts.at(session, person.team_id, customer.customer_id)
    return cards.in_order([each for each in found if each.is_there])


def _line(
    session: Session,
    now: datetime,
    person: Person,
    reader: Reader,
    contact: Contact,
    customer: Customer,
) -> SilentLine:
    return SilentLine(
        contact,
        customer,
        money_shown=reader.reads_money_of(customer),
        lead=leads.of_account(session, customer),
        sponsor=leads.sponsor_of(session, customer),
        asked=_asked(session, now, person, contact),
    )


def _asked(session: Session, now: datetime, person: Person, contact: Contact) -> str:
    """“@wei is asked to call by Tue 1 Dec.”, or by which day somebody said that they call."""
    today = hours.day_of(now, person.zone)
    if contact.state == ContactState.PROMISED and contact.call_on:
        day = plain.plain_day(contact.call_on, today)
        return f"{blocks.person(contact.caller_id)} calls by {day}."
    owed = stored_asks.open_about(session, contact.team_id, contact.noun, contact.number)
    about = [each for each in owed if each.kind in CALLS]
    if not about:
        return ""
    day = plain.day(about[0].due_at, person.zone, now)
    return f"{blocks.person(about[0].person_id)} is asked to call by {day}."
