"""Whoever did something by mistake undoes it within ten minutes: all stands as it stood before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from sqlmodel import Session

from handlers.chasing import asks
from handlers.chasing.registers import Registers
from handlers.promises import along, items, lifecycle, moves, warnings
from handlers.promises.items import parts
from handlers.promises.lifecycle import Changes, again, judging, past, paused
from handlers.promises.lifecycle.past import Back
from handlers.promises.undoable import (
    LOOKED_AT,
    SPAN,
    TOGETHER,
    UNDOING,
    has_undone,
    is_theirs,
    standing,
)
from handlers.promises.undoing import letting_in
from handlers.promises.undoing.letting_in import ShutOut
from handlers.speech import phrases
from handlers.speech.promise_errors import (
    ChangedSince,
    NothingToUndo,
    NotYoursToUndo,
    TooLateButReopen,
    TooLateToUndo,
    UndoneAlready,
)
from storage import asks as stored_asks
from storage import cards as stored_cards
from storage import handoffs, history, issues, judgements, noes, people
from storage.asks import Outcome
from storage.audiences import Audience
from storage.cards import Face
from storage.history import Event
from storage.items import LIVE_STATES, Item
from storage.judgements import Passed
from storage.people import Person

PASSING = (moves.ESCALATE.verb, moves.NOTE.verb, moves.INVOLVE.verb)
"""What changes nothing, so that what was before it can still be undone."""
GIVEN = moves.GIVE.verb
"""By what a task that has just been given is undone."""
AUDIENCE = (moves.MAKE_PRIVATE.verb, moves.SHOW.verb, moves.LET_IN.verb)
"""By what it is said who may see something: nobody hears of it, nor that it is undone."""
BEGINNINGS = frozenset(move.verb for move in moves.MOVES if not move.start)
"""The verbs by which something comes to be: before them it was not there."""


@dataclass(frozen=True)
class Undone:
    """A promise that stands again as it stood, and what was undone.

    `owner` is who has it; `was_asked` says whether they had read of it, where it was given.
    `shut_out` is who may see it no more. `stays` are the tasks that do not go back with it, as
    somebody has answered since, or whoever undoes may not see them.
    """

    item: Item
    verb: str
    owner: Person | None
    was_asked: bool
    shut_out: ShutOut | None = None
    stays: Sequence[Item] = ()


def last_by(
    session: Session, now: datetime, actor: Person, nouns: Sequence[str], passing: Sequence[str]
) -> Event | None:
    """What somebody did last with things of these nouns, lately, and has not undone; else None.

    Raises UndoneAlready where nothing is left because they undid it.
    """
    happened = history.newest_by(session, actor.team_id, actor.user_id, nouns, passing)
    event = next(standing(happened), None)
    if event and is_theirs(event, actor.user_id, now):
        return event
    if has_undone(happened, actor.user_id, now):
        raise UndoneAlready
    return None


def last_of(session: Session, now: datetime, actor: Person) -> Item | None:
    """The promise, held, with which somebody did something last that can be undone; else None.

    Raises UndoneAlready.
    """
    event = last_by(session, now, actor, tuple(items.NOUNS.values()), PASSING)
    if event is None:
        return None
    item = items.find(session, actor.team_id, event.noun, event.number, lock=True)
    return _reported_with(session, item, event) if item else None


def _reported_with(session: Session, item: Item, event: Event) -> Item:
    """The issue that was reported together with its parts, which go along with it."""
    issue = parts.issue_of(session, item) if parts.is_part(item) else None
    is_one = issue and (issue.created_by, issue.created_at) == (event.actor, event.happened_at)
    if issue is None or not is_one:
        return item
    return items.find(session, issue.team_id, issue.noun, issue.number, lock=True) or item


def can(
    session: Session, now: datetime, actor: Person, item: Item, newest: Event | None
) -> Event | None:
    """What somebody may undo at this moment; None where that is nothing.

    `newest` is what happened last, whatever it was.
    """
    event = newest
    if newest and newest.verb in (*PASSING, UNDOING):
        event = next(iter(_newest(session, item)), None)
    return event if event and _may_undo(now, actor, item, event) else None


def _may_undo(now: datetime, actor: Person, item: Item, event: Event) -> bool:
    return is_theirs(event, actor.user_id, now) and _is_undoable(item, event)


def of_now(
    session: Session, now: datetime, actor: Person, item: Item, count: int = 1
) -> list[Event]:
    """What somebody has done last with a promise and may undo: so many moves of one form at most.

    Newest first; empty where that cannot be undone.
    """
    found = _newest(session, item, count)
    return found if all(_may_undo(now, actor, item, each) for each in found) else []


def undo(
    registers: Registers,
    session: Session,
    now: datetime,
    actor: Person,
    item: Item,
    what: str = "",
) -> Undone:
    """Undo what somebody did with a promise, which is held; asks are open again as they were.

    `what` is the verb or the id of what they mean, where they say which, or the ids of all moves
    of one form, newest first; without it, what happened last and was not undone since. Raises
    NotYoursToUndo, ChangedSince, TooLateToUndo and NothingToUndo.
    """
    wanted = what.split(TOGETHER)
    found = _newest(session, item, len(wanted))
    _check_not_undone(session, now, actor, item, found, what)
    if not found:
        raise NothingToUndo
    if len(found) != len(wanted):
        raise ChangedSince(ref=item.ref)
    for event, each in zip(found, wanted, strict=True):
        _check(session, now, actor, item, event, each)
    if found[0].verb in BEGINNINGS:
        return _take_off(session, now, actor, item, found[0])
    stays = [each for event in found for each in along.stays(session, actor, item, event)]
    shut_out = [_go_back(registers, session, now, actor, item, event) for event in found]
    # A date that passed meanwhile found it as it stands now: what is undone never was.
    judging.judge(session, now, item)
    verb = found[0].verb if len(found) == 1 else moves.EDIT.verb
    return Undone(
        item, verb, items.owner_of(session, item), was_asked=True, shut_out=shut_out[0],
        stays=stays,
    )  # fmt: skip


def _take_off(session: Session, now: datetime, actor: Person, item: Item, event: Event) -> Undone:
    """What has just begun is on no list any more."""
    was_asked, owner = _was_asked(session, item, actor), items.owner_of(session, item)
    along.take_back(session, now, actor, item, moves.UNDO_BEGINNING, undid=moves.GIVE.verb)
    lifecycle.make(session, now, moves.UNDO_BEGINNING, item, actor, undid=event.verb)
    return Undone(item, event.verb, owner, was_asked)


def _go_back(
    registers: Registers, session: Session, now: datetime, actor: Person, item: Item, event: Event
) -> ShutOut | None:
    """Let a promise stand as it stood before one move; whom that let see it, where it did."""
    back = past.back_from(event)
    if back is None:
        raise NothingToUndo
    _check_part_is_wanted(session, item, back)
    weighed = {UUID(name): weight for name, weight in event.details.get("weights", {}).items()}
    paused.forget(session, item, event)
    _restore_asks(registers, session, now, actor, item, back, weighed)
    warnings.undo(session, now, item, event)
    paused.again(session, item, event)
    _restore_offer(session, now, actor, item, back)
    let_in = event.verb == moves.LET_IN.verb
    _restore_figures(session, item, event)
    shut_out = letting_in.undo(session, now, actor, item, event) if let_in else None
    lifecycle.make(
        session,
        now,
        moves.UNDO_AUDIENCE if event.verb in AUDIENCE else moves.UNDO,
        item,
        actor,
        changes=Changes(before=back.columns),
        undid=event.verb,
        restored=past.written(back.columns),
    )
    warnings.keep_up(session, now, item, actor.user_id)
    if event.verb == moves.MERGE.verb:
        _stand_apart(session, now, actor, event)
    for other, its_own in along.gone(session, actor, item, event):
        if its_own.verb in BEGINNINGS:
            _take_off(session, now, actor, other, its_own)
        else:
            _go_back(registers, session, now, actor, other, its_own)
    return shut_out


def _stand_apart(session: Session, now: datetime, actor: Person, event: Event) -> None:
    """What an issue was joined to has only its own list again."""
    into = phrases.reference(str(event.details.get("into", "")))
    other = issues.find(session, event.team_id, into.number, lock=True) if into else None
    if other:
        warnings.keep_up(session, now, other, actor.user_id)


def _check_part_is_wanted(session: Session, item: Item, back: Back) -> None:
    """Nobody is asked again for the part of what has ended, or shown that of what is private.

    Raises PartOfEnded and PartOfPrivate.
    """
    if item.is_private and back.columns.get("audience") == Audience.DEPARTMENT:
        parts.check_may_be_shown(session, item)
    if back.columns.get("state", item.state) in LIVE_STATES and not item.live:
        parts.check_wanted(session, item)


def _check_not_undone(
    session: Session, now: datetime, actor: Person, item: Item, found: Sequence[Event], what: str
) -> None:
    """Raises UndoneAlready where whoever undoes did so just now, and more is not theirs to undo."""
    named = what.partition(TOGETHER)[0]
    is_meant = bool(found) and (not what or _is(found[0], named))
    if is_meant and _may_undo(now, actor, item, found[0]):
        return
    if has_undone(_happened(session, item, 1), actor.user_id, now):
        raise UndoneAlready


def _check(
    session: Session, now: datetime, actor: Person, item: Item, event: Event, what: str
) -> None:
    if what and not _is(event, what):
        raise ChangedSince(ref=item.ref)
    if not _is_undoable(item, event):
        raise NothingToUndo if not what else ChangedSince(ref=item.ref)
    if now - event.happened_at > SPAN:
        raise (TooLateToUndo if item.live else TooLateButReopen)(ref=item.ref)
    if event.actor != actor.user_id:
        raise _of_somebody_else(session, item, event)


def _of_somebody_else(session: Session, item: Item, event: Event) -> NotYoursToUndo:
    by = people.find(session, item.team_id, event.actor) if event.actor else None
    return NotYoursToUndo(ref=item.ref, name=by.name if by else "Duly")


def _is(event: Event, what: str) -> bool:
    return what in (event.verb, event.event_id.hex)


def _newest(session: Session, item: Item, count: int = 1) -> list[Event]:
    """What happened last, newest first, but for what changes nothing and what was undone."""
    found = _happened(session, item, count)
    if all(each.verb != UNDOING for each in found):
        return found
    return list(islice(standing(_happened(session, item, LOOKED_AT)), count))


def _happened(session: Session, item: Item, count: int) -> list[Event]:
    return history.newest_but(session, item.team_id, item.noun, item.number, PASSING, count)


def _is_undoable(item: Item, event: Event) -> bool:
    """Whether the way back is kept, or it has only just begun and nobody has answered."""
    if event.details.get("imported"):
        return False
    if event.verb in BEGINNINGS:
        return item.live
    return past.back_from(event) is not None


def _was_asked(session: Session, item: Item, actor: Person) -> bool:
    """Whether the message that asks somebody for it has arrived; nobody is asked by themselves."""
    if item.owner_id in (None, actor.user_id):
        return False
    shown = stored_cards.of(session, item.team_id, item.noun, item.number)
    return any(card.ts for card in shown if card.face == Face.OWNER)


def _restore_asks(
    registers: Registers,
    session: Session,
    now: datetime,
    actor: Person,
    item: Item,
    back: Back,
    weights: Mapping[UUID, Mapping[str, Any]],
) -> None:
    """What began with it is not asked any more, and what ended with it is asked again."""
    for ask in stored_asks.open_about(session, item.team_id, item.noun, item.number):
        if ask.ask_id in back.begun:
            asks.answer(session, now, ask, actor.user_id, Outcome.WITHDRAWN)
    again.ask_again(registers, session, now, item.team_id, back)
    for ask in stored_asks.hold(session, item.team_id, list(weights)):
        asks.weigh_as(session, now, ask, registers.kinds[ask.kind], weights[ask.ask_id])


def _restore_figures(session: Session, item: Item, event: Event) -> None:
    """A no that was said by mistake was never said; what was opened again never was."""
    if event.verb == moves.DECLINE.verb:
        no = noes.standing(session, item.team_id, item.noun, item.number)
        if no:
            session.delete(no)
    elif event.verb == moves.REOPEN.verb:
        at = event.happened_at
        noes.hold_again(session, item.team_id, item.noun, item.number, at)
        judgements.take_back(session, item.team_id, item.noun, item.number, Passed.REOPENED, at)


def _restore_offer(session: Session, now: datetime, actor: Person, item: Item, back: Back) -> None:
    """An offer that was made is made no more; one that was answered or ended waits again."""
    offer = handoffs.find(session, item.team_id, back.offer) if back.offer else None
    if offer is None:
        return
    if offer.answered_at is None:
        handoffs.answer(session, now, offer, actor.user_id, accepted=False)
    else:
        handoffs.offer_again(session, offer)
