"""A task or an issue with all that its cards say, and the lines that every card has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from slackblocks import Block, Button
from sqlmodel import Session

from handlers.chasing import pauses, standing
from handlers.chasing.pauses import Paused
from handlers.people.tiers import TIERS
from handlers.promises import items
from handlers.promises.asked import ACCEPT, HELP, PREVENT
from handlers.promises.items import audience, concerned, loop, parts, silence
from handlers.promises.items.parts import Taking
from handlers.promises.items.titles import title_within
from handlers.promises.items.words import (
    WAYS_OF_TAKEN,
    WAYS_OUT,
    another_date,
    done,
    goes_on,
    not_mine,
    open_story,
    prevented,
    take_it,
    take_when,
    told_them,
    verified,
)
from handlers.speech import blocks, cause_kinds, words
from storage import asks, causes, departments, handoffs, history, people, waits
from storage.asks import Ask, OverdueAsk
from storage.cards import Card
from storage.causes import Cause
from storage.concerns import ToldFirst
from storage.customers import Customer, Tier
from storage.departments import Department
from storage.handoffs import Handoff
from storage.history import Event
from storage.issues import Issue, Step
from storage.items import Item, State
from storage.people import Person
from storage.waits import Wait

STATES = {
    State.OPEN: "waiting for an answer",
    State.ACKNOWLEDGED: "taken",
    State.CORRECTED: "corrected",
    State.DONE: "done",
    State.DECLINED: "answered with a no",
    State.WITHDRAWN: "taken back",
}
MOST_REPEATS = 5
"""Other issues of its cause that are named: the newest."""
STEP_BUTTONS = {Step.TOLD: told_them, Step.PREVENTED: prevented, Step.VERIFIED: verified}
"""The button of each step that is left once an issue is corrected."""
ENDED_BY = {
    State.DONE: ("done", "verified", "prevented", "told"),
    State.DECLINED: ("declined",),
    State.WITHDRAWN: ("withdrawn", "merged", "undone"),
}
"""The verbs of the moves that may have ended it, the likelier first."""
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
    since: OverdueAsk | None = None
    """The oldest overdue question about it."""
    readers: str = ""
    """Who may see it, where it is private: see `audience.line`."""
    ended: Event | None = None
    """What ended it."""
    open_asks: Sequence[Ask] = ()
    """What is owed about it, by whom."""
    steps: Sequence[Step] = ()
    """The steps that the loop of an issue needs before it closes."""
    joined: Sequence[Issue] = ()
    """The issues that were joined to it."""
    customers: Sequence[Customer] = ()
    """All that it is for, its own first."""
    cause: Cause | None = None
    """Why it happened, where that is known."""
    preventer: Department | None = None
    """The department that could have prevented its cause, where that is known."""
    decider: Person | None = None
    """Who decides about its cause and has the budget to remove it, while they work here."""
    repeats: Sequence[Issue] = ()
    """The issues of the same cause in the 90 days before it."""
    takings: Sequence[Taking] = ()
    """Where each department stands that must take it, where there are several."""
    concerned: ToldFirst = concerned.NOBODY
    """How many of those who will meet it as well have heard of it from us."""
    paused: Paused | None = None
    """What it waits for, while the clock of one of its steps is paused."""
    waited: Sequence[Wait] = ()
    """All waits of it, where it waits now."""
    early: int = 0
    """Whole working days by which it was done before its date."""

    @property
    def zone(self) -> str:
        """The zone in which fallback dates are written: the owner's."""
        return self.owner.zone if self.owner else "UTC"

    @property
    def wants_help(self) -> bool:
        """Whether a pair of hands was asked for, and nobody has come so far."""
        return bool(self.asked_for(HELP))

    @property
    def offered_to(self) -> str:
        """To whom it is on offer, as markup; another may be asked since, as where they left."""
        if self.offer is None:
            return ""
        asked = self.asked_for(ACCEPT)
        to = blocks.person(self.offer.to_id)
        if not asked or self.offer.to_id in asked:
            return to
        return f"{blocks.person(asked[0])}, who is asked instead of {to}"

    def asked_for(self, kind: str) -> list[str]:
        """The Slack ids of those who owe an answer of a kind."""
        return [ask.person_id for ask in self.open_asks if ask.kind == kind]

    def asked_by(self, kind: str) -> datetime | None:
        """By when (UTC) an answer of a kind is owed, where somebody owes one."""
        return min((ask.due_at for ask in self.open_asks if ask.kind == kind), default=None)

    def rests(self, kind: str) -> bool:
        """Whether nobody is reminded yet of an answer of a kind that somebody owes."""
        rest = [ask.snoozed_until for ask in self.open_asks if ask.kind == kind]
        return any(until is not None and until > self.now for until in rest)

    def done_at(self, step: Step) -> datetime | None:
        """When (UTC) a step of the loop of an issue was done."""
        return self.item.done_at(step) if isinstance(self.item, Issue) else None

    @property
    def heading(self) -> str:
        """“Acme: Rewrite the refund mail”; without the customer where the title names it."""
        return words.headed(title_within(self.item), self.customer.name if self.customer else "")

    @property
    def hour(self) -> datetime | None:
        """The instant (UTC) by which it is promised, where an hour was given."""
        return self.item.due_at if self.item.due_timed else None


