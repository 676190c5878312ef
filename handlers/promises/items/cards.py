"""What people see of a task or an issue: the department's card, and what one person reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from slackblocks import Block
from sqlmodel import Session

from handlers.people import audiences
from handlers.promises.items import audience, following, personal, view
from handlers.promises.items.happened import newest_line
from handlers.promises.items.loop_line import next_step_with
from handlers.promises.items.view import (
    ItemView,
    buttons,
    cause_line,
    customer_words,
    fallback,
    state_line,
)
from handlers.promises.items.words import due, open_story
from handlers.speech import blocks, feelings, words
from storage import history, outbox
from storage.cards import Card, Face
from storage.history import Event
from storage.issues import Issue
from storage.items import State

PRIVATE_VERBS = ("escalated", "talked")
"""What happened between people, and is no business of a channel."""


def render(session: Session, card: Card, now: datetime) -> blocks.Shown | None:
    """A card of a task or an issue as it stands; None when the item is not there."""
    seen = view.read(session, card, now)
    if seen is None or (card.channel_id is None and seen.item.state == State.WITHDRAWN):
        # What was taken back before anybody read of it is not brought to them.
        return None
    if not audiences.lane_sees(session, card.lane, seen.item):
        return audience.closed(seen.item.ref)
    match card.face:
        case Face.OWNER:
            return personal.owner_face(session, seen, card)
        case Face.OFFER:
            return personal.offer_face(session, seen)
        case Face.HELPER:
            return personal.helper_face(session, seen, card)
        case Face.SUPPLIER:
            return personal.supplier_face(session, seen, card)
        case Face.HEARER:
            return personal.hearer_face(session, seen, card)
        case _:
            return _channel_face(session, seen, card, _following(session, seen, now))


def _following(session: Session, view: ItemView, now: datetime) -> list[str]:
    """The tasks of an issue, as far as everybody in a channel may read of them."""
    if not isinstance(view.item, Issue):
        return []
    return following.lines(session, view.item, now, lambda task: not task.is_private)


def _channel_face(
    session: Session, view: ItemView, card: Card, tasks: Sequence[str]
) -> blocks.Shown:
    item = view.item
    parts = [
        blocks.header(view.heading),
        blocks.context(state_line(view)),
        *personal.loop_of(view),
        _four_facts(view),
    ]
    if isinstance(item, Issue) and item.story:
        parts.append(blocks.section(f"“{blocks.safe(item.story, 600)}”"))
    cause = cause_line(view, lambda issue: not issue.is_private)
    if cause:
        parts.append(blocks.section(cause))
    if view.takings:
        parts.append(personal.takings_of(view))
    if tasks:
        parts.append(blocks.section("\n".join(tasks)))
    newest = _newest(session, view)
    if newest:
        parts.append(blocks.section(newest_line(newest, view.zone, view.now, view.hour)))
    if item.owner_id and outbox.is_to_person(card.lane):
        # Whoever said whose it is answers for it no more.
        parts.append(blocks.actions(open_story(item.ref)))
    else:
        parts += buttons(view)
    return blocks.Shown(fallback(view), blocks.message(*parts))


def _newest(session: Session, view: ItemView) -> Event | None:
    """The newest that all of a channel may read: who was told above an owner is theirs alone."""
    if view.newest is None or view.newest.verb not in PRIVATE_VERBS:
        return view.newest
    item = view.item
    return history.latest_but(session, item.team_id, item.noun, item.number, PRIVATE_VERBS)


MOST_NAMED = 5
"""Customers that a card names; of the others it says how many there are."""


def _four_facts(view: ItemView) -> Block:
    item = view.item
    facts = {
        "Owner": blocks.person(item.owner_id) if item.owner_id else "",
        "Department": blocks.safe(view.department.name, 80) if view.department else "",
        "Due": due(item, view.now, "no date yet"),
        "Customer": customer_words(view.customer),
    }
    if isinstance(item, Issue):
        facts["Next step with"] = _next_step(view)
        facts["They felt"] = feelings.arrow(item.felt, item.feels)
        facts["Where"] = blocks.safe(item.touchpoint, 80)
    if len(view.customers) > 1:
        del facts["Customer"]
        facts[f"{words.count(len(view.customers), 'customer').capitalize()}"] = _names(view)
    return blocks.fields({name: said for name, said in facts.items() if said})


def _next_step(view: ItemView) -> str:
    """Whoever it waits for, where that is not its owner, who is named already."""
    asked = next_step_with(view)
    return "" if asked == blocks.person(view.item.owner_id) else asked


def _names(view: ItemView) -> str:
    """Each of them waits for a word from us."""
    names = [blocks.safe(each.name, 80) for each in view.customers[:MOST_NAMED]]
    left = len(view.customers) - len(names)
    return ", ".join(names) + (f" and {words.number(left)} more" if left else "")
