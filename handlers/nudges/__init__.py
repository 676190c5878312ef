"""Duly reminds here: one bundle a day for each person, in their own morning, until they answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from handlers import asks, calendars, hours, items, ladder
from handlers import policy as policies
from handlers.blocks import Shown
from handlers.nudges import cards, rules
from handlers.nudges.rules import Line
from handlers.policy import Policy
from storage import asks as stored_asks
from storage import decisions, nudges, outbox, people
from storage.asks import Ask
from storage.cards import BUNDLE, Card, Face
from storage.customers import Customer
from storage.decisions import Decision
from storage.issues import Issue
from storage.items import Noun
from storage.nudges import Nudge
from storage.outbox import Priority
from storage.people import Person
from storage.tasks import Task

ONE_MINUTE = timedelta(minutes=1)
"""Later than now: the bundle of this very minute has gone out."""


def handle_one(session: Session, now: datetime) -> bool:
    """Bring one person the reminders that are due to them; False when nobody has any.

    Outside their working time, or when today's bundle has gone out, the reminders move to the
    next bundle instead. Severity 1 is never bundled and never waits for tomorrow.
    """
    person = nudges.next_person(session, now)
    if person is None:
        return False
    due = nudges.due_for(session, person.team_id, person.user_id, now)
    if person.gone:
        _pass_on(session, due, now)
        return True
    policy = policies.of(session, person.team_id)
    calendar = calendars.for_person(session, person)
    next_bundle = hours.next_bundle(calendar, now + ONE_MINUTE, policy.bundle_at)
    urgent = [nudge for nudge in due if _is_urgent(session, nudge)]
    calm = [nudge for nudge in due if nudge not in urgent]
    if not hours.is_open(calendar, now):
        _move(urgent, hours.next_open(calendar, now))
        _move(calm, next_bundle)
        return True
    today = hours.local_day(calendar, now)
    if calm and person.bundled_on == today:
        _move(calm, next_bundle)
        calm = []
    if calm:
        person.bundled_on = today
        session.add(person)
    if calm or urgent:
        _send(session, person, [*urgent, *calm], policy, now)
    return True


def render(session: Session, card: Card, now: datetime) -> Shown | None:
    """A bundle as it stands: what was answered since is crossed out."""
    person = people.find(session, card.team_id, card.lane)
    sent = nudges.in_bundle(session, card.team_id, card.card_id)
    if person is None or not sent:
        return None
    policy = policies.of(session, card.team_id)
    lines = [line for nudge in sent if (line := _line(session, nudge, policy, now))]
    return cards.bundle(person, rules.in_order(lines, now), now, policy.bundle_items)


def _send(
    session: Session, person: Person, due: list[Nudge], policy: Policy, now: datetime
) -> None:
    """Store one message for all of them, climb each ask's ladder, and plan its next rung."""
    card = Card(
        team_id=person.team_id,
        noun=BUNDLE,
        number=int(now.timestamp()),
        face=Face.BUNDLE,
        lane=person.user_id,
    )
    session.add(card)
    for nudge in due:
        nudge.sent_at, nudge.card_id = now, card.card_id
        session.add(nudge)
    session.flush()
    for ask in _asks(session, due):
        _climb(session, ask, [nudge for nudge in due if nudge.ask_id == ask.ask_id], policy, now)
    outbox.add(
        session,
        team_id=person.team_id,
        now=now,
        key=f"card:{card.card_id}",
        lane=person.user_id,
        method="chat.postMessage",
        card_id=card.card_id,
        priority=Priority.NUDGE,
    )


def _climb(session: Session, ask: Ask, sent: list[Nudge], policy: Policy, now: datetime) -> None:
    rung = max(nudge.rung for nudge in sent)
    if rung > ask.rung or rung == asks.NEW:
        ask.rung = rung
        session.add(ask)
        asks.plan_next(session, ask, policy, now)
    if rung >= ladder.LEAD_RUNG:
        _note_escalation(session, ask, sent, now)


def _note_escalation(session: Session, ask: Ask, sent: list[Nudge], now: datetime) -> None:
    """An escalation is part of the item's history, and its card says who knows."""
    item = items.find(session, ask.team_id, ask.noun, ask.number)
    if item is None:
        return
    for nudge in sent:
        items.changed(
            session, now, item, "", "escalated", to=nudge.person_id, owner=ask.person_id,
            rung=nudge.rung,
        )  # fmt: skip


def _pass_on(session: Session, due: list[Nudge], now: datetime) -> None:
    """The person has left: plan the same rungs again for whoever is around the ask now."""
    policies_of = {nudge.team_id: policies.of(session, nudge.team_id) for nudge in due}
    for nudge in due:
        session.delete(nudge)
    session.flush()
    for ask in _asks(session, due):
        asks.plan_next(session, ask, policies_of[ask.team_id], now)


def _move(due: list[Nudge], to: datetime) -> None:
    for nudge in due:
        nudge.due_at = to


def _asks(session: Session, due: list[Nudge]) -> list[Ask]:
    found = [
        stored_asks.find(session, nudge.team_id, ask_id)
        for ask_id, nudge in {nudge.ask_id: nudge for nudge in due}.items()
    ]
    return [ask for ask in found if ask and ask.answered_at is None]


def _is_urgent(session: Session, nudge: Nudge) -> bool:
    ask = stored_asks.find(session, nudge.team_id, nudge.ask_id)
    return ask is not None and ask.severity == ladder.URGENT


def _line(session: Session, nudge: Nudge, policy: Policy, now: datetime) -> Line | None:
    ask = stored_asks.find(session, nudge.team_id, nudge.ask_id)
    if ask is None:
        return None
    about, customer = _about(session, ask)
    if about is None:
        return None
    then = asks.upcoming(session, ask, policy, now) if ask.answered_at is None else None
    return Line(
        nudge, ask, about, customer, then, 1 + nudges.times_asked(session, ask.team_id, ask.ask_id)
    )


def _about(session: Session, ask: Ask) -> tuple[Task | Issue | Decision | None, Customer | None]:
    if ask.noun == Noun.DECISION:
        return decisions.find(session, ask.team_id, ask.number), None
    item = items.find(session, ask.team_id, ask.noun, ask.number)
    return item, items.customer_of(session, item) if item else None
