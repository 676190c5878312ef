"""The card of a decision is drawn here: as it stands, with every answer and what follows."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.executives.decisions import cards, circle, deciding, following, moves, reopening
from handlers.executives.decisions.view import DecisionView
from handlers.people import audiences
from handlers.promises.items import audience
from handlers.speech.blocks import Shown
from storage import decisions, history, people, workspaces
from storage.cards import Card
from storage.decisions import Decision, DecisionState
from storage.people import Person
from storage.tasks import Task


def render(session: Session, card: Card, now: datetime) -> Shown | None:
    """The card of a decision as it stands; None when the decision is not there."""
    decision = decisions.find(session, card.team_id, card.number)
    if decision is None:
        return None
    if not audiences.lane_sees(session, card.lane, decision):
        return audience.closed(decision.ref)
    if decision.state == DecisionState.WITHDRAWN:
        return _taken_back(session, decision)
    return cards.card(view_of(session, now, decision))


def _taken_back(session: Session, decision: Decision) -> Shown:
    """What stands where its card stood: who took it back, or what made it needless."""
    place = (session, decision.team_id, decision.noun, decision.number)
    found = [history.latest(*place, move.verb) for move in (moves.WITHDRAW, moves.NEEDLESS)]
    ended = max(filter(None, found), key=lambda event: event.event_id, default=None)
    why = str(ended.details.get("reason", "")) if ended else ""
    if ended and ended.verb == moves.NEEDLESS.verb:
        return cards.needless(decision, why)
    return cards.taken_back(decision, (ended.actor if ended else "") or "", why)


def view_of(
    session: Session, now: datetime, decision: Decision, reader: Person | None = None
) -> DecisionView:
    """A decision with everything that its card and, to a `reader`, its story say."""
    answers = decisions.answers(session, decision.team_id, decision.number)
    asker = people.find(session, decision.team_id, decision.asked_by)
    answered = {answer.user_id for answer in answers}
    tasks = decisions.tasks_of(session, answers)

    def sees(task: Task) -> bool:
        if reader is None:
            return decision.is_private or not task.is_private
        return audiences.sees(session, reader, task)

    began = history.latest(
        session, decision.team_id, decision.noun, decision.number, moves.ASK.verb
    )
    decided_by = decision.decided_by
    decider = (
        people.find(session, decision.team_id, decided_by)
        if decided_by
        else deciding.decider_of(session, decision)
    )
    accepted = [answer.accepted_by for answer in answers if answer.accepted_by]
    doing = {task.owner_id for task in tasks.values() if task.owner_id}
    known = people.by_id(session, decision.team_id, sorted(answered | doing))
    acceptors = people.by_id(session, decision.team_id, accepted)
    return DecisionView(
        decision=decision,
        answers=answers,
        asked=len(answered | circle.waited_for(session, decision)),
        tasks=tasks,
        hidden={number for number, task in tasks.items() if not sees(task)},
        zone=asker.zone if asker else "UTC",
        due_zone=decider.zone if decider else "UTC",
        now=now,
        why=str(began.details.get("why", "")) if began else "",
        currency=workspaces.currency(session, decision.team_id) or "",
        outcome=following.outcome_of(session, decision),
        decider=decider.name if decider else "nobody",
        again=reopening.standing(session, decision),
        names={user_id: each.name for user_id, each in known.items()},
        acceptors={user_id: each.name for user_id, each in acceptors.items()},
    )
