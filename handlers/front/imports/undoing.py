"""An import can be taken back: what nobody has touched since goes off the list, the rest stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.front.imports.fields import Subject
from handlers.front.imports.known import Known
from handlers.people import office, records
from handlers.people.records import Occurrence
from handlers.promises import lifecycle, moves
from handlers.speech.file_errors import NobodyToUndo, NoSuchImport, NotToUndo
from storage import history, imports, issues, people, tasks
from storage.imports import Import, ImportedRow
from storage.issues import Issue
from storage.items import Item, State
from storage.people import Person
from storage.tasks import Task

UNDONE = Occurrence("import", "undone", {"which": int, "file": str, "taken_back": int, "kept": int})
UNDOABLE = frozenset({Subject.ISSUES, Subject.TASKS})
"""What brings nothing on which others may build by now."""
START = ("", 0)
"""Before the first row of an import."""


@dataclass(frozen=True)
class Undoing:
    """An import that somebody takes back."""

    run: Import
    by: Person


@dataclass(frozen=True)
class TakenBack:
    """What became of some rows: how many are off the list, and what stays because of somebody.

    `after` is the last of them, None where there are no more.
    """

    taken_back: int
    kept: tuple[str, ...]
    after: tuple[str, int] | None


def begin(session: Session, team_id: str, number: int, by: str) -> Undoing:
    """The import with this number, and who takes it back: who is named, else the CCO.

    Raises NoSuchImport, NotToUndo for what brought no items, NobodyToUndo without a CCO, and
    RowRejected for an unknown person.
    """
    run = imports.find(session, team_id, number)
    if run is None:
        raise NoSuchImport(number=str(number))
    if run.subject not in UNDOABLE:
        raise NotToUndo(number=str(number), subject=run.subject)
    if by:
        return Undoing(run, Known(session, team_id).present(by))
    holders = office.holders(session, team_id)
    if not holders:
        raise NobodyToUndo(number=str(number))
    return Undoing(run, holders[0])


def take_back(
    session: Session, now: datetime, undoing: Undoing, after: tuple[str, int], limit: int
) -> TakenBack:
    """Take back the next rows of an import, which then can come in again.

    Raises what `lifecycle.permit` raises.
    """
    run = undoing.run
    rows = imports.rows_of(session, run.team_id, run.number, after, limit)
    by = people.find(session, run.team_id, undoing.by.user_id) or undoing.by
    kept, gone = list[str](), list[ImportedRow]()
    for row in rows:
        item = _held(session, row)
        if item is None or item.state == State.WITHDRAWN:
            gone.append(row)
        elif _touched(session, item, run.last_at):
            kept.append(item.ref)
        else:
            lifecycle.make(session, now, moves.UNDO_IMPORT, item, by, file=run.file)
            gone.append(row)
    imports.forget(session, run.team_id, gone)
    last = (rows[-1].noun, rows[-1].number) if len(rows) == limit else None
    return TakenBack(len(gone), tuple(kept), last)


def end(session: Session, now: datetime, undoing: Undoing, taken_back: int, kept: int) -> None:
    """Write down that an import was taken back."""
    run = imports.find(session, undoing.run.team_id, undoing.run.number, lock=True)
    if run is None:
        return
    run.undone_at = now
    session.add(run)
    records.write(
        session, now, run.team_id, undoing.by.user_id, UNDONE,
        which=run.number, file=run.file, taken_back=taken_back, kept=kept,
    )  # fmt: skip


def _held(session: Session, row: ImportedRow) -> Item | None:
    find = issues.find if row.noun == Issue.noun else tasks.find
    item: Issue | Task | None = find(session, row.team_id, row.number, lock=True)
    return item


def _touched(session: Session, item: Item, since: datetime) -> bool:
    """Whether a person has done anything with it since it came in."""
    told = history.of(session, item.team_id, item.noun, item.number)
    return any(event.actor and event.happened_at > since for event in told)
