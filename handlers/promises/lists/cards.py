"""Lists as people read them: one line an item, soonest first, and what one can do next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.promises import items
from handlers.promises.items.cards import STATES
from handlers.speech import blocks, words
from handlers.speech.request import Reply
from storage.customers import Customer
from storage.departments import Department
from storage.issues import Issue
from storage.items import State
from storage.lists import Listed
from storage.tasks import Task

NOTHING = {
    "mine": "No promise of yours is open.",
    "overdue": "Nothing is late. Every promise is within its date.",
    "triage": "Every issue has a department. Nothing waits for you here.",
    "other": "Nothing is open for {name}.",
}
SUMMARIES = {
    "mine": "{count} with you",
    "overdue": "{count} late",
    "triage": "{count} waiting for a department",
    "other": "{count} open for {name}",
}

SHOWN = 25
COUNTED = {"triage": "issue"}
"""What a list holds, where that is not promises."""


def listing(which: str, name: str, found: Listed, now: datetime) -> Reply:
    """A list as a reply; `which` chooses its headline."""
    safe_name = blocks.safe(name, 80)
    if not found.total:
        return Reply(NOTHING[which].format(name=safe_name))
    count = words.count(found.total, COUNTED.get(which, "promise"))
    headline = SUMMARIES[which].format(count=count, name=safe_name)
    headline = headline[0].upper() + headline[1:]
    lines = [line(item, now) for item in found.items]
    if found.total > len(found.items):
        lines.append(f"and {found.total - len(found.items):,} more.")
    parts = [blocks.section(f"*{headline}*"), *blocks.paragraphs(lines)]
    return Reply(headline, blocks.message(*parts))


def start(found: Listed, now: datetime, *, may_give: bool) -> Reply:
    """What I owe, and the first things to try."""
    give = [blocks.button("Give a task…", "task.form")] if may_give else []
    mine = listing("mine", "", found, now)
    shown = mine.blocks or blocks.message(blocks.section(mine.text))
    offers = blocks.message(
        blocks.actions(*give, blocks.button("Report an issue…", "issue.form")),
        blocks.context("`/cx help` shows everything that can be typed."),
    )
    return Reply(mine.text, [*shown, *offers])


def line(item: Task | Issue, now: datetime) -> str:
    """One item on one line of markup."""
    state = STATES[State(item.state)]
    when = _when(item, now)
    owner = blocks.person(item.owner_id)
    return f"*{items.ref(item)}* {blocks.safe(item.title, 100)} — {owner}, {when}, {state}"


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


def _when(item: Task | Issue, now: datetime) -> str:
    if item.due_at is None:
        return "no date yet"
    if item.due_at < now:
        return f"late since {words.slack_day(item.due_at, item.due_zone)}"
    return f"by {words.slack_day(item.due_at, item.due_zone)}"
