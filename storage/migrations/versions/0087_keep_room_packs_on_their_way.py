"""Keep which customer room packs are on their way to Slack."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0087"
down_revision = "0086"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """None is on its way yet."""
    op.create_table(
        "room_orders",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("asked_by", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("file_id", sa.String(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "order_id"),
        sa.UniqueConstraint("team_id", "month", name="room_orders_month"),
    )
    op.create_index("room_orders_due", "room_orders", ["next_at"])


def downgrade() -> None:
    """What is on its way is forgotten; it can be asked for again."""
    op.drop_index("room_orders_due", table_name="room_orders")
    op.drop_table("room_orders")
