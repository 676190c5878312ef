"""What is said when a customer gave a low score: one question to one person, and its ways out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from slackblocks import Block

from handlers.promises.steps.words import call_buttons
from handlers.speech import blocks
from handlers.speech import words as plain
from storage.customers import Customer
from storage.people import Person
from storage.surveys import ScoreGiven

NAMED = 10
"""So many accounts are named in one message, key accounts first."""
SHOWN = 300
"""So much of what they said is quoted."""


class CallAsked(Protocol):
    """The issue of a low score, who calls the customer, and by when (UTC)."""

    @property
    def ref(self) -> str:
        """The name of the issue."""

    @property
    def asked(self) -> Person | None:
        """Who calls them; None for nobody."""

    @property
    def by(self) -> datetime | None:
        """By when (UTC)."""

    @property
    def is_joined(self) -> bool:
        """Whether the issue was open already."""


def question(
    found: CallAsked, given: ScoreGiven, customer: Customer, reader: Person, now: datetime
) -> str:
    """“*Globex: Karim Haddad gave 3 of 10.* “…” Can you call by Mon 30 Nov, 9:00?”, as markup."""
    name = blocks.safe(customer.name, 80)
    who = f"{name}: {blocks.safe(given.name, 80)}" if given.name else name
    said = f" “{blocks.safe(given.words, SHOWN)}”" if given.words else ""
    by = f" by {plain.moment(found.by, reader.zone, now)}" if found.by else ""
    where = f" <{blocks.escaped(given.link)}|Where they said it>." if given.link else ""
    return f"*{who} gave {given.score} of {given.highest}.*{said}{where} Can you call{by}?"


def many(file: str, names: Sequence[str]) -> str:
    """“23 accounts gave low scores in autumn.csv, and you are asked to call them: …”, as markup."""
    some = plain.capital(plain.count(len(names), "account"))
    shown = [blocks.safe(each, 80) for each in names[:NAMED]]
    more = len(names) - NAMED
    named = plain.join_names([*shown, *([f"{more:,} more"] if more > 0 else [])])
    them = "it" if len(names) == 1 else "them"
    return (
        f"{some} gave low scores in {blocks.safe(file, 80)}, and you are asked to call {them}: "
        f"{named}. The message of your day has each with its time."
    )


def ways(ref: str) -> Block:
    """I call today, we spoke, somebody else does, nobody does, and all of it."""
    return call_buttons(ref)


def followed(found: CallAsked, reader: Person, now: datetime) -> str:
    """For whoever brought it: “I-17 is open. @grace calls them by Mon 30 Nov, 9:00.”, as markup."""
    how = "is open already, and has it now" if found.is_joined else "is open"
    if found.asked is None or found.by is None:
        return f"{found.ref} {how}."
    by = plain.moment(found.by, reader.zone, now)
    if found.asked.user_id == reader.user_id:
        return f"{found.ref} {how}. Can you call by {by}?"
    return f"{found.ref} {how}. {blocks.person(found.asked.user_id)} is asked to call by {by}."
