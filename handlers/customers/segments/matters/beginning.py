"""A question about an account begins with whoever looks after it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from handlers.chasing import whom
from handlers.customers.segments.matters import changing, moves
from handlers.customers.segments.matters.kind import KINDS
from handlers.promises import lifecycle
from handlers.promises.lifecycle import Asked
from storage import counters
from storage.customers import Customer
from storage.matters import Matter, MatterTopic
from storage.people import Person


def begin(
    session: Session,
    now: datetime,
    topic: MatterTopic,
    customer: Customer,
    about_on: date,
    title: str,
    question: str,
    response_id: UUID | None = None,
    who: Person | None = None,
    **more: str,
) -> Matter | None:
    """Ask about an account once for a day; None where nobody is there to be asked.

    That is whoever looks after it, where nobody is named as `who`. `more` are other columns of it.
    """
    who = who or whom.looks_after(session, customer)
    if who is None:
        return None
    matter = Matter(
        team_id=customer.team_id,
        number=counters.next_number(session, customer.team_id, Matter.noun),
        title=title,
        created_at=now,
        topic=topic,
        customer_id=customer.customer_id,
        about_on=about_on,
        question=question,
        response_id=response_id,
        **more,
    )
    lifecycle.begin(
        session, now, moves.ASK, matter, None,
        asked=[asked_of(topic, who)], matter=changing.TOLD.told_of(matter), to=who.user_id,
    )  # fmt: skip
    return matter


def asked_of(topic: MatterTopic, who: Person) -> Asked:
    """What somebody is asked of a topic, in their next message of the day."""
    return Asked(KINDS[topic], who, who.department_id, announced=False)
