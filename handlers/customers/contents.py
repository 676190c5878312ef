"""What a room of the customers' side adds to the rest: words, buttons, asks, pages and lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from slackblocks import Block, Button
from sqlmodel import Session

from handlers.chasing.kinds import Kind
from handlers.chasing.nouns import Noun
from handlers.chasing.registers import UndoneBy, Unsettles
from handlers.executives.chapters import ChapterReader
from handlers.executives.digest_lines import DepartmentDigestReader, ExecutiveDigestReader
from handlers.executives.settling import Settles
from handlers.promises.lifecycle import Move
from handlers.speech.exported import Export
from handlers.speech.request import Handler
from storage.customers import Customer
from storage.departments import Department
from storage.people import Person


@dataclass(frozen=True)
class HomeLine:
    """A line on Home, as markup, and the button beside it; the smallest `rank` stands first."""

    text: str
    way: Button | None = None
    rank: float = 0


CustomerPageReader = Callable[[Session, datetime, Person, Customer], Sequence[Block]]
"""What a room says on the page of a customer, at an instant (UTC) and to a reader.

Nothing where it knows nothing, or where the reader may not read it.
"""

HomeReader = Callable[[Session, datetime, Person], Sequence[HomeLine]]
"""The lines that a room has for somebody's Home at an instant (UTC)."""

DepartmentReader = Callable[[Session, datetime, Person, Department], Sequence[HomeLine]]
"""The lines that a room has at an instant (UTC) for whoever leads a department, beside it on Home.
"""

RoomEntry = TypeVar("RoomEntry")

Visit = Callable[[Session, datetime, str], None]
"""What a room looks after in a workspace whenever that is audited (session, now in UTC, team)."""


@dataclass(frozen=True)
class Contents:
    """All that a room of the customers' side adds; `bot/routes.py` puts the rooms together.

    `page` stands on the page of a customer. `accounts` are lines of *Your accounts* on the Home
    of whoever leads or sponsors one, `led` those beside a department for whoever leads it, `week`
    the room's one line of the CCO's *Customers, this week*, what customers wait for first.
    `department_digest` and `executive_digest` are what it says in those. `settling` takes what
    an executive answers to the question of a week about its things, by noun, and `unsettling`
    takes that back. `courses` are forms by which words may go on that came to nothing.
    """

    nouns: Sequence[Noun] = ()
    kinds: Sequence[Kind] = ()
    exports: Sequence[Export] = ()
    moves: Sequence[Move] = ()
    visits: Sequence[Visit] = ()
    chapters: Sequence[ChapterReader] = ()
    undoing: Sequence[UndoneBy] = ()
    page: Sequence[CustomerPageReader] = ()
    accounts: Sequence[HomeReader] = ()
    led: Sequence[DepartmentReader] = ()
    week: Sequence[HomeReader] = ()
    department_digest: Sequence[DepartmentDigestReader] = ()
    executive_digest: Sequence[ExecutiveDigestReader] = ()
    settling: Mapping[str, Settles] = field(default_factory=dict)
    unsettling: Mapping[str, Unsettles] = field(default_factory=dict)
    verbs: Mapping[str, Handler] = field(default_factory=dict)
    courses: Mapping[str, Handler] = field(default_factory=dict)
    buttons: Mapping[str, Handler] = field(default_factory=dict)
    forms: Mapping[str, Handler] = field(default_factory=dict)
    views: Mapping[str, Handler] = field(default_factory=dict)
    choices: Mapping[str, Handler] = field(default_factory=dict)
    shortcuts: Mapping[str, Handler] = field(default_factory=dict)


def put_together(rooms: Iterable[Contents]) -> Contents:
    """The contents of several rooms as those of one.

    Raises ValueError for a word, a button or a form that two rooms have.
    """
    rooms = tuple(rooms)
    return Contents(
        nouns=[each for room in rooms for each in room.nouns],
        kinds=[each for room in rooms for each in room.kinds],
        exports=[each for room in rooms for each in room.exports],
        moves=[each for room in rooms for each in room.moves],
        visits=[each for room in rooms for each in room.visits],
        chapters=[each for room in rooms for each in room.chapters],
        undoing=[each for room in rooms for each in room.undoing],
        page=[each for room in rooms for each in room.page],
        accounts=[each for room in rooms for each in room.accounts],
        week=[each for room in rooms for each in room.week],
        department_digest=[each for room in rooms for each in room.department_digest],
        executive_digest=[each for room in rooms for each in room.executive_digest],
        led=[each for room in rooms for each in room.led],
        settling=joined(room.settling for room in rooms),
        unsettling=joined(room.unsettling for room in rooms),
        verbs=joined(room.verbs for room in rooms),
        courses=joined(room.courses for room in rooms),
        buttons=joined(room.buttons for room in rooms),
        forms=joined(room.forms for room in rooms),
        views=joined(room.views for room in rooms),
        choices=joined(room.choices for room in rooms),
        shortcuts=joined(room.shortcuts for room in rooms),
    )


def joined(tables: Iterable[Mapping[str, RoomEntry]]) -> dict[str, RoomEntry]:
    """All entries of some tables in one. Raises ValueError for a word that two of them have."""
    all_of_it: dict[str, RoomEntry] = {}
    for table in tables:
        if twice := all_of_it.keys() & table.keys():
            raise ValueError(f"two rooms answer to {sorted(twice)}")
        all_of_it |= table
    return all_of_it
