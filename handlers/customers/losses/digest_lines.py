"""In digests: for how many who left a department is named, and whom no executive calls yet."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers.losses import asking, cards, words
from handlers.customers.losses.figures import YEAR
from handlers.executives.digest_lines import DigestLine, DigestQuestion, Occasion
from handlers.speech import blocks, paging
from storage import customers, losses
from storage.departments import Department

RANK = 4
MOST = 3
"""So many at most are put to the executives, what was worth most first."""


def department(session: Session, occasion: Occasion, whose: Department) -> Sequence[DigestLine]:
    """“*Who left* Billing is named for two of six customers who left in a year; one is verified.”.

    Once a month, and without names: two of few could be guessed.
    """
    if not occasion.begins_month:
        return []
    today = occasion.today
    found = losses.left_between(session, whose.team_id, today - YEAR, today)
    mine = [each for each in found if each.department_id == whose.department_id]
    if not mine:
        return []
    verified = sum(each.verified_at is not None for each in mine)
    said = words.in_digest(whose.name, len(found), len(mine), verified)
    way = blocks.button(words.WHO_LEFT_LABEL, words.WHO_LEFT, paging.value(""))
    return [DigestLine(said, [way], rank=RANK)]


def executives(session: Session, occasion: Occasion, team_id: str) -> Sequence[DigestQuestion]:
    """“Kestrel Foods: who calls them?”, of those who left lately and whom nobody is to call.

    Each executive is asked for one call a month: of whoever is over, they choose.
    """
    today = occasion.today
    recent = losses.left_between(session, team_id, today - asking.CALL_WITHIN, today)
    found = []
    for loss in [each for each in recent if each.caller_id is None][:MOST]:
        customer = customers.find(session, team_id, loss.customer_id)
        if customer is None:
            continue
        days = hours.working_days_between(occasion.calendar, loss.created_at, occasion.now)
        found.append(DigestQuestion(
            subject=f"{loss.noun}:{loss.number}",
            customer=customer,
            asked=words.who_calls(customer.name),
            known=cards.in_digest(loss, today),
            ways=words.call_ways(loss.ref),
            named=blocks.safe(customer.name, 60),
            value=loss.value,
            days=max(days, 0),
        ))  # fmt: skip
    return found
