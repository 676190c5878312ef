"""Whoever answered an inquiry, or had somebody else asked, undoes that for ten minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.chasing import notes
from handlers.chasing.registers import Registers
from handlers.executives.decisions import moves as decision_moves
from handlers.executives.decisions import undoing as decisions
from handlers.executives.prompts import inquiry_cards, moves
from handlers.people import access
from handlers.promises import items, lifecycle, undoable
from handlers.promises import undoing as promises
from handlers.promises.items.words import open_story
from handlers.promises.lifecycle import again, past
from handlers.speech import blocks, phrases
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


UNDOABLE = (moves.ANSWER.verb, moves.PASS_ON.verb)


@dataclass(frozen=True)
class InquiryBack:
    """An inquiry that waits again: for whom, and what is gone with its answer.

    `gone` names the task or the decision that had followed, `other_id` who was asked meanwhile.
    """

    inquiry: Inquiry
    gone: str = ""
    other_id: str = ""


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
    if newest is None or newest.verb not in UNDOABLE:
        return None
    return newest if undoable.is_theirs(newest, actor.user_id, now) else None


def undo(
    registers: Registers,
    session: Session,
    now: datetime,
    actor: Person,
    inquiry: Inquiry,
    what: str = "",
) -> InquiryBack:
    """Undo what was done last with an inquiry, which is held: whoever owed an answer does again.

    After an answer what followed is gone; where somebody else was asked, they are asked no more,
    and they and whoever is asked again hear so. `what` is the verb or the id of what they mean,
    where they say which. Raises NotYoursToUndo, TooLateToUndo, NothingToUndo, which
    also says where it is undone already, and ChangedSince, also for a task or a decision that
    somebody has answered since.
    """
    event = _newest(session, inquiry)
    happened = _happened(session, inquiry, 1)
    if undoable.has_undone(happened, actor.user_id, now):
        raise UndoneAlready
    if event is None or event.verb not in UNDOABLE:
        raise NothingToUndo
    _check(session, now, actor, inquiry, event, what)
    if event.verb == moves.PASS_ON.verb:
        return _ask_back(registers, session, now, actor, inquiry, event)
    _unsettle(registers, session, now, actor, inquiry)
    gone = _take_off(registers, session, now, actor, inquiry)
    inquiry.course = inquiry.answered_by = inquiry.answered_at = None
    inquiry.words = inquiry.led_to = ""
    again.ask_again(registers, session, now, inquiry.team_id, past.back_from(event))
    lifecycle.make(session, now, moves.UNDO_ANSWER, inquiry, actor, undid=event.verb)
    return InquiryBack(inquiry, gone)


def _ask_back(
    registers: Registers,
    session: Session,
    now: datetime,
    actor: Person,
    inquiry: Inquiry,
    event: Event,
) -> InquiryBack:
    """It is a question again for whoever was asked before, and for nobody else."""
    other = people.find(session, inquiry.team_id, inquiry.to_id)
    # What was passed on before this was kept goes back to whoever passed it on.
    former = people.find(session, inquiry.team_id, event.details.get("from_id", actor.user_id))
    inquiry.to_id = former.user_id if former else actor.user_id
    lifecycle.make(session, now, moves.UNDO_PASS_ON, inquiry, actor, undid=event.verb)
    again.ask_again(registers, session, now, inquiry.team_id, past.back_from(event))
    told = [(other, inquiry_cards.not_asked(inquiry, actor.user_id))] if other else []
    if former:
        told.append((former, inquiry_cards.asked_again(inquiry, actor.user_id)))
    for person, said in told:
        if person.user_id != actor.user_id:
            notes.send(session, now, person, said, blocks.actions(open_story(inquiry.ref)))
    return InquiryBack(inquiry, other_id=other.user_id if other else "")


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


def _unsettle(
    registers: Registers, session: Session, now: datetime, actor: Person, inquiry: Inquiry
) -> None:
    """What it is about waits again, in the room whose thing that is."""
    noun, _, key = inquiry.subject.partition(":")
    if unsettle := registers.unsettling.get(noun):
        unsettle(session, now, actor, int(key), inquiry.led_to, inquiry.words)


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