def read(session: Session, card: Card, now: datetime) -> ItemView | None:
    """What a card is about, as it stands; None when it is not there."""
    item = items.find(session, card.team_id, card.noun, card.number)
    return of(session, item, now) if item else None


def of(session: Session, item: Item, now: datetime) -> ItemView:
    """An item with all that is said of it."""
    since = asks.overdue_since(session, item.team_id, item.noun, [item.number], now)
    # What is private is nobody's business where its customers are read.
    all_joined = items.joined(session, item)
    joined = [each for each in all_joined if not each.is_private]
    ends = ENDED_BY.get(State(item.state), ())
    found = (history.latest(session, item.team_id, item.noun, item.number, verb) for verb in ends)
    cause = causes.of(session, item)
    owed = asks.open_about(session, item.team_id, item.noun, item.number)
    paused = _paused(session, owed)
    return ItemView(
        item=item,
        owner=items.owner_of(session, item),
        department=items.department_of(session, item),
        customer=items.customer_of(session, item),
        newest=history.latest(session, item.team_id, item.noun, item.number),
        offer=handoffs.offered(session, item.team_id, item.noun, item.number),
        now=now,
        since=since.get(item.number),
        readers=audience.line(audience.readers_of(session, item)),
        ended=next(filter(None, found), None),
        open_asks=owed,
        early=items.days_early(item, item.kept_at) if item.kept_at else 0,
        steps=loop.of(session, item) if isinstance(item, Issue) else (),
        cause=cause,
        preventer=departments.find(session, item.team_id, cause.department_id) if cause else None,
        decider=decider_of(session, cause),
        repeats=causes.repeats(session, item),
        joined=joined,
        customers=items.customers_of(session, item, joined),
        takings=parts.takings(session, item, now),
        concerned=concerned.of(session, item, all_joined),
        paused=paused,
        waited=waits.of_item(session, item.team_id, item.noun, item.number) if paused else (),
    )


def of_loop(session: Session, issue: Issue, now: datetime) -> ItemView:
    """An issue with what the line of its loop says, and no more: for lists."""
    owed = asks.open_about(session, issue.team_id, issue.noun, issue.number)
    return ItemView(
        item=issue,
        owner=items.owner_of(session, issue),
        department=None,
        customer=None,
        newest=None,
        offer=None,
        now=now,
        open_asks=owed,
        steps=loop.of(session, issue),
        takings=parts.takings(session, issue, now),
        paused=_paused(session, owed),
    )


def _paused(session: Session, owed: Sequence[Ask]) -> Paused | None:
    """What one of the open questions waits for."""
    return next(filter(None, (pauses.of_ask(session, ask) for ask in owed)), None)


def title_line(item: Item) -> str:
    """“T-12 Rewrite the refund mail” as markup."""
    return f"*{item.ref}* {blocks.safe(title_within(item))}"


def state_of(item: Item) -> str:
    """“taken”, “done”, or to what it is joined."""
    return items.joined_to(item) or STATES[State(item.state)]


def state_line(view: ItemView) -> str:
    """The small line under the headline: number, state, tier, late or due."""
    item = view.item
    said = [item.ref, state_of(item)]
    if isinstance(item, Issue):
        said.append(SEVERITIES[item.severity])
    if view.repeats:
        said.append(f"{words.ordinal(len(view.repeats) + 1)} of its cause in 90 days")
    if view.customer and view.customer.tier != Tier.STANDARD:
        said.append(TIERS[Tier(view.customer.tier)])
    if item.live and (item.owed_by or view.since):
        said.append(due_words(view))
    if view.wants_help:
        said.append("help wanted")
    if view.readers:
        said.append(view.readers)
    return " · ".join(said)


