"""What reminders and everybody else who gathers things know of sales."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.chasing.nouns import About, Noun
from handlers.customers.sales import moves, searched, telling
from handlers.promises import lifecycle
from handlers.promises.lifecycle import things
from storage import sales
from storage.asks import Ask
from storage.nudges import Nudge
from storage.sales import Sale, SaleState


def _about(session: Session, team_id: str, number: int) -> About | None:
    found = sales.find(session, team_id, number)
    return things.about(found, things.customer_of(session, found)) if found else None


def _escalated(session: Session, now: datetime, ask: Ask, sent: Sequence[Nudge]) -> None:
    """Its story says from then on who was told that an answer is missing."""
    sale = sales.find(session, ask.team_id, ask.number)
    if sale is None:
        return
    for nudge in sent:
        lifecycle.note(
            session, now, moves.ESCALATE, sale, ask, to=nudge.person_id, owner=ask.person_id,
            rung=nudge.rung,
        )  # fmt: skip


SALE = Noun(
    name=Sale.noun,
    letter=Sale.letter,
    states=tuple(SaleState),
    table=Sale,
    about=_about,
    escalated=_escalated,
    telling=telling.TOLD,
    may_find=searched.may_find,
)
