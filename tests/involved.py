"""Which departments a story was about: the others are told nothing, and one stands for them all.

Whoever checks what each department is told asks hundreds of questions; most stories are about two.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import bindparam, select, union
from sqlmodel import Session

from storage import departments
from storage.departments import Department
from storage.tables import metadata

SET_UP = {"departments", "people", "routes", "policies"}
"""Tables that say how departments are set up, and not what they have to do."""
NAMING = union(
    *(
        select(column).where(table.c.team_id == bindparam("team"))
        for table in metadata.sorted_tables
        if table.name not in SET_UP
        for column in table.c
        if column.name.endswith("department_id")
    )
)


def departments_of(session: Session, team_id: str) -> list[Department]:
    """The departments that any row names, and one that none does."""
    named: set[UUID | None] = set(session.execute(NAMING, {"team": team_id}).scalars())
    everyone = departments.everyone(session, team_id)
    others = [each for each in everyone if each.department_id not in named]
    return [each for each in everyone if each.department_id in named] + others[:1]
