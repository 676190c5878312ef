"""Find at once what many write of by its customer and department, to take a file back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0108"
down_revision = "0107"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two indexes, of rows that name somebody."""
    for name, table, column in (
        ("themes_department", "themes", "department_id"),
        ("theme_answers_whose", "theme_answers", "customer_id"),
    ):
        where = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            name, table, ["team_id", column], sqlite_where=where, postgresql_where=where
        )


def downgrade() -> None:
    """They are gone."""
    op.drop_index("theme_answers_whose", table_name="theme_answers")
    op.drop_index("themes_department", table_name="themes")
