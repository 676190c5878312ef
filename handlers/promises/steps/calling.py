"""Whoever is asked to call a customer says that they call today, or that they do not, and why.

Neither is the call: the customer has heard from us only when somebody says what they heard.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.chasing import asks
from handlers.people import access, leads, office
from handlers.promises import items, lifecycle, moves
from handlers.promises.lifecycle import Asked
from handlers.promises.steps import somebody_else
from handlers.promises.steps.kind import INFORM, calls_on
from handlers.promises.steps.somebody_else import PASSED, AskedInstead
from handlers.speech import reasons
from handlers.speech.promise_errors import (
    AskedOfOther,
    NobodyAsked,
    NobodyElseCalls,
    StepOfTask,
)
from storage import asks as stored_asks
from storage import people
from storage.asks import Ask
from storage.customers import Customer
from storage.issues import Issue
from storage.items import Item
from storage.people import Person

AT_LEAST = timedelta(hours=1)
"""Whoever says so after closing time has so long."""


@dataclass(frozen=True)
class CallToday:
    """Who calls about an issue today; `customer` is whom, None where nobody is named."""

    item: Issue
    customer: Customer | None


def today(session: Session, now: datetime, actor: Person, item: Item) -> CallToday:
    """Whoever is asked to tell the customer says that they call today.

    It is a promise with a day, and not the call: the question stays open with its clock, due at
    the end of that day where it was due later. Said once more on that day it changes nothing.
    Raises StepOfTask, NobodyAsked, AskedOfOther, and what `lifecycle.permit` raises.
    """
    if not isinstance(item, Issue):
        raise StepOfTask(ref=item.ref)
    asked = _asked(session, actor, item)
    lifecycle.permit(session, actor, item, moves.CALL_TODAY)
    calendar = calendars.for_person(session, actor)
    day = hours.local_day(calendar, now)
    found = CallToday(item, items.customer_of(session, item))
    if calls_on(session, asked) == day:
        return found
    end = max(hours.closing(calendar, day), now + AT_LEAST)
    before = asks.weight_of(asked)
    lifecycle.make(
        session, now, moves.CALL_TODAY, item, actor, on=day.isoformat(),
        weights={str(asked.ask_id): before},
    )  # fmt: skip
    weight = {**before, "due_at": min(asked.due_at, end).isoformat()}
    asks.weigh_as(session, now, asked, INFORM, weight)
    return found


def refuse(session: Session, now: datetime, actor: Person, item: Item, reason: str) -> AskedInstead:
    """Whoever is asked to call does not, for a reason: the next one up is asked, who reads it.

    That is who sponsors the account, who leads the department of the issue, or the CCO: a customer
    who waits is not left by a no. It is owed when it was. Raises NobodyAsked, NobodyElseCalls, and
    what `somebody_else.asked_for` and `reasons.check` raise.
    """
    asked = somebody_else.asked_for(session, actor, item, INFORM.name)
    reasons.check(reason)
    items.check_note(reason)
    to = _next_up(session, actor, item, asked)
    if to is None:
        raise NobodyElseCalls(ref=item.ref)
    lifecycle.make(
        session, now, moves.PASS_ON, item, actor,
        asked=[Asked(INFORM, to, item.department_id, announced=False,
                     by=somebody_else.owed_by(session, now, item, asked, to))],
        goes_on=[each for each in PASSED if each != INFORM.name],
        to=to.user_id, step=INFORM.name, reason=reason.strip(),
    )  # fmt: skip
    return AskedInstead(item, INFORM.name, to)


def check_waits(session: Session, actor: Person, item: Item) -> None:
    """Refuse to write down a call where nobody is asked for one any more, or somebody else is.

    Raises NobodyAsked, AskedOfOther.
    """
    if not lifecycle.may(session, actor, item, moves.INFORMED):
        _asked(session, actor, item)


def _asked(session: Session, actor: Person, item: Item) -> Ask:
    """The question to tell the customer, put to whoever says so. Raises NobodyAsked, AskedOfOther.

    One question of this kind is open about an issue at most.
    """
    about = stored_asks.open_about(session, item.team_id, item.noun, item.number)
    found = next((each for each in about if each.kind == INFORM.name), None)
    if found is None:
        raise NobodyAsked(ref=item.ref)
    if found.person_id != actor.user_id:
        other = people.find(session, item.team_id, found.person_id)
        raise AskedOfOther(ref=item.ref, name=other.name if other else "Somebody else")
    return found


def _next_up(session: Session, actor: Person, item: Item, asked: Ask) -> Person | None:
    """Who is asked after somebody's no: each of them once, so that it never goes in a circle."""
    past = stored_asks.ever_about(session, item.team_id, item.noun, item.number)
    were = {each.person_id for each in past if each.kind == INFORM.name} | {asked.person_id}
    sponsor = leads.sponsor_of(session, items.customer_of(session, item))
    lead = leads.lead_of(session, items.department_of(session, item))
    candidates = (sponsor, lead, *office.holders(session, item.team_id))
    return next(
        (
            each
            for each in candidates
            if each and each.works_here and each.user_id not in were | {actor.user_id}
            and access.may_see(session, each, item)
        ),
        None,
    )  # fmt: skip
