"""Each file that was brought in has a number, and each row of it is known again the next time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index, delete, func, insert
from sqlmodel import Session, SQLModel, col, select, tuple_

from storage.columns import facts, large, numbered, team
from storage.gathering import insert_rows
from storage.issues import Issue
from storage.many import among
from storage.tasks import Task

BEFORE_NUMBERS = 0
"""The number of what came in before imports had one."""


class Import(SQLModel, table=True):
    """One file that was brought in; people name it by its number alone.

    `source` is the system that its ids are of. `last_at` (UTC) is when its newest row came in,
    `ended_at` is empty while it runs or where it was broken off. `counts` are the rows by what
    became of them.
    """

    __tablename__ = "imports"

    noun: ClassVar[str] = "import"

    team_id: str = team()
    number: int = numbered()
    subject: str
    file: str
    source: str
    actor: str = ""
    started_at: datetime
    last_at: datetime
    ended_at: datetime | None = None
    undone_at: datetime | None = None
    counts: dict[str, Any] = facts()


class ImportedRow(SQLModel, table=True):
    """A row of a file that became an item.

    `key` is what the row is known by: its source and the id there, or a fingerprint of what it
    says. `content` is such a fingerprint; empty where the row came before there were any.
    """

    __tablename__ = "imported_rows"
    __table_args__ = (Index("imported_rows_import", "team_id", "import_number", "noun", "number"),)

    team_id: str = team()
    noun: str = team()
    key: str = team()
    number: int = large()
    import_number: int = large()
    content: str = ""


INSERT = insert(SQLModel.metadata.tables["imported_rows"])


def find(session: Session, team_id: str, number: int, *, lock: bool = False) -> Import | None:
    """The import with this number; `lock` keeps others from changing it until the commit."""
    return session.get(
        Import, (team_id, number), with_for_update=lock or None, populate_existing=lock
    )


def newest(session: Session, team_id: str, limit: int) -> list[Import]:
    """The imports that began last, newest first."""
    # Walked through from its end, and no further than so many.
    query = select(Import).where(Import.team_id == team_id, col(Import.number) > 0)
    return list(session.exec(query.order_by(col(Import.number).desc()).limit(limit)))


def brought(session: Session, team_id: str, number: int) -> list[tuple[UUID | None, int]]:
    """How many rows an import has brought so far, by their department.

    None for 0, the number of what came in without one.
    """
    if not number:
        return []
    return [each for model in (Task, Issue) for each in _of_noun(session, team_id, number, model)]


def _of_noun(
    session: Session, team_id: str, number: int, model: type[Task] | type[Issue]
) -> list[tuple[UUID | None, int]]:
    query = (
        select(col(model.department_id), func.count())
        .select_from(ImportedRow)
        .join(model, (col(model.team_id) == team_id) & (col(model.number) == ImportedRow.number))
        .where(
            ImportedRow.team_id == team_id,
            ImportedRow.import_number == number,
            ImportedRow.noun == model.noun,
        )
        .group_by(col(model.department_id))
    )
    return list(session.exec(query))


def remember(session: Session, rows: Iterable[ImportedRow]) -> None:
    """Keep by what these rows are known again."""
    values = [row.model_dump() for row in rows]
    if values:
        insert_rows(session, INSERT, values)


def known(session: Session, team_id: str, noun: str, keys: Iterable[str]) -> dict[str, ImportedRow]:
    """Those of these rows that came in before, by their keys."""
    query = select(ImportedRow).where(
        ImportedRow.team_id == team_id,
        ImportedRow.noun == noun,
        among(session, col(ImportedRow.key), keys),
    )
    return {row.key: row for row in session.exec(query)}


def rows_of(
    session: Session, team_id: str, import_number: int, after: tuple[str, int], limit: int
) -> list[ImportedRow]:
    """The rows that an import brought, behind the noun and number of `after`."""
    place = tuple_(col(ImportedRow.noun), col(ImportedRow.number))
    query = select(ImportedRow).where(
        ImportedRow.team_id == team_id,
        ImportedRow.import_number == import_number,
        place > after,
    )
    return list(
        session.exec(query.order_by(ImportedRow.noun, col(ImportedRow.number)).limit(limit))
    )


def forget(session: Session, team_id: str, rows: Iterable[ImportedRow]) -> None:
    """Know these rows of a workspace no more, so that they can come in again."""
    keys = defaultdict[str, list[str]](list)
    for row in rows:
        keys[row.noun].append(row.key)
    for noun, of_noun in keys.items():
        session.exec(
            delete(ImportedRow).where(
                col(ImportedRow.team_id) == team_id,
                col(ImportedRow.noun) == noun,
                among(session, col(ImportedRow.key), of_noun),
            )
        )
