"""List customers by worth."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0135"
down_revision = "0134"
branch_labels = None
depends_on = None

HERE = "left_on IS NULL"
IN_ORDER = {"worth": "tier", "product": "product", "region": "region", "vertical": "vertical"}


def upgrade() -> None:
    """A list of many accounts is read in its order, and so are those that nobody leads."""
    for name, column in IN_ORDER.items():
        op.drop_index(f"customers_{name}", "customers")
        _index(f"customers_{name}", column, HERE)
    _index("customers_unled", "tier", f"{HERE} AND owner_id IS NULL")


def _index(name: str, column: str, where: str) -> None:
    op.create_index(
        name, "customers", ["team_id", column, "annual_value", "key"],
        sqlite_where=sa.text(where), postgresql_where=sa.text(where),
    )  # fmt: skip


def downgrade() -> None:
    """They are sorted when they are shown."""
    op.drop_index("customers_unled", "customers")
    for name, column in IN_ORDER.items():
        op.drop_index(f"customers_{name}", "customers")
        rest = ["annual_value", "left_on"] if name == "worth" else []
        op.create_index(f"customers_{name}", "customers", ["team_id", column, *rest])
