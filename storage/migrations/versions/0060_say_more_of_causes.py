"""Number causes, so that people can name them, and keep who could prevent them and who decides."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CAUSES = sa.table(
    "causes",
    sa.column("team_id", sa.String),
    sa.column("cause_id", sa.Uuid),
    sa.column("number", NUMBER),
    sa.column("created_at", sa.DateTime(timezone=True)),
)
COUNTERS = sa.table(
    "counters",
    sa.column("team_id", sa.String),
    sa.column("noun", sa.String),
    sa.column("last", NUMBER),
)


def upgrade() -> None:
    with op.batch_alter_table("causes") as causes:
        causes.add_column(sa.Column("number", NUMBER, nullable=True))
        causes.add_column(sa.Column("kind", sa.String(), nullable=True))
        causes.add_column(sa.Column("department_id", sa.Uuid(), nullable=True))
        causes.add_column(sa.Column("decider_id", sa.String(), nullable=True))
    found = list(
        op.get_bind().execute(
            sa.select(CAUSES.c.team_id, CAUSES.c.cause_id).order_by(
                CAUSES.c.team_id, CAUSES.c.created_at, CAUSES.c.cause_id
            )
        )
    )
    for row in _numbered(found):
        its = (CAUSES.c.team_id == row["team_id"], CAUSES.c.cause_id == row["cause_id"])
        op.execute(CAUSES.update().where(*its).values(number=row["number"]))
    last = {row["team_id"]: row["number"] for row in _numbered(found)}
    if last:
        op.bulk_insert(
            COUNTERS,
            [{"team_id": team, "noun": "cause", "last": number} for team, number in last.items()],
        )
    with op.batch_alter_table("causes") as causes:
        causes.alter_column("number", existing_type=NUMBER, nullable=False)
        causes.create_unique_constraint("causes_number", ["team_id", "number"])
        causes.create_foreign_key(
            "causes_department", "departments",
            ["team_id", "department_id"], ["team_id", "department_id"],
        )  # fmt: skip
        causes.create_foreign_key(
            "causes_decider", "people", ["team_id", "decider_id"], ["team_id", "user_id"]
        )


def downgrade() -> None:
    op.execute(COUNTERS.delete().where(COUNTERS.c.noun == "cause"))
    with op.batch_alter_table("causes") as causes:
        causes.drop_constraint("causes_decider", type_="foreignkey")
        causes.drop_constraint("causes_department", type_="foreignkey")
        causes.drop_constraint("causes_number", type_="unique")
        for name in ("decider_id", "department_id", "kind", "number"):
            causes.drop_column(name)


def _numbered(found: list[Any]) -> Iterator[dict[str, Any]]:
    """The causes of each workspace in the order in which they came: 1, 2, 3."""
    for _, theirs in groupby(found, lambda each: each.team_id):
        for number, each in enumerate(theirs, 1):
            yield {"team_id": each.team_id, "cause_id": each.cause_id, "number": number}
