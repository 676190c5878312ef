"""How rows are written: as CSV that a spreadsheet opens, as one JSON object a line, or as JSON.

- CSV: RFC 4180, with the mark by which Excel knows UTF-8; what a spreadsheet would compute is
  marked as text (`handlers/speech/cells.py`).
- JSON Lines: https://jsonlines.org, without any mark.
- JSON: one document, a list with the same objects, each on a line of its own.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time
from enum import StrEnum
from io import StringIO
from uuid import UUID

from handlers.speech import cells
from handlers.speech.exported import ExportColumn

BYTE_ORDER_MARK = "\ufeff"


class ExportFormat(StrEnum):
    """How a file of rows is written."""

    CSV = "csv"
    JSONL = "jsonl"
    JSON = "json"


Rows = Iterable[Sequence[object]]


def header(columns: Sequence[ExportColumn], wanted: ExportFormat) -> str:
    """What stands before the first row."""
    if wanted is not ExportFormat.CSV:
        return "[" if wanted is ExportFormat.JSON else ""
    return BYTE_ORDER_MARK + _csv([[column.name for column in columns]])


def footer(wanted: ExportFormat) -> str:
    """What stands behind the last row."""
    return "\n]\n" if wanted is ExportFormat.JSON else ""


def written(
    columns: Sequence[ExportColumn], wanted: ExportFormat, rows: Rows, *, begins: bool = True
) -> str:
    """Some rows, each with its line end; `begins` says that none stands before them."""
    if wanted is ExportFormat.CSV:
        return _csv([[_cell(value) for value in row] for row in rows])
    names = [column.name for column in columns]
    objects = (dict(zip(names, row, strict=True)) for row in rows)
    if wanted is ExportFormat.JSONL:
        return "".join(_json(each) + "\n" for each in objects)
    said = ",".join("\n" + _json(each) for each in objects)
    return f",{said}" if said and not begins else said


def _csv(rows: Rows) -> str:
    paper = StringIO()
    csv.writer(paper).writerows(rows)
    return paper.getvalue()


def _cell(value: object) -> object:
    """What stands in a cell of CSV: numbers as they are, and text that stays text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return value
    if isinstance(value, str):
        return cells.marked(value)
    plain = PLAIN.get(type(value))
    return plain(value) if plain else cells.marked(_json(value))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    """What JSON has no form for. Raises KeyError for what no column holds."""
    return PLAIN[type(value)](value)


def _moment(value: datetime) -> str:
    return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def _clock(value: time) -> str:
    return value.isoformat(timespec="minutes")


PLAIN: dict[type, Callable[..., str]] = {
    datetime: _moment,
    date: date.isoformat,
    time: _clock,
    UUID: str,
}
"""ISO 8601 for what tells the time; ids as they are written everywhere."""
