"""What reminders and everybody else who gathers things know of renewals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.chasing.nouns import About, Noun
from handlers.customers.renewals import moves, telling
from handlers.promises import lifecycle
from handlers.promises.lifecycle import things
from storage import renewals
from storage.asks import Ask
from storage.nudges import Nudge
from storage.renewals import Renewal, RenewalState


def _about(session: Session, team_id: str, number: int) -> About | None:
    found = renewals.find(session, team_id, number)
    return things.about(found, things.customer_of(session, found)) if found else None


def _escalated(session: Session, now: datetime, ask: Ask, sent: Sequence[Nudge]) -> None:
    """Its story says from then on who was told that an answer is missing."""
    renewal = renewals.find(session, ask.team_id, ask.number)
    if renewal is None or not renewal.is_open:
        return
    for nudge in sent:
        lifecycle.note(
            session, now, moves.ESCALATE, renewal, ask, to=nudge.person_id, owner=ask.person_id,
            rung=nudge.rung,
        )  # fmt: skip


RENEWAL = Noun(
    name=Renewal.noun,
    letter=Renewal.letter,
    states=tuple(RenewalState),
    table=Renewal,
    about=_about,
    escalated=_escalated,
    telling=telling.TOLD,
)
