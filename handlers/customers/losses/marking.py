"""What a loss does to its customer: they have left on a day, or they pay so much less."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from handlers.people import records
from storage import customers
from storage.losses import Loss


def mark(
    session: Session, now: datetime, by: str, loss: Loss, left_on: date | None, taken_off: int
) -> None:
    """Let their customer have left on a day, or not at all: its renewal is watched no more.

    Who lost in part pays less from now on: `taken_off` is what the loss took off before.
    """
    customer = customers.find(session, loss.team_id, loss.customer_id)
    if customer is None:
        return
    less = loss.taken_off - taken_off
    paid = customer.annual_value
    wanted: dict[str, object] = {} if loss.is_part else {"left_on": left_on}
    if loss.is_part and paid is not None:
        wanted = {"annual_value": max(0, paid - less)}
    if all(getattr(customer, name) == value for name, value in wanted.items()):
        return
    before = records.facts_of(customer)
    for name, value in wanted.items():
        setattr(customer, name, value)
    session.add(customer)
    records.changed(session, now, by, customer, before)
