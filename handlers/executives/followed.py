"""How the task or the decision stands that followed from an answer."""

from __future__ import annotations

from sqlmodel import Session

from handlers.speech import phrases
from storage import decisions, tasks
from storage.decisions import Decision, DecisionState
from storage.items import State
from storage.tasks import Task

DONE = (State.DONE, State.CORRECTED, DecisionState.DECIDED)
NOTHING = ("", State.DECLINED, State.WITHDRAWN, DecisionState.WITHDRAWN)


def state(session: Session, team_id: str, ref: str) -> str:
    """The state of a task or a decision by its name, such as T-12; empty for what is neither."""
    named = phrases.reference(ref)
    if named is None:
        return ""
    if named.letter == Decision.letter:
        decision = decisions.find(session, team_id, named.number)
        return decision.state if decision else ""
    is_task = named.letter == Task.letter
    task = tasks.find(session, team_id, named.number) if is_task else None
    return task.state if task else ""


def is_done(session: Session, team_id: str, ref: str) -> bool:
    """Whether what followed was done: the task is done, the decision decided."""
    return state(session, team_id, ref) in DONE


def is_open(session: Session, team_id: str, ref: str) -> bool:
    """Whether what followed is there still, and waits."""
    return state(session, team_id, ref) not in (*DONE, *NOTHING)


def came_to_nothing(session: Session, team_id: str, ref: str) -> bool:
    """Whether what followed was answered with a no or taken back, or was nothing at all."""
    return state(session, team_id, ref) in NOTHING
