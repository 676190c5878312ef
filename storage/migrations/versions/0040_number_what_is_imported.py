"""Number each import, and keep by what its rows are known again."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

LARGE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "imports",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("number", LARGE, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "number"),
    )
    op.create_table(
        "imported_rows",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("noun", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("number", LARGE, nullable=False),
        sa.Column("import_number", LARGE, nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "noun", "key"),
    )
    # What came in before was known by the id in the file alone, without the name of its source.
    names = ["team_id", "noun", "key", "number", "import_number", "content"]
    kept = sa.table("imported_rows", *map(sa.column, names))
    for noun, name in (("issue", "issues"), ("task", "tasks")):
        known = sa.table(name, *map(sa.column, ("team_id", "source", "number")))
        noun_of, nothing = sa.literal(noun, sa.String()), sa.literal("", sa.String())
        rows = sa.select(
            known.c.team_id, noun_of, known.c.source, known.c.number, sa.literal(0), nothing
        )
        op.execute(kept.insert().from_select(names, rows.where(known.c.source.is_not(None))))
    op.create_index(
        "imported_rows_import", "imported_rows", ["team_id", "import_number", "noun", "number"]
    )


def downgrade() -> None:
    op.drop_table("imported_rows")
    op.drop_table("imports")
