"""Keep how a promise stood when its date passed, where it has changed since.

What history tells of it is filled in. An event from before `0018` may not tell how a thing stood:
then nothing is written down, and the thing counts as it stands.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
COLUMNS = (
    "team_id, noun, number, passed, at, state, in_time, owner_id, department_id, customer_id,"
    " severity, first_due_at, due_at, closed_at, known_at"
)
STOOD = """
WITH told AS (
    SELECT team_id, noun, number, event_id, happened_at, state, owner_id, department_id,
        customer_id, severity, due_at,
        state NOT IN ('open', 'acknowledged') AS ended,
        lead(happened_at) OVER life AS until,
        lead(verb) OVER life AS next_verb,
        sum(CASE WHEN verb IN ('created', 'reported', 'routed', 'reopened') THEN 1 ELSE 0 END)
            OVER life AS placed
    FROM history
    WHERE noun IN ('task', 'issue') AND state IS NOT NULL AND severity IS NOT NULL
    WINDOW life AS (PARTITION BY team_id, noun, number ORDER BY event_id)
),
stood AS (
    SELECT told.*,
        first_value(due_at) OVER (
            PARTITION BY team_id, noun, number, placed ORDER BY event_id
        ) AS first_due_at
    FROM told
)
"""
"""Each event with how the thing stood after it, until when, and by which date it was first due."""
DATE = """
SELECT team_id, noun, number, 'date', {date}, state, ended, owner_id, department_id, customer_id,
    severity, first_due_at, due_at, CASE WHEN ended THEN happened_at END, {date}
FROM stood
WHERE happened_at <= {date} AND {date} < until
"""
END = """
SELECT team_id, noun, number, 'end', happened_at, state,
    coalesce(happened_at <= first_due_at, false), owner_id, department_id, customer_id,
    severity, first_due_at, due_at, happened_at, happened_at
FROM stood
WHERE ended AND next_verb = 'reopened'
"""
PARTS = (DATE.format(date="due_at"), DATE.format(date="first_due_at"), END)
KEEP = (
    f"INSERT INTO judgements ({COLUMNS}) {STOOD} {'UNION ALL'.join(PARTS)} ON CONFLICT DO NOTHING"
)
"""One statement: what it reads of history it reads once."""


def upgrade() -> None:
    op.create_table(
        "judgements",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("noun", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("passed", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("in_time", sa.Boolean(), nullable=False),
        sa.Column("owner_id", sa.String(), nullable=True),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("promised_by", sa.String(), nullable=True),
        sa.Column("first_due_at", MOMENT, nullable=True),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("ask_id", sa.Uuid(), nullable=True),
        sa.Column("known_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("team_id", "noun", "number", "passed", "at"),
    )
    op.execute(KEEP)
    op.create_index(
        "judgements_department", "judgements", ["team_id", "department_id", "passed", "at"]
    )


def downgrade() -> None:
    op.drop_table("judgements")
