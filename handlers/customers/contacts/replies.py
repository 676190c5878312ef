"""Short replies about somebody at a customer: what was kept, who is asked, and who decides now."""

from __future__ import annotations

from datetime import date

from handlers.customers.contacts import words
from handlers.customers.contacts.cards import since
from handlers.speech import blocks
from handlers.speech import words as plain
from storage.contacts import Contact, Influence
from storage.customers import Customer
from storage.people import Person

NEW_DECIDER = "{customer} has a new decision maker since {day}: {name}. {name} {heard}."


def named(contact: Contact, customer: Customer, asked: Person | None, limit: int | None) -> str:
    """What was kept, and who is asked after how many days of silence; None: nobody is."""
    name, at = blocks.safe(contact.title, 80), blocks.safe(customer.name, 80)
    does = words.INFLUENCES[Influence(contact.influence)]
    said = f"Noted: {name} {does} at {at}."
    if not contact.decides or limit is None or asked is None:
        return said
    who = blocks.person(asked.user_id)
    return f"{said} I ask {who} when {plain.count(limit, 'day')} pass without a word from them."


def corrected(contact: Contact) -> str:
    """For whoever changed what is known."""
    return f"Changed: {blocks.safe(contact.title, 80)} stands as you wrote."


def spoken(contact: Contact, customer: Customer) -> str:
    """For whoever heard them."""
    name, at = blocks.safe(contact.title, 80), blocks.safe(customer.name, 80)
    return f"Thank you. What {name} of {at} said is kept, as you wrote it."


def calls(contact: Contact, today: date) -> str:
    """For whoever gave a day."""
    day = plain.plain_day(contact.call_on, today) if contact.call_on else "then"
    return f"Noted: you call {blocks.safe(contact.title, 80)} by {day}. I ask then what they said."


def rested(contact: Contact, today: date) -> str:
    """For whoever lets them rest."""
    day = plain.plain_day(contact.rests_until, today) if contact.rests_until else "then"
    return f"Noted: nobody is asked to call {blocks.safe(contact.title, 80)} until {day}."


def passed(contact: Contact, to: Person) -> str:
    """Who is asked instead."""
    return f"{blocks.person(to.user_id)} is asked about {blocks.safe(contact.title, 80)} now."


def still(contact: Contact) -> str:
    """That they are there."""
    return f"Noted: {blocks.safe(contact.title, 80)} is still there."


def finds_out(contact: Contact, task: str) -> str:
    """A task finds out."""
    name = blocks.safe(contact.title, 80)
    return f"Noted: {task} finds out whether {name} is still there, and it is yours."


def nobody_knows(customer: Customer, task: str) -> str:
    """A task finds out."""
    at = blocks.safe(customer.name, 80)
    return f"Noted: nobody here knows. {task} finds out who decides at {at}, and it is yours."


def gone(contact: Contact, customer: Customer, heir: Contact | None) -> str:
    """For whoever said that somebody is not there any more."""
    name, at = blocks.safe(contact.title, 80), blocks.safe(customer.name, 80)
    said = f"Noted: {name} is not at {at} any more. What {name} said stays with that name."
    if heir is None:
        return said
    return f"{said} {blocks.safe(heir.title, 80)} decides now, and a call is asked for."


def new_decider(contact: Contact, customer: Customer, day: date, today: date) -> str:
    """For sponsor and account lead."""
    return NEW_DECIDER.format(
        customer=blocks.safe(customer.name, 80),
        name=blocks.safe(contact.title, 80),
        day=plain.plain_day(day, today),
        heard=since(contact, today) if contact.heard_on else "has heard nothing from us yet",
    )
