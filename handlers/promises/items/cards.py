"""What people see of a task or an issue: the department's card, and what one person reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from slackblocks import Block
from sqlmodel import Session

from handlers.people import audiences
from handlers.promises.items import following, personal, view
from handlers.promises.items.happened import newest_line
from handlers.promises.items.view import ItemView, buttons, customer_words, fallback, state_line
from handlers.promises.items.words import due
from handlers.speech import blocks
from storage.cards import Card, Face
from storage.issues import Issue
from storage.items import State

PRIVATE = "{ref} is private now."


def render(session: Session, card: Card, now: datetime) -> blocks.Shown | None:
    """A card of a task or an issue as it stands; None when the item is not there."""
    seen = view.read(session, card, now)
    if seen is None or (card.ts is None and seen.item.state == State.WITHDRAWN):
        # What was taken back before anybody read of it is not brought to them.
        return None
    if not audiences.lane_sees(session, card.lane, seen.item):
        return _closed_face(seen)
    match card.face:
        case Face.OWNER:
            return personal.owner_face(session, seen, card)
        case Face.OFFER:
            return personal.offer_face(seen)
        case Face.HELPER:
            return personal.helper_face(session, seen, card)
        case Face.HEARER:
            return personal.hearer_face(session, seen, card)
        case _:
            return _channel_face(seen, _following(session, seen, now))


def _closed_face(view: ItemView) -> blocks.Shown:
    """Where a card stood before those who read there could not see the thing any more."""
    line = PRIVATE.format(ref=view.item.ref)
    return blocks.Shown(line, blocks.message(blocks.context(line)))


def _following(session: Session, view: ItemView, now: datetime) -> list[str]:
    """The tasks of an issue, as far as everybody in a channel may read of them."""
    if not isinstance(view.item, Issue):
        return []
    return following.lines(session, view.item, now, lambda task: not task.is_private)


def _channel_face(view: ItemView, tasks: Sequence[str]) -> blocks.Shown:
    item = view.item
    parts = [
        blocks.header(item.title),
        blocks.context(state_line(view)),
        _four_facts(view),
    ]
    if isinstance(item, Issue) and item.story:
        parts.append(blocks.section(f"“{blocks.safe(item.story, 600)}”"))
    if tasks:
        parts.append(blocks.section("\n".join(tasks)))
    if view.newest:
        parts.append(blocks.section(newest_line(view.newest, view.zone, view.hour)))
    parts += buttons(view)
    return blocks.Shown(fallback(view), blocks.message(*parts))


def _four_facts(view: ItemView) -> Block:
    item = view.item
    department = blocks.safe(view.department.name, 80) if view.department else "not routed yet"
    return blocks.fields(
        {
            "Owner": blocks.person(item.owner_id),
            "Department": department,
            "Due": due(item, "no date yet"),
            "Customer": customer_words(view.customer) or "none named",
        }
    )
