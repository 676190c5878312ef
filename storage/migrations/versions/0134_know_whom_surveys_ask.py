"""Know whom surveys ask, and which file brought an answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import LARGE

revision = "0134"
down_revision = "0133"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody is on the list of a survey so far; which file brought an answer is not known."""
    op.create_table(
        "survey_invitations",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("number", LARGE, nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "invitation_id"),
        sa.UniqueConstraint("team_id", "survey_id", "number", name="survey_invitations_once"),
    )
    op.create_index(
        "survey_invitations_customer", "survey_invitations", ["team_id", "customer_id", "asked_on"]
    )
    op.add_column("surveys", sa.Column("tiers", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("surveys", sa.Column("narrowed", sa.String(), nullable=False, server_default=""))
    op.add_column(
        "responses", sa.Column("from_file", sa.String(), nullable=False, server_default="")
    )


def downgrade() -> None:
    """They are known no more."""
    op.drop_column("responses", "from_file")
    op.drop_column("surveys", "narrowed")
    op.drop_column("surveys", "tiers")
    op.drop_table("survey_invitations")
