"""Who is asked to call whoever was not heard for long, and who decides where nobody is named."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from handlers.calendar import calendars
from handlers.chasing import policy as policies
from handlers.chasing import whom
from handlers.chasing.kinds import AGAIN as MONDAY_RUNG
from handlers.customers.contacts import answered, changing, moves, rules, settling, words
from handlers.customers.contacts.kind import CHANGED_WITHIN, REACH, WHO
from handlers.customers.contacts.rules import Limits
from handlers.executives import followed
from handlers.people import office
from handlers.promises import lifecycle
from handlers.promises.lifecycle import Asked
from storage import asks as stored_asks
from storage import contacts, counters
from storage.contacts import ASKED, NAMELESS, Contact, ContactRows, ContactState
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
    looked_at = contacts.standing(session, team_id, (*ASKED, *NAMELESS))
    asked = [each for each in looked_at if each[0].state in ASKED]
    seats = [each for each in looked_at if each[0].state in NAMELESS]
    for contact, customer in asked:
        if customer.left_on is not None:
            _drop(session, now, contact, moves.DROP)
        else:
            _ask_again_after_task(session, now, contact)
    _drop_seats(session, now, today, seats)
    limits = policies.of(session, team_id).accounts.silence
    waiting = silent(session, team_id, limits, today)
    here = [contact for contact, _ in (*waiting, *asked) if contact.is_there]
    answered.catch_up(session, now, today, here)
    _ask_for_calls(session, now, team_id, waiting, limits, today)
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


def silent(session: Session, team_id: str, limits: Limits, today: date) -> ContactRows:
    """Who decides and was not heard for long, and about whom nobody is asked yet.

    Key accounts first, then whoever renews sooner. Whoever is let rest is left out.
    """
    days = {str(tier): rules.heard_since(limits, tier, today) for tier in Tier}
    since = {tier: day for tier, day in days.items() if day is not None}
    found = contacts.quiet(session, team_id, since)
    return _in_turn([each for each in found if not rules.rests(each[0], today)], today)


def everybody_silent(session: Session, team_id: str, limits: Limits, today: date) -> ContactRows:
    """The same with those about whom somebody is asked by now, each once and in that order."""
    found = silent(session, team_id, limits, today)
    found += [
        (contact, customer)
        for contact, customer in contacts.standing(session, team_id, ASKED)
        if rules.is_silent(limits, contact, customer.tier, today)
    ]
    return _in_turn(found, today)


def _in_turn(found: ContactRows, today: date) -> ContactRows:
    """Key accounts first, then whoever renews sooner, then whoever is silent longest."""
    order = list(Tier)

    def turn(each: tuple[Contact, Customer]) -> tuple[int, date, date, int]:
        contact, customer = each
        renews = customer.renews_on(today) or date.max
        return order.index(Tier(customer.tier)), renews, contact.quiet_from, contact.number

    return sorted(found, key=turn)


def _ask_for_calls(
    session: Session,
    now: datetime,
    team_id: str,
    waiting: ContactRows,
    limits: Limits,
    today: date,
) -> None:
    if not waiting:
        return
    left = EACH_VISIT
    room: dict[str, int] = {}
    looked_after_by, cco = whom.readily(session, team_id), office.holder(session, team_id)
    for each, customer in waiting:
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
    left = EACH_VISIT
    room: dict[str, int] = {}
    looked_after_by = whom.readily(session, team_id)
    for customer in contacts.without_decider(session, team_id, Tier.KEY, unasked=True):
        who = looked_after_by(customer)
        if not left or who is None or not _has_room(session, room, who):
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


def _drop(session: Session, now: datetime, contact: Contact, move: lifecycle.Move) -> None:
    """Nobody is asked about them any more, unless somebody has answered meanwhile."""
    held = contacts.find(session, contact.team_id, contact.number, lock=True)
    if held is not None and held.state in move.start:
        lifecycle.pass_on(session, now, move, held)


def _ask_again_after_task(session: Session, now: datetime, contact: Contact) -> None:
    """A task by which somebody calls has ended, and nobody has heard them: a call is missing."""
    if not contact.led_to or followed.is_open(session, contact.team_id, contact.led_to):
        return
    held = contacts.find(session, contact.team_id, contact.number, lock=True)
    if held is not None and held.led_to == contact.led_to and held.state in moves.AGAIN.start:
        settling.open_again(session, now, held)


def _drop_seats(session: Session, now: datetime, today: date, seats: ContactRows) -> None:
    """Nobody is asked who decides there where that is known by now, or where they left.

    What nobody knew is asked again after a while: its task has ended by then.
    """
    if not seats:
        return
    ids = {customer.customer_id for _, customer in seats}
    named = contacts.at_these(session, seats[0][0].team_id, ids)
    for seat, customer in seats:
        is_known = any(each.decides for each in named.get(customer.customer_id, ()))
        is_old = (today - seat.created_at.date()).days > AGAIN
        is_over = is_known or (seat.state == ContactState.UNKNOWN and is_old)
        if is_over or customer.left_on is not None:
            _drop(session, now, seat, moves.DROP_SEAT)
