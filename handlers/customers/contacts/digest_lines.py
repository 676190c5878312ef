"""Whom nobody reaches at a key account is put to the executives: it is asked who calls them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from handlers.calendar import hours
from handlers.chasing.kinds import CCO_RUNG
from handlers.customers.contacts import cards, words
from handlers.executives.digest_lines import DigestQuestion, Occasion
from handlers.people.tiers import TIERS
from handlers.speech import blocks, money
from handlers.speech import words as plain
from storage import asks, contacts
from storage.asks import Ask
from storage.contacts import CALLS, Contact
from storage.customers import Customer, Tier


def executives(session: Session, occasion: Occasion, team_id: str) -> Sequence[DigestQuestion]:
    """“Acme: who calls Jana Weiss?”, of key accounts, where nobody has reached them so far."""
    unheard = {
        contact.number: (contact, customer)
        for contact, customer in contacts.to_be_called(session, team_id, Tier.KEY)
    }
    about = asks.about_these(session, team_id, Contact.noun, unheard) if unheard else []
    high = [each for each in about if each.kind in CALLS and each.rung >= CCO_RUNG]
    return [
        _question(occasion, *unheard[ask.number], ask)
        for ask in sorted(high, key=lambda each: each.due_at)
    ]


def _question(occasion: Occasion, contact: Contact, customer: Customer, ask: Ask) -> DigestQuestion:
    name, today = blocks.safe(customer.name, 60), occasion.today
    who = blocks.safe(contact.title, 60)
    renews_on = customer.renews_on(today)
    return DigestQuestion(
        subject=f"{contact.noun}:{contact.number}",
        customer=customer,
        asked=f"{name}: who calls {who}?",
        known=f"{_account(customer, renews_on)} {who} {cards.since(contact, today)}.",
        ways=words.digest_ways(contact.ref),
        named=name,
        value=customer.annual_value,
        renews_on=renews_on,
        days=hours.working_days_late(occasion.calendar, ask.due_at, occasion.now),
        told=[ask],
        is_of_week=True,
    )


def _account(customer: Customer, renews_on: date | None) -> str:
    """“Key account, €480 k a year, renews Mon 1 Mar 2027.”."""
    known = [plain.capital(TIERS[Tier(customer.tier)])]
    if customer.annual_value:
        known.append(money.a_year(customer.annual_value, customer.currency))
    if renews_on:
        known.append(f"renews {plain.dated(renews_on)}")
    return f"{', '.join(known)}."
