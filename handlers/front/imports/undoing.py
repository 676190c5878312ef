"""An import can be taken back: what nobody has touched or used since goes, the rest stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from handlers.front.imports import noes, restoring
from handlers.front.imports.fields import Subject
from handlers.front.imports.known import Known
from handlers.people import office, records
from handlers.people.records import Occurrence
from handlers.promises import lifecycle, moves
from handlers.speech.file_errors import NobodyToUndo, NoSuchImport, NotToUndo, StaysAsItCame
from storage import history, imported_records, imports, issues, people, tasks
from storage.imports import Import, ImportedRow
from storage.issues import Issue
from storage.items import Item, State
from storage.people import Person
from storage.tasks import Task

UNDONE = Occurrence("import", "undone", {"which": int, "file": str, "taken_back": int, "kept": int})
UndoPosition = tuple[str, int] | UUID
"""How far an import is taken back: the noun and number of an item, the id of a change."""


ITEMS = frozenset({Subject.ISSUES, Subject.TASKS})
STAYS = frozenset({Subject.QUESTIONS, Subject.VOICES})
"""What is of the past, or is put right where it is shown."""
RECORDS = frozenset(Subject) - ITEMS - STAYS
"""What a file changes about these is as before as well, and not only gone."""
ROUTE = "route"
"""Rules come with a department, and are no row of their own."""


@dataclass(frozen=True)
class Undoing:
    """An import that somebody takes back."""

    run: Import
    by: Person

    @property
    def start(self) -> UndoPosition:
        """Before the first thing that is taken back."""
        return ("", 0) if self.run.subject in ITEMS else imported_records.LAST


@dataclass(frozen=True)
class TakenBack:
    """What became of some rows: how many are taken back, and what stays because of somebody.

    `kept` are the names of items, `reasons` say in words what else stays and why. `after` is the
    last of them, None where there are no more.
    """

    taken_back: int
    kept: tuple[str, ...]
    after: UndoPosition | None
    reasons: tuple[str, ...] = ()


def begin(session: Session, team_id: str, number: int, by: str) -> Undoing:
    """The import with this number, and who takes it back: who is named, else the CCO.

    Raises NoSuchImport, StaysAsItCame for what is of the past, NotToUndo where it was not kept yet
    what an import changed, NobodyToUndo without a CCO, and RowRejected for an unknown person.
    """
    run = imports.find(session, team_id, number)
    if run is None:
        raise NoSuchImport(number=str(number))
    if run.subject in STAYS:
        raise StaysAsItCame(number=str(number), subject=run.subject)
    if run.subject not in ITEMS and not _is_kept(session, run):
        raise NotToUndo(number=str(number), subject=run.subject)
    if by:
        return Undoing(run, Known(session, team_id).present(by))
    holders = office.holders(session, team_id)
    if not holders:
        raise NobodyToUndo(number=str(number))
    return Undoing(run, holders[0])


def _is_kept(session: Session, run: Import) -> bool:
    """Whether it is known what an import changed; one that changed nothing needs no more."""
    has_changed = run.counts.get("added") or run.counts.get("updated") or not run.ended_at
    return not has_changed or imported_records.has_any(session, run.team_id, run.number)


def take_back(
    session: Session, now: datetime, undoing: Undoing, after: UndoPosition, limit: int
) -> TakenBack:
    """Take back the next rows of an import, which then can come in again.

    Raises what `lifecycle.permit` raises.
    """
    if isinstance(after, UUID):
        return _restore(session, now, undoing, after, limit)
    return _withdraw(session, now, undoing, after, limit)


def _restore(
    session: Session, now: datetime, undoing: Undoing, after: UUID, limit: int
) -> TakenBack:
    """Take back what was changed about records, the newest first."""
    run = undoing.run
    changes = imported_records.newest_before(session, run.team_id, run.number, after, limit)
    rows, reasons = 0, list[str]()
    for each in changes:
        is_back, left = restoring.restore(session, now, undoing.by.user_id, each)
        rows += is_back and each.noun != ROUTE
        reasons += left
    last = changes[-1].record_id if len(changes) == limit else None
    return TakenBack(rows, (), last, tuple(reasons))


def _withdraw(
    session: Session, now: datetime, undoing: Undoing, after: tuple[str, int], limit: int
) -> TakenBack:
    """Take items off the list."""
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
            noes.forget(session, now, item)
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
