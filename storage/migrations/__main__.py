"""Write the migration that brings a migrated database to the tables as they are now."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command

from storage.database import Database
from storage.migrating import alembic_config
from storage.revisions import MIGRATIONS


def main(words: str) -> None:
    """Compare an empty, fully migrated SQLite database with the tables; write the difference."""
    number = len(list((MIGRATIONS / "versions").glob("0*.py"))) + 1
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'duly.sqlite3'}")
        database.migrate()
        with database.engine.begin() as connection:
            config = alembic_config(connection)
            command.revision(config, words, autogenerate=True, rev_id=f"{number:04d}")
        database.close()


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]).strip() or "Change tables")
