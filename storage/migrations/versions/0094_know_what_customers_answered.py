"""Know what customers answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import LARGE

revision = "0094"
down_revision = "0093"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What is asked, who answered, and what they answered have a table each."""
    op.create_table(
        "surveys",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("highest", sa.Integer(), nullable=True),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("asked", LARGE, nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "survey_id"),
        sa.UniqueConstraint("team_id", "key", name="surveys_key"),
    )
    op.create_index("surveys_opened", "surveys", ["team_id", "opened_on"])
    op.create_table(
        "respondents",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("respondent_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "respondent_id"),
        sa.UniqueConstraint("team_id", "customer_id", "key", name="respondents_key"),
    )
    op.create_table(
        "responses",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("respondent_id", sa.Uuid(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_by", sa.String(), nullable=False),
        sa.Column("came", sa.String(), nullable=False),
        sa.Column("feels", sa.String(), nullable=True),
        sa.Column("follow", sa.String(), nullable=True),
        sa.Column("issue_number", LARGE, nullable=True),
        sa.Column("let_be", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "response_id"),
        sa.UniqueConstraint("team_id", "survey_id", "external_id", name="responses_once"),
    )
    answered = ["team_id", "survey_id", "answered_on", "score"]
    op.create_index("responses_answered", "responses", answered)
    op.create_index("responses_received", "responses", ["team_id", "received_at"])
    for name, columns, holds in (
        ("customer", ["customer_id", "answered_on"], "customer_id IS NOT NULL"),
        ("respondent", ["respondent_id"], "respondent_id IS NOT NULL"),
        ("issue", ["issue_number"], "issue_number IS NOT NULL"),
        ("waiting", ["survey_id", "answered_on"], "follow = 'waiting'"),
    ):
        where = sa.text(holds)
        op.create_index(
            f"responses_{name}",
            "responses",
            ["team_id", *columns],
            sqlite_where=where,
            postgresql_where=where,
        )


def downgrade() -> None:
    """They have none."""
    op.drop_table("responses")
    op.drop_table("respondents")
    op.drop_table("surveys")
