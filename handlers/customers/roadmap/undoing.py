"""Whoever said something of an outcome takes that back for ten minutes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from handlers.chasing import asks
from handlers.customers import changes, roadmap
from handlers.customers.roadmap import changing, moves
from handlers.customers.roadmap import said as checked
from handlers.customers.roadmap.kind import KINDS
from handlers.people import access, facts
from handlers.promises import lifecycle, undoable
from handlers.promises.lifecycle import past
from handlers.speech.promise_errors import (
    ChangedSince,
    NothingToUndo,
    TooLateToUndo,
    UndoneAlready,
)
from storage import asks as stored_asks
from storage import counters, history
from storage.customer_outcomes import CustomerOutcome, OutcomeState
from storage.history import Event
from storage.people import Person

PASSING = (moves.ESCALATE.verb,)
"""What changes nothing, so that what was before it can still be undone."""
UNDOABLE = frozenset({moves.WRITE.verb, *(each.verb for each in moves.MOVES if each.can_undo)})


def undo(session: Session, now: datetime, actor: Person, ref: str) -> CustomerOutcome:
    """Take back what somebody did last with an outcome: it stands as it stood before.

    What that ended is asked again; what they wrote is taken back. Raises NothingToUndo,
    UndoneAlready, ChangedSince, TooLateToUndo, FiveOpen where others have taken its place, and what
    `roadmap.named` raises.
    """
    access.check(session, actor, access.READ)
    outcome = roadmap.named(session, actor, ref, *moves.UNDO_TO.values())
    event = _newest(session, outcome)
    if undoable.has_undone(_happened(session, outcome), actor.user_id, now):
        raise UndoneAlready
    if event is None or event.verb not in UNDOABLE:
        raise NothingToUndo
    if event.actor != actor.user_id:
        raise ChangedSince(ref=outcome.ref)
    if now - event.happened_at > undoable.SPAN:
        raise TooLateToUndo(ref=outcome.ref)
    if event.verb == moves.WRITE.verb or _is_with_writing(outcome, event):
        lifecycle.make(session, now, moves.TAKE_BACK, outcome, actor, undid=event.verb)
    else:
        _restore(session, now, actor, outcome, event)
    return outcome


def can(session: Session, now: datetime, actor: Person, outcome: CustomerOutcome) -> bool:
    """Whether somebody may undo what they did last with it, at this moment."""
    if not access.may(session, actor, access.UNDO, outcome):
        return False
    if outcome.state not in moves.UNDO_TO[OutcomeState.STANDING].start:
        return False
    event = _newest(session, outcome)
    is_new = not undoable.has_undone(_happened(session, outcome), actor.user_id, now)
    return (
        event is not None
        and is_new
        and event.verb in UNDOABLE
        and undoable.is_theirs(event, actor.user_id, now)
    )


def _is_with_writing(outcome: CustomerOutcome, event: Event) -> bool:
    """Whether somebody said yes with the words that they wrote: both are one."""
    is_own = outcome.written_by == event.actor == outcome.owner_id
    return event.verb == moves.ACCEPT.verb and is_own and event.happened_at == outcome.created_at


def _restore(
    session: Session, now: datetime, actor: Person, outcome: CustomerOutcome, event: Event
) -> None:
    stood = event.details["before"]
    _check_room(session, outcome, stood)
    back = past.back_from(event)
    different = changes.ChangedColumns(
        {name: facts.plain(getattr(outcome, name)) for name in stood if name != "state"}
        | {"state": str(outcome.state)},
        {name: value for name, value in stood.items() if name != "state"},
    )
    changing.TOLD.set_columns(outcome, different.after)
    begun = stored_asks.hold(session, outcome.team_id, list(back.begun)) if back else []
    ends = {each.kind for each in begun}
    lifecycle.make(
        session, now, moves.UNDO_TO[OutcomeState(stood["state"])], outcome, actor,
        goes_on=[kind for kind in KINDS if kind not in ends],
        undid=event.verb, before=different.before, after=different.after,
    )  # fmt: skip
    for ask in stored_asks.hold(session, outcome.team_id, list(back.ended)) if back else []:
        asks.owe_again(session, now, ask, KINDS[ask.kind])


def _check_room(session: Session, outcome: CustomerOutcome, stood: Mapping[str, Any]) -> None:
    """What comes back takes a place among the few of its quarter. Raises FiveOpen without one."""
    stands = {name: getattr(outcome, name) for name in ("quarter_on", "department_id")}
    told = stands | changing.TOLD.read({name: stood[name] for name in stands if name in stood})
    is_elsewhere = told != stands
    if not outcome.is_open or is_elsewhere:
        counters.hold(session, outcome.team_id, CustomerOutcome.noun)
        checked.check_room(session, outcome.team_id, told)


def _newest(session: Session, outcome: CustomerOutcome) -> Event | None:
    """What happened last and was not undone since."""
    return next(undoable.standing(_happened(session, outcome)), None)


def _happened(session: Session, outcome: CustomerOutcome) -> list[Event]:
    place = (outcome.team_id, outcome.noun, outcome.number)
    return history.newest_but(session, *place, PASSING, undoable.LOOKED_AT)
