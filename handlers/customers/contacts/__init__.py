"""People at a customer: who decides, who heard them last, and that somebody calls before long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.customers import changes
from handlers.customers.contacts import answered, changing, circle, following, moves, saying, words
from handlers.customers.contacts.kind import CALLING, KINDS, REACH, WHO
from handlers.customers.contacts.saying import ContactSaid, WordsHeard
from handlers.people import access, lookup
from handlers.promises import lifecycle
from handlers.promises.lifecycle import Asked, Move
from handlers.promises.tasks import NewTask, give
from handlers.speech import cleaning, phrases, reasons
from handlers.speech import words as plain
from handlers.speech.contact_errors import (
    CallsEarlier,
    CallsTooLate,
    ContactEnded,
    CustomerLeft,
    HeardNothing,
    NotAskedAbout,
    RestsTooLong,
    RestsUntilEarlier,
)
from handlers.speech.errors import StaleForm
from handlers.speech.people_errors import GoneCustomer
from storage import asks as stored_asks
from storage import contacts, counters, customers
from storage.asks import Ask
from storage.contacts import Contact, Influence
from storage.customers import Customer
from storage.hearings import CustomerHearing
from storage.people import Person

AHEAD = 92
"""So many days ahead somebody may say that they call."""
REST = 366
NO_CALL = {"call_on": None, "caller_id": None, "led_to": ""}
"""Nobody is to call any more, by column."""
TASK_WITHIN = 10
"""Working days for the task that finds out who decides."""


def name_them(
    session: Session,
    now: datetime,
    actor: Person,
    customer: Customer | None,
    said: ContactSaid,
    after: Contact | None = None,
) -> Contact:
    """Write down who somebody at a customer is; the place that was empty so far is theirs.

    Who decides there after somebody has gone, who is `after` where that was said, is called soon.
    Raises GoneCustomer, CustomerLeft, what `saying.told` raises, and what `access.check` and
    `circle.check` raise.
    """
    access.check(session, actor, access.NAME_CONTACT)
    if customer is None:
        raise GoneCustomer
    known = contacts.at(session, actor.team_id, customer.customer_id)
    seat = next((each for each in known if each.state in moves.FOUND.start), None)
    circle.check(session, actor, customer, seat)
    if customer.left_on:
        raise CustomerLeft(name=customer.name, day=plain.dated(customer.left_on))
    wanted = saying.told(session, now, actor, customer, said, known)
    saying.sponsor(session, now, actor, customer, said.sponsor)
    contact = _written(session, now, actor, customer, seat, wanted)
    today = hours.day_of(now, actor.zone)
    answered.catch_up(session, now, today, [contact])
    gone = after if after and contact.decides else following.before(known, contact, today)
    if gone is not None:
        following.follow(session, now, actor, customer, contact, gone.gone_on or today)
    return contact


def _written(
    session: Session,
    now: datetime,
    actor: Person,
    customer: Customer,
    seat: Contact | None,
    wanted: Mapping[str, Any],
) -> Contact:
    """The row of somebody who is named: of who decides the empty place, else a new one."""
    if seat is not None and wanted["influence"] == Influence.DECIDES:
        held = contacts.find(session, seat.team_id, seat.number, lock=True)
        if held is not None and held.state in moves.FOUND.start:
            make(session, now, moves.FOUND, held, actor, wanted)
            return held
    new = Contact(
        team_id=actor.team_id,
        number=counters.next_number(session, actor.team_id, Contact.noun),
        created_at=now,
        named_by=actor.user_id,
        customer_id=customer.customer_id,
        **wanted,
    )
    lifecycle.begin(session, now, moves.NAME, new, actor, contact=changing.TOLD.told_of(new))
    return new


def correct(session: Session, now: datetime, actor: Person, ref: str, said: ContactSaid) -> Contact:
    """Say something else of who they are; as it was, where nothing differs.

    Raises what `named` and `saying.told` raise.
    """
    contact = named(session, actor, ref, moves.CORRECT)
    customer = _customer(session, contact)
    known = contacts.at(session, actor.team_id, contact.customer_id)
    others = [each for each in known if each.number != contact.number]
    wanted = saying.told(session, now, actor, customer, said, others)
    if said.heard_on is None:
        # Nothing is said of when they were heard: that stands as it stood.
        for column in ("quiet_from", "heard_on", "heard_by", "heard_how"):
            wanted.pop(column, None)
    saying.sponsor(session, now, actor, customer, said.sponsor)
    if changes.different(contact, wanted).after:
        make(session, now, moves.CORRECT, contact, actor, wanted)
        answered.catch_up(session, now, hours.day_of(now, actor.zone), [contact])
    return contact


def hear(session: Session, now: datetime, actor: Person, ref: str, said: WordsHeard) -> Contact:
    """They said something to us: it is kept, counts as heard, and nobody is asked to call any more.

    Raises SpokenLater, SpokenLongAgo, HeardNothing, ContactTooLong, and what `named` raises.
    """
    contact = named(session, actor, ref, moves.HEAR)
    today = hours.day_of(now, actor.zone)
    day = said.on or today
    saying.check_heard(day, today)
    if cleaning.says_nothing(said.said):
        raise HeardNothing
    saying.check_length(said.said, saying.SAID)
    hearing = CustomerHearing(
        team_id=actor.team_id,
        number=contact.number,
        heard_on=day,
        heard_by=actor.user_id,
        through=said.through,
        said=said.said.strip(),
        felt=said.felt,
        created_at=now,
    )
    session.add(hearing)
    wanted: dict[str, object] = {**NO_CALL, "doubt": ""}
    if contact.heard_on is None or day >= contact.heard_on:
        wanted |= {
            "heard_on": day, "heard_by": actor.user_id, "heard_how": said.through,
            "quiet_from": max(day, contact.quiet_from), "rests_until": None, "rests_because": "",
        }  # fmt: skip
    make(session, now, moves.HEAR, contact, actor, wanted, heard=changing.HEARD.told_of(hearing))
    return contact


def will_call(
    session: Session, now: datetime, actor: Person, ref: str, on: date | None = None
) -> Contact:
    """Somebody gives a day by which they call: a promise like any other, and no hearing.

    Without a day it is the one by which a call was asked for. Raises CallsEarlier, CallsTooLate,
    and what `named` and `access.check_works_here` raise.
    """
    contact = named(session, actor, ref, moves.PROMISE)
    access.check_works_here(actor)
    today = hours.day_of(now, actor.zone)
    day = on or asked_by(session, contact, actor)
    if day is None or day < today:
        raise CallsEarlier
    if day > today + timedelta(days=AHEAD):
        raise CallsTooLate(days=str(AHEAD))
    calendar = calendars.for_person(session, actor)
    end = hours.at_local(calendar, day, calendar.closes)
    wanted = {"call_on": day, "caller_id": actor.user_id, "led_to": ""}
    asked = [Asked(CALLING, actor, actor.department_id, announced=True, by=end)]
    make(session, now, moves.PROMISE, contact, actor, wanted, asked=asked)
    return contact


def asked_by(session: Session, contact: Contact, person: Person) -> date | None:
    """The day by which a call was asked for, on somebody's clock; None where none was."""
    due = [ask.due_at for ask in about(session, contact) if ask.kind == REACH.name]
    return hours.day_of(min(due), person.zone) if due else None


