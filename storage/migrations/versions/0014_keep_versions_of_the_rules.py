"""Keep each version of a workspace's rules: who changed what, and when."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

WORKSPACES = sa.table("workspaces", sa.column("team_id"), sa.column("policy", sa.JSON()))
POLICIES = sa.table("policies", sa.column("team_id"), sa.column("changes", sa.JSON()))
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
"""What was changed before versions were kept counts as changed from the start."""


def upgrade() -> None:
    policies = op.create_table(
        "policies",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "version"),
    )
    connection = op.get_bind()
    for team_id, changes in connection.execute(sa.select(WORKSPACES)).all():
        if changes:
            first = {"version": 1, "changed_at": BEGINNING, "changed_by": ""}
            row = {"team_id": team_id, "changes": changes, **first}
            connection.execute(sa.insert(policies).values(**row))
    op.drop_column("workspaces", "policy")


def downgrade() -> None:
    op.add_column("workspaces", sa.Column("policy", sa.JSON(), nullable=True))
    connection = op.get_bind()
    for team_id, changes in connection.execute(sa.select(POLICIES).order_by("version")).all():
        this = WORKSPACES.c.team_id == team_id
        connection.execute(sa.update(WORKSPACES).where(this).values(policy=changes))
    op.drop_table("policies")
