"""What a file changes about people, customers, causes and the like is kept, to go back."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.front.imports.order import Job
from handlers.people import records
from handlers.people.records import Facts, Recorded
from storage import imported_records


def changed(
    session: Session,
    now: datetime,
    job: Job,
    row: Recorded,
    before: Facts | None,
    after: Facts | None = None,
) -> bool:
    """Write down what a file changes about a row, as `records.changed` does, and keep it."""
    if not records.changed(session, now, job.actor, row, before, after):
        return False
    _keep_row(session, job, row, before, records.facts_of(row) if after is None else after)
    return True


def made(session: Session, job: Job, row: Recorded) -> None:
    """Keep that a file has made a row of which history is written elsewhere."""
    _keep_row(session, job, row, None, records.facts_of(row))


def _keep_row(
    session: Session, job: Job, row: Recorded, before: Facts | None, after: Facts
) -> None:
    keep(session, job, type(row).__name__.lower(), records.id_of(row), before, after)


def keep(
    session: Session, job: Job, noun: str, row: str, before: Facts | None, after: Facts
) -> None:
    """Keep how a row stands by now, as far as a file has changed it; `row` is its id.

    `before` is how it stood, None where the file has made it.
    """
    stood = before or {}
    different = [name for name in after if name not in stood or stood[name] != after[name]]
    imported_records.remember(
        session, job.team_id, job.number, noun, row,
        None if before is None else {name: stood[name] for name in different},
        {name: after[name] for name in different},
    )  # fmt: skip
