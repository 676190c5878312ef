"""Tell in history how a thing stood after each event, as far as old events and their things tell.

What an old event leaves open is not guessed: it stays empty. The newest event of each thing gets
what stands in the thing itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

PAGE = 500
"""So many tasks or issues are read at a time, with everything that happened to them."""
MOMENT = sa.DateTime(timezone=True)
COLUMNS: dict[str, sa.types.TypeEngine[Any]] = {
    "owner_id": sa.String(),
    "department_id": sa.Uuid(),
    "customer_id": sa.Uuid(),
    "tier": sa.String(),
    "severity": sa.Integer(),
    "state": sa.String(),
    "due_at": MOMENT,
}
EVENTS = sa.table(
    "history",
    sa.column("team_id"),
    sa.column("event_id", sa.Uuid()),
    sa.column("happened_at", MOMENT),
    sa.column("actor"),
    sa.column("verb"),
    sa.column("noun"),
    sa.column("number"),
    sa.column("details", sa.JSON()),
    *(sa.column(name, kind) for name, kind in COLUMNS.items()),
)
ITEMS = {
    noun: sa.table(
        name,
        sa.column("team_id"),
        sa.column("number"),
        sa.column("created_by"),
        sa.column("original_due_at", MOMENT),
        sa.column("acknowledged_at", MOMENT),
        *(sa.column(column, kind) for column, kind in COLUMNS.items() if column != "tier"),
    )
    for noun, name in (("task", "tasks"), ("issue", "issues"))
}
CUSTOMERS = sa.table(
    "customers", sa.column("team_id"), sa.column("customer_id", sa.Uuid()), sa.column("tier")
)
FILL = (
    sa.update(EVENTS)
    .where(
        EVENTS.c.team_id == sa.bindparam("of_team"), EVENTS.c.event_id == sa.bindparam("of_event")
    )
    .values({name: sa.bindparam(f"new_{name}", type_=kind) for name, kind in COLUMNS.items()})
)
ENDS = ("done", "declined", "withdrawn")
PLACED = ("created", "reported", "routed", "accepted")
"""After these, and no others, somebody else or another department may have an item."""

Row = Any
Stands = dict[str, Any]
"""The columns by name; None is what is not known, or what an item did not have."""


def upgrade() -> None:
    for name, kind in COLUMNS.items():
        op.add_column("history", sa.Column(name, kind, nullable=True))
    connection = op.get_bind()
    for noun in ITEMS:
        for team_id in connection.scalars(sa.text("SELECT team_id FROM workspaces")).all():
            _fill(connection, noun, team_id)
    op.create_index(
        "history_department",
        "history",
        ["team_id", "department_id", "happened_at"],
        sqlite_where=sa.text("department_id IS NOT NULL"),
        postgresql_where=sa.text("department_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("history_department", table_name="history")
    for name in COLUMNS:
        op.drop_column("history", name)


def _fill(connection: sa.Connection, noun: str, team_id: str) -> None:
    """Fill in what happened to all tasks, or all issues, of a workspace."""
    for page in _pages(connection, ITEMS[noun], team_id):
        things = {row.number: row for row in page}
        happened = (
            sa.select(EVENTS)
            .where(
                EVENTS.c.team_id == team_id,
                EVENTS.c.noun == noun,
                EVENTS.c.number.between(page[0].number, page[-1].number),
            )
            .order_by(EVENTS.c.number, EVENTS.c.event_id)
        )
        filled = [
            {"of_team": team_id, "of_event": event_id, **_new(stands)}
            for number, theirs in groupby(connection.execute(happened), key=_number)
            if number in things
            for event_id, stands in _told(things[number], list(theirs))
        ]
        if filled:
            connection.execute(FILL, filled)


def _pages(connection: sa.Connection, table: sa.TableClause, team_id: str) -> Iterator[list[Row]]:
    """The items of a workspace with the tiers of their customers, page by page."""
    customer = (CUSTOMERS.c.team_id == table.c.team_id) & (
        CUSTOMERS.c.customer_id == table.c.customer_id
    )
    query = (
        sa.select(table, CUSTOMERS.c.tier)
        .select_from(table.outerjoin(CUSTOMERS, customer))
        .where(table.c.team_id == team_id)
        .order_by(table.c.number)
        .limit(PAGE)
    )
    page = list(connection.execute(query))
    while page:
        yield page
        page = list(connection.execute(query.where(table.c.number > page[-1].number)))


def _number(row: Row) -> int:
    return int(row.number)


def _new(stands: Stands) -> Stands:
    return {f"new_{name}": value for name, value in stands.items()}


def _told(item: Row, events: Sequence[Row]) -> Iterator[tuple[UUID, Stands]]:
    """How the item stood after each of its events, oldest first."""
    stands = dict.fromkeys(COLUMNS) | {"customer_id": item.customer_id, "severity": item.severity}
    placed = max((place for place, event in enumerate(events) if event.verb in PLACED), default=-1)
    for place, event in enumerate(events):
        later = events[place + 1 :]
        changes = _changes(item, event, stands, later)
        if place == placed:
            changes |= {"owner_id": item.owner_id, "department_id": item.department_id}
        stands = stands | changes
        yield event.event_id, stands if later else {name: getattr(item, name) for name in COLUMNS}


def _changes(item: Row, event: Row, before: Stands, later: Sequence[Row]) -> Stands:
    """What an event of a known verb changes; nothing for any other."""
    details = event.details or {}
    if event.verb == "created":
        owner = details.get("owner")
        state = "acknowledged" if owner == item.created_by else "open"
        return {"owner_id": owner, "state": state, "due_at": item.original_due_at}
    if event.verb == "reported":
        waits = any(each.verb == "routed" for each in later)
        return {"state": "open", "due_at": None if waits else item.original_due_at}
    if event.verb == "routed":
        return {
            "owner_id": next((_giver(each) for each in later if each.verb == "accepted"), None),
            "due_at": item.original_due_at,
        }
    if event.verb == "acknowledged":
        return {"state": "acknowledged", "due_at": _moment(details.get("due"))}
    if event.verb == "dated":
        return {
            "state": _dated(item, event, before, later),
            "due_at": _moment(details.get("due")),
        }
    if event.verb == "accepted":
        # To which department it went then, nothing tells.
        return {"owner_id": event.actor, "department_id": None, "state": "acknowledged"}
    return {"state": event.verb} if event.verb in ENDS else {}


def _giver(accepted: Row) -> str | None:
    return (accepted.details or {}).get("from_id")


def _dated(item: Row, event: Row, before: Stands, later: Sequence[Row]) -> str | None:
    """A new date takes an item when its owner or a lead gives it, and not when the CCO does."""
    if before["state"] == "acknowledged" or event.actor == before["owner_id"]:
        return "acknowledged"
    if item.acknowledged_at == event.happened_at:
        return "acknowledged"
    still_open = item.acknowledged_at is None or any(each.verb == "acknowledged" for each in later)
    return "open" if still_open else None


def _moment(words: object) -> datetime | None:
    return datetime.fromisoformat(str(words)).astimezone(UTC) if words else None
