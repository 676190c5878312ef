"""Which open tasks are calls to customers that executives have promised, under whatever name."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import exists, text
from sqlmodel import Session, col, select

from storage.history import Event
from storage.items import LIVE
from storage.many import among
from storage.tasks import Task

NOUN, PROMISED = "call", "promised"
"""As what history keeps that a task is one, under the number of the task."""


def open_to(session: Session, team_id: str, customer_ids: Iterable[UUID]) -> list[Task]:
    """The open calls to any of these customers, oldest first, private ones too."""
    is_call = exists().where(
        col(Event.team_id) == team_id,
        col(Event.noun) == NOUN,
        col(Event.number) == col(Task.number),
        col(Event.verb) == PROMISED,
    )
    query = select(Task).where(
        Task.team_id == team_id, among(session, col(Task.customer_id), customer_ids), text(LIVE),
        is_call,
    )  # fmt: skip
    return sorted(session.exec(query), key=lambda each: each.number)
