"""What became of what somebody asked, one line a thing, in one message for each of their days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from slackblocks import Block
from sqlmodel import Session

from handlers.calendar import hours
from handlers.people import audiences
from handlers.promises import hearers, items, listed, progress
from handlers.promises.items import parts
from handlers.promises.items.happened import newest_line
from handlers.promises.items.parts import Taking
from handlers.promises.items.words import due, early, quoted
from handlers.speech import blocks, paging, words
from storage import history, people
from storage import progress as stored
from storage.cards import Card
from storage.customers import Customer
from storage.decisions import Decision
from storage.history import Event
from storage.items import Item
from storage.people import Person
from storage.progress import Progress

SHOWN = 12
ALL = "progress.all"
"""The button that leads to all that became of what somebody asked on a day."""
TITLE = "What became of it"
HEAD = "*What became of what you asked* · {day}"
HEAD_FOLLOWED = "*What became of what you asked and follow* · {day}"
HEAD_YOURS = "*What became of what is yours, and of what you asked and follow* · {day}"
NOTHING = "Nothing became of what you asked on that day."
SAYS = {
    "done": "done by {actor}{early}{words}",
    "corrected": "corrected by {actor}{early}{words}",
    "told": "{actor} told {customer}",
    "acknowledged": "{actor} took it{whose}, by {due}",
    "dated": "{actor} moved it{whose} to {due}{reason}",
    "accepted": "{actor} took it over from {from_id}, by {due}",
    "offered": "offered to {to}; it stays with {owner} until they say yes",
    "returned": "{actor} returned it; it stays with {owner}{reason}",
    "withdrawn": "{actor} does not need it any more{reason}",
    "merged": "joined to {into} by {actor}",
    "routed": "sent to {department}, where {owner} is asked",
}
"""What became of it, by the verb of the move; of any other, what its card says."""
TAKES = ("acknowledged", "dated", "accepted")
"""The verbs by which one of several departments may have taken it."""
SAYS_OF_DECISION = {
    "answered": "{actor} said what it means for customers",
    "decided": "{actor} decided{words}",
}
SIGNS = {"done": "✓", "told": "✓", "corrected": "✓", "prevented": "✓", "verified": "✓",
         "held": "✓"}  # fmt: skip
ON = "→"


@dataclass(frozen=True)
class Became:
    """One thing, for whom it is, and the newest that happened to it."""

    item: Item | Decision
    customer: Customer | None
    event: Event
    early: int = 0
    takings: Sequence[Taking] = ()
    """Where each department stands that must take it, where there are several."""


def render(session: Session, card: Card, now: datetime) -> blocks.Shown | None:
    """The message of one reader's day as things stand; None where there is nothing to tell."""
    reader = people.find(session, card.team_id, card.lane)
    if reader is None:
        return None
    rows = stored.of_day(session, card.team_id, card.lane, card.number, SHOWN)
    found = told(session, reader, rows, now)
    if not found:
        return None
    # What its reader may no longer see is not counted, as far as it would be shown.
    total = stored.count(session, card.team_id, card.lane, card.number) - len(rows) + len(found)
    return message(found, reader, total, card.number, now)


def message(
    found: Sequence[Became], reader: Person, total: int, day: int, now: datetime
) -> blocks.Shown:
    """What became of `total` things, of which the first are shown; one alone needs no title."""
    lines = [line(each, reader.zone, now) for each in found]
    if total == 1:
        return blocks.Shown(lines[0], blocks.message(*blocks.paragraphs(lines)))
    today = hours.day_of(now, reader.zone)
    on = words.plain_day(progress.day_of(day), today)
    head = _head(found, reader).format(day=on)
    parts: list[Block] = blocks.paragraphs([head, *lines])
    row = []
    if total > len(lines):
        parts.append(blocks.context(f"and {words.figures(total - len(lines), 'more thing')}"))
        row.append(blocks.button(f"Show all {total:,}…", ALL, paging.value(str(day))))
    if reader.works_here:
        row.append(blocks.button("Open the list…", listed.ALL, listed.GIVEN))
    parts += [blocks.actions(*row)] if row else []
    return blocks.Shown(
        f"News of {words.count(total, 'thing')}: {lines[0]}", blocks.message(*parts)
    )


def _head(found: Sequence[Became], reader: Person) -> str:
    """What its lines are to their reader."""
    if all(hearers.asker_of(each.item) == reader.user_id for each in found):
        return HEAD
    theirs = any(_had_or_has(each, reader) for each in found)
    return HEAD_YOURS if theirs else HEAD_FOLLOWED


def _had_or_has(each: Became, reader: Person) -> bool:
    return reader.user_id in (hearers.owner_of(each.item), each.event.details.get("from_id"))


def told(session: Session, reader: Person, rows: Sequence[Progress], now: datetime) -> list[Became]:
    """What became of each of these that is still there, and that its reader still may see."""
    found = (_told(session, row, now) for row in rows)
    return [each for each in found if each and _may_read(session, reader, each)]


def _may_read(session: Session, reader: Person, each: Became) -> bool:
    """Whoever had something reads that it is with somebody else now, be it private."""
    had_it = each.event.details.get("from_id") == reader.user_id
    return had_it or audiences.sees(session, reader, each.item)


def _told(session: Session, row: Progress, now: datetime) -> Became | None:
    item = audiences.find(session, row.team_id, row.noun, row.number)
    event = history.find(session, row.team_id, row.event_id)
    if item is None or event is None:
        return None
    if isinstance(item, Decision):
        return Became(item, None, event)
    ahead = items.days_early(item, event.happened_at) if event.verb in ("done", "corrected") else 0
    found = parts.takings(session, item, now) if event.verb in TAKES else []
    return Became(item, items.customer_of(session, item), event, ahead, found)


def line(each: Became, zone: str, now: datetime) -> str:
    """What it is, for whom, and what became of it."""
    item, event = each.item, each.event
    whom = f", {blocks.safe(each.customer.name, 80)}" if each.customer else ""
    sign = SIGNS.get(event.verb, ON)
    stands = parts.summary(each.takings)
    all_of_them = f"; {stands}" if stands else ""
    return f"{sign} *{items.named(item)}*{whom}: {_became(each, zone, now)}{all_of_them}"


def _became(each: Became, zone: str, now: datetime) -> str:
    event, item = each.event, each.item
    says = SAYS.get(event.verb)
    if isinstance(item, Decision):
        says = SAYS_OF_DECISION.get(event.verb, "")
        words = quoted(event.details.get("words"), ": “{words}”")
        return says.format(actor=blocks.person(event.actor), words=words) or newest_line(
            event, zone, now
        )
    if says is None:
        return newest_line(event, zone, now)
    details = event.details
    actor = blocks.person(event.actor)
    owner = blocks.person(event.owner_id)
    return says.format(
        actor=actor,
        owner=owner,
        whose="" if event.actor == event.owner_id else f" for {owner}",
        early=f", {early(each.early)}" if each.early else "",
        due=due(item, now, at=event.due_at),
        reason=quoted(details.get("reason"), ", “{words}”"),
        words=quoted(details.get("evidence"), ": “{words}”"),
        to=blocks.person(details.get("to")),
        from_id=blocks.person(details.get("from_id")),
        department=blocks.safe(str(details.get("department", "")), 80),
        customer=blocks.safe(each.customer.name, 80) if each.customer else "the customer",
    )
