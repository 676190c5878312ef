"""What goes along with an issue: its parts are taken back with it, and seen by those who see it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session

from handlers.people import access
from handlers.promises import lifecycle, moves
from handlers.promises.items import parts
from handlers.promises.lifecycle import NOTHING, Changes, Move
from storage import audiences, history, people, tasks
from storage.audiences import Audience
from storage.history import Event
from storage.items import Item
from storage.people import Person
from storage.tasks import Promise, Task


def take_back(
    session: Session, now: datetime, actor: Person, item: Item, move: Move, **facts: object
) -> None:
    """Take back by `move` what departments were to take of an issue; of a task nothing.

    A part that somebody may not see stays, as it has a life of its own.
    """
    for part in _held(session, item):
        if lifecycle.may(session, actor, part, move):
            lifecycle.make(
                session, now, move, part, actor, changes=NOTHING, asked=(), goes_on=(), **facts
            )


def see_alike(
    session: Session, now: datetime, actor: Person, item: Item, new: Audience
) -> list[Task]:
    """Let the open parts of an issue be seen by those who may see that from now on; they are held.

    Before the issue itself, so that this is what its undoing takes back. `let_in` comes behind.
    """
    move = moves.PART_PRIVATE if new is Audience.PRIVATE else moves.PART_SHOWN
    held = list(_held(session, item))
    for part in held:
        if part.audience != new and lifecycle.may(session, actor, part, move):
            lifecycle.make(session, now, move, part, actor, changes=Changes(audience=new))
    return held


def let_in(session: Session, issue: Item, part: Promise) -> None:
    """Who is asked for a part of what is private sees all of it; who answers for it sees the part.

    Whoever reported it may be somebody else than who asks for the part.
    """
    for thing, readers in ((issue, (part.owner_id,)), (part, (issue.owner_id, issue.created_by))):
        for user_id in filter(None, readers):
            person = people.find(session, thing.team_id, user_id)
            if person and thing.is_private and not access.may_see(session, person, thing):
                audiences.add(session, thing.team_id, thing.noun, thing.number, user_id)


def _held(session: Session, item: Item) -> Iterator[Task]:
    """The open parts of an issue, held in the order of their numbers."""
    for part in parts.own(session, item):
        held = tasks.find(session, part.team_id, part.number, lock=True)
        if held and held.live:
            yield held


def gone(session: Session, item: Item, event: Event) -> Iterator[tuple[Task, Event]]:
    """The parts that went along with an issue by this event, held, each with its own.

    They were taken back with it, or are seen since then by those who see it.
    """
    if event.verb not in (moves.WITHDRAW.verb, moves.MAKE_PRIVATE.verb, moves.SHOW.verb):
        return
    for part in tasks.parts(session, item.team_id, [item.number]):
        newest = history.latest(session, part.team_id, part.noun, part.number)
        is_with_it = newest and (newest.verb, newest.actor, newest.happened_at) == (
            event.verb, event.actor, event.happened_at,
        )  # fmt: skip
        held = tasks.find(session, part.team_id, part.number, lock=True) if is_with_it else None
        if held and newest:
            yield held, newest
