"""An import is rehearsed here: read, checked and counted as it would be, with nothing written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime
from itertools import islice

from sqlmodel import Session

from bot.seen import KeysOnDisk
from bot.slices import Slices
from bot.trials import tried
from bot.updating import update
from handlers.front import imports
from handlers.front.imports import Batch, Job, Plan, Row, RowShown, Tally
from storage.database import Database

SHOWN = 10
"""Rows that are shown as they would come in."""
SLICE = 200
"""Rows looked at in one go; where that takes writing, it is taken back at once."""


class Rehearsed:
    """What would become of the rows, counted slice by slice."""

    def __init__(
        self,
        database: Database,
        job: Job,
        seen: KeysOnDisk,
        *,
        is_update: bool = False,
        is_apart: bool = False,
    ) -> None:
        self._database, self.job = database, job
        self._is_update, self._is_apart = is_update, is_apart
        self._seen = seen
        self.tally = Tally()
        self.shown: list[RowShown] = []

    def look(self, now: datetime, rows: Sequence[Row]) -> None:
        """Read one slice of rows."""
        with self._database.read() as session:
            batch = imports.read_batch(session, now, self.job, rows)
            if len(self.shown) < SHOWN:
                self.shown += batch.preview(SHOWN - len(self.shown))
        if batch.count is None:
            # Such rows are read only while they are written.
            self.tally.add(self._brought(batch))
            return
        if self._is_update:
            update(self._database, self.job, now, batch.read, is_trial=True)
        self.tally.add(batch.read)
        for place, source in enumerate(batch.sources):
            # A row that comes twice in one file is there already the second time.
            if self._seen.is_new(source):
                batch.count(self.tally, place)
            else:
                self.tally.already_there += 1

    def _brought(self, batch: Batch) -> Tally:
        """What becomes of rows once they are written, for those behind them or only to see it."""

        def bring(session: Session) -> Tally:
            return batch.bring(session, 0)

        if self._is_apart:
            return Slices().write(self._database, 1, bring)
        return tried(self._database, bring)


def rehearse(
    database: Database,
    team_id: str,
    plan: Plan,
    clock: Callable[[], datetime],
    advance: Callable[[int], None],
    *,
    is_apart: bool = False,
) -> Rehearsed:
    """Look at all rows of a plan; `advance` hears how many more have been looked at.

    In a database that `is_apart` what other files refer to is written, as it goes with it.
    Raises what `imports.prepare` raises, and FileBroken.
    """
    with database.read() as session:
        job = imports.prepare(session, clock(), team_id, plan, is_trial=True)
    rows = plan.sheet.rows()
    with closing(KeysOnDisk()) as seen:
        rehearsed = Rehearsed(
            database, job, seen, is_update=plan.order.is_update, is_apart=is_apart
        )
        while slice_ := list(islice(rows, SLICE)):
            rehearsed.look(clock(), slice_)
            advance(len(slice_))
    return rehearsed
