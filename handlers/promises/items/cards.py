"""What people see of a task or an issue: the department's card, the owner's and the offer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from slackblocks import Block
from sqlmodel import Session

from handlers.chasing import standing
from handlers.people.tiers import TIERS
from handlers.promises import items
from handlers.promises.items.kinds import FINISH
from handlers.promises.items.words import (
    WAYS_OUT,
    another_date,
    done,
    due,
    not_mine,
    offer_buttons,
    take_it,
)
from handlers.speech import blocks, reasons, words
from storage import asks, handoffs, history
from storage.cards import Card, Face
from storage.customers import Customer, Tier
from storage.departments import Department
from storage.handoffs import Handoff
from storage.history import Event
from storage.issues import Issue
from storage.items import Item, State
from storage.people import Person

STATES = {
    State.OPEN: "waiting for an answer",
    State.ACKNOWLEDGED: "taken",
    State.DONE: "done",
    State.DECLINED: "answered with a no",
    State.WITHDRAWN: "taken back",
}
SEVERITIES = {
    1: "severity 1, customer blocked",
    2: "severity 2, serious",
    3: "severity 3, friction",
    4: "severity 4, improvement",
}


@dataclass(frozen=True)
class ItemView:
    """An item with everything a card says about it."""

    item: Item
    owner: Person | None
    department: Department | None
    customer: Customer | None
    newest: Event | None
    offer: Handoff | None
    now: datetime
    since: datetime | None = None
    """When (UTC) the oldest overdue question about it was asked."""

    @property
    def zone(self) -> str:
        """The zone in which fallback dates are written: the owner's."""
        return self.owner.zone if self.owner else "UTC"

    @property
    def hour(self) -> datetime | None:
        """The instant (UTC) by which it is promised, where an hour was given."""
        return self.item.due_at if self.item.due_timed else None


def render(session: Session, card: Card, now: datetime) -> blocks.Shown | None:
    """A card of a task or an issue as it stands; None when the item is not there."""
    item = items.find(session, card.team_id, card.noun, card.number)
    if item is None:
        return None
    view = ItemView(
        item=item,
        owner=items.owner_of(session, item),
        department=items.department_of(session, item),
        customer=items.customer_of(session, item),
        newest=history.latest(session, item.team_id, card.noun, card.number),
        offer=handoffs.offered(session, item.team_id, card.noun, card.number),
        now=now,
        since=asks.overdue_since(session, item.team_id, card.noun, [card.number], now).get(
            card.number
        ),
    )
    if card.face == Face.OWNER:
        return _owner_face(view, card, asked=_is_asked(session, card))
    if card.face == Face.OFFER:
        return _offer_face(view)
    return _channel_face(view)


def title_line(item: Item) -> str:
    """“T-12 Rewrite the refund mail” as markup."""
    return f"*{item.ref}* {blocks.safe(item.title)}"


def state_line(view: ItemView) -> str:
    """The small line under the headline: number, state, tier, late or due."""
    item = view.item
    parts = [item.ref, STATES[State(item.state)]]
    if isinstance(item, Issue):
        parts.append(SEVERITIES[item.severity])
    if view.customer and view.customer.tier != Tier.STANDARD:
        parts.append(TIERS[Tier(view.customer.tier)])
    if item.live and item.due_at:
        parts.append(due_words(view))
    return " · ".join(parts)


def due_words(view: ItemView) -> str:
    """“due Fri 27 Nov”, “late, was due …” or “no answer since …”: true whenever it is read."""
    item = view.item
    return standing.of_thing(
        item.due_at,
        view.since,
        view.now,
        zone=view.zone,
        due_zone=item.due_zone,
        timed=item.due_timed,
    )


def customer_words(customer: Customer | None) -> str:
    """“Acme, a key account” as markup; empty without a customer."""
    if customer is None:
        return ""
    name = blocks.safe(customer.name, 80)
    if customer.tier == Tier.STANDARD:
        return name
    return f"{name}, a {TIERS[Tier(customer.tier)]}"


def _channel_face(view: ItemView) -> blocks.Shown:
    item = view.item
    parts = [
        blocks.header(item.title),
        blocks.context(state_line(view)),
        _four_facts(view),
    ]
    if isinstance(item, Issue) and item.story:
        parts.append(blocks.section(f"“{blocks.safe(item.story, 600)}”"))
    if view.newest:
        parts.append(blocks.section(newest_line(view.newest, view.zone, view.hour)))
    parts += _buttons(view)
    return blocks.Shown(_fallback(view), blocks.message(*parts))


def _owner_face(view: ItemView, card: Card, *, asked: bool) -> blocks.Shown:
    item = view.item
    mine = item.owner_id == card.lane
    if not mine:
        line = f"{title_line(item)} is with {blocks.person(item.owner_id)} now. Thank you."
        return blocks.Shown(line, blocks.message(blocks.section(line)))
    parts = [
        blocks.header(item.title),
        blocks.context(state_line(view)),
        blocks.section(_why(view, asked)),
        *_news(view),
        *_buttons(view),
    ]
    return blocks.Shown(_fallback(view), blocks.message(*parts))


