"""Know who decides at a customer, when they were heard, and who sponsors the account."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from storage.columns import LARGE
from storage.departments import key_of

revision = "0099"
down_revision = "0098"
branch_labels = None
depends_on = None

QUIET = sa.text("state = 'named' AND influence = 'decides'")
SPONSORED = sa.text("sponsor_id IS NOT NULL")
AT_ONCE = 1_000
NOW = {
    "sqlite": sa.text("SELECT CAST(strftime('%s', 'now') AS INTEGER)"),
    "postgresql": sa.text("SELECT CAST(EXTRACT(EPOCH FROM now()) AS BIGINT)"),
}
"""The clock of the database, in seconds."""


def upgrade() -> None:
    """People at customers have a table; whoever was written down as one who decides is in it."""
    op.create_table(
        "contacts",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("number", LARGE, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("named_by", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("influence", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("quiet_from", sa.Date(), nullable=False),
        sa.Column("heard_on", sa.Date(), nullable=True),
        sa.Column("heard_by", sa.String(), nullable=True),
        sa.Column("heard_how", sa.String(), nullable=True),
        sa.Column("call_on", sa.Date(), nullable=True),
        sa.Column("caller_id", sa.String(), nullable=True),
        sa.Column("rests_until", sa.Date(), nullable=True),
        sa.Column("rests_because", sa.Text(), nullable=False),
        sa.Column("gone_on", sa.Date(), nullable=True),
        sa.Column("gone_why", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "number"),
    )
    op.create_index("contacts_customer", "contacts", ["team_id", "customer_id", "number"])
    op.create_index("contacts_state", "contacts", ["team_id", "state", "number"])
    op.create_index(
        "contacts_quiet",
        "contacts",
        ["team_id", "quiet_from"],
        sqlite_where=QUIET,
        postgresql_where=QUIET,
    )
    op.create_table(
        "hearings",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("hearing_id", sa.Uuid(), nullable=False),
        sa.Column("number", LARGE, nullable=False),
        sa.Column("heard_on", sa.Date(), nullable=False),
        sa.Column("heard_by", sa.String(), nullable=False),
        sa.Column("through", sa.String(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("felt", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "hearing_id"),
    )
    op.create_index("hearings_contact", "hearings", ["team_id", "number", "heard_on"])
    op.add_column("customers", sa.Column("sponsor_id", sa.String(), nullable=True))
    op.create_index(
        "customers_sponsored",
        "customers",
        ["team_id", "sponsor_id", "customer_id"],
        sqlite_where=SPONSORED,
        postgresql_where=SPONSORED,
    )
    _bring_over()
    op.drop_column("customers", "decision_maker")


def downgrade() -> None:
    """They have none; the first who decides at a customer is written down there again."""
    op.add_column(
        "customers",
        sa.Column("decision_maker", sa.String(), nullable=False, server_default=""),
    )
    op.execute(
        sa.text(
            "UPDATE customers SET decision_maker = COALESCE((SELECT title FROM contacts"
            " WHERE contacts.team_id = customers.team_id"
            " AND contacts.customer_id = customers.customer_id"
            " AND influence = 'decides' AND state IN ('named', 'unheard', 'promised')"
            " ORDER BY number LIMIT 1), '')"
        )
    )
    op.drop_index("customers_sponsored", "customers")
    op.drop_column("customers", "sponsor_id")
    op.drop_table("hearings")
    op.drop_table("contacts")


def _bring_over() -> None:
    """Silence counts from today on for those of whom nobody knows when they were heard."""
    connection = op.get_bind()
    seconds = connection.execute(NOW[connection.dialect.name]).scalar_one()
    now = datetime.fromtimestamp(int(seconds), UTC)
    customers = sa.table(
        "customers",
        sa.column("team_id", sa.String()),
        sa.column("customer_id", sa.Uuid()),
        sa.column("decision_maker", sa.String()),
    )
    contacts = sa.table(
        "contacts",
        *(sa.column(name, sa.String()) for name in (
            "team_id", "title", "key", "named_by", "state", "role", "influence", "address",
            "rests_because", "gone_why",
        )),
        sa.column("number", LARGE),
        sa.column("created_at", sa.DateTime(timezone=True)),
        sa.column("customer_id", sa.Uuid()),
        sa.column("quiet_from", sa.Date()),
    )  # fmt: skip
    counters = sa.table(
        "counters", sa.column("team_id"), sa.column("noun"), sa.column("last", LARGE)
    )
    named = (
        sa.select(customers.c.team_id, customers.c.customer_id, customers.c.decision_maker)
        .where(customers.c.decision_maker != "")
        .order_by(customers.c.team_id, customers.c.customer_id)
    )
    last: dict[str, int] = {}
    rows = []
    for team_id, customer_id, name in connection.execute(named).all():
        last[team_id] = last.get(team_id, 0) + 1
        rows.append({
            "team_id": team_id, "number": last[team_id], "title": name, "key": key_of(name),
            "created_at": now, "named_by": "", "state": "named", "customer_id": customer_id,
            "role": "", "influence": "decides", "address": "", "quiet_from": now.date(),
            "rests_because": "", "gone_why": "",
        })  # fmt: skip
    for first in range(0, len(rows), AT_ONCE):
        connection.execute(sa.insert(contacts), rows[first : first + AT_ONCE])
    if last:
        connection.execute(
            sa.insert(counters),
            [{"team_id": team_id, "noun": "contact", "last": n} for team_id, n in last.items()],
        )
