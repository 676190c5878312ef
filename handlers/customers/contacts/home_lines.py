"""Lines of Home: whom nobody hears at somebody's own accounts, and how many that is for the CCO."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.chasing import policy
from handlers.customers.contacts import asking, cards, rules, silence_cards, words
from handlers.customers.contents import HomeLine
from handlers.speech import blocks
from storage import contacts, customers
from storage.contacts import Contact
from storage.customers import Customer, Tier
from storage.people import Person, Role

MOST = 200
"""Of so many accounts that somebody leads, and of so many that they sponsor, it is looked for."""
FAR = 10_000
"""Days; of whoever does not renew."""


def accounts(session: Session, now: datetime, person: Person) -> list[HomeLine]:
    """“*Acme* Jana Weiss was last heard on Tue 3 Nov”, [We spoke…], of those who are silent."""
    led = customers.led_by(session, person.team_id, person.user_id, MOST)
    sponsored = customers.sponsored_by(session, person.team_id, person.user_id, MOST)
    theirs = {each.customer_id: each for each in (*led, *sponsored) if each.left_on is None}
    if not theirs:
        return []
    today = hours.day_of(now, person.zone)
    limits = policy.of(session, person.team_id).accounts.silence
    found = contacts.at_these(session, person.team_id, theirs)
    return [
        _line(contact, theirs[customer_id], today)
        for customer_id, there in found.items()
        for contact in there
        if rules.is_silent(limits, contact, theirs[customer_id].tier, today)
        and not rules.rests(contact, today)
    ]


def _line(contact: Contact, customer: Customer, today: date) -> HomeLine:
    name, who = blocks.safe(customer.name, 80), blocks.safe(contact.title, 80)
    renews_on = customer.renews_on(today)
    days = (renews_on - today).days if renews_on else FAR
    return HomeLine(
        f"*{name}* {who} {cards.since(contact, today)}.",
        blocks.button(words.SPOKE_LABEL, words.SPOKE, contact.ref),
        rank=list(Tier).index(Tier(customer.tier)) * FAR + days,
    )


def week(session: Session, now: datetime, person: Person) -> list[HomeLine]:
    """“Eight who decide were not heard for long.”, for the CCO; nothing where nobody is silent."""
    if person.role != Role.CCO:
        return []
    limits = policy.of(session, person.team_id).accounts.silence
    today = hours.day_of(now, person.zone)
    silent = asking.everybody_silent(session, person.team_id, limits, today)
    if not silent:
        return []
    line = silence_cards.week(len(silent))
    return [HomeLine(line, blocks.button("Open…", words.LIST, ""), 1)]