def _news(view: ItemView) -> list[Block]:
    """What somebody else did since; what the owner did they know themselves."""
    newest = view.newest
    if newest is None or newest.actor == view.item.owner_id:
        return []
    if newest.verb == "created" and not newest.details.get(reasons.FIELD):
        return []
    return [blocks.context(newest_line(newest, view.zone, view.hour) or " ")]


def _offer_face(view: ItemView) -> blocks.Shown:
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


def _why(view: ItemView, asked: bool) -> str:
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


def _buttons(view: ItemView) -> list[Block]:
    item, value = view.item, view.item.ref
    if not item.live:
        return []
    if item.owner_id is None:
        return [
            blocks.actions(blocks.button("Send to a department", "issue.route", value, "primary"))
        ]
    first = take_it if item.state == State.OPEN else done
    if view.offer:
        line = f"On offer to {blocks.person(view.offer.to_id)}, who has not answered yet."
        return [blocks.context(line), blocks.actions(first(value), another_date(value))]
    row = [first(value), another_date(value), not_mine(value)]
    if isinstance(item, Issue):
        row.append(blocks.button("Add a task…", "task.form", value))
    return [blocks.actions(*row, blocks.overflow(WAYS_OUT, value))]


def _fallback(view: ItemView) -> str:
    item = view.item
    line = f"{item.ref} {blocks.safe(item.title)}: {STATES[State(item.state)]}"
    if item.state == State.OPEN:
        whom = f" for {customer_words(view.customer)}" if view.customer else ""
        return f"{line}{whom}. Can you take it, and by when?"
    return (
        f"{line}, {blocks.person(item.owner_id)}, {due_words(view)}." if item.live else f"{line}."
    )


def _is_asked(session: Session, card: Card) -> bool:
    open_asks = asks.open_about(session, card.team_id, card.noun, card.number)
    return any(ask.kind == FINISH.name and ask.rung > 0 for ask in open_asks)


# --- the newest thing that happened, one sentence per verb of the history ---

HAPPENED = {
    "created": "{actor} gave this to {owner}.",
    "reported": "{actor} reported this.",
    "routed": "{actor} sent this to {department}.",
    "acknowledged": "{actor} took it, by {due}.",
    "dated": "{actor} moved it to {due}: “{reason}”",
    "done": "{actor} called it done.",
    "declined": "{actor} said no: “{reason}”",
    "offered": "{actor} offered it to {to}: “{reason}”",
    "accepted": "{actor} took it over from {from_id}.",
    "returned": "{actor} returned it to {from_id}: “{reason}”",
    "snoozed": "Quiet until {until}: “{reason}”",
    "helped": "{actor} asked for another pair of hands: “{reason}”",
    "escalated": "{to} knows about it now, so that {owner} is not alone with it.",
    "tasked": "{actor} added {task} to it.",
    "withdrawn": "{actor} took this back.",
    "told": "{actor} told the customer.",
}
WITH_ITS_REASON = {
    "created": "{actor} gave this to {owner}: “{reason}”",
    "done": "{actor} called it done: “{evidence}”",
    "withdrawn": "{actor} took this back: “{reason}”",
}
"""The same where somebody said more than they had to."""
IMPORTED = "Brought in from a file."
CHANGED = "{actor} changed this."
"""What is said of an event that another version of Duly has written, and this one cannot read."""
EVIDENCE = "evidence"
"""The fact that shows that a promise was kept."""
_PEOPLE = {"owner", "to", "from_id"}
_DAYS = {"due", "until"}


def newest_line(event: Event, zone: str, hour: datetime | None = None) -> str:
    """The newest thing that happened, as one sentence of markup.

    `hour` is the instant (UTC) by which the thing is promised, where an hour was given.
    """
    sentence = HAPPENED.get(event.verb, CHANGED)
    if any(event.details.get(name) for name in (reasons.FIELD, EVIDENCE)):
        sentence = WITH_ITS_REASON.get(event.verb, sentence)
    if event.details.get("imported"):
        sentence = IMPORTED
    told = {key: value for key, value in event.details.items() if key not in _DAYS or value}
    if event.due_at:
        told.setdefault("due", event.due_at.isoformat())
    facts = {key: _said(key, value, zone, hour) for key, value in told.items()}
    facts["actor"] = blocks.person(event.actor) if event.actor else "Duly"
    try:
        return sentence.format_map(facts)
    except KeyError:
        return CHANGED.format_map(facts)


def _said(key: str, value: object, zone: str, hour: datetime | None) -> str:
    if key in _PEOPLE:
        return blocks.person(str(value) if value else None)
    if key in _DAYS:
        at = datetime.fromisoformat(str(value))
        return words.promised(at, zone, timed=at == hour)
    return blocks.safe(str(value), 500)