def let_rest(
    session: Session, now: datetime, actor: Person, ref: str, reason: str, until: date | None
) -> Contact:
    """Nobody calls them until a day, for a reason: a no stands until its day.

    Raises RestsUntilEarlier, RestsTooLong, and what `named` and `reasons.check` raise.
    """
    contact = named(session, actor, ref, moves.REST)
    reasons.check(reason)
    saying.check_length(reason, saying.SAID)
    today = hours.day_of(now, actor.zone)
    if until is None or until <= today:
        raise RestsUntilEarlier
    latest = today + timedelta(days=REST)
    if until > latest:
        raise RestsTooLong(day=plain.dated(latest))
    wanted = {"rests_until": until, "rests_because": reason.strip(), **NO_CALL}
    make(session, now, moves.REST, contact, actor, wanted)
    return contact


def pass_on(
    session: Session, now: datetime, actor: Person, ref: str, kind: str, to_id: str
) -> Person:
    """Ask somebody else for the call, or for who decides; who is asked now.

    Raises NotAskedAbout, StaleForm, and what `named`, `lookup.chosen_person` and
    `access.check_works_here` raise.
    """
    contact = named(session, actor, ref, moves.PASS_ON)
    if kind not in (REACH.name, WHO.name):
        raise StaleForm
    asked = {ask.kind for ask in about(session, contact)}
    if not asked & ({WHO.name} if kind == WHO.name else {REACH.name, CALLING.name}):
        raise NotAskedAbout(name=contact.title)
    to = lookup.chosen_person(session, actor.team_id, to_id)
    access.check_works_here(to)
    lifecycle.permit(session, actor, contact, moves.PASS_ON)
    question = Asked(KINDS[kind], to, to.department_id, announced=False)
    lifecycle.make(
        session, now, moves.PASS_ON, contact, actor, asked=[question], to=to.user_id,
        asked_for=kind,
    )  # fmt: skip
    return to


