"""Duly reminds here: one bundle a day for each person, in their own morning, until they answer."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from handlers import asks, calendars, hours, items, ladder
from handlers import policy as policies
from handlers.blocks import Shown
from handlers.nudges import cards, rules
from handlers.nudges.rules import Line
from handlers.policy import Policy
from storage import asks as stored_asks
from storage import cards as stored_cards
from storage import decisions, nudges, outbox, people
from storage.asks import Ask
from storage.cards import BUNDLE, Card, Face, Place
from storage.customers import Customer
from storage.database import trial
from storage.decisions import Decision
from storage.errors import RowBroken
from storage.issues import Issue
from storage.items import Noun
from storage.nudges import Nudge, Part
from storage.outbox import Priority
from storage.people import Person
from storage.tasks import Task

log = logging.getLogger(__name__)

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
    _bring(session, person, _still_owed(session, person, now), now)
    return True


def put_off(session: Session, person: Person, now: datetime, error: str) -> None:
    """Let the reminders that break wait an hour; the others of this person are not held up.

    Each is tried alone, and the try is undone. When none breaks alone, all of them wait.
    """
    due = _still_owed(session, person, now)
    broken = {}
    for nudge in due:
        found = _broken_alone(session, person, nudge, now)
        if found:
            broken[nudge.nudge_id] = found
    for nudge in due:
        if not broken or nudge.nudge_id in broken:
            nudges.put_off(session, nudge, now, broken.get(nudge.nudge_id, error))


def _broken_alone(session: Session, person: Person, nudge: Nudge, now: datetime) -> str:
    """What goes wrong when one reminder is brought alone; empty when nothing does."""
    try:
        with trial(session) as savepoint:
            _bring(session, person, [nudge], now)
            session.flush()
            savepoint.rollback()
    except RowBroken as broken:
        log.exception("reminder %s of %s breaks", nudge.nudge_id, person.user_id)
        return str(broken)
    return ""


def _still_owed(session: Session, person: Person, now: datetime) -> list[Nudge]:
    """The reminders due to a person whom this transaction holds, their asks held as well.

    Asks are held before their reminders are read, as answers do it: whoever answers at this
    moment waits until the reminder is stored and takes it off the calendar, or has answered
    already and is not reminded.
    """
    ask_ids = nudges.asks_due(session, person.team_id, person.user_id, now)
    held = stored_asks.hold(session, person.team_id, ask_ids)
    owed = {ask.ask_id for ask in held if ask.answered_at is None}
    nudges.cancel(session, person.team_id, [each for each in ask_ids if each not in owed])
    return nudges.due_for(session, person.team_id, person.user_id, now)


def _bring(session: Session, person: Person, due: list[Nudge], now: datetime) -> None:
    """Send what may be sent now, and move the rest."""
    heard = [nudge for nudge in due if _may_hear(session, person, nudge)]
    _pass_on(session, [nudge for nudge in due if nudge not in heard], now)
    due = heard
    if not due:
        return
    policy = policies.of(session, person.team_id)
    calendar = calendars.for_person(session, person)
    next_bundle = hours.next_bundle(calendar, now + ONE_MINUTE, policy.bundle_at)
    urgent = [nudge for nudge in due if _is_urgent(session, nudge)]
    calm = [nudge for nudge in due if nudge not in urgent]
    if not hours.is_open(calendar, now):
        _move(urgent, hours.next_open(calendar, now))
        _move(calm, next_bundle)
        return
    today = hours.local_day(calendar, now)
    this_morning = hours.next_bundle(calendar, now, policy.bundle_at)
    if calm and person.bundled_on == today:
        _move(calm, next_bundle)
        calm = []
    elif now < this_morning and hours.local_day(calendar, this_morning) == today:
        # What is left from another day waits for the rest of today's bundle.
        _move(calm, this_morning)
        calm = []
    if calm:
        person.bundled_on = today
        session.add(person)
    if calm or urgent:
        _send(session, person, [*urgent, *calm], policy, now)


def render(session: Session, card: Card, now: datetime) -> Shown | None:
    """A bundle as it stands: what was answered since is crossed out."""
    person = people.find(session, card.team_id, card.lane)
    sent = nudges.in_bundle(session, card.team_id, card.card_id)
    if person is None or not sent:
        return None
    policy = policies.of(session, card.team_id)
    lines, broken = _lines(session, person, sent, policy, now)
    if not card.ts:
        # Nobody is reminded of what was answered or put off while the message waited to leave.
        lines = [line for line in lines if _is_owed_now(line.ask, now)]
    if not lines and not broken:
        return None
    return cards.bundle(person, rules.in_order(lines, now), now, policy.bundle_items, broken)


def _is_owed_now(ask: Ask, now: datetime) -> bool:
    rests = ask.snoozed_until is not None and ask.snoozed_until > now
    return ask.answered_at is None and not rests


def _send(
    session: Session, person: Person, due: list[Nudge], policy: Policy, now: datetime
) -> None:
    """Store one message for all of them, climb each ask's ladder, and plan its next rung."""
    card_id = _bundle(session, person, now)
    for nudge in due:
        nudge.sent_at, nudge.card_id, nudge.error = now, card_id, ""
        session.add(nudge)
    session.flush()
    for ask in _asks(session, due):
        _climb(session, ask, [nudge for nudge in due if nudge.ask_id == ask.ask_id], policy, now)


def _bundle(session: Session, person: Person, now: datetime) -> UUID:
    """The bundle that these go into: one that has not left yet, or else a new one; its id."""
    team_id, lane = person.team_id, person.user_id
    waiting = outbox.waiting_card(session, team_id, lane, Priority.NUDGE)
    if waiting is not None:
        # After a day without Slack nobody wants to read yesterday's reminders beside today's.
        outbox.hasten(session, team_id, lane, waiting, now)
        return waiting
    number = stored_cards.free_number(session, team_id, BUNDLE, int(now.timestamp()), lane)
    [card_id] = stored_cards.post(
        session,
        team_id=team_id,
        now=now,
        noun=BUNDLE,
        number=number,
        places=[Place(Face.BUNDLE, lane)],
        priority=Priority.NUDGE,
    )
    return card_id


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
    """The person has left, or what made it theirs: plan the same rungs for who is there now.

    Where somebody else is to hear of the same rung anyway, that is enough.
    """
    policies_of = {nudge.team_id: policies.of(session, nudge.team_id) for nudge in due}
    for nudge in due:
        session.delete(nudge)
    session.flush()
    for ask in _asks(session, due):
        if not nudges.is_planned(session, ask.team_id, ask.ask_id):
            asks.plan_next(session, ask, policies_of[ask.team_id], now)


def _may_hear(session: Session, person: Person, nudge: Nudge) -> bool:
    ask = stored_asks.find(session, nudge.team_id, nudge.ask_id)
    return ask is not None and asks.may_hear(person, ask.kind, Part(nudge.part))


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


def _lines(
    session: Session, person: Person, sent: list[Nudge], policy: Policy, now: datetime
) -> tuple[list[Line], int]:
    """Everything that can be said of these reminders, and how many cannot be put into words."""
    lines, broken = [], 0
    for nudge in sent:
        try:
            with trial(session):
                line = _line(session, nudge, policy, now)
                if line:
                    cards.check(line, person, now)
                    lines.append(line)
        except RowBroken:
            # One reminder that cannot be put into words must not take the others along.
            log.exception("reminder %s cannot be put into words", nudge.nudge_id)
            broken += 1
    return lines, broken


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
