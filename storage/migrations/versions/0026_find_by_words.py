"""Find things by their words: titles, stories, reasons and notes.

What is there already is read once and in one go: a million tasks take about a minute, and nobody
can write to an SQLite file meanwhile.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage import findable

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

IN_ORDER = sa.String().with_variant(sa.String(collation="C"), "postgresql")
SQLITE = """
CREATE VIRTUAL TABLE search USING fts5(
    terms, team_id UNINDEXED, noun UNINDEXED, number UNINDEXED,
    detail='none', tokenize="ascii tokenchars '='"
)
"""


def upgrade() -> None:
    op.create_table(
        "search_words",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("word", IN_ORDER, nullable=False),
        sa.Column("mirror", IN_ORDER, nullable=False),
        sa.PrimaryKeyConstraint("team_id", "word"),
    )
    op.create_index("search_words_mirror", "search_words", ["team_id", "mirror"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute(SQLITE)
    else:
        _postgresql()
    findable.fill(op.get_bind())


def _postgresql() -> None:
    op.create_table(
        "search",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("noun", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "noun", "number"),
    )
    op.create_index("search_newest", "search", ["team_id", "place"])
    op.execute(
        "CREATE INDEX search_terms ON search"
        " USING gin (array_to_tsvector(string_to_array(terms, ' ')))"
    )


def downgrade() -> None:
    op.drop_table("search")
    op.drop_table("search_words")
