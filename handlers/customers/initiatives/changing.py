"""What is different about an initiative, before and after, in a form that history can keep."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session

from storage import initiatives
from storage.initiatives import Initiative

CUSTOMERS = "customers"
"""The name under which history keeps the ids of those that are named with it."""
TOLD = (
    "title", "department_id", "owner_id", "begins_on", "ends_on", "amount", "currency", "tiers",
    "joined_to", "cut_on", "cut_why", "accepted_by", "decision",
    "outcome_number",
)  # fmt: skip
"""All that can be said of an initiative, by column."""
_MEANS: Mapping[str, Callable[[str], object]] = {
    "department_id": UUID,
    "begins_on": date.fromisoformat,
    "ends_on": date.fromisoformat,
    "cut_on": date.fromisoformat,
}


@dataclass(frozen=True)
class Otherwise:
    """What a move changes, as it was and as it is from then on, by column, and the state."""

    before: dict[str, Any]
    after: dict[str, Any]


def different(
    session: Session,
    initiative: Initiative,
    wanted: Mapping[str, object],
    named: Collection[UUID] | None = None,
) -> Otherwise:
    """What would be different about it; `named` are the customers, None for those of now."""
    after = {
        name: plain(value) for name, value in wanted.items() if getattr(initiative, name) != value
    }
    before = {name: plain(getattr(initiative, name)) for name in after}
    if named is not None:
        known = initiatives.named_with(session, initiative.team_id, initiative.number)
        if known != set(named):
            before[CUSTOMERS], after[CUSTOMERS] = plain_ids(known), plain_ids(named)
    return Otherwise({**before, "state": str(initiative.state)}, after)


def set_columns(session: Session, initiative: Initiative, written: Mapping[str, Any]) -> None:
    """Set columns and customers as history has them; the state is a move's to set."""
    for name, value in written.items():
        if name in TOLD:
            means = _MEANS.get(name)
            setattr(initiative, name, means(value) if means and value is not None else value)
    if CUSTOMERS in written:
        ids = [UUID(each) for each in written[CUSTOMERS]]
        initiatives.name_customers(session, initiative.team_id, initiative.number, ids)


def told_of(initiative: Initiative, named: Collection[UUID]) -> dict[str, Any]:
    """All that is said of it, as history has it."""
    said = {name: plain(getattr(initiative, name)) for name in TOLD if getattr(initiative, name)}
    return {**said, **({CUSTOMERS: plain_ids(named)} if named else {})}


def plain(value: object) -> Any:
    """A value of a column as JSON has it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return str(value) if isinstance(value, str) else value


def plain_ids(ids: Collection[UUID]) -> list[str]:
    """Ids as JSON has them, in their order."""
    return [str(each) for each in sorted(ids)]
