"""What Duly knows goes out as files: whole tables, as much of them as somebody may see.

Nothing is known here of what is exported: each feature says what its columns are, in the register
that `bot/routes.py` fills.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from handlers.chasing.registers import Register
from handlers.people import audiences, lookup
from handlers.speech import phrases, values
from handlers.speech.exported import Export
from handlers.speech.file_errors import NobodyNamed, NoDays, NoDepartments, NoPeriods, SeveralNamed
from storage import exports, people
from storage.exports import Excerpt
from storage.people import Person


@dataclass(frozen=True)
class ExportOrder:
    """An export as it was asked for.

    `since` is UTC, and `period` the key of a month or a quarter. `as_person` names whose eyes it is
    read with: a handle, full name, e-mail address or Slack id; empty for whoever has the database
    at hand.
    """

    name: str
    since: datetime | None = None
    department: str = ""
    as_person: str = ""
    period: str = ""


@dataclass(frozen=True)
class ExportJob:
    """An export that can run: only plain values, so that it outlives a transaction."""

    export: Export
    excerpt: Excerpt


@dataclass(frozen=True)
class NextRows:
    """The next rows as they are to be written; `last` is where to go on, None at the end."""

    rows: list[list[object]]
    last: Any


def prepare(
    session: Session, tables: Register[Export], team_id: str, order: ExportOrder
) -> ExportJob:
    """Check an order against what there is.

    Raises NoDays, NoDepartments or NoPeriods for what does not narrow this table,
    UnknownDepartment, NobodyNamed or SeveralNamed.
    """
    export = tables[order.name]
    if order.since and not export.since:
        raise NoDays(what=export.name.capitalize())
    if order.department and not export.department:
        raise NoDepartments(what=export.name.capitalize())
    if order.period and not export.period:
        raise NoPeriods(what=export.name.capitalize())
    reader = exports.everything(team_id)
    if order.as_person:
        reader = audiences.reader(session, _person(session, team_id, order.as_person))
    department_id: UUID | None = None
    if order.department:
        department_id = lookup.department(session, team_id, order.department).department_id
    return ExportJob(export, Excerpt(reader, order.since, department_id, order.period))


def _person(session: Session, team_id: str, words: str) -> Person:
    """Whoever is called so. Raises NobodyNamed or SeveralNamed."""
    found = lookup.likeliest(people.named(session, team_id, phrases.mentioned(words) or words))
    if not found:
        raise NobodyNamed(name=values.quoted(words))
    if len(found) > 1:
        raise SeveralNamed(name=values.quoted(words))
    return found[0]


def read(session: Session, job: ExportJob, after: Any, size: int) -> NextRows:
    """The rows among the next `size` behind a key (None at the beginning) that are wanted."""
    page = job.export.page(session, job.excerpt, after, size)
    return NextRows([job.export.cells(row) for row in page.rows], page.last)
