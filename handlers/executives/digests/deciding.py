"""An executive decides how something stuck goes on, or calls the customer who waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.chasing import asks as chasing_asks
from handlers.chasing import pauses
from handlers.chasing import policy as policies
from handlers.chasing.kinds import CCO_RUNG
from handlers.chasing.ladder import URGENT
from handlers.executives.digests import choosing, rules
from handlers.executives.digests.agenda import Stuck
from handlers.people import access, leads, lookup, records
from handlers.people.records import Occurrence
from handlers.promises import deadlines, giving, items, lifecycle, moves
from handlers.speech.errors import UnreadableRequest
from storage import asks, calls, departments, scopes, stakes
from storage.asks import Ask
from storage.audiences import Audience
from storage.customers import Customer
from storage.departments import Department
from storage.issues import Issue
from storage.items import Item
from storage.people import Person
from storage.tasks import Promise, Task

PROMISED = Occurrence(calls.NOUN, calls.PROMISED)
"""A task is a call to its customer, under the number of the task."""
TODAY = "today"
RESTS = 6
"""Working days after the call, so that the reminders of the Monday after it are left out."""


@dataclass(frozen=True)
class Calling:
    """The task of whoever calls a customer; it is not new where they, or others, had it already.

    Nobody is reminded of what waits for that call until it `rests` no more (UTC).
    """

    task: Task | Promise
    is_new: bool
    rests: datetime | None = None


@dataclass(frozen=True)
class Ways:
    """What is to be decided, and the ways that are open to somebody.

    To give it to another owner, to give it another date or make it smaller, and to say no.
    """

    stuck: Stuck
    gives: bool
    dates: bool
    refuses: bool


def call(session: Session, now: datetime, actor: Person, item: Item) -> Calling:
    """Make a task for `actor` to call the customer of an item, which is held, today.

    It follows from the issue, where the item is one. What waits for the call rests meanwhile: the
    executives are not asked about that customer again while the task is open. Raises
    UnreadableRequest where there is no customer; what `items.check_live` raises where nobody owes
    an answer any more; and what `access.check`, `access.check_owner` and `lookup.department_for`
    raise.
    """
    access.check(session, actor, access.CREATE_TASK)
    access.check_owner(actor)
    customer = items.customer_of(session, item)
    if customer is None:
        raise UnreadableRequest
    if not asks.open_about(session, item.team_id, item.noun, item.number):
        items.check_live(item)
    open_calls = calls.open_to(session, actor.team_id, [customer.customer_id])
    known = next((each for each in open_calls if each.owner_id == actor.user_id), None)
    known = known or choosing.calls(session, actor.team_id, [customer]).get(customer.customer_id)
    if known:
        return Calling(known, is_new=False)
    by = deadlines.read(session, now, actor, TODAY)
    task = giving.give(
        session, now, actor,
        title=choosing.call_title(customer),
        owner=actor,
        department=_department(session, actor, item, customer),
        due_at=by.at,
        timed=by.timed,
        customer=customer,
        issue=item if isinstance(item, Issue) and item.live else None,
        severity=item.severity,
        reason=f"{item.ref} {item.title}",
        audience=Audience(item.audience),
    )  # fmt: skip
    # Known by that from now on, whatever the task is called.
    records.write(session, now, actor.team_id, actor.user_id, PROMISED, number=task.number)
    return Calling(task, is_new=True, rests=_let_rest(session, now, actor, item, by.at))


def _let_rest(
    session: Session, now: datetime, actor: Person, item: Item, by: datetime
) -> datetime | None:
    """Remind nobody of what waits for that call before it had time to work; until when (UTC).

    That is the item, and all of its customer that has climbed as far, but for what is private. None
    where nothing does.
    """
    stuck = stakes.first(
        session, choosing.climbed(item.team_id), rules.WEIGHED, scopes.whoever(item.team_id)
    )
    theirs = [each.item for each in stuck if each.item.customer_id == item.customer_id]
    things = {each.ref: each for each in [item, *theirs]}
    open_asks = [
        ask
        for each in things.values()
        for ask in asks.open_about(session, each.team_id, each.noun, each.number)
        if pauses.of_ask(session, ask) is None
    ]
    calendar = calendars.for_person(session, actor)
    at = policies.of(session, item.team_id).bundle_at
    rests = []
    for ask in asks.hold(session, item.team_id, [each.ask_id for each in open_asks]):
        # Of severity 1 nobody is quiet for longer than a day.
        days = 1 if ask.severity == URGENT else RESTS
        day = hours.shift_days(calendar, hours.local_day(calendar, by), days)
        rests.append(max(hours.at_local(calendar, day, at), ask.snoozed_until or now))
        chasing_asks.rest(session, ask, rests[-1])
    return min(rests, default=None)


def _department(session: Session, actor: Person, item: Item, customer: Customer) -> Department:
    """Where it is read: the department of the item, of whoever leads the account, or their own."""
    found = departments.find(session, item.team_id, item.department_id)
    lead = leads.of_account(session, customer)
    if found is None and lead:
        found = departments.find(session, lead.team_id, lead.department_id)
    return found or lookup.department_for(session, actor, "", "")


def ways(session: Session, now: datetime, actor: Person, item: Item) -> Ways | None:
    """The ways by which somebody may decide about an item, which is held; None once it is decided.

    Raises what `lifecycle.permit` raises where none is open to them.
    """
    stuck = choosing.of_item(session, now, calendars.for_person(session, actor), item)
    if stuck is None:
        return None
    found = Ways(
        stuck,
        gives=lifecycle.may(session, actor, item, moves.GIVE_TO),
        dates=lifecycle.may(session, actor, item, *moves.NEW_DATES),
        refuses=lifecycle.may(session, actor, item, moves.DECLINE),
    )
    if not (found.gives or found.dates or found.refuses):
        lifecycle.permit(session, actor, item, moves.GIVE_TO)
    return found


def answered(session: Session, actor: Person, item: Item) -> Ask:
    """The latest answer to what had climbed as far as it goes.

    Where none ever had, only a forged button asks: raises what `lifecycle.permit` raises for who
    may not decide about it, and UnreadableRequest for who may.
    """
    ever = asks.ever_about(session, item.team_id, item.noun, item.number)
    ended = [(ask.answered_at, ask) for ask in ever if ask.rung >= CCO_RUNG and ask.answered_at]
    if not ended:
        lifecycle.permit(session, actor, item, moves.GIVE_TO)
        raise UnreadableRequest
    return max(ended, key=lambda each: each[0])[1]
