"""Outcomes as they are exported: what customers are to notice, from where to where, and how."""

from __future__ import annotations

from handlers.speech.exported import CellType, Export, ExportColumn, columns, moment, text
from storage import exports
from storage.customer_outcomes import CustomerOutcome


def _number(name: str, meaning: str) -> ExportColumn:
    return ExportColumn(name, CellType.TEXT, meaning, lambda row: _plain(getattr(row, name)))


def _plain(value: float | None) -> str:
    """A number without needless zeros; empty where there is none."""
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else repr(value)


OUTCOMES = Export(
    "outcomes",
    "something that customers are to notice",
    columns(
        ExportColumn("ref", CellType.TEXT, "What people call it, such as O-2.",
                     lambda row: f"{CustomerOutcome.letter}-{row.number}"),
        text("state", "proposed, standing, met, not met, ended or taken back."),
        text("title", "What customers are to notice."),
        text("owner", "Who answers for it: a Slack id.", "owner_id"),
        text("owner_name", "The same by name."),
        text("department", "Whose it is, by name; empty for the whole company."),
        ExportColumn("quarter_on", CellType.DAY, "The first day of its quarter."),
        ExportColumn("ends_on", CellType.DAY, "The last day of its quarter."),
        text("counted_as", "How it is counted."),
        text("unit", "In what, such as %; empty for a bare number."),
        _number("baseline", "Where it was at the beginning: a number."),
        ExportColumn("baseline_on", CellType.DAY, "On which day that was counted."),
        _number("target", "Where it is to be at the end: a number."),
        _number("first_target", "The goal that was written first."),
        text("counter", "Which figure of scorecards it is, where Duly counts it."),
        ExportColumn("counted_met", CellType.WHOLE, "How many were met of what Duly counted last."),
        ExportColumn("counted_of", CellType.WHOLE, "How many that were in all."),
        _number("latest", "The last number; empty before the first."),
        ExportColumn("counted_on", CellType.DAY, "On which day that was counted."),
        text("said", "How its owner says that it stands: on course, may miss or will miss."),
        text("line", "The same in a sentence."),
        text("helps", "What would help."),
        text("because", "Why it is on course although figures say otherwise."),
        text("said_by", "Who said so: a Slack id."),
        moment("said_at", "When they said it."),
        moment("shown_at", "From when on everybody reads what figures say against it."),
        ExportColumn("next_on", CellType.DAY, "By which day the number is asked for next."),
        text("reason", "Why it ended."),
        text("written_by", "Who wrote it: a Slack id."),
        moment("created", "When it was written.", "created_at"),
    ),
    exports.customer_outcomes,
    since="what was written since then",
    department="those of the department",
)  # fmt: skip
