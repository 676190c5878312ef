"""Before a customer renews, whoever is asked about it reads what we owe them, and is asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.calendar.hours import Calendar
from handlers.chasing import notes, whom
from handlers.customers import renewals as ledger
from handlers.front import customers as pages
from handlers.front.customers import NearRenewal, renewal_cards
from handlers.people import audiences, deputies, leads, office
from storage import customers, outbox
from storage.customers import WATCHES, Customer, Tier
from storage.people import Person

READ_AT = WATCHES[1:]
"""So many days before whoever leads the account reads what is open there."""
AT_ONCE = 10
"""Of so many accounts somebody reads on one day; of the others on the next ones."""
_NOBODY_THERE = timedelta(days=1)


def handle_one(session: Session, now: datetime) -> bool:
    """Look at the renewal that has been due longest, and at others of whoever is asked about it.

    False when none is due. What is open is read on a working day, in one message for all accounts.
    """
    customer = customers.next_watch(session, now)
    if customer is None:
        return False
    looked_after_by = whom.readily(session, customer.team_id)
    asked = looked_after_by(customer)
    readers = _readers(session, customer, asked)
    if not readers:
        customer.watch_at = now + _NOBODY_THERE
        session.add(customer)
        return True
    calendar = calendars.for_person(session, readers[0])
    turn = _turn(session, now, readers[0], calendar)
    if turn > now:
        customer.watch_at = turn
        session.add(customer)
        return True
    beside = customers.watched_beside(session, customer, now, AT_ONCE - 1)
    due = [customer, *(each for each in beside if looked_after_by(each) is asked)]
    today = hours.local_day(calendar, now)
    looked_at = [(each, _look(each, today, calendar, is_asked=asked is not None)) for each in due]
    near = [each for each, days in looked_at if days in READ_AT]
    for reader in readers if near else ():
        _tell(session, now, reader, leads.of_account(session, customer), near, today)
    session.add_all(due)
    for each, days in looked_at if asked else ():
        if asked and (days is not None or _has_passed(each, today)):
            ledger.ask(session, now, each, asked)
    return True


def spans(customer: Customer) -> Sequence[int]:
    """So many days before its renewal an account is looked at: a key account once earlier."""
    return WATCHES if customer.tier == Tier.KEY else READ_AT


def reached(days: int, watched: int | None, at: Sequence[int] = READ_AT) -> int | None:
    """Which of those is to be looked at, so many days before a renewal; None where none is.

    Of several that have passed it is the last. `watched` is at which that was done before.
    """
    passed = [each for each in at if each >= days >= 0]
    last = min(passed, default=None)
    return last if last is not None and (watched is None or last < watched) else None


def following(renews_on: date, days: int, at: Sequence[int] = READ_AT) -> date | None:
    """The day on which it is looked at next, seen from so many days before a renewal."""
    ahead = [each for each in at if each < days]
    return renews_on - timedelta(days=max(ahead)) if ahead else None


def _readers(session: Session, customer: Customer, asked: Person | None) -> list[Person]:
    """Who reads of it: whoever looks after the account, or stands in for them, else each CCO."""
    found = [asked] if asked else office.holders(session, customer.team_id)
    there = [deputies.present(session, each) for each in found]
    return list({each.user_id: each for each in there}.values())


def _turn(session: Session, now: datetime, reader: Person, calendar: Calendar) -> datetime:
    """When (UTC) somebody reads of renewals: at work, once a day."""
    turn = hours.next_open(calendar, now)
    if turn == now and outbox.find(session, reader.team_id, _key(reader, calendar, now)):
        tomorrow = hours.local_day(calendar, now) + timedelta(days=1)
        turn = hours.next_open(calendar, hours.at_local(calendar, tomorrow, time.min))
    return turn


def _key(reader: Person, calendar: Calendar, now: datetime) -> str:
    return f"renewals:{reader.user_id}:{hours.local_day(calendar, now)}"


def _has_passed(customer: Customer, today: date) -> bool:
    return customer.renewal_on is not None and customer.renewal_on < today


def _look(customer: Customer, today: date, calendar: Calendar, *, is_asked: bool) -> int | None:
    """Which of its days is reached, if any; when it is looked at next is written down.

    Where somebody is asked it is looked at once more after its day: what came is asked.
    """
    if customer.renewal_on is None:
        customer.watch_at = None
        return None
    days = (customer.renewal_on - today).days
    reached_now = reached(days, customer.watched, spans(customer))
    later = following(customer.renewal_on, days, spans(customer))
    if later is None and days >= 0 and is_asked:
        later = customer.renewal_on + timedelta(days=1)
    customer.watch_at = hours.at_local(calendar, later, time.min) if later else None
    if reached_now is not None:
        customer.watched = reached_now
    return reached_now


def _tell(
    session: Session,
    now: datetime,
    reader: Person,
    lead: Person | None,
    near: Sequence[Customer],
    today: date,
) -> None:
    """Tell one reader, each of these customers by name that waits for something."""
    seen_by = audiences.reader(session, reader)
    found = [
        NearRenewal(each, on, (on - today).days, pages.waits(session, now, seen_by, each))
        for each in near
        if (on := each.renews_on(today))
    ]
    waiting = [each for each in found if each.waits.total or each.waits.hidden]
    if waiting:
        calendar = calendars.for_person(session, reader)
        text, parts = renewal_cards.told(waiting, lead, reader, now)
        key = _key(reader, calendar, now)
        notes.send(session, now, reader, text, *parts, key=key, once=True)
