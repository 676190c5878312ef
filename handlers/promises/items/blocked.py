"""The card of severity 1 that its owner reads first: a customer is blocked and waits."""

from __future__ import annotations

from datetime import datetime

from slackblocks import Block
from sqlmodel import Session

from handlers.chasing import asks
from handlers.chasing import policy as policies
from handlers.chasing.cover import cards as cover
from handlers.chasing.kinds import CCO_RUNG, OWNER_RUNGS
from handlers.chasing.ladder import URGENT
from handlers.people import access
from handlers.people.tiers import TIERS
from handlers.promises.items import parts
from handlers.promises.items.kinds import ACKNOWLEDGE
from handlers.promises.items.titles import title_within
from handlers.promises.items.urgent import WAYS, need_help, take_now
from handlers.promises.items.view import STATES, ItemView
from handlers.promises.items.words import due, not_mine
from handlers.speech import blocks, money, words
from storage import nudges
from storage.asks import Ask, Owed
from storage.customers import Tier
from storage.items import State
from storage.nudges import Part
from storage.people import Person


def waits(view: ItemView) -> bool:
    """Whether it is of severity 1 and waits for somebody to take it."""
    is_asked = view.item.state == State.OPEN and view.offer is None
    return view.item.severity == URGENT and is_asked and _first_word(view) is not None


def _first_word(view: ItemView) -> Ask | None:
    """What asks for the first word."""
    return next((ask for ask in view.open_asks if ask.kind == ACKNOWLEDGE.name), None)


def card(
    session: Session, view: ItemView, reader: Person | None, *news: Block, instead: bool
) -> blocks.Shown:
    """What they wait for, until when, and who hears of it next; `news` is what happened since."""
    money_shown = reader is not None and access.may_see_money(session, reader, view.customer)
    item, ask = view.item, _first_word(view)
    name = view.customer.name if view.customer else ""
    title = title_within(item)
    is_named = not name or words.is_named(name, title)
    blocked = title if is_named else f"{title} at {name}"
    whom = f"*{blocks.safe(name, 80)}*" if name else "A customer"
    by = words.slack_moment(ask.due_at, view.zone) if ask else due(item, view.now)
    next_ones = _who_hears(session, view, ask) if ask else ""
    shown = [
        blocks.header(f"Customer blocked: {blocked}"),
        blocks.context(_reported(view, money_shown=money_shown)),
        *(
            [blocks.context(cover.in_place_of(view.owner, view.now))]
            if instead and view.owner
            else []
        ),
        blocks.section(_wanted(view, whom, by), blocks.overflow(WAYS, item.ref)),
        blocks.actions(take_now(item.ref), not_mine(item.ref), need_help(item.ref)),
        *([blocks.context(next_ones)] if next_ones else []),
        *news,
    ]
    at = f" at {blocks.safe(name, 80)}" if name else ""
    return blocks.Shown(
        f"Customer blocked{at}. Can you take {item.ref} now?", blocks.message(*shown)
    )


def _wanted(view: ItemView, whom: str, by: str) -> str:
    """What is asked for, by when; of what several departments must take, what it is of theirs."""
    item = view.item
    if parts.is_part(item) and view.department:
        department = blocks.safe(view.department.name, 80)
        return (
            f"{whom} is blocked, and {department} has a part in it: {item.ref}. "
            f"Can you take it by {by}, or say who can?"
        )
    return f"{whom} needs a first word from us by {by}. Can you take it, or say who can?"


def _reported(view: ItemView, *, money_shown: bool) -> str:
    """“I-15 · waiting for an answer · severity 1 · key account, €480 k a year · reported by …”."""
    item, customer = view.item, view.customer
    told = [item.ref, STATES[State(item.state)], f"severity {item.severity}"]
    if customer:
        value = customer.annual_value if money_shown else None
        worth = money.a_year(value, customer.currency) if value else ""
        told.append(", ".join(filter(None, [TIERS[Tier(customer.tier)], worth])))
    at = words.slack_moment(item.created_at, view.zone)
    told.append(f"reported by {blocks.person(item.created_by)} ({at})")
    return " · ".join([*told, *filter(None, [view.readers])])


def _who_hears(session: Session, view: ItemView, ask: Ask) -> str:
    """Who is told next, and when, while nobody takes it; nothing where nobody is."""
    policy = policies.of(session, view.item.team_id)
    told = set(nudges.told_after(session, ask.team_id, ask.ask_id, ask.opened_at))
    heard: dict[str, datetime] = {}
    for rung in range(OWNER_RUNGS[-1] - 1, CCO_RUNG):
        climbed = Owed.model_validate({**ask.model_dump(), "rung": rung})
        then = asks.upcoming(session, climbed, ACKNOWLEDGE, policy, view.now)
        for part, to, at in then.told if then else ():
            if part != Part.OWES and to.user_id not in told:
                heard.setdefault(to.user_id, at)
    if not heard:
        return ""
    named = [
        f"{blocks.person(user_id)} ({words.slack_moment(at, view.zone)})"
        for user_id, at in sorted(heard.items(), key=lambda each: each[1])
    ]
    return f"While nobody takes it, I also tell {words.join_names(named)}."
