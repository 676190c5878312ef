"""Frozen scorecards as they are exported: a row for each figure, with the record that holds it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session

from handlers.executives.scores import records
from handlers.executives.scores.rules import Figure, Measure
from handlers.speech.exported import CellType, Export, ExportColumn, columns, moment, text
from storage import departments, frozen, people
from storage.exports import NOTHING, Excerpt, ExportPage
from storage.frozen import FrozenScore

AT_ONCE = 20
"""So many records are read at once: each may be long."""


class FrozenFigure(NamedTuple):
    """One figure of a record, as a row says it."""

    record: FrozenScore
    said: dict[str, Any]
    figure: Figure
    department: str | None
    by: str | None


def _page(session: Session, wanted: Excerpt, after: int | None, size: int) -> ExportPage:
    """The figures of the next records; for those who work here, as a department's scorecard is."""
    if not wanted.reader.works_here:
        return NOTHING
    found = frozen.behind(session, wanted.reader.team_id, after or 0, min(size, AT_ONCE))
    rows = [row for record in found if _is_wanted(record, wanted) for row in _rows(session, record)]
    return ExportPage(rows, found[-1].number if found else None)


def _is_wanted(record: FrozenScore, wanted: Excerpt) -> bool:
    return (
        wanted.department_id in (None, record.department_id)
        and wanted.period in ("", record.period)
        and (wanted.since is None or record.frozen_at >= wanted.since)
    )


def _rows(session: Session, record: FrozenScore) -> list[FrozenFigure]:
    department = departments.find(session, record.team_id, record.department_id)
    by = people.find(session, record.team_id, record.frozen_by) if record.frozen_by else None
    said = json.loads(record.content)
    return [
        FrozenFigure(
            record, said, figure, department.name if department else None, by.name if by else None
        )
        for figure in records.figures(record).values()
    ]


def _share(share: float | None) -> str | None:
    return None if share is None else f"{share:.4f}"


def _interval(row: FrozenFigure, end: str) -> str | None:
    found = row.figure.interval
    return _share(getattr(found, end)) if found else None


def _moment(row: FrozenFigure, name: str) -> datetime:
    return datetime.fromisoformat(row.said[name])


SCORECARDS = Export(
    "scorecards",
    "a figure of a frozen scorecard",
    columns(
        ExportColumn("record", CellType.WHOLE, "The number of the record; they follow each other "
                     "by it.", lambda row: row.record.number),
        text("department", "Whose scorecard it is, by the department's name of today."),
        text("period", "Of which month or quarter, such as 2026-11 or 2026-Q4.", "record.period"),
        ExportColumn("since", CellType.MOMENT, "When that began.",
                     lambda row: _moment(row, "since")),
        moment("until", "When it ended.", "record.until"),
        text("measure", "Which figure; docs/metrics.md says how it is made.", "figure.measure"),
        ExportColumn("met", CellType.WHOLE, "How many were met.", lambda row: row.figure.met),
        ExportColumn("of", CellType.WHOLE, "Of how many.", lambda row: row.figure.of),
        ExportColumn("total", CellType.WHOLE, "Their sum, where the figure is a mean.",
                     lambda row: row.figure.total),
        ExportColumn("score", CellType.TEXT, "The share, 0 to 1, or the mean; empty where there "
                     "are too few to tell.", lambda row: _share(row.figure.score)),
        ExportColumn("low", CellType.TEXT, "From which share on the true one likely lies.",
                     lambda row: _interval(row, "low")),
        ExportColumn("high", CellType.TEXT, "Up to which.", lambda row: _interval(row, "high")),
        ExportColumn("formulas", CellType.WHOLE, "The version of the formulas.",
                     lambda row: row.said["formulas"]),
        ExportColumn("policy", CellType.WHOLE, "The version of the house rules; 0 is as usual.",
                     lambda row: row.said["policy"]),
        ExportColumn("trial", CellType.YES_NO, "Whether it is shown, and not paid by.",
                     lambda row: row.said["trial"]),
        moment("frozen", "When it was frozen.", "record.frozen_at"),
        text("frozen_by", "By whom: a Slack id. Empty where it was done on the server.",
             "record.frozen_by"),
        text("frozen_by_name", "The same by name.", "by"),
        ExportColumn("corrects", CellType.WHOLE, "In place of which record it stands.",
                     lambda row: row.record.corrects),
        text("digest", "SHA-256 over the content, in hexadecimal.", "record.digest"),
        ExportColumn("content", CellType.TEXT, "All of the record as it was written, with the "
                     "things behind each figure; in the row of kept_first alone.",
                     lambda row: row.record.content if row.figure.measure is Measure.FIRST
                     else None),
    ),
    _page,
    since="what was frozen since then",
    department="what is of a department",
    period="what is of a month or a quarter, by the key of it: 2026-Q4",
)  # fmt: skip
