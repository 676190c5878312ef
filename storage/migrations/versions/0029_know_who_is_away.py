"""Know who is away from when until when, and who is asked in their place."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

WHEN = sa.DateTime(timezone=True)
NEW = (
    ("people_stood_in_for", "people", ["team_id", "stand_in_id"], "stand_in_id IS NOT NULL"),
    ("asks_held", "asks", ["team_id", "for_id", "answered_at"], "for_id IS NOT NULL"),
)
OF_ABSENCES = (
    ("absences_due", ["next_at"], "next_at IS NOT NULL"),
    ("absences_open", ["team_id", "person_id"], "phase <> 'over'"),
    ("absences_read", ["team_id", "person_id", "was_until"], "source <> 'said'"),
)


def upgrade() -> None:
    op.add_column("people", sa.Column("stand_in_id", sa.String(), nullable=True))
    op.add_column("asks", sa.Column("for_id", sa.String(), nullable=True))
    for name, table, columns, where in NEW:
        _index(name, table, columns, where)
    op.create_table(
        "absences",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("absence_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("starts_at", WHEN, nullable=False),
        sa.Column("ends_at", WHEN, nullable=False),
        sa.Column("was_until", WHEN, nullable=False),
        sa.Column("deputy_id", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("left", sa.JSON(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("began_at", WHEN, nullable=True),
        sa.Column("created_at", WHEN, nullable=False),
        sa.Column("next_at", WHEN, nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "absence_id"),
    )
    for name, columns, where in OF_ABSENCES:
        _index(name, "absences", columns, where)


def downgrade() -> None:
    op.drop_table("absences")
    for name, table, _, _ in NEW:
        op.drop_index(name, table_name=table)
    op.drop_column("asks", "for_id")
    op.drop_column("people", "stand_in_id")


def _index(name: str, table: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)
