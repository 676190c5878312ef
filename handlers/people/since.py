"""Since when somebody is a customer: on a day before they left."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from handlers.speech import words
from handlers.speech.loss_errors import CameAfterTheyLeft
from storage import losses
from storage.customers import Customer


def check_left_after(session: Session, customer: Customer | None, came_on: date | None) -> None:
    """Nobody became a customer after they left. Raises CameAfterTheyLeft."""
    if customer is None or came_on is None or came_on == customer.came_on:
        return
    known = losses.of_customer(session, customer.team_id, customer.customer_id)
    first = min(known, key=lambda each: (each.left_on, each.number), default=None)
    if first is not None and came_on > first.left_on:
        raise CameAfterTheyLeft(day=words.dated(first.left_on), ref=first.ref)
