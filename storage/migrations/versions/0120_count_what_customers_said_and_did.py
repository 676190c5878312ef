"""Count what customers said and did."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import LARGE

revision = "0120"
down_revision = "0119"
branch_labels = None
depends_on = None

OVER = """
UPDATE responses SET follow = 'over'
WHERE follow = 'issue' AND EXISTS (
    SELECT 1 FROM issues
    WHERE issues.team_id = responses.team_id AND issues.number = responses.issue_number
    AND (issues.told_at >= responses.received_at
         OR (issues.closed_at IS NOT NULL AND issues.joined_to IS NULL))
)
"""


def upgrade() -> None:
    """Answers are counted by survey and month, and what customers did since by year."""
    op.create_table(
        "response_counts",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("number", LARGE, nullable=False),
        sa.PrimaryKeyConstraint("team_id", "survey_id", "month", "score"),
    )
    op.create_index("response_counts_month", "response_counts", ["team_id", "month", "survey_id"])
    op.create_table(
        "said_years",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("said_on", sa.Date(), nullable=True),
        sa.Column("said_id", sa.Uuid(), nullable=True),
        sa.Column("low_id", sa.Uuid(), nullable=True),
        sa.Column("low_on", sa.Date(), nullable=True),
        sa.Column("low_by", sa.Uuid(), nullable=True),
        sa.Column("called_on", sa.Date(), nullable=True),
        sa.Column("better_on", sa.Date(), nullable=True),
        sa.Column("did", sa.String(), nullable=True),
        sa.Column("after", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("team_id", "customer_id", "year"),
    )
    op.create_table(
        "deed_counts",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("gave", sa.String(), nullable=False),
        sa.Column("did", sa.String(), nullable=False),
        sa.Column("number", LARGE, nullable=False),
        sa.PrimaryKeyConstraint("team_id", "year", "gave", "did"),
    )
    op.execute(OVER)
    op.create_index(
        "responses_to_call", "responses", ["team_id", "answered_on", "customer_id"],
        sqlite_where=sa.text("follow = 'issue'"), postgresql_where=sa.text("follow = 'issue'"),
    )  # fmt: skip


def downgrade() -> None:
    """They are not."""
    op.drop_index("responses_to_call", "responses")
    op.execute("UPDATE responses SET follow = 'issue' WHERE follow = 'over'")
    op.drop_table("deed_counts")
    op.drop_table("said_years")
    op.drop_table("response_counts")
