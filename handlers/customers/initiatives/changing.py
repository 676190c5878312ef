"""What is different about an initiative, before and after, in a form that history can keep."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session

from handlers.customers import changes
from handlers.customers.changes import ChangedColumns, ToldColumns
from storage import initiatives
from storage.initiatives import Initiative

CUSTOMERS = "customers"
"""The name under which history keeps the ids of those that are named with it."""
TOLD = ToldColumns(
    (
        "title", "department_id", "owner_id", "begins_on", "ends_on", "amount", "currency",
        "tiers", "segments", "joined_to", "cut_on", "cut_why", "accepted_by", "decision",
        "outcome_number",
    ),
    {
        "department_id": UUID,
        "begins_on": date.fromisoformat,
        "ends_on": date.fromisoformat,
        "cut_on": date.fromisoformat,
    },
)  # fmt: skip
"""All that can be said of an initiative, by column."""


def different(
    session: Session,
    initiative: Initiative,
    wanted: Mapping[str, object],
    named: Collection[UUID] | None = None,
) -> ChangedColumns:
    """What would be different about it; `named` are the customers, None for those of now."""
    changed = changes.different(initiative, wanted)
    if named is not None:
        known = initiatives.named_with(session, initiative.team_id, initiative.number)
        if known != set(named):
            changed.before[CUSTOMERS] = plain_ids(known)
            changed.after[CUSTOMERS] = plain_ids(named)
    return changed


def set_columns(session: Session, initiative: Initiative, written: Mapping[str, Any]) -> None:
    """Set columns and customers as history has them; the state is a move's to set."""
    TOLD.set_columns(initiative, written)
    if CUSTOMERS in written:
        ids = [UUID(each) for each in written[CUSTOMERS]]
        initiatives.name_customers(session, initiative.team_id, initiative.number, ids)


def told_of(initiative: Initiative, named: Collection[UUID]) -> dict[str, Any]:
    """All that is said of it, as history has it."""
    return {**TOLD.told_of(initiative), **({CUSTOMERS: plain_ids(named)} if named else {})}


def plain_ids(ids: Collection[UUID]) -> list[str]:
    """Ids as JSON has them, in their order."""
    return [str(each) for each in sorted(ids)]
