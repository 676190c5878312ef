"""Once a week it is asked whether what most of those alike have would help an account, too."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from sqlmodel import Session

from handlers.chasing import whom
from handlers.customers.segments.matters import likeness, words
from handlers.customers.segments.matters.beginning import begin
from handlers.customers.segments.matters.likeness import Likeness
from storage import customers, matters, segments
from storage.matters import MatterTopic

EACH_WEEK, OF_ONE = 20, 2
"""So many accounts are asked about in one week, and so many of one person."""


def ask(session: Session, now: datetime, team_id: str, today: date) -> None:
    """Put new questions: one of an account and quarter, and nothing twice.

    Nothing is asked of an account that waits for something late, or for an issue.
    """
    found = likeness.found(lambda: segments.here(session, team_id))
    if not found:
        return
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    ids = [each.customer_id for each in found]
    asked = matters.of_customers(session, team_id, MatterTopic.ALIKE, ids)
    before = matters.titles_of(session, team_id, MatterTopic.ALIKE, ids)
    waiting = matters.waited_for(session, team_id, ids, now)
    customers.read(session, team_id, ids)
    left = EACH_WEEK
    of_one: Counter[str] = Counter()
    looked_after_by = whom.readily(session, team_id)
    for each in found:
        is_asked = quarter in asked.get(each.customer_id, ())
        if is_asked or each.customer_id in waiting or (each.customer_id, title(each)) in before:
            continue
        customer = customers.find(session, team_id, each.customer_id)
        who = looked_after_by(customer) if customer else None
        if customer is None or who is None or of_one[who.user_id] >= OF_ONE:
            continue
        if begin(session, now, MatterTopic.ALIKE, customer, quarter, title(each),
                 words.alike(each)):  # fmt: skip
            of_one[who.user_id] += 1
            left -= 1
        if not left:
            return


def title(found: Likeness) -> str:
    """“Whether Night Desk would help Harbor Hotels”."""
    return words.TITLES[MatterTopic.ALIKE].format(other=found.other, name=found.name)
