"""Count each noun in a row of its own, so that issues which come in hold up no task."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

NOUNS = ("task", "issue", "decision")
LARGE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WORKSPACES = sa.table(
    "workspaces", sa.column("team_id"), *(sa.column(f"last_{noun}") for noun in NOUNS)
)


def upgrade() -> None:
    counters = op.create_table(
        "counters",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("noun", sa.String(), nullable=False),
        sa.Column("last", LARGE, nullable=False),
        sa.PrimaryKeyConstraint("team_id", "noun"),
    )
    for noun in NOUNS:
        last = sa.func.coalesce(WORKSPACES.c[f"last_{noun}"], 0)
        known = sa.select(WORKSPACES.c.team_id, sa.literal(noun, sa.String()), last)
        op.execute(sa.insert(counters).from_select(["team_id", "noun", "last"], known))
        op.drop_column("workspaces", f"last_{noun}")


def downgrade() -> None:
    counters = sa.table("counters", sa.column("team_id"), sa.column("noun"), sa.column("last"))
    for noun in NOUNS:
        column = sa.Column(f"last_{noun}", LARGE, nullable=False, server_default="0")
        op.add_column("workspaces", column)
        known = sa.select(counters.c.last).where(
            counters.c.team_id == WORKSPACES.c.team_id, counters.c.noun == noun
        )
        last = sa.func.coalesce(known.scalar_subquery(), 0)
        op.execute(sa.update(WORKSPACES).values({f"last_{noun}": last}))
    op.drop_table("counters")
