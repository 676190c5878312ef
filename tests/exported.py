"""What an export writes, read again: a test names a table and a reader, and gets the rows."""

from __future__ import annotations

import json
from datetime import datetime
from io import BytesIO
from typing import Any

from rich.console import Console

from bot import exporting, routes
from handlers.front import exports
from handlers.front.exports import ExportOrder
from handlers.front.exports.formats import ExportFormat
from storage.database import Database
from tests.cast import TEAM

TABLES = tuple(routes.EXPORTS)


def written(
    database: Database,
    name: str,
    wanted: ExportFormat = ExportFormat.CSV,
    *,
    as_person: str = "",
    since: datetime | None = None,
    department: str = "",
    period: str = "",
) -> str:
    """All that `duly export` would write."""
    paper = BytesIO()
    order = ExportOrder(name, since, department, as_person, period)
    with database.read() as session:
        job = exports.prepare(session, routes.EXPORTS, TEAM, order)
    exporting.run(database, job, wanted, paper, Console(file=None, stderr=True))
    return paper.getvalue().decode()


def rows(database: Database, name: str, **order: Any) -> list[dict[str, Any]]:
    """The same, row by row."""
    said = written(database, name, ExportFormat.JSONL, **order)
    return [json.loads(line) for line in said.split("\n")[:-1]]
