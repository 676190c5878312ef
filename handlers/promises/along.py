"""What goes along with an issue: its parts, and the tasks that were to prevent what came back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from handlers.people import access
from handlers.promises import items, lifecycle, moves
from handlers.promises.items import parts
from handlers.promises.lifecycle import NOTHING, Changes, Move
from handlers.promises.undoable import LOOKED_AT, standing
from storage import audiences, causes, history, people, tasks
from storage.audiences import Audience
from storage.departments import Department
from storage.history import Event
from storage.issues import Issue
from storage.items import Item
from storage.people import Person
from storage.tasks import Promise, Task

_WITH_CAUSE = tuple(
    move.verb for move in (moves.GIVE, moves.SET_TO_PREVENT, moves.BRING_BACK, moves.NOT_HELD)
)
"""What becomes of tasks and earlier issues as somebody says why an issue happened."""
_WITH_PARTS = {
    **{move.verb: (move.verb,) for move in (moves.WITHDRAW, moves.MAKE_PRIVATE, moves.SHOW)},
    **{move.verb: (moves.WITHDRAW.verb,) for move in (moves.TAKE_OVER, moves.GIVE_TO)},
    moves.EDIT.verb: (moves.EDIT.verb, moves.WITHDRAW.verb),
}
"""What becomes of the parts of an issue as this becomes of the issue."""
_BACK = (moves.PREVENTED.verb, moves.REOPEN.verb)
"""What is said of an issue with which tasks are open again that were to prevent it."""
_PASSING = (moves.NOTE.verb, moves.ESCALATE.verb)
"""What leaves it as it stands."""


def take_back(
    session: Session, now: datetime, actor: Person, item: Item, move: Move, **facts: object
) -> None:
    """Take back by `move` what departments were to take of an issue; of a task nothing.

    What was joined to it ends with it, and so do the parts of that. A part that somebody may not
    see stays, as it has a life of its own.
    """
    for part in _held(session, parts.still_open(session, item)):
        if lifecycle.may(session, actor, part, move):
            lifecycle.make(
                session, now, move, part, actor, changes=NOTHING, asked=(), goes_on=(), **facts
            )


def become_whole(
    session: Session, now: datetime, actor: Person, item: Item, department: Department
) -> None:
    """Take back the part of a department that answers for all of an issue from now on.

    Before the issue itself, so that this is what its undoing takes back.
    """
    for part in _held(session, parts.still_open(session, item)):
        is_theirs = part.department_id == department.department_id
        if is_theirs and lifecycle.may(session, actor, part, moves.WITHDRAW_PART):
            why = parts.WHOLE.format(department=department.name, ref=item.ref)
            lifecycle.make(session, now, moves.WITHDRAW_PART, part, actor, reason=why)


def see_alike(
    session: Session, now: datetime, actor: Person, item: Item, new: Audience
) -> list[Task]:
    """Let the open parts of an issue be seen by those who may see that from now on; they are held.

    Before the issue itself, so that this is what its undoing takes back. `let_in` comes behind.
    """
    move = moves.PART_PRIVATE if new is Audience.PRIVATE else moves.PART_SHOWN
    found = list(held(session, item))
    for part in found:
        if part.audience != new and lifecycle.may(session, actor, part, move):
            lifecycle.make(session, now, move, part, actor, changes=Changes(audience=new))
    return found


def let_in(session: Session, issue: Item, part: Promise) -> None:
    """Who is asked for a part of what is private sees all of it; who answers for it sees the part.

    Whoever reported it may be somebody else than who asks for the part.
    """
    for thing, readers in ((issue, (part.owner_id,)), (part, (issue.owner_id, issue.created_by))):
        for user_id in filter(None, readers):
            person = people.find(session, thing.team_id, user_id)
            if person and thing.is_private and not access.may_see(session, person, thing):
                audiences.add(session, thing.team_id, thing.noun, thing.number, user_id)


def held(session: Session, item: Item) -> Iterator[Task]:
    """The open parts of an issue itself, held in the order of their numbers."""
    return _held(session, parts.own(session, item))


def _held(session: Session, open_ones: Iterable[Task]) -> Iterator[Task]:
    for part in open_ones:
        found = tasks.find(session, part.team_id, part.number, lock=True)
        if found and found.live:
            yield found


def gone(session: Session, actor: Person, item: Item, event: Event) -> Iterator[tuple[Item, Event]]:
    """What went along with an issue by this event, held, each with its own.

    Its parts were taken back or edited with it, or are seen since then by those who see it. With
    what was said to prevent it a task was given; and where its cause, or it itself, had come back,
    others are open again, and nobody is asked whether what was to prevent earlier ones held. Of
    these only what stands so still, and `actor` may undo.
    """
    if event.verb in _BACK:
        for found, _ in _with_cause(session, item, event):
            held = items.find(session, found.team_id, found.noun, found.number, lock=True)
            # Somebody may have answered before it was held.
            its_own = _its_own(session, held, event) if held else None
            if held and its_own and its_own[1] and _may_undo(session, actor, held):
                yield held, its_own[0]
        return
    if event.verb not in _WITH_PARTS:
        return
    joined = items.joined(session, item) if isinstance(item, Issue) else []
    numbers = [item.number, *(each.number for each in joined)]
    for part in tasks.parts(session, item.team_id, numbers):
        newest = history.latest(session, part.team_id, part.noun, part.number)
        is_with_it = newest and newest.verb in _WITH_PARTS[event.verb] and (
            (newest.actor, newest.happened_at) == (event.actor, event.happened_at)
        )  # fmt: skip
        held = tasks.find(session, part.team_id, part.number, lock=True) if is_with_it else None
        if held and newest:
            yield held, newest


def stays(session: Session, actor: Person, item: Item, event: Event) -> list[Item]:
    """The tasks that went along with an issue by this event, and do not go back with it.

    They were opened or given as somebody said what prevents it, or opened it again.
    """
    if event.verb not in _BACK:
        return []
    return [
        found
        for found, is_newest in _with_cause(session, item, event)
        if isinstance(found, Task)
        and found.live
        and not (is_newest and _may_undo(session, actor, found))
    ]


def _may_undo(session: Session, actor: Person, item: Item) -> bool:
    return lifecycle.may(session, actor, item, moves.UNDO)


def _with_cause(session: Session, item: Item, event: Event) -> Iterator[tuple[Item, bool]]:
    """What changed as somebody said why an issue happened, or opened it again.

    And whether it stands so still.
    """
    if not isinstance(item, Issue):
        return
    named = event.details.get("cause_id")
    cause = causes.find(session, item.team_id, UUID(named)) if named else None
    earlier = causes.issues_of(session, cause, causes.EVER, item.created_at) if cause else []
    others = [each for each in earlier if each.number != item.number]
    numbers = {item.number, *(each.number for each in others)}
    for each in (*tasks.preventions(session, item.team_id, numbers), *others):
        its_own = _its_own(session, each, event)
        if its_own:
            yield each, its_own[1]


def _its_own(session: Session, thing: Item, event: Event) -> tuple[Event, bool] | None:
    """What happened to something with an event of an issue, and whether it happened last."""
    happened = history.newest_but(
        session, thing.team_id, thing.noun, thing.number, _PASSING, LOOKED_AT
    )
    for at, each in enumerate(standing(happened)):
        is_with_it = each.actor in ("", event.actor) and each.verb in _WITH_CAUSE
        if is_with_it and each.happened_at == event.happened_at:
            return each, at == 0
    return None