def nobody_knows(session: Session, now: datetime, actor: Person, ref: str) -> tuple[Contact, str]:
    """Nobody here knows who decides there: a task of whoever says so finds out; its name.

    Raises what `named` and `tasks.give` raise.
    """
    contact = named(session, actor, ref, moves.NOBODY_KNOWS)
    customer = _customer(session, contact)
    calendar = calendars.for_person(session, actor)
    day = hours.shift_days(calendar, hours.local_day(calendar, now), TASK_WITHIN)
    given = give(session, now, actor, NewTask(
        what=words.FIND_OUT.format(name=customer.name), owner=f"<@{actor.user_id}>",
        by=day.isoformat(), customer=customer,
    ))  # fmt: skip
    lifecycle.permit(session, actor, contact, moves.NOBODY_KNOWS)
    lifecycle.make(session, now, moves.NOBODY_KNOWS, contact, actor, task=given.task.ref)
    return contact, given.task.ref


# --- who, and which ---


def named(session: Session, actor: Person, ref: str, *which: Move) -> Contact:
    """The contact that a button names, held until the commit, if one of these moves is theirs.

    Raises StaleForm for what names none, ContactEnded where it stands otherwise, and what
    `access.check` and `circle.check` raise.
    """
    said = phrases.reference(ref)
    if said is None or said.letter != Contact.letter:
        access.check(session, actor, access.READ)
        raise StaleForm
    contact = contacts.find(session, actor.team_id, said.number, lock=True)
    for right in dict.fromkeys(each.right for each in which if each.right):
        access.check(session, actor, right, contact)
    access.check(session, actor, access.READ)
    if contact is None:
        raise StaleForm
    circle.check(session, actor, _customer(session, contact), contact)
    if which and not any(contact.state in each.start for each in which):
        raise ContactEnded(name=contact.title)
    return contact


def about(session: Session, contact: Contact) -> Sequence[Ask]:
    """What is asked about a contact now."""
    return stored_asks.open_about(session, contact.team_id, contact.noun, contact.number)


def _customer(session: Session, contact: Contact) -> Customer:
    found = customers.find(session, contact.team_id, contact.customer_id)
    if found is None:
        raise GoneCustomer
    return found


# --- what all of it does ---


def make(
    session: Session,
    now: datetime,
    move: Move,
    contact: Contact,
    actor: Person,
    wanted: Mapping[str, object],
    *,
    asked: Sequence[Asked] = (),
    **facts: Any,
) -> None:
    """Make a move that sets columns of a contact, which is held."""
    lifecycle.permit(session, actor, contact, move)
    different = changes.different(contact, wanted)
    changing.TOLD.set_columns(contact, different.after)
    lifecycle.make(
        session, now, move, contact, actor, asked=asked,
        before=different.before, after=different.after, **facts,
    )  # fmt: skip
