"""Before December whoever leads a key account is asked what it should be able to do next year."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlmodel import Session

from handlers.chasing import whom
from handlers.customers import changes
from handlers.customers.plans import aims as room
from handlers.customers.plans.aims import changing, moves
from handlers.people import leads, office
from handlers.promises import items, lifecycle
from storage import aims, asks, customers
from storage.aims import STANDING, Aim, AimState
from storage.customers import Customer, Tier
from storage.people import Person
from storage.tasks import Task

DECEMBER, FRIDAY = 12, 4
BEFORE = timedelta(days=14)
"""It is asked two weeks, so ten working days, before the day on which it is due."""
AT_ONCE = 50
"""So many accounts are asked about in one go; the others in the next."""


def due_on(year: int) -> date:
    """The second Friday of December: by then the next year is planned."""
    first = date(year, DECEMBER, 1)
    return first + timedelta(days=(FRIDAY - first.weekday()) % 7 + 7)


def asked_on(year: int) -> date:
    """From which day on whoever leads a key account is asked about a year, late in November."""
    return due_on(year - 1) - BEFORE


def planned_on(today: date) -> int | None:
    """The year that is asked about on a day: the next one, as soon as its day has come."""
    return today.year + 1 if today >= asked_on(today.year + 1) else None


def look_after(session: Session, now: datetime, team_id: str) -> None:
    """Ask about key accounts, and follow what became of those that were asked about.

    This is done whenever a workspace is audited.
    """
    today = office.day_of(session, team_id, now)
    for state in STANDING:
        for each in aims.astray(session, team_id, state, today.year):
            _follow_account(session, now, each, today)
    for each in aims.in_state(session, team_id, AimState.FOLLOWED):
        _after_task(session, now, each)
    year = planned_on(today)
    if year is not None:
        for customer in aims.without(session, team_id, Tier.KEY.value, year, AT_ONCE):
            _ask(session, now, customer, year)


def _ask(session: Session, now: datetime, customer: Customer, year: int) -> None:
    """Ask whoever leads it, once; nobody, where nobody leads it.

    What nobody was asked about any more is asked about again, where they are a key account again.
    """
    who = whom.looks_after(session, customer) if leads.of_account(session, customer) else None
    if who is None:
        return
    known = aims.of_year(session, customer.team_id, customer.customer_id, year, lock=True)
    if known is not None:
        told = changes.change(known, {"lead_id": customer.owner_id})
        lifecycle.pass_on(
            session, now, moves.BACK, known, asked=[room.asked_of(who)], to=who.user_id,
            before=told.before, after=told.after,
        )  # fmt: skip
        return
    aim = room.made(session, now, customer, year)
    lifecycle.begin(
        session, now, moves.ASK, aim, None,
        asked=[room.asked_of(who)], aim=changing.TOLD.told_of(aim), to=who.user_id,
    )  # fmt: skip


def _follow_account(session: Session, now: datetime, known: Aim, today: date) -> None:
    """Who left, or is no key account, is not asked about, and nobody about a year that is over.

    A new lead owes what the former one did.
    """
    customer = customers.find(session, known.team_id, known.customer_id)
    aim = _held(session, known)
    if aim is None:
        return
    is_over = aim.year < today.year
    if is_over or customer is None or customer.left_on or customer.tier != Tier.KEY:
        lifecycle.pass_on(session, now, moves.DROP, aim)
        return
    lead, former = leads.of_account(session, customer), aim.lead_id
    if lead is None:
        return
    owed = asks.open_about(session, aim.team_id, aim.noun, aim.number)
    theirs = [each for each in owed if former in (None, each.whose_id)]
    move, asked = (moves.HAND_ON, [room.asked_of(lead)]) if theirs else (moves.NEW_LEAD, [])
    told = changes.change(aim, {"lead_id": lead.user_id})
    lifecycle.pass_on(
        session, now, move, aim, asked=asked, to=lead.user_id, before=told.before, after=told.after
    )


def _after_task(session: Session, now: datetime, known: Aim) -> None:
    """The task that asks them has ended, and nobody has written down what they said."""
    task = items.find(session, known.team_id, Task.noun, known.led_to) if known.led_to else None
    if task is not None and task.live:
        return
    customer = customers.find(session, known.team_id, known.customer_id)
    who: Person | None = whom.looks_after(session, customer) if customer else None
    aim = _held(session, known)
    if aim is not None and who is not None:
        lifecycle.pass_on(
            session, now, moves.AGAIN, aim, asked=[room.asked_of(who)], to=who.user_id
        )


def _held(session: Session, known: Aim) -> Aim | None:
    """It is held until the commit; None where somebody has answered meanwhile."""
    aim = aims.find(session, known.team_id, known.number, lock=True)
    return aim if aim is not None and aim.state in STANDING else None
