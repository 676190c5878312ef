"""The card of a decision is drawn here: as it stands, with every answer and what follows."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.executives.decisions import cards, circle, following
from handlers.executives.decisions.cards import DecisionView
from handlers.people import audiences
from handlers.promises.items import audience
from handlers.speech.blocks import Shown
from storage import decisions, people
from storage.cards import Card
from storage.decisions import Decision


def render(session: Session, card: Card, now: datetime) -> Shown | None:
    """The card of a decision as it stands; None when the decision is not there."""
    del now
    decision = decisions.find(session, card.team_id, card.number)
    if decision is None:
        return None
    if not audiences.lane_sees(session, card.lane, decision):
        return audience.closed(decision.ref)
    return cards.card(view_of(session, decision))


def view_of(session: Session, decision: Decision) -> DecisionView:
    """A decision with everything that its card and its story say."""
    answers = decisions.answers(session, decision.team_id, decision.number)
    asker = people.find(session, decision.team_id, decision.asked_by)
    answered = {answer.user_id for answer in answers}
    return DecisionView(
        decision=decision,
        answers=answers,
        asked=len(answered | circle.waited_for(session, decision)),
        tasks=following.tasks_of(session, answers),
        zone=asker.zone if asker else "UTC",
    )
