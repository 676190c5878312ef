"""Whoever answered an inquiry undoes that for ten minutes: it waits again, and nothing follows."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing.registers import Registers
from handlers.executives.decisions import moves as decision_moves
from handlers.executives.decisions import undoing as decisions
from handlers.executives.prompts import moves
from handlers.people import access
from handlers.promises import items, lifecycle, undoable
from handlers.promises import undoing as promises
from handlers.promises.lifecycle import again, past
from handlers.speech import phrases
from handlers.speech.promise_errors import (
    ChangedSince,
    NothingToUndo,
    NotYoursToUndo,
    TooLateToUndo,
    UndoneAlready,
)
from storage import decisions as stored_decisions
from storage import history, inquiries, people
from storage.decisions import Decision, DecisionState
from storage.history import Event
from storage.inquiries import Inquiry
from storage.items import Item
from storage.people import Person

PASSING = (moves.ESCALATE.verb,)
"""What changes nothing, so that what was before it can still be undone."""


def get(session: Session, actor: Person, ref: str) -> Inquiry:
    """The inquiry that somebody names, held until the commit.

    Raises NothingToUndo for a name of none, NoSuchNumber, and what `access.check` raises.
    """
    named = phrases.reference(ref)
    if named is None or named.letter != Inquiry.letter:
        raise NothingToUndo
    inquiry = inquiries.find(session, actor.team_id, named.number, lock=True)
    access.check(session, actor, access.ANSWER_INQUIRY, inquiry)
    if inquiry is None:
        raise items.unknown(session, actor.team_id, Inquiry, named.number)
    return inquiry


def can(session: Session, now: datetime, actor: Person, inquiry: Inquiry) -> Event | None:
    """What somebody may undo of an inquiry at this moment; None where that is nothing."""
    newest = _newest(session, inquiry)
    if newest is None or newest.verb != moves.ANSWER.verb:
        return None
    return newest if undoable.is_theirs(newest, actor.user_id, now) else None


def undo(
    registers: Registers,
    session: Session,
    now: datetime,
    actor: Person,
    inquiry: Inquiry,
    what: str = "",
) -> str:
    """Undo an answer to an inquiry, which is held: it is owed again, and what followed is gone.

    Gives the name of what is gone, empty where nothing followed. `what` is the verb or the id of
    what they mean, where they say which. Raises NotYoursToUndo, TooLateToUndo, NothingToUndo, which
    also says where it is undone already, and ChangedSince, also for a task or a decision that
    somebody has answered since.
    """
    event = _newest(session, inquiry)
    happened = _happened(session, inquiry, 1)
    if undoable.has_undone(happened, actor.user_id, now):
        raise UndoneAlready
    if event is None or event.verb != moves.ANSWER.verb:
        raise NothingToUndo
    _check(session, now, actor, inquiry, event, what)
    gone = _take_off(registers, session, now, actor, inquiry)
    inquiry.course = inquiry.answered_by = inquiry.answered_at = None
    inquiry.words = inquiry.led_to = ""
    again.ask_again(registers, session, now, inquiry.team_id, past.back_from(event))
    lifecycle.make(session, now, moves.UNDO_ANSWER, inquiry, actor, undid=event.verb)
    return gone


def _check(
    session: Session, now: datetime, actor: Person, inquiry: Inquiry, event: Event, what: str
) -> None:
    if what and what not in (event.verb, event.event_id.hex):
        raise ChangedSince(ref=inquiry.ref)
    if now - event.happened_at > undoable.SPAN:
        raise TooLateToUndo(ref=inquiry.ref)
    if event.actor != actor.user_id:
        by = people.find(session, inquiry.team_id, event.actor)
        raise NotYoursToUndo(ref=inquiry.ref, name=by.name if by else "Duly")


def _take_off(
    registers: Registers, session: Session, now: datetime, actor: Person, inquiry: Inquiry
) -> str:
    """Take what followed off the list, unless it is off already; its name, empty for nothing."""
    named = phrases.reference(inquiry.led_to)
    if named is None:
        return ""
    if named.letter == Decision.letter:
        decision = stored_decisions.find(session, inquiry.team_id, named.number, lock=True)
        if decision is None or decision.state == DecisionState.WITHDRAWN:
            return ""
        decisions.undo(registers, session, now, actor, decision, decision_moves.ASK.verb)
        return decision.ref
    task: Item = items.get(session, actor, inquiry.led_to)
    if not task.live:
        return ""
    promises.undo(registers, session, now, actor, task, promises.GIVEN)
    return task.ref


def _newest(session: Session, inquiry: Inquiry) -> Event | None:
    """What happened last and was not undone since."""
    return next(undoable.standing(_happened(session, inquiry, undoable.LOOKED_AT)), None)


def _happened(session: Session, inquiry: Inquiry, count: int) -> list[Event]:
    place = (inquiry.team_id, inquiry.noun, inquiry.number)
    return history.newest_but(session, *place, PASSING, count)
