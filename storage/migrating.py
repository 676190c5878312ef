"""Tables are changed here, by Alembic, which is loaded only where there is something to change."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from storage import revisions


def upgrade(connection: Connection) -> None:
    """Bring the tables behind an open connection up to this version of Duly."""
    command.upgrade(alembic_config(connection), "head")


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, bound to an open connection."""
    config = Config()
    config.set_main_option("script_location", str(revisions.MIGRATIONS))
    config.attributes["connection"] = connection
    return config
