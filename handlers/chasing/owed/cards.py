"""What waits for somebody as they read it: a line and its ways out, and a way to all of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from slackblocks import Block, Button

from handlers.chasing import standing
from handlers.chasing.nouns import About
from handlers.chasing.owed import Pending
from handlers.people.tiers import TIERS
from handlers.speech import blocks, words
from storage.customers import Customer, Tier
from storage.people import Person

NOTHING = "Nothing waits for you."
NOTHING_OF_YOURS = "You owe no answer yourself."


def entries(found: Iterable[Pending], reader: Person, now: datetime) -> list[Block]:
    """Each with its ways out."""
    parts: list[Block] = []
    for each in found:
        parts.append(blocks.section(line(each, reader, now)))
        parts += each.buttons()
    return parts


def line(each: Pending, reader: Person, now: datetime) -> str:
    """For whom it is, what, and how it stands, as markup."""
    about = each.about
    owner = "" if each.is_theirs else f", with {blocks.person(each.ask.person_id)}"
    if each.ask.for_id:
        owner += f", in place of {blocks.person(each.ask.for_id)}"
    return f"*{about.ref}* {headed(about)} — {stands(each, reader, now)}{owner}"


def stands(each: Pending, reader: Person, now: datetime) -> str:
    """By when it is due, since when it waits, and whether it is late; or for whom it waits."""
    if each.paused:
        return each.paused.says(reader.zone, now)
    return standing.of_ask(
        each.ask,
        None if each.kind.is_afterwards else each.about.due_at,
        now,
        zone=reader.zone,
        due_zone=each.about.zone or reader.zone,
        keeps_date=each.kind.keeps_date,
        timed=each.about.timed,
    )


def headed(about: About) -> str:
    """“Acme (key account): Rewrite the refund mail” as markup.

    Where the title names the customer, the tier stands behind it.
    """
    title, known = blocks.safe(about.title, 120), about.customer
    if known is None:
        return title
    if words.is_named(known.name, about.title):
        return title if known.tier == Tier.STANDARD else f"{title} ({TIERS[Tier(known.tier)]})"
    return f"{customer(known)}: {title}"


def customer(known: Customer) -> str:
    """“Acme (key account)” as markup."""
    name = blocks.safe(known.name, 80)
    return name if known.tier == Tier.STANDARD else f"{name} ({TIERS[Tier(known.tier)]})"


def talk_label(name: str) -> str:
    """For the button by which somebody says that they talk with a person, by their first name."""
    return f"I'll talk to {name or 'them'}"


def call_label(name: str) -> str:
    """The same of what cannot wait until they meet."""
    return f"I'll call {name or 'them'}"


def hidden(count: int, shown: int) -> str:
    """How many there are beside those `shown` that the reader may not see; empty for none."""
    if not count:
        return ""
    many = words.number(count)
    if shown:
        return f"and {many} you may not see"
    return "There is one that you may not see." if count == 1 else (
        f"There are {many} that you may not see."
    )  # fmt: skip


def hidden_beside(count: int) -> list[Block]:
    """The same as a small line beneath what is shown."""
    return [blocks.context(hidden(count, shown=1))] if count else []


def show_all(total: int | None, action: str, value: str) -> Button:
    """The way to what is not shown; None where it is more than is counted."""
    label = "Show all…" if total is None else f"Show all {total:,}…"
    return blocks.button(label, action, value)
