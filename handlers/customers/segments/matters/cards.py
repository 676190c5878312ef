"""Short replies to an answer about an account: what was noted, and what happens next."""

from __future__ import annotations

from datetime import datetime

from handlers.customers.segments import words as segment_words
from handlers.customers.segments.matters import words
from handlers.people.tiers import TIERS
from handlers.speech import blocks
from handlers.speech import words as plain
from storage.contract_terms import ContractTerm
from storage.customers import Customer, Tier
from storage.matters import Matter, MatterTopic
from storage.people import Person
from storage.tasks import Promise


def fit(customer: Customer) -> str:
    """That it is written down, as markup."""
    return f"Noted: the terms of {blocks.safe(customer.name, 80)} fit. Their page says so."


def needed(customer: Customer, term: ContractTerm, matter: Matter) -> str:
    """What was written down, and whether more is asked."""
    said = segment_words.need_kept(customer, term)
    return said if matter.answer else f"{said} {words.asks(matter)} That is still asked."


def asks_them(matter: Matter, task: Promise) -> str:
    """“Noted: T-4 asks them, and @wei has it.”."""
    said = f"Noted: {task.ref} asks them, and {blocks.person(task.owner_id)} has it."
    again = " Once it is done I ask you again." if matter.topic == MatterTopic.TERMS else ""
    return f"{said}{again} {matter.ref} has all of it."


def leads_it(customer: Customer, lead: Person) -> str:
    """“Noted: @wei leads Acme. They read it, and are asked about the account from now on.”."""
    name = blocks.safe(customer.name, 80)
    return (
        f"Noted: {blocks.person(lead.user_id)} leads {name}. What is asked about the account goes "
        "to them from now on."
    )


def leads_now(customer: Customer, by: Person) -> str:
    """The same for whoever leads it now."""
    name, tier = blocks.safe(customer.name, 80), TIERS[Tier(customer.tier)]
    return (
        f"You lead *{name}* now, a {tier}, says {blocks.person(by.user_id)}. What is asked about "
        "the account goes to you from now on."
    )


def proposal(matter: Matter, asked: Person) -> str:
    """“Noted: @omar is asked about it, and nothing changes before they accept. …”."""
    return (
        f"Noted: {blocks.person(asked.user_id)} is asked about it, and nothing changes before they "
        f"accept. {matter.ref} tells how it stands."
    )


def accepted(matter: Matter) -> str:
    """That it counts, and who reads so."""
    said = blocks.safe(matter.question, 300)
    return f"Noted: {said} {blocks.person(matter.proposed_by)} reads that you accepted it."


def accepted_told(matter: Matter, by: Person) -> str:
    """The same for whoever proposed it, and for who leads the account."""
    said = blocks.safe(matter.question, 300)
    return f"{blocks.person(by.user_id)} accepted {matter.ref}. {said}"


def declined_told(matter: Matter, by: Person) -> str:
    """That it does not count, and why."""
    said, why = blocks.safe(matter.question, 300), blocks.safe(matter.reason, 1000)
    return f"{blocks.person(by.user_id)} says no to {matter.ref}. Proposed was: {said} “{why}”"


def put_off(matter: Matter, until: datetime, zone: str, now: datetime) -> str:
    """“Quiet about B-1 until Tue 1 Dec. Then I ask you again.”."""
    return f"Quiet about {matter.ref} until {plain.day(until, zone, now)}. Then I ask you again."


def declined(matter: Matter) -> str:
    """That the reason stays."""
    return f"Noted with your reason. {matter.ref} keeps it."


def passed(matter: Matter, to: Person) -> str:
    """Who is asked now."""
    return f"{blocks.person(to.user_id)} is asked now. {matter.ref} has all of it."