def due_words(view: ItemView) -> str:
    """“due Fri 27 Nov”, “late, was due …” or “no answer since …”: true whenever it is read.

    What waits for somebody is not called late, and says so instead.
    """
    item = view.item
    if view.paused:
        return view.paused.says(view.zone, view.now)
    return standing.of_thing(
        item.owed_by,
        view.since,
        view.now,
        zone=view.zone,
        due_zone=item.due_zone,
        timed=item.due_timed,
        unanswered=silence.of(view.since),
    )


def customer_words(customer: Customer | None) -> str:
    """“Acme, a key account” as markup; empty without a customer."""
    if customer is None:
        return ""
    name = blocks.safe(customer.name, 80)
    if customer.tier == Tier.STANDARD:
        return name
    return f"{name}, a {TIERS[Tier(customer.tier)]}"


def buttons(view: ItemView) -> list[Block]:
    """The ways to answer that everybody sees who may press them."""
    item, value = view.item, view.item.ref
    if not item.live:
        return [blocks.actions(open_story(value))]
    if item.state == State.CORRECTED:
        waits = [goes_on(value)] if view.paused else []
        return [blocks.actions(*waits, *_step_buttons(view), open_story(value))]
    if item.owner_id is None:
        return [
            blocks.actions(
                blocks.button("Send to a department…", "issue.route", value, "primary"),
                open_story(value),
            )
        ]
    first = take_it if item.state == State.OPEN else done
    if first is take_it and item.due_at and item.due_at < view.now:
        first = take_when
    if view.offer:
        instead = " and" if "," in view.offered_to else ", who"
        line = f"On offer to {view.offered_to}{instead} has not answered yet."
        return [
            blocks.context(line),
            blocks.actions(first(value), another_date(value), open_story(value)),
        ]
    if view.paused:
        plain_done = blocks.button("Done", "item.done", value)
        row = [goes_on(value), plain_done, another_date(value), open_story(value)]
        return [blocks.actions(*row)]
    row = [first(value), another_date(value), not_mine(value)]
    if isinstance(item, Issue):
        row.append(blocks.button("Add a task…", "task.form", value))
    ways = WAYS_OUT if item.state == State.OPEN else WAYS_OF_TAKEN
    return [blocks.actions(*row, blocks.overflow(ways, value))]


def _step_buttons(view: ItemView) -> list[Button]:
    """What is left of its loop, each with its button."""
    left = [step for step in view.steps if view.done_at(step) is None]
    return [STEP_BUTTONS[step](view.item.ref) for step in left if step in STEP_BUTTONS]


def decider_of(session: Session, cause: Cause | None) -> Person | None:
    """Who decides about a cause; nobody where whoever did has left."""
    named = cause.decider_id if cause else None
    decider = people.find(session, cause.team_id, named) if cause and named else None
    return decider if decider and decider.works_here else None


def cause_line(view: ItemView, may_see: Callable[[Item], bool]) -> str:
    """“*Cause C-2* Dates are copied by hand. Also in I-3 and I-5.”: of those that a reader may see.

    Below it, of what sort it is, who could have prevented it and who decides, as far as that is
    known. Empty where nobody knows it, and nobody is asked for it yet.
    """
    if view.cause is None:
        return "*Cause* not known yet" if view.asked_for(PREVENT) else ""
    refs = [each.ref for each in view.repeats if may_see(each)][-MOST_REPEATS:]
    also = f" Also in {words.join_names(refs)}." if refs else ""
    said = view.cause.words.rstrip(". ")
    line = f"*Cause {view.cause.ref}* {blocks.safe(said[:1].upper() + said[1:], 300)}.{also}"
    return "\n".join(filter(None, (line, _about_cause(view))))


def _about_cause(view: ItemView) -> str:
    """“A process, how we work · Billing could have prevented it · @Victor decides”."""
    kind = cause_kinds.said(view.cause.kind if view.cause else None)
    said = [f"{kind[:1].upper()}{kind[1:]}"] if kind else []
    if view.preventer:
        said.append(f"{blocks.safe(view.preventer.name, 80)} could have prevented it")
    if view.decider:
        said.append(f"{blocks.person(view.decider.user_id)} decides about it")
    return " · ".join(said)


def fallback(view: ItemView) -> str:
    """What a notification says of it."""
    item = view.item
    line = f"{blocks.safe(view.heading)} ({item.ref}): {state_of(item)}"
    if item.state == State.OPEN:
        return f"{line}. Can you take it, and by when?"
    return (
        f"{line}, {blocks.person(item.owner_id)}, {due_words(view)}." if item.live else f"{line}."
    )
