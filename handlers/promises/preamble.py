"""Before anything is done: who asks, about which promise, and what they say of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.people import access
from handlers.promises import items, lifecycle
from handlers.promises.deadlines import HOUR
from handlers.promises.lifecycle import Move
from handlers.speech import cleaning, phrases, reasons
from handlers.speech.errors import Missing, MissingWords, ReasonMissing, WhyMissing
from handlers.speech.forms import Reading
from handlers.speech.request import Request
from storage.items import Item
from storage.people import Person

WHY: Mapping[str, type[Missing]] = {reasons.FIELD: WhyMissing}
"""The input of a form that says why."""
Act = Callable[[Session, datetime, Person, Item], object]


@dataclass(frozen=True)
class Typed:
    """A command about a promise: who types it, the promise, held, the words and the reason."""

    person: Person
    item: Item
    words: str
    reason: str


def typed(request: Request, session: Session, usage: str) -> Typed:
    """A command such as “T-12 friday because …”.

    Raises MissingWords with the usage where nothing is named, and what `clicked` raises.
    """
    said = phrases.read_answer(request.text, usage)
    person = access.actor(session, request)
    return Typed(person, items.get(session, person, said.ref), said.words, said.reason)


def clicked(request: Request, session: Session) -> tuple[Person, Item]:
    """Who clicks or sends a form, and the promise that it is about, held until the commit.

    Raises NotOfHere, and what `items.get` raises.
    """
    person = access.actor(session, request)
    return person, items.get(session, person, request.value)


def permitted(request: Request, session: Session, *moves: Move) -> tuple[Person, Item]:
    """The same, for a form that leads to one of these moves.

    Raises what `clicked` and `lifecycle.permit` raise.
    """
    person, item = clicked(request, session)
    lifecycle.permit(session, person, item, *moves)
    return person, item


def press(request: Request, session: Session, now: datetime, move: Move, act: Act) -> Item:
    """Do what a button says, and the promise; `act` makes the move.

    Pressed again within a moment it does nothing, see `items.has_just`. Raises what `clicked` and
    `act` raise.
    """
    person, item = clicked(request, session)
    if not items.has_just(session, now, person, item, move.verb):
        act(session, now, person, item)
    return item


@contextmanager
def told_how(usage: str) -> Iterator[None]:
    """Where a command leaves something out, its writer reads how to write it.

    Raises ReasonMissing or MissingWords with the usage instead of what says only what is missing.
    """
    try:
        yield
    except WhyMissing as error:
        raise ReasonMissing(usage=usage) from error
    except Missing as error:
        raise MissingWords(usage=usage) from error


def filled_in(request: Request, needed: Mapping[str, type[Missing]]) -> Reading:
    """A form of which each needed input that says nothing has its sentence already."""
    return Reading(
        {
            name: missing().message
            for name, missing in needed.items()
            if cleaning.says_nothing(request.line(name))
        }
    )


def by_when(request: Request, day: str) -> str:
    """The date of a form, whose input is called `day`, with the hour where it asked for one."""
    return f"{request.words(day)} {request.words(HOUR)}".strip()
