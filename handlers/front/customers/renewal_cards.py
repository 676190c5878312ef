"""What whoever leads an account reads before its renewal: what the customer still waits for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from slackblocks import Block

from handlers.chasing.owed import cards as owed
from handlers.front.customers import NearRenewal, cards
from handlers.speech import blocks, words
from storage.listings import MOST
from storage.people import Person

NAMED = 3
"""So many things that one customer waits for are named."""
RENEWS = "*{name}* renews on {when}."
SEVERAL = "{count} of yours renew soon and wait for something."
SEVERAL_OF_NOBODY = "{count} renew soon, wait for something, and nobody leads them."
NOBODY_LEADS = (
    "Nobody leads the account. With `/cx setup customer` and the name the CCO says who does; until "
    "then you read of it."
)
ANOTHER_LEADS = "{lead} leads the account, and you stand in for them."
WAITS = ("They wait for one thing{late}:", "They wait for {count}{late}:")
NOT_SEEN = "They wait for something. {hidden}"


def told(
    renewals: Sequence[NearRenewal], lead: Person | None, reader: Person, now: datetime
) -> tuple[str, list[Block]]:
    """The message: its first line as markup, and a part for each customer."""
    is_one = len(renewals) == 1
    parts = [_about(renewal, reader, now, is_one=is_one) for renewal in renewals]
    beside = _whose(lead, reader)
    return _first(renewals, lead), [*parts, *([blocks.context(beside)] if beside else [])]


def _first(renewals: Sequence[NearRenewal], lead: Person | None) -> str:
    if len(renewals) == 1:
        return _renews(renewals[0])
    count = words.count(len(renewals), "account").capitalize()
    return (SEVERAL if lead else SEVERAL_OF_NOBODY).format(count=count)


def _whose(lead: Person | None, reader: Person) -> str:
    """Why somebody reads of it who does not lead the account."""
    if lead is None:
        return NOBODY_LEADS
    is_theirs = lead.user_id == reader.user_id
    return "" if is_theirs else ANOTHER_LEADS.format(lead=blocks.person(lead.user_id))


def _about(renewal: NearRenewal, reader: Person, now: datetime, *, is_one: bool) -> Block:
    """What one customer waits for, with the way to their page."""
    waits, ahead = renewal.waits, [] if is_one else [_renews(renewal)]
    lines = [cards.line(each, waits, reader, now) for each in waits.lines[:NAMED]]
    rest = [f"and {words.figures(waits.total - len(lines), 'more thing')}"]
    more = rest if waits.total > len(lines) and not waits.is_cut else []
    hidden = [owed.hidden(waits.hidden, waits.total)] if waits.hidden and waits.total else []
    said = "\n".join([*ahead, _waits(renewal), *lines, *more, *hidden])
    return blocks.section(said, cards.open_page(renewal.customer))


def _renews(renewal: NearRenewal) -> str:
    """As in “*Acme* renews Mon 1 Mar, in 60 days”."""
    on, days = renewal.on, renewal.days
    day = words.plain_day(on, on - timedelta(days=days))
    ahead = ("today", "tomorrow")[days] if days < 2 else f"in {words.count(days, 'day')}"
    when = f"{day}, {ahead}"
    return RENEWS.format(name=blocks.safe(renewal.customer.name, 80), when=when)


def _waits(renewal: NearRenewal) -> str:
    waits = renewal.waits
    if not waits.total:
        return NOT_SEEN.format(hidden=owed.hidden(waits.hidden, shown=0))
    late = cards.LATE[min(waits.late, 1)].format(count=words.number(waits.late))
    count = words.more_than(MOST, "thing") if waits.is_cut else words.count(waits.total, "thing")
    return WAITS[min(waits.total - 1, 1)].format(count=count, late=late)
