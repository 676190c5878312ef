"""Find what somebody owes in the order of its urgency, and what is late, by open asks alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

OWED = "answered_at IS NULL"
IN_ORDER = ["severity", "tier_rank", "due_at", "noun", "number"]
NEW = (
    ("asks_owed", ["team_id", "person_id", *IN_ORDER], OWED),
    ("asks_high", ["team_id", "department_id", *IN_ORDER], f"{OWED} AND rung >= 3"),
    ("asks_stuck", ["team_id", *IN_ORDER], f"{OWED} AND rung >= 5"),
    ("asks_late", ["team_id", "due_at", "noun", "number"], OWED),
)
IN_TRIAGE = "closed_at IS NULL AND department_id IS NULL"
CLIMBED = f"{OWED} AND rung > 0"
RANKS, LEAST = {"key": 0, "strategic": 1, "beachhead": 2}, 3
ASKS = sa.table("asks", *map(sa.column, ("team_id", "noun", "number", "tier_rank")))
CUSTOMERS = sa.table("customers", *map(sa.column, ("team_id", "customer_id", "tier")))


def upgrade() -> None:
    op.add_column("asks", sa.Column("tier_rank", sa.Integer(), nullable=False, server_default="3"))
    for table in ("task", "issue"):
        op.execute(_ranks(table))
    op.drop_index("asks_climbed", table_name="asks")
    for name, columns, where in NEW:
        _index(name, "asks", columns, where)
    op.drop_index("issues_in_triage", table_name="issues")
    _index(
        "issues_in_triage", "issues", ["team_id", "severity", "created_at", "number", "source"],
        IN_TRIAGE,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("issues_in_triage", table_name="issues")
    _index("issues_in_triage", "issues", ["team_id", "created_at", "number", "source"], IN_TRIAGE)
    for name, *_ in NEW:
        op.drop_index(name, table_name="asks")
    _index("asks_climbed", "asks", ["team_id", "rung", "due_at"], CLIMBED)
    op.drop_column("asks", "tier_rank")


def _ranks(noun: str) -> sa.Update:
    """How much the customer weighs whom an open ask is about."""
    thing = sa.table(f"{noun}s", *map(sa.column, ("team_id", "number", "customer_id")))
    ranked = (
        sa.select(sa.case(RANKS, value=CUSTOMERS.c.tier, else_=LEAST))
        .where(
            thing.c.team_id == ASKS.c.team_id,
            thing.c.number == ASKS.c.number,
            CUSTOMERS.c.team_id == thing.c.team_id,
            CUSTOMERS.c.customer_id == thing.c.customer_id,
        )
        .scalar_subquery()
    )
    theirs = (ASKS.c.noun == noun, sa.text(OWED))
    return sa.update(ASKS).where(*theirs).values(tier_rank=sa.func.coalesce(ranked, LEAST))


def _index(name: str, table: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)
