"""Who is asked about a sale: who sold it, what they need; who leads the account, if they use it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlmodel import Session

from handlers.chasing import whom
from handlers.chasing.kinds import Kind
from handlers.customers import changes
from handlers.customers.sales import changing, moves, words
from handlers.customers.sales.kind import NEED, USE
from handlers.people import access, leads, office
from handlers.promises import lifecycle
from handlers.promises.lifecycle import Asked
from storage import asks as stored_asks
from storage import counters, customers, people, sales
from storage.asks import Ask
from storage.customers import Customer
from storage.people import Person
from storage.sales import Sale

USED_AFTER = timedelta(days=90)
"""So long after they have it, it is asked whether they use it."""
EACH_VISIT = 50
"""So many are looked at in one visit; the next goes on from there."""
NEW_WITHIN = timedelta(days=30)
"""So long before and after their first day an account is new."""
A_DAY = 3
"""Of so many new accounts at most one person is asked on a day what they need."""


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
    """Begin what stands for a new account, and ask in turn what they need; later if they use it.

    Whoever leads an account by now owes what the one before was asked. This is done whenever a
    workspace is audited.
    """
    today = office.day_of(session, team_id, now)
    span = (today - NEW_WITHIN, today + NEW_WITHIN)
    for new in sales.new_accounts(session, team_id, *span, EACH_VISIT):
        _begin(session, now, new)
    for known in sales.led_by_another(session, team_id, EACH_VISIT):
        _follow_lead(session, now, known)
    for lead_id in sales.waiting_for(session, team_id):
        left = A_DAY - sales.begun_on(session, team_id, lead_id, today)
        for known in sales.waiting_of(session, team_id, lead_id, max(0, left)):
            _ask_need(session, now, known, today)
    for each in sales.unasked(session, team_id, today - USED_AFTER, EACH_VISIT):
        customer = customers.find(session, team_id, each.customer_id)
        if customer is not None:
            _ask_use(session, now, each.number, customer, today)


def _begin(session: Session, now: datetime, customer: Customer) -> None:
    """A new account has bought something, whoever brought it here: what that is, they know."""
    who = whom.is_asked(session, customer)
    number = counters.next_number(session, customer.team_id, Sale.noun)
    new = Sale(
        team_id=customer.team_id,
        number=number,
        title=words.TITLE.format(name=customer.name),
        created_at=now,
        recorded_by="",
        customer_id=customer.customer_id,
        starts_on=customer.came_on or now.date(),
        sold=customer.product,
        sold_by="",
        value=customer.annual_value,
        currency=customer.currency,
        lead_id=who.user_id if who else None,
    )
    lifecycle.begin(session, now, moves.BEGIN, new, None, sale=changing.TOLD.told_of(new))


def _ask_need(session: Session, now: datetime, known: Sale, today: date) -> None:
    """Who is asked about the account says what they need; of whom left nobody is asked."""
    sale = sales.find(session, known.team_id, known.number, lock=True)
    if sale is None or sale.state not in moves.ASK_NEED.start or sale.need_asked_on:
        return
    customer = customers.find(session, sale.team_id, sale.customer_id)
    who = whom.is_asked(session, customer) if customer and not customer.left_on else None
    if who is None and customer and not customer.left_on:
        return
    wanted = {"need_asked_on": today, "lead_id": who.user_id if who else sale.lead_id}
    different = changes.change(sale, wanted)
    lifecycle.pass_on(
        session, now, moves.ASK_NEED, sale, asked=[asked(NEED, who)] if who else [],
        to=who.user_id if who else "", before=different.before, after=different.after,
    )  # fmt: skip


def _follow_lead(session: Session, now: datetime, known: Sale) -> None:
    """Whoever leads the account by now owes what was asked of the former lead as such.

    What was put to somebody else by name, or to whoever sold it, stays with them.
    """
    sale = sales.find(session, known.team_id, known.number, lock=True)
    customer = customers.find(session, known.team_id, known.customer_id)
    lead = leads.of_account(session, customer) if customer else None
    if sale is None or not sale.stands or lead is None or not access.can_own(lead):
        return
    former = sale.lead_id
    theirs = [
        kind
        for kind in (NEED, USE)
        if not (kind is NEED and sale.sold_by == former)
        and any(each.whose_id == former for each in open_of(session, sale, kind.name))
    ]
    different = changes.change(sale, {"lead_id": lead.user_id})
    for kind in theirs:
        lifecycle.pass_on(
            session, now, moves.HAND_ON[kind.name], sale, asked=[asked(kind, lead)],
            to=lead.user_id, before=different.before, after=different.after,
        )  # fmt: skip
    if not theirs:
        lifecycle.pass_on(
            session, now, moves.NEW_LEAD, sale,
            to=lead.user_id, before=different.before, after=different.after,
        )  # fmt: skip


def let_go(session: Session, now: datetime, customer: Customer) -> None:
    """A new account that is gone with its file bought nothing."""
    for known in sales.of_customer(session, customer.team_id, customer.customer_id):
        sale = sales.find(session, known.team_id, known.number, lock=True)
        if sale is not None and sale.stands:
            lifecycle.pass_on(session, now, moves.DROP, sale)


def _ask_use(session: Session, now: datetime, number: int, customer: Customer, today: date) -> None:
    """Who is asked about the account says whether they use it; of whom left nobody is asked."""
    sale = sales.find(session, customer.team_id, number, lock=True)
    if sale is None or not sale.stands or sale.use_asked_on:
        return
    who = whom.is_asked(session, customer)
    if who is None or customer.left_on:
        return
    different = changes.change(sale, {"use_asked_on": today, "lead_id": who.user_id})
    lifecycle.pass_on(
        session, now, moves.ASK_USE, sale, asked=[asked(USE, who)], to=who.user_id,
        before=different.before, after=different.after,
    )  # fmt: skip
