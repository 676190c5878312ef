"""What rows say anew of things that are here is brought into these, or only tried."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlmodel import Session

from bot.routes import REGISTERS
from bot.slices import Slices
from bot.trials import tried
from handlers.front import updates
from handlers.front.imports import Job, Rejection, Row, RowChange, Tally
from handlers.speech.errors import UserError
from storage.database import Database


def update(database: Database, job: Job, now: datetime, came: Tally, *, is_trial: bool) -> None:
    """Bring in what the rows of a batch say anew, each in a transaction of its own.

    What cannot be changed stays among the changed ones with the reason; a trial only counts.
    Raises StorageError when the database stays away.
    """
    slices, left = Slices(), list[Rejection]()
    for each in came.changed:
        one = partial(_update_one, job=job, now=now, row=each.row)
        try:
            said = tried(database, one) if is_trial else slices.write(database, 1, one)
        except UserError as error:
            left.append(replace(each, reason=error.message))
        else:
            came.updated += 1
            came.changes.append(RowChange(each.row.number, said))
    came.changed, came.differing = left, len(left)


def _update_one(session: Session, *, job: Job, now: datetime, row: Row) -> str:
    return updates.update(REGISTERS, session, now, job, row)
