"""See how departments deal with customers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import LARGE

revision = "0097"
down_revision = "0096"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Assessments have tables: who is asked, what they say, what it came to, which tasks follow."""
    op.create_table(
        "assessments",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("number", LARGE, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("neighbour_id", sa.Uuid(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "number"),
    )
    op.create_index("assessments_department", "assessments", ["team_id", "department_id", "number"])
    op.create_index("assessments_state", "assessments", ["team_id", "state", "number"])
    op.create_table(
        "raters",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("number", LARGE, nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "number", "person_id"),
    )
    op.create_index("raters_person", "raters", ["team_id", "person_id", "number"])
    op.create_table(
        "area_answers",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("number", LARGE, nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("evidence_on", sa.Date(), nullable=True),
        sa.Column("customer_says", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "number", "person_id", "area"),
    )
    op.create_table(
        "area_results",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("number", LARGE, nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("said", sa.Integer(), nullable=True),
        sa.Column("shown", sa.Integer(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.Integer(), nullable=False),
        sa.Column("is_apart", sa.Boolean(), nullable=False),
        sa.Column("neighbours", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "number", "area"),
    )
    op.create_table(
        "area_tasks",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("task_number", LARGE, nullable=False),
        sa.Column("number", LARGE, nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "task_number"),
    )
    op.create_index(
        "area_tasks_department", "area_tasks", ["team_id", "department_id", "task_number"]
    )


def downgrade() -> None:
    """They have none."""
    for table in ("area_tasks", "area_results", "area_answers", "raters", "assessments"):
        op.drop_table(table)
