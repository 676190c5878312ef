"""Who asked about a decision, answered it or let somebody see it undoes that for ten minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from sqlmodel import Session

from handlers.chasing.registers import Registers
from handlers.executives.decisions import ending, moves, redating, reopening, reviews
from handlers.promises import items, lifecycle, undoable
from handlers.promises import undoing as promises
from handlers.promises.lifecycle import Changes, again, past
from handlers.promises.undoing import letting_in
from handlers.promises.undoing.letting_in import ShutOut
from handlers.speech.promise_errors import (
    ChangedSince,
    NothingToUndo,
    NotYoursToUndo,
    TooLateToUndo,
    UndoneAlready,
)
from storage import decisions, history, people
from storage.audiences import Audience
from storage.decisions import Decision, DecisionState, ImpactAnswer
from storage.history import Event
from storage.people import Person
from storage.tasks import Promise

PASSING = (moves.NOTE.verb,)
"""What changes nothing, so that what was before it can still be undone."""
ENDS = (moves.DECIDE.verb, moves.WITHDRAW.verb, moves.NAME.verb)
LOOKS_BACK = (moves.CAME_TRUE.verb, moves.PUT_OFF.verb)
UNDOABLE = frozenset({
    moves.ASK.verb, moves.ANSWER.verb, moves.RETYPE.verb, moves.REOPEN.verb, moves.MOVE_DAY.verb,
    *ENDS, *LOOKS_BACK, *promises.AUDIENCE,
})  # fmt: skip
BEFORE = {moves.SHOW.verb: Audience.PRIVATE, moves.MAKE_PRIVATE.verb: Audience.DEPARTMENT}
"""Who could see a decision before somebody said otherwise."""


@dataclass(frozen=True)
class UndoneOfDecision:
    """A decision as it stands again, the verb of what was undone, and who may see it no more.

    Without a verb several moves of one form were undone.
    """

    decision: Decision
    verb: str
    waits: bool = False
    """Whether it waits for the answer of whoever undid theirs."""
    shut_out: ShutOut | None = None


def can(session: Session, now: datetime, actor: Person, decision: Decision) -> Event | None:
    """What somebody may undo of a decision at this moment; None where that is nothing."""
    return next(iter(of_now(session, now, actor, decision)), None)


def of_now(
    session: Session, now: datetime, actor: Person, decision: Decision, count: int = 1
) -> list[Event]:
    """What somebody did last with a decision and may undo: so many moves of one form at most.

    Newest first; empty where that cannot be undone.
    """
    found = _newest(session, decision, count)
    return found if all(_is_open_to(now, actor, each) for each in found) else []


def undo(
    registers: Registers,
    session: Session,
    now: datetime,
    actor: Person,
    decision: Decision,
    what: str = "",
) -> UndoneOfDecision:
    """Undo what somebody did last with a decision, which is held.

    A question is not asked any more. An answer is as it was before, or is owed again, and the tasks
    that it brought are off the list. `what` is the verb or the id of what they mean, where they say
    which, or the ids of all moves of one form, newest first. Raises NotYoursToUndo, ChangedSince,
    also for a task that somebody has answered since, TooLateToUndo and NothingToUndo, which also
    says where it is undone already.
    """
    wanted = what.split(undoable.TOGETHER)
    found = _newest(session, decision, len(wanted))
    _check_not_undone(session, now, actor, decision, found, wanted[0])
    if not found:
        raise NothingToUndo
    if len(found) != len(wanted):
        raise ChangedSince(ref=decision.ref)
    for event, each in zip(found, wanted, strict=True):
        _check(session, now, actor, decision, event, each)
    first, *others = [_undo(registers, session, now, actor, decision, event) for event in found]
    return replace(first, verb="") if others else first


def _undo(
    registers: Registers,
    session: Session,
    now: datetime,
    actor: Person,
    decision: Decision,
    event: Event,
) -> UndoneOfDecision:
    if event.verb in promises.AUDIENCE:
        return _undo_audience(session, now, actor, decision, event)
    if event.verb == moves.ASK.verb:
        lifecycle.make(session, now, moves.UNDO_ASKING, decision, actor, undid=event.verb)
        return UndoneOfDecision(decision, event.verb)
    if event.verb in ENDS:
        ending.undo(registers, session, now, actor, decision, event)
        return UndoneOfDecision(decision, event.verb)
    if event.verb == moves.REOPEN.verb:
        reopening.undo(registers, session, now, actor, decision, event)
        return UndoneOfDecision(decision, event.verb)
    if event.verb == moves.MOVE_DAY.verb:
        redating.undo(registers, session, now, actor, decision, event)
        return UndoneOfDecision(decision, event.verb)
    if event.verb in LOOKS_BACK:
        reviews.undo(registers, session, now, actor, decision, event)
        return UndoneOfDecision(decision, event.verb)
    if event.verb == moves.RETYPE.verb:
        decision.topic = event.details["before"]
        lifecycle.make(session, now, moves.UNDO_RETYPE, decision, actor, undid=event.verb)
        return UndoneOfDecision(decision, event.verb)
    _undo_answer(registers, session, now, actor, decision, event)
    return UndoneOfDecision(decision, event.verb, waits=not event.details.get("before"))


def _undo_audience(
    session: Session, now: datetime, actor: Person, decision: Decision, event: Event
) -> UndoneOfDecision:
    """Those see it who saw it before."""
    let_in = event.verb == moves.LET_IN.verb
    shut_out = letting_in.undo(session, now, actor, decision, event) if let_in else None
    lifecycle.make(
        session, now, moves.UNDO_AUDIENCE, decision, actor,
        changes=Changes(audience=BEFORE.get(event.verb)), undid=event.verb,
    )  # fmt: skip
    return UndoneOfDecision(decision, event.verb, shut_out=shut_out)


def _check(
    session: Session, now: datetime, actor: Person, decision: Decision, event: Event, what: str
) -> None:
    if what and what not in (event.verb, event.event_id.hex):
        raise ChangedSince(ref=decision.ref)
    if event.verb not in UNDOABLE:
        raise NothingToUndo
    if now - event.happened_at > undoable.SPAN:
        raise TooLateToUndo(ref=decision.ref)
    if event.actor != actor.user_id:
        by = people.find(session, decision.team_id, event.actor) if event.actor else None
        raise NotYoursToUndo(ref=decision.ref, name=by.name if by else "Duly")


def _check_not_undone(
    session: Session,
    now: datetime,
    actor: Person,
    decision: Decision,
    found: Sequence[Event],
    what: str,
) -> None:
    """Raises UndoneAlready where whoever undoes did so just now, and more is not theirs to undo."""
    is_meant = bool(found) and what in ("", found[0].verb, found[0].event_id.hex)
    if is_meant and _is_open_to(now, actor, found[0]):
        return
    if undoable.has_undone(_happened(session, decision, 1), actor.user_id, now):
        raise UndoneAlready


def _is_open_to(now: datetime, actor: Person, event: Event) -> bool:
    return event.verb in UNDOABLE and undoable.is_theirs(event, actor.user_id, now)


def _newest(session: Session, decision: Decision, count: int) -> list[Event]:
    """What happened last, newest first, but for what changes nothing and what was undone."""
    happened = _happened(session, decision, undoable.LOOKED_AT)
    return list(islice(undoable.standing(happened), count))


def _happened(session: Session, decision: Decision, count: int) -> list[Event]:
    place = (decision.team_id, decision.noun, decision.number)
    return history.newest_but(session, *place, PASSING, count)


def _undo_answer(
    registers: Registers,
    session: Session,
    now: datetime,
    actor: Person,
    decision: Decision,
    event: Event,
) -> None:
    before = event.details.get("before", {})
    for ref in event.details["tasks"]:
        if ref not in map(_ref, before.get("tasks", {}).values()):
            task = items.get(session, actor, ref)
            promises.undo(registers, session, now, actor, task, promises.GIVEN)
    _restore(session, decision, actor, before)
    again.ask_again(registers, session, now, decision.team_id, past.back_from(event))
    left = decisions.answers(session, decision.team_id, decision.number)
    if not left:
        decision.first_answer_at = None
    is_decided = decision.state == DecisionState.DECIDED
    move = moves.UNDO_ANSWER if left or is_decided else moves.UNDO_FIRST_ANSWER
    lifecycle.make(session, now, move, decision, actor, undid=event.verb)


def _restore(session: Session, decision: Decision, actor: Person, before: dict[str, Any]) -> None:
    """Let an answer stand as it stood; without one before, there is none."""
    answer = decisions.answer_of(session, decision.team_id, decision.number, actor.user_id)
    if answer is None:
        return
    if before:
        restored = ImpactAnswer.model_validate({**answer.model_dump(), **before})
        for name in before:
            setattr(answer, name, getattr(restored, name))
        session.add(answer)
    else:
        session.delete(answer)
    session.flush()


def _ref(number: int) -> str:
    return f"{Promise.letter}-{number}"
