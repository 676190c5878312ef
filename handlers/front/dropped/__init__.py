"""A list that somebody drops into Duly's direct messages is rehearsed there, and a button runs it.

What people decide is kept here; fetching, reading and bringing in is done by a worker, which tells
here how far it has come. The message of a file shows what was kept last.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any

from sqlmodel import Session

from handlers.chasing import faces
from handlers.front.dropped import options
from handlers.people import access
from handlers.speech import values
from handlers.speech.dropped_errors import FileMovedOn, NoSuchFile, NoTable, TooManyFiles
from storage import cards as stored_cards
from storage import counters, dropped_files
from storage.cards import Face, Place
from storage.dropped_files import DroppedFile, FileStage
from storage.outbox import Priority
from storage.people import Person

MOST = 10
"""Files that are taken at once."""
TABLES = frozenset({"csv", "tsv", "text", "txt", "plain"})
"""Ends of names, and Slack's file types, of what may be a table in text."""
READABLE = frozenset({FileStage.UNCLEAR, FileStage.READ, FileStage.LEFT, FileStage.FAILED})
"""As long as it is one of these, a file can be read in another way."""


@dataclass(frozen=True)
class FileOffered:
    """A file that somebody drops: its Slack id, its name, and Slack's word for its type."""

    file_id: str
    name: str
    filetype: str = ""

    @property
    def is_table(self) -> bool:
        """Whether it may be a table, by its name or, where that says nothing, its type."""
        end = PurePath(self.name).suffix.lstrip(".").lower() or self.filetype
        # Of what others own Slack tells neither, before it is looked up.
        return not (self.name or end) or end in TABLES


def offer(
    session: Session, now: datetime, person: Person, files: Sequence[FileOffered], kind: str = ""
) -> list[DroppedFile]:
    """Take files that somebody drops, to be read soon; `kind` is what they said that they hold.

    Raises NoTable, TooManyFiles, and what `access.check` raises.
    """
    wrong = next((each for each in files if not each.is_table), None)
    if wrong:
        raise NoTable(file=values.quoted(wrong.name))
    access.check(session, person, access.IMPORT)
    if len(files) > MOST:
        raise TooManyFiles(count=str(len(files)), most=str(MOST))
    return [_take(session, now, person, each, kind) for each in files]


def _take(
    session: Session, now: datetime, person: Person, offered: FileOffered, kind: str
) -> DroppedFile:
    file = DroppedFile(
        team_id=person.team_id,
        number=counters.next_number(session, person.team_id, DroppedFile.noun),
        file_id=offered.file_id,
        person_id=person.user_id,
        name=offered.name,
        said={options.SUBJECT: kind} if kind else {},
        dropped_at=now,
        next_at=now,
    )
    session.add(file)
    session.flush()
    stored_cards.post(
        session, team_id=file.team_id, now=now, noun=DroppedFile.noun, number=file.number,
        places=[Place(Face.FILE, person.user_id)], priority=Priority.ANSWER,
    )  # fmt: skip
    return file


def own(session: Session, person: Person, number: int) -> DroppedFile:
    """A file that this person dropped. Raises NoSuchFile, and what `access.check` raises."""
    access.check(session, person, access.IMPORT)
    file = dropped_files.find(session, person.team_id, number, lock=True)
    if file is None or file.person_id != person.user_id:
        raise NoSuchFile
    return file


def read_as(
    session: Session, now: datetime, person: Person, number: int, said: Mapping[str, Any]
) -> None:
    """Read a file in the way that its form says.

    Raises FileMovedOn, and what `own` and `options.order` raise.
    """
    file = own(session, person, number)
    _check(file, *READABLE)
    options.order(said, person.user_id)
    # What came in before, if anything, is an import of its own.
    file.said, file.import_number = dict(said), 0
    _wait(session, now, file, FileStage.NEW)


def bring_in(session: Session, now: datetime, person: Person, number: int) -> None:
    """Bring in what the rehearsal showed. Raises FileMovedOn, and what `own` raises."""
    file = own(session, person, number)
    _check(file, FileStage.READ)
    _wait(session, now, file, FileStage.WANTED)


def take_back(session: Session, now: datetime, person: Person, number: int) -> None:
    """Take back what a file brought in. Raises FileMovedOn, and what `own` raises."""
    file = own(session, person, number)
    _check(file, FileStage.IN)
    _wait(session, now, file, FileStage.UNWANTED)


def leave(session: Session, now: datetime, person: Person, number: int) -> None:
    """Leave a file as it is. Raises FileMovedOn, and what `own` raises."""
    file = own(session, person, number)
    _check(file, FileStage.UNCLEAR, FileStage.READ, FileStage.FAILED)
    show(session, now, file, FileStage.LEFT)


def show(
    session: Session,
    now: datetime,
    file: DroppedFile,
    state: FileStage,
    found: Mapping[str, Any] | None = None,
) -> None:
    """Say in its message how a file stands, where nobody has to work on it any more."""
    file.stage, file.next_at, file.attempts = state, None, 0
    file.found = dict(found) if found is not None else file.found
    _draw(session, now, file)


def read_again(session: Session, now: datetime, file: DroppedFile) -> None:
    """Read a file once more that is not what it was when it was shown."""
    file.found, file.import_number = {"changed": True}, 0
    _wait(session, now, file, FileStage.NEW)


def go_on(session: Session, now: datetime, file: DroppedFile, done: int, total: int) -> None:
    """Say in its message how far a file has come, and that somebody works on it still."""
    file.next_at = now + dropped_files.LEASE
    file.found = {**file.found, "done": done, "total": total}
    _draw(session, now, file)


def _wait(session: Session, now: datetime, file: DroppedFile, state: FileStage) -> None:
    file.stage, file.next_at, file.attempts = state, now, 0
    _draw(session, now, file)


def _draw(session: Session, now: datetime, file: DroppedFile) -> None:
    session.add(file)
    faces.refresh(session, now, file.team_id, DroppedFile.noun, file.number)


def _check(file: DroppedFile, *states: FileStage) -> None:
    if file.stage not in states:
        raise FileMovedOn(file=values.quoted(file.name))
