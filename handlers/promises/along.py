"""What goes along with an issue that is taken back: the parts that departments were to take."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session

from handlers.promises import lifecycle, moves
from handlers.promises.items import parts
from handlers.promises.lifecycle import NOTHING, Move
from storage import history, tasks
from storage.history import Event
from storage.items import Item, State
from storage.people import Person
from storage.tasks import Task


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


def _held(session: Session, item: Item) -> Iterator[Task]:
    """The open parts of an issue, held in the order of their numbers."""
    for part in parts.own(session, item):
        held = tasks.find(session, part.team_id, part.number, lock=True)
        if held and held.live:
            yield held


def gone(session: Session, item: Item, event: Event) -> Iterator[tuple[Task, Event]]:
    """The parts that were taken back with an issue by this event, held, each with its own."""
    if event.verb != moves.WITHDRAW.verb:
        return
    for part in tasks.parts(session, item.team_id, [item.number]):
        newest = history.latest(session, part.team_id, part.noun, part.number)
        is_with_it = newest and (newest.verb, newest.actor, newest.happened_at) == (
            event.verb, event.actor, event.happened_at,
        )  # fmt: skip
        held = tasks.find(session, part.team_id, part.number, lock=True) if is_with_it else None
        if held and newest and held.state == State.WITHDRAWN:
            yield held, newest
