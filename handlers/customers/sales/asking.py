"""Who is asked about a sale: who sold it, what they need; who leads the account, if they use it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlmodel import Session

from handlers.chasing import whom
from handlers.chasing.kinds import Kind
from handlers.customers import changes
from handlers.customers.sales import changing, moves
from handlers.customers.sales.kind import NEED, USE
from handlers.people import access, office
from handlers.promises import lifecycle
from handlers.promises.lifecycle import Asked
from storage import asks as stored_asks
from storage import customers, people, sales
from storage.asks import Ask
from storage.customers import Customer
from storage.people import Person
from storage.sales import Sale

USED_AFTER = timedelta(days=90)
"""So long after they have it, it is asked whether they use it."""
EACH_VISIT = 50
"""So many are looked at in one visit; the next goes on from there."""


def need(session: Session, sale: Sale) -> list[Asked]:
    """Whoever sold it says what they need; else who is asked about the account; none for nobody."""
    seller = people.find(session, sale.team_id, sale.sold_by)
    customer = customers.find(session, sale.team_id, sale.customer_id)
    who = seller if seller and access.can_own(seller) else None
    who = who or (whom.is_asked(session, customer) if customer else None)
    return [asked(NEED, who)] if who else []


def asked(kind: Kind, who: Person, by: datetime | None = None) -> Asked:
    """A question that the next message of somebody's day brings; owed `by` then (UTC), if given."""
    return Asked(kind, who, who.department_id, announced=False, by=by)


def open_of(session: Session, sale: Sale, kind: str) -> list[Ask]:
    """What is asked of this kind about a sale."""
    about = stored_asks.open_about(session, sale.team_id, sale.noun, sale.number)
    return [each for each in about if each.kind == kind]


def look_after(session: Session, now: datetime, team_id: str) -> None:
    """Ask 90 days on whether they use it.

    This is done whenever a workspace is audited.
    """
    today = office.day_of(session, team_id, now)
    for each in sales.unasked(session, team_id, today - USED_AFTER, EACH_VISIT):
        customer = customers.find(session, team_id, each.customer_id)
        if customer is not None:
            _ask_use(session, now, each.number, customer, today)


def _ask_use(session: Session, now: datetime, number: int, customer: Customer, today: date) -> None:
    """Who is asked about the account says whether they use it; of whom left nobody is asked."""
    sale = sales.find(session, customer.team_id, number, lock=True)
    if sale is None or not sale.stands or sale.use_asked_on:
        return
    who = whom.is_asked(session, customer)
    if who is None or customer.left_on:
        return
    different = changes.different(sale, {"use_asked_on": today})
    changing.TOLD.set_columns(sale, different.after)
    lifecycle.pass_on(
        session, now, moves.ASK_USE, sale, asked=[asked(USE, who)], to=who.user_id,
        before=different.before, after=different.after,
    )  # fmt: skip
