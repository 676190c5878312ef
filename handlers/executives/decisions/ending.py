"""How a decision ended, or who decides it, is undone: all stands as it stood before."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing import asks
from handlers.chasing.registers import Registers
from handlers.executives.decisions import moves
from handlers.executives.decisions.forecasts import foreseeing
from handlers.promises import items, lifecycle
from handlers.promises import undoing as promises
from handlers.promises.lifecycle import again, past
from storage import asks as stored_asks
from storage import decisions
from storage.asks import Outcome
from storage.decisions import Decision
from storage.history import Event
from storage.people import Person
from storage.tasks import Promise


def undo(
    registers: Registers,
    session: Session,
    now: datetime,
    actor: Person,
    decision: Decision,
    event: Event,
) -> None:
    """Undo that it was decided or taken back, or that somebody was named to decide it.

    Those are asked again who were asked before, and the tasks that came with it are off the list.
    Raises what `promises.undo` raises for a task that somebody has answered since.
    """
    gone = [str(ref) for ref in event.details.get("tasks", [])]
    for ref in gone:
        task = items.get(session, actor, ref)
        promises.undo(registers, session, now, actor, task, promises.GIVEN)
    _restore(session, decision, event, gone)
    if event.verb == moves.NAME.verb:
        move = moves.UNDO_NAMING
        decision.decider_id = event.details.get("before") or decision.asked_by
    else:
        move = moves.UNDO_END if decision.first_answer_at else moves.UNDO_END_UNANSWERED
        decision.decided_at = decision.decided_by = None
        decision.decided = decision.decided_why = ""
        answers = decisions.answers(session, decision.team_id, decision.number)
        foreseeing.forget(session, decision, answers)
    asked_as_before(registers, session, now, actor, decision, event)
    lifecycle.make(session, now, move, decision, actor, undid=event.verb)


def _restore(session: Session, decision: Decision, event: Event, gone: list[str]) -> None:
    """What was accepted is accepted no more, and answers have no task that is gone."""
    accepted = event.details.get("accepted", [])
    for answer in decisions.answers(session, decision.team_id, decision.number):
        if answer.user_id in accepted:
            answer.accepted_by = None
        left = {
            purpose: number
            for purpose, number in answer.tasks.items()
            if f"{Promise.letter}-{number}" not in gone
        }
        if left != answer.tasks:
            answer.tasks, answer.tell_customers = left, "tell" in left
        session.add(answer)


def asked_as_before(
    registers: Registers,
    session: Session,
    now: datetime,
    actor: Person,
    decision: Decision,
    event: Event,
) -> None:
    """Who was asked by a move is asked no more, and those whose asks it ended are asked again."""
    back = past.back_from(event)
    if back is None:
        return
    for ask in stored_asks.hold(session, decision.team_id, list(back.begun)):
        asks.answer(session, now, ask, actor.user_id, Outcome.WITHDRAWN)
    again.ask_again(registers, session, now, decision.team_id, back)
