"""Lists as people read them: what matters most first, how it stands, and what one can do next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from slackblocks import Block

from handlers.chasing.cover import Meanwhile
from handlers.chasing.cover import cards as cover
from handlers.chasing.owed import cards as owed
from handlers.promises.listed import ALL, line
from handlers.promises.lists import Listing, Which
from handlers.speech import blocks, paging, words
from handlers.speech.request import Json, Reply
from storage.customers import Customer
from storage.departments import Department
from storage.people import Person

NOTHING = {
    Which.MINE: owed.NOTHING,
    Which.LATE: "Nothing is late.",
    Which.TRIAGE: "Every issue has a department. Nothing waits for you here.",
    Which.DEPARTMENT: "Nothing is open for {name}.",
    Which.CUSTOMER: "Nothing is open for {name}.",
    Which.PERSON: "Nothing waits for {name}.",
}
ONE = {
    Which.MINE: "One thing waits for your answer",
    Which.LATE: "One thing is late",
    Which.TRIAGE: "One issue waits for a department",
    Which.DEPARTMENT: "One thing is open for {name}",
    Which.CUSTOMER: "One thing is open for {name}",
    Which.PERSON: "One thing waits for {name}",
}
MANY = {
    Which.MINE: "{count} wait for your answer",
    Which.LATE: "{count} are late",
    Which.TRIAGE: "{count} wait for a department",
    Which.DEPARTMENT: "{count} are open for {name}",
    Which.CUSTOMER: "{count} are open for {name}",
    Which.PERSON: "{count} wait for {name}",
}
TITLES = {
    Which.MINE: "What you owe",
    Which.LATE: "What is late",
    Which.TRIAGE: "Waiting for a department",
}

SHOWN = 25
COUNTED = {Which.TRIAGE: "issue"}
"""What a list holds, where that is not things of any sort."""


def listing(found: Listing, reader: Person, now: datetime) -> Reply:
    """A list as a reply."""
    headline = _headline(found)
    if not found.total:
        return Reply(" ".join(filter(None, [headline, _hidden(found)])))
    parts = [blocks.section(f"*{headline}*"), *_entries(found, reader, now)]
    if found.total > len(found.items) + len(found.waiting.first):
        parts.append(blocks.actions(owed.show_all(found.total, ALL, paging.value(found.key))))
    parts += owed.hidden_beside(found.hidden)
    return Reply(headline, blocks.message(*parts))


def page(found: Listing, reader: Person, after: int, now: datetime) -> Json:
    """A part of a list as a form."""
    title = TITLES.get(found.which, found.name)
    shown = _entries(found, reader, now)
    if shown:
        shown += owed.hidden_beside(found.hidden)
    return paging.form(
        title, ALL, shown, which=found.key, after=after,
        total=found.total, nothing=" ".join(filter(None, [_headline(found), _hidden(found)])),
    )  # fmt: skip


def start(
    found: Listing,
    reader: Person,
    now: datetime,
    *,
    may_give: bool,
    away: Meanwhile | None = None,
) -> Reply:
    """What I owe, and the first things to try; while I am `away`, who has what is mine."""
    give = [blocks.button("Give a task…", "task.form")] if may_give else []
    mine = listing(found, reader, now)
    text, shown = mine.text, mine.blocks or blocks.message(blocks.section(mine.text))
    if away:
        text = cover.sentence(away, reader) if not found.total else text
        shown = [*blocks.message(*cover.status(away, reader)), *(shown if found.total else [])]
    offers = blocks.message(
        blocks.actions(*give, blocks.button("Report an issue…", "issue.form")),
        blocks.context("`/cx help` shows everything that can be typed."),
    )
    return Reply(text, [*shown, *offers])


def _hidden(found: Listing) -> str:
    return owed.hidden(found.hidden, found.total)


def _headline(found: Listing) -> str:
    name = blocks.safe(found.name, 80)
    if not found.total:
        return NOTHING[found.which].format(name=name)
    count = words.count(found.total, COUNTED.get(found.which, "thing")).capitalize()
    sentence = ONE if found.total == 1 else MANY
    return sentence[found.which].format(count=count, name=name)


def _entries(found: Listing, reader: Person, now: datetime) -> list[Block]:
    """Of what is the reader's own, each with its ways out; the rest as lines."""
    if found.which == Which.MINE:
        return owed.entries(found.waiting.first, reader, now)
    lines = [owed.line(each, reader, now) for each in found.waiting.first]
    lines += [line(item, found.since, reader, now) for item in found.items]
    return blocks.paragraphs(lines)


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
