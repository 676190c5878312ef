"""Whoever was let see a private thing by mistake sees it no more, and reads so where they must."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from handlers.chasing import notes
from handlers.promises.undoing import words
from storage import audiences, people, unsent
from storage.decisions import Decision
from storage.history import Event
from storage.items import Item
from storage.people import Person


@dataclass(frozen=True)
class ShutOut:
    """Somebody who may see a thing no more, by Slack id; `was_told` that they had read of it."""

    user_id: str
    was_told: bool


def key(event_id: UUID | None) -> str:
    """By what the message is known in which somebody reads that they were let in."""
    return f"let in:{event_id}"


def undo(
    session: Session, now: datetime, actor: Person, thing: Item | Decision, event: Event
) -> ShutOut:
    """Let somebody see a private thing no more whom `event` let in.

    A message that has not left does not reach them; else they read what became of it.
    """
    user_id = str(event.details["to"])
    audiences.remove(session, thing.team_id, thing.noun, thing.number, user_id)
    was_told = not unsent.take_back(session, thing.team_id, key(event.event_id), words.NOT_SENT)
    person = people.find(session, thing.team_id, user_id)
    if person and was_told:
        notes.send(session, now, person, words.shut_out(thing.ref, actor.user_id))
    return ShutOut(user_id, was_told)
