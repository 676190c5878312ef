"""What reminders and everybody else who gathers things know of inquiries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.chasing.nouns import About, Noun
from handlers.executives.prompts import drawing, moves, telling
from handlers.promises import lifecycle
from handlers.promises.lifecycle import things
from storage import inquiries
from storage.asks import Ask
from storage.inquiries import Inquiry, InquiryState
from storage.nudges import Nudge


def _about(session: Session, team_id: str, number: int) -> About | None:
    found = inquiries.find(session, team_id, number)
    return things.about(found) if found else None


def _escalated(session: Session, now: datetime, ask: Ask, sent: Sequence[Nudge]) -> None:
    """Its card says from then on that it is late."""
    inquiry = inquiries.find(session, ask.team_id, ask.number)
    if inquiry is None:
        return
    for nudge in sent:
        lifecycle.note(
            session, now, moves.ESCALATE, inquiry, ask, to=nudge.person_id, owner=ask.person_id,
            rung=nudge.rung,
        )  # fmt: skip


INQUIRY = Noun(
    name=Inquiry.noun,
    letter=Inquiry.letter,
    states=tuple(InquiryState),
    table=Inquiry,
    about=_about,
    render=drawing.render,
    escalated=_escalated,
    telling=telling.TOLD,
)
