"""What a department is to decide opens as a list, each thing with its answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from slackblocks import Block

from handlers.chasing.owed import cards as owed
from handlers.executives.digests.department_cards import OFFERS, TO_DECIDE
from handlers.executives.digests.wholes import ToDecide
from handlers.promises.items import titles
from handlers.promises.items.words import another_date, due, open_story
from handlers.speech import blocks, paging, words
from storage.handoffs import Handoff
from storage.items import Item

TITLE = "Decide today"
NO_DAYS = "Nothing is late any more that has no new day."
NO_OFFERS = "Nothing is offered any more."
SHOWN = 150


def page(found: ToDecide, after: int, zone: str, now: datetime) -> dict[str, Any]:
    """A page of what has no new day, or of what is offered, for a reader in this zone."""
    entries: list[Block] = []
    for item, may_date, offer in found.things:
        entries.append(blocks.section(_line(item, offer, zone, now)))
        row = [another_date(item.ref)] if may_date else []
        entries.append(blocks.actions(*row, open_story(item.ref)))
    if entries:
        entries += owed.hidden_beside(found.hidden)
    nothing = NO_OFFERS if found.which.startswith(OFFERS) else NO_DAYS
    return paging.form(
        TITLE, TO_DECIDE, entries, which=found.which, after=after, total=found.total,
        nothing=owed.hidden(found.hidden, shown=0) or nothing,
    )  # fmt: skip


def _line(item: Item, offer: Handoff | None, zone: str, now: datetime) -> str:
    title = f"*{item.ref}* {blocks.safe(titles.title_within(item), SHOWN)}"
    if offer:
        since = words.day(offer.offered_at, zone, now)
        return (
            f"{title} · offered by {blocks.person(offer.offered_by or offer.from_id)} since {since}"
        )
    return f"{title} · was due {due(item, now)}"
