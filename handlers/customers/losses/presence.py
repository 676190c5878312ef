"""Whether somebody is a customer, so that nobody leaves twice, or before they came."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from handlers.speech import words as plain
from handlers.speech.loss_errors import (
    LeftAlready,
    LeftBeforeTheyCame,
    SmallerByMissing,
    SmallerThanAll,
)
from storage import losses
from storage.customers import Customer
from storage.losses import Loss


def check_is_here(session: Session, customer: Customer) -> None:
    """Raises LeftAlready for a customer who left and is not back."""
    known = losses.standing_of(session, customer.team_id, customer.customer_id)
    if known is not None:
        raise LeftAlready(name=customer.name, day=plain.dated(known.left_on), ref=known.ref)


def check_is_less(customer: Customer, by: int | None, taken_off: int = 0) -> None:
    """Who is smaller pays something less, and something still; `taken_off` is off already.

    Raises SmallerByMissing, SmallerThanAll.
    """
    if not by or by < 0:
        raise SmallerByMissing
    paid = customer.annual_value
    if paid is not None and by >= paid + taken_off:
        raise SmallerThanAll


def check_came_before(
    session: Session, customer: Customer, day: date, loss: Loss | None = None
) -> None:
    """Nobody leaves before they came, or before they came back from what they left before.

    `loss` is the one that gets another day, None for a new one. Raises LeftBeforeTheyCame.
    """
    known = losses.of_customer(session, customer.team_id, customer.customer_id)
    before = [each for each in known if loss is None or each.number < loss.number]
    days = [customer.came_on, *(each.won_back_on for each in before if not each.stands)]
    since = max((each for each in days if each), default=day)
    if day < since:
        raise LeftBeforeTheyCame(name=customer.name, day=plain.dated(since))
