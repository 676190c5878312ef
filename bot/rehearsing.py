"""An import is rehearsed here: read, checked and counted as it would be, with nothing written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import islice

from sqlmodel import Session

from bot.slices import Slices
from handlers.front import imports
from handlers.front.imports import Batch, Job, Plan, Row, RowShown, Tally
from storage.database import Database

SHOWN = 10
"""Rows that are shown as they would come in."""
SLICE = 200
"""Rows looked at in one go; where that takes writing, it is taken back at once."""


class _TakenBack(Exception):
    """Ends a transaction in which rows were written only to see what becomes of them."""

    def __init__(self, tally: Tally) -> None:
        super().__init__()
        self.tally = tally


class Rehearsed:
    """What would become of the rows, counted slice by slice."""

    def __init__(self, database: Database, job: Job) -> None:
        self._database, self.job = database, job
        self._seen: set[int] = set()
        self.tally = Tally()
        self.shown: list[RowShown] = []

    def look(self, now: datetime, rows: Sequence[Row]) -> None:
        """Read one slice of rows."""
        with self._database.read() as session:
            batch = imports.read_batch(session, now, self.job, rows)
            if len(self.shown) < SHOWN:
                self.shown += batch.preview(SHOWN - len(self.shown))
        if batch.count is None:
            self.tally.add(self._tried(batch))
            return
        self.tally.add(batch.read)
        for place, source in enumerate(batch.sources):
            # A row that comes twice in one file is there already the second time.
            key = hash(source)
            if key in self._seen:
                self.tally.already_there += 1
            else:
                self._seen.add(key)
                batch.count(self.tally, place)

    def _tried(self, batch: Batch) -> Tally:
        """Write rows that are read only while they are written, and take that back."""

        def attempt(session: Session) -> None:
            raise _TakenBack(batch.bring(session, 0))

        try:
            Slices().write(self._database, 1, attempt)
        except _TakenBack as taken_back:
            return taken_back.tally
        return Tally()


def rehearse(
    database: Database,
    team_id: str,
    plan: Plan,
    clock: Callable[[], datetime],
    advance: Callable[[int], None],
) -> Rehearsed:
    """Look at all rows of a plan; `advance` hears how many more have been looked at.

    Raises what `imports.prepare` raises, and FileBroken.
    """
    with database.read() as session:
        job = imports.prepare(session, clock(), team_id, plan, is_trial=True)
    rehearsed, rows = Rehearsed(database, job), plan.sheet.rows()
    while slice_ := list(islice(rows, SLICE)):
        rehearsed.look(clock(), slice_)
        advance(len(slice_))
    return rehearsed
