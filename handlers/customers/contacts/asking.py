"""Who is asked to call whoever was not heard for long, and who decides where nobody is named."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from handlers.calendar import calendars
from handlers.chasing import policy as policies
from handlers.chasing import whom
from handlers.chasing.kinds import AGAIN as MONDAY_RUNG
from handlers.customers.contacts import answered, changing, moves, rules, words
from handlers.customers.contacts.kind import CHANGED_WITHIN, REACH, WHO
from handlers.customers.contacts.rules import Limits
from handlers.people import office
from handlers.promises import lifecycle
from handlers.promises.lifecycle import Asked
from storage import asks as stored_asks
from storage import contacts, counters, customers
from storage.contacts import NAMELESS, Contact, ContactState
from storage.customers import Customer, Tier
from storage.people import Person

AT_ONCE = 2
"""So many of these questions at most are open with one person; the rest wait their turn."""
EACH_VISIT = 20
"""So many are asked in one visit; the next goes on from there."""
AGAIN = 90
"""Days after somebody said that nobody here knows who decides, it is asked for again."""


def look_after(session: Session, now: datetime, team_id: str) -> None:
    """Ask for calls to those who are silent, and for names where none are; drop what is over.

    Key accounts first, then whoever renews sooner. This is done whenever a workspace is audited.
    """
    today = office.day_of(session, team_id, now)
    for state in (ContactState.UNHEARD, ContactState.PROMISED):
        for each in contacts.in_state(session, team_id, state):
            _drop_if_left(session, now, each, moves.DROP)
    for state in NAMELESS:
        for each in contacts.in_state(session, team_id, state):
            _drop_seat(session, now, each, today)
    limits = policies.of(session, team_id).accounts.silence
    answered.catch_up(session, now, today, [
        *(contact for contact, _ in silent(session, team_id, limits, today)),
        *(each for state in moves.ASKED for each in contacts.in_state(session, team_id, state)),
    ])  # fmt: skip
    _ask_for_calls(session, now, team_id, limits, today)
    _ask_for_names(session, now, team_id)


def ask_soon(session: Session, now: datetime, contact: Contact, customer: Customer) -> None:
    """Ask for a call to somebody who decides since lately, which is held, whatever the limit."""
    who = whom.is_asked(session, customer)
    if who is None or contact.state != ContactState.NAMED:
        return
    calendar = calendars.for_person(session, who)
    by = policies.after(calendar, now, CHANGED_WITHIN)
    _ask(session, now, contact, Asked(REACH, who, who.department_id, announced=False, by=by))


def seek(session: Session, now: datetime, customer: Customer) -> Contact | None:
    """Ask whoever looks after an account who decides there; the empty place. None for nobody."""
    who = whom.looks_after(session, customer)
    if who is None:
        return None
    new = Contact(
        team_id=customer.team_id,
        number=counters.next_number(session, customer.team_id, Contact.noun),
        title=words.SEAT.format(name=customer.name),
        created_at=now,
        customer_id=customer.customer_id,
        quiet_from=office.day_of(session, customer.team_id, now),
        state=ContactState.SOUGHT,
    )
    asked = Asked(WHO, who, who.department_id, announced=False)
    lifecycle.begin(
        session, now, moves.SEEK, new, None, asked=[asked], contact=changing.TOLD.told_of(new)
    )
    return new


# --- those who are silent ---


def silent(
    session: Session, team_id: str, limits: Limits, today: date, *, rested: bool = False
) -> list[tuple[Contact, Customer]]:
    """Who decides and was not heard for long, and about whom nobody is asked yet.

    Key accounts first, then whoever renews sooner. Whoever is let rest is left out unless `rested`.
    """
    found: list[tuple[Contact, Customer]] = []
    for tier in Tier:
        until = rules.heard_since(limits, tier, today)
        if until is not None:
            theirs = contacts.quiet(session, team_id, tier, until)
            theirs = [each for each in theirs if rested or not rules.rests(each[0], today)]
            found += sorted(theirs, key=lambda each: _renewal_first(each[0], each[1], today))
    return found


def _renewal_first(contact: Contact, customer: Customer, today: date) -> tuple[date, date, int]:
    return customer.renews_on(today) or date.max, contact.quiet_from, contact.number


def _ask_for_calls(
    session: Session, now: datetime, team_id: str, limits: Limits, today: date
) -> None:
    left = EACH_VISIT
    room: dict[str, int] = {}
    looked_after_by, cco = whom.readily(session, team_id), office.holder(session, team_id)
    for each, customer in silent(session, team_id, limits, today):
        who = looked_after_by(customer) or cco
        if who is None or not left:
            continue
        if not _has_room(session, room, who):
            continue
        contact = contacts.find(session, team_id, each.number, lock=True)
        if contact is None or not rules.is_silent(limits, contact, customer.tier, today):
            continue
        if contact.state == ContactState.NAMED:
            _ask(session, now, contact, Asked(REACH, who, who.department_id, announced=False))
            room[who.user_id] -= 1
            left -= 1


def _ask(session: Session, now: datetime, contact: Contact, asked: Asked) -> None:
    lifecycle.pass_on(session, now, moves.ASK_CALL, contact, asked=[asked], to=asked.person.user_id)


def _ask_for_names(session: Session, now: datetime, team_id: str) -> None:
    """Of key accounts alone, one question for each at a time."""
    nameless = contacts.without_decider(session, team_id, Tier.KEY)
    if not nameless:
        return
    ids = [each.customer_id for each in nameless]
    seats = contacts.seats_at(session, team_id, ids)
    left = EACH_VISIT
    room: dict[str, int] = {}
    looked_after_by = whom.readily(session, team_id)
    for customer in nameless:
        who = looked_after_by(customer)
        is_asked = customer.customer_id in seats
        if is_asked or not left or who is None or not _has_room(session, room, who):
            continue
        if seek(session, now, customer):
            room[who.user_id] -= 1
            left -= 1


def _has_room(session: Session, room: dict[str, int], who: Person) -> bool:
    """Whether fewer of these questions are open with somebody than they get at once."""
    if who.user_id not in room:
        # What has come to the line of a Monday asks for no turn any more: those who stay silent
        # there would else keep all others from being asked about.
        count = stored_asks.count_about_contacts(session, who.team_id, who.user_id, MONDAY_RUNG)
        room[who.user_id] = AT_ONCE - count
    return room[who.user_id] > 0


# --- what is over ---


def _drop_if_left(session: Session, now: datetime, contact: Contact, move: lifecycle.Move) -> None:
    """Nobody calls whoever decides at a customer who left."""
    customer = customers.find(session, contact.team_id, contact.customer_id)
    if customer is not None and customer.left_on is None:
        return
    held = contacts.find(session, contact.team_id, contact.number, lock=True)
    if held is not None and held.state in move.start:
        lifecycle.pass_on(session, now, move, held)


def _drop_seat(session: Session, now: datetime, seat: Contact, today: date) -> None:
    """Nobody is asked who decides where that is known by now, or where they left.

    What nobody knew is asked again after a while: its task has ended by then.
    """
    place = (seat.team_id, seat.customer_id)
    is_old = (today - seat.created_at.date()).days > AGAIN
    is_known = contacts.decider(session, *place) is not None
    if is_known or (seat.state == ContactState.UNKNOWN and is_old):
        held = contacts.find(session, seat.team_id, seat.number, lock=True)
        if held is not None and held.state in NAMELESS:
            lifecycle.pass_on(session, now, moves.DROP_SEAT, held)
        return
    _drop_if_left(session, now, seat, moves.DROP_SEAT)
