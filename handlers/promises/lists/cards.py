"""Lists as people read them: one line an item, soonest first, and what one can do next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.promises.items.cards import STATES
from handlers.promises.items.words import due
from handlers.promises.lists import Listing, Which
from handlers.speech import blocks, words
from handlers.speech.request import Reply
from storage.customers import Customer
from storage.departments import Department
from storage.items import Item, State

NOTHING = {
    Which.MINE: "No promise of yours is open.",
    Which.LATE: "Nothing is late. Every promise is within its date.",
    Which.TRIAGE: "Every issue has a department. Nothing waits for you here.",
    Which.NAMED: "Nothing is open for {name}.",
}
SUMMARIES = {
    Which.MINE: "{count} with you",
    Which.LATE: "{count} late",
    Which.TRIAGE: "{count} waiting for a department",
    Which.NAMED: "{count} open for {name}",
}

SHOWN = 25
COUNTED = {Which.TRIAGE: "issue"}
"""What a list holds, where that is not promises."""


def listing(found: Listing, now: datetime) -> Reply:
    """A list as a reply."""
    which, listed, safe_name = found.which, found.listed, blocks.safe(found.name, 80)
    if not listed.total:
        return Reply(NOTHING[which].format(name=safe_name))
    count = words.count(listed.total, COUNTED.get(which, "promise"))
    headline = SUMMARIES[which].format(count=count, name=safe_name)
    headline = headline[0].upper() + headline[1:]
    lines = [line(item, now) for item in listed.items]
    if listed.total > len(lines):
        lines.append(f"and {listed.total - len(lines):,} more.")
    parts = [blocks.section(f"*{headline}*"), *blocks.paragraphs(lines)]
    return Reply(headline, blocks.message(*parts))


def start(found: Listing, now: datetime, *, may_give: bool) -> Reply:
    """What I owe, and the first things to try."""
    give = [blocks.button("Give a task…", "task.form")] if may_give else []
    mine = listing(found, now)
    shown = mine.blocks or blocks.message(blocks.section(mine.text))
    offers = blocks.message(
        blocks.actions(*give, blocks.button("Report an issue…", "issue.form")),
        blocks.context("`/cx help` shows everything that can be typed."),
    )
    return Reply(mine.text, [*shown, *offers])


def line(item: Item, now: datetime) -> str:
    """One item on one line of markup."""
    state = STATES[State(item.state)]
    when = _when(item, now)
    owner = blocks.person(item.owner_id)
    return f"*{item.ref}* {blocks.safe(item.title, 100)} — {owner}, {when}, {state}"


def departments(known: Sequence[Department]) -> Reply:
    """Every department with its people and channel."""
    if not known:
        return Reply("There are no departments yet. The CCO adds them with `/cx setup department`.")
    lines = [
        f"*{blocks.safe(each.name, 80)}* — lead {blocks.person(each.lead_id)}, "
        f"deputy {blocks.person(each.deputy_id)}, "
        f"{blocks.channel(each.channel_id) if each.channel_id else 'no channel yet'}"
        for each in known[:SHOWN]
    ]
    return _directory("Departments", lines, len(known))


def customers(first: Sequence[Customer], total: int) -> Reply:
    """The first customers by name with tier and value; `total` is how many there are."""
    if not first:
        return Reply("There are no customers yet. The CCO adds them with `/cx setup customer`.")
    lines = [
        f"*{blocks.safe(each.name, 80)}* — {each.tier}"
        + (f", {words.amount(each.annual_value)} a year" if each.annual_value else "")
        + (f", renews {words.dated(each.renewal_on)}" if each.renewal_on else "")
        for each in first
    ]
    return _directory("Customers", lines, total)


def _directory(title: str, lines: list[str], total: int) -> Reply:
    """The first of many by name, and how to see what one of the others has open."""
    if total > len(lines):
        rest = f"and {total - len(lines):,} more."
        lines = [*lines, f"{rest} `/cx list NAME` shows what one has open."]
    return Reply(title, blocks.message(*blocks.paragraphs(lines)))


def _when(item: Item, now: datetime) -> str:
    if item.due_at is None:
        return "no date yet"
    if item.due_at < now:
        return f"late since {due(item)}"
    return f"by {due(item)}"
