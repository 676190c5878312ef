"""What one person reads of a task or an issue: its owner, and whoever it is offered to."""

from __future__ import annotations

from slackblocks import Block
from sqlmodel import Session

from handlers.chasing.cover import cards as cover
from handlers.promises.items.happened import newest_line
from handlers.promises.items.kinds import FINISH
from handlers.promises.items.view import (
    ItemView,
    buttons,
    customer_words,
    fallback,
    state_line,
    title_line,
)
from handlers.promises.items.words import due, offer_buttons
from handlers.speech import blocks, reasons
from storage import asks
from storage.cards import Card
from storage.items import State


def owner_face(session: Session, view: ItemView, card: Card) -> blocks.Shown:
    """What its owner reads, or whoever had it before."""
    item = view.item
    mine, instead = item.owner_id == card.lane, _is_asked_instead(session, card)
    if not mine and not instead:
        line = f"{title_line(item)} is with {blocks.person(item.owner_id)} now. Thank you."
        return blocks.Shown(line, blocks.message(blocks.section(line)))
    parts = [
        blocks.header(item.title),
        blocks.context(state_line(view)),
        *([blocks.context(cover.in_place_of(view.owner))] if instead and view.owner else []),
        blocks.section(_why(view, asked=_is_asked(session, card))),
        *_news(view),
        *buttons(view),
    ]
    return blocks.Shown(fallback(view), blocks.message(*parts))


def offer_face(view: ItemView) -> blocks.Shown:
    """What the one person reads to whom it is offered."""
    item, offer = view.item, view.offer
    if offer is None:
        line = f"{title_line(item)} is with {blocks.person(item.owner_id)}. Nothing to answer here."
        return blocks.Shown(line, blocks.message(blocks.section(line)))
    ask = f"{blocks.person(offer.offered_by or offer.from_id)} offers you {title_line(item)}"
    if view.customer:
        ask += f", for {customer_words(view.customer)}"
    parts = [
        blocks.header(item.title),
        blocks.context(state_line(view)),
        blocks.section(f"{ask}.\n“{blocks.safe(offer.reason, 500)}”"),
        blocks.section(f"It stays with {blocks.person(offer.from_id)} until you take it. Can you?"),
        offer_buttons(item.ref, is_theirs=True),
    ]
    return blocks.Shown(f"{ask}. Can you take it over?", blocks.message(*parts))


def _news(view: ItemView) -> list[Block]:
    """What somebody else did since; what the owner did they know themselves."""
    newest = view.newest
    if newest is None or newest.actor == view.item.owner_id:
        return []
    if newest.verb == "created" and not newest.details.get(reasons.FIELD):
        return []
    return [blocks.context(newest_line(newest, view.zone, view.hour) or " ")]


def _why(view: ItemView, *, asked: bool) -> str:
    item = view.item
    by = due(item, "a day you choose")
    whom = customer_words(view.customer)
    comma = "," if "," in whom else ""
    if item.state == State.OPEN:
        start = f"*{whom}*{comma} is waiting. " if whom else ""
        origin = (
            "" if item.created_by == item.owner_id else f"{blocks.person(item.created_by)} asks. "
        )
        if view.department:
            origin += f"{blocks.safe(view.department.name, 80)} answers for it. "
        return f"{start}{origin}Can you take it, by {by}? If not, say so here: that helps too."
    if item.state == State.ACKNOWLEDGED:
        promise = f" to {whom}{comma}" if whom else ""
        # A lead or deputy may have taken it for them: whoever did so is thanked, and nobody else.
        theirs = view.newest is not None and view.newest.actor == item.owner_id
        thanks = "Thank you, it is yours. " if theirs and not asked else ""
        return f"{thanks}It is promised{promise} by {by}."
    if item.state == State.WITHDRAWN:
        return f"{blocks.person(item.created_by)} took this back. Nothing is asked of you."
    if item.state == State.DONE:
        return f"Done. Thank you{', also from ' + whom if whom else ''}."
    return f"Recorded as a no: “{blocks.safe(item.close_reason, 500)}”"


def _is_asked(session: Session, card: Card) -> bool:
    open_asks = asks.open_about(session, card.team_id, card.noun, card.number)
    return any(ask.kind == FINISH.name and ask.rung > 0 for ask in open_asks)


def _is_asked_instead(session: Session, card: Card) -> bool:
    """Whether whoever reads the card was asked in the place of somebody else."""
    open_asks = asks.open_about(session, card.team_id, card.noun, card.number)
    return any(ask.for_id and ask.person_id == card.lane for ask in open_asks)
