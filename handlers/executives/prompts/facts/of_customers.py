"""What is true of customers: who left, who is not heard, who writes in vain, what is done twice."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, datetime, time, timedelta

from sqlmodel import Session

from handlers.executives.prompts.facts import rules, words
from handlers.executives.prompts.facts.rules import Fact, FactKind
from handlers.people import audiences
from handlers.speech import words as spoken
from storage import (
    asks,
    contacts,
    customers,
    decisions,
    initiatives,
    losses,
    themes,
    twins,
    workspaces,
)
from storage.asks import Ask
from storage.contacts import CALLS, Contact
from storage.customers import Tier
from storage.decisions import Decision, DecisionState
from storage.themes import Theme
from storage.twins import TwinState

MOST = 20
"""So many of each kind are looked at closely."""


def lost(session: Session, now: datetime, team_id: str) -> Iterator[Fact]:
    """Who left lately; what was written down of it before is not asked about again."""
    first, last = (now - rules.QUARTER).date(), (now + timedelta(days=1)).date()
    for loss in losses.left_between(session, team_id, first, last)[:MOST]:
        customer = customers.find(session, team_id, loss.customer_id)
        if customer is None or loss.created_at < now - rules.LOOKS_BACK:
            continue
        yield Fact(
            kind=FactKind.LOSS,
            subject=f"{loss.noun}:{loss.number}",
            question=words.loss(customer),
            said=words.loss_said(loss, customer, spoken.plain_day(loss.left_on, now.date())),
            loudness=rules.loudness(loss.value, rules.SEVERE, loss.created_at, now),
            department_id=loss.department_id,
        )


def silent(session: Session, now: datetime, team_id: str) -> Iterator[Fact]:
    """Key accounts where a call was asked for that nobody has made by its time."""
    unheard = {
        contact.number: (contact, customer)
        for contact, customer in contacts.to_be_called(session, team_id, Tier.KEY)
    }
    seen = set()
    for ask in _in_vain(session, now, team_id, Contact.noun, unheard):
        contact, customer = unheard[ask.number]
        if ask.kind not in CALLS or customer.customer_id in seen:
            continue
        seen.add(customer.customer_id)
        since = datetime.combine(contact.quiet_from, time(12), UTC)
        yield Fact(
            kind=FactKind.SILENT,
            subject=f"{contact.noun}:{contact.number}",
            question=words.silent(customer),
            said=words.silent_said(customer, spoken.plain_day(contact.quiet_from, now.date())),
            loudness=rules.loudness(customer.annual_value, 3, since, now),
            close_to=customer.sponsor_id or customer.owner_id,
        )


def written(session: Session, now: datetime, team_id: str) -> Iterator[Fact]:
    """Themes of which nobody has said by its time what follows from them."""
    found = {each.number: each for each in themes.unfollowed(session, team_id)}
    for ask in _in_vain(session, now, team_id, Theme.noun, found):
        theme = found[ask.number]
        yield Fact(
            kind=FactKind.THEME,
            subject=f"{theme.noun}:{theme.number}",
            question=words.theme(theme),
            said=words.theme_said(theme, spoken.plain_day(theme.since, now.date())),
            loudness=rules.loudness(themes.worth(session, theme), 3, ask.opened_at, now),
            department_id=theme.department_id,
        )


def twice(session: Session, now: datetime, team_id: str) -> Iterator[Fact]:
    """Two initiatives of which both owners say that they are one, until that is decided."""
    workspace = workspaces.find(session, team_id)
    channel = workspace.executive_channel_id if workspace else None
    for twin in twins.in_state(session, team_id, TwinState.PROPOSED)[:MOST]:
        decision = decisions.find(session, team_id, twin.decision) if twin.decision else None
        one, other = (initiatives.find(session, team_id, each) for each in twin.numbers)
        if one is None or other is None or decision is None or channel is None:
            continue
        if not _waits(decision) or not audiences.lane_sees(session, channel, decision):
            continue
        amounts = [each.amount for each in (one, other) if each.amount]
        yield Fact(
            kind=FactKind.TWINS,
            subject=f"{twin.noun}:{twin.number}",
            question=words.twins(one.ref, other.ref),
            said=words.twins_said(one, other, decision),
            loudness=rules.loudness(min(amounts, default=None), 4, decision.created_at, now),
        )


def _waits(decision: Decision) -> bool:
    return decision.decided_at is None and decision.state != DecisionState.WITHDRAWN


def _in_vain(
    session: Session, now: datetime, team_id: str, noun: str, numbers: Collection[int]
) -> list[Ask]:
    """What was asked about these things and is past its time, the first due first."""
    about = asks.about_these(session, team_id, noun, numbers) if numbers else []
    late = [each for each in about if each.due_at < now]
    return sorted(late, key=lambda each: (each.due_at, each.number))[:MOST]
