"""Aims as they are exported: what a customer should be able to do, by when, and who said so."""

from __future__ import annotations

from handlers.speech.exported import CellType, Export, ExportColumn, columns, moment, text
from storage import exports
from storage.aims import Aim

AIMS = Export(
    "aims",
    "what a customer should be able to do by the end of a year",
    columns(
        ExportColumn("ref", CellType.TEXT, "What people call it, such as G-3.",
                     lambda row: f"{Aim.letter}-{row.number}"),
        text("state", "asked, followed (a task asks them), said or over."),
        text("customer", "Whose it is, by name."),
        ExportColumn("year", CellType.WHOLE, "By the end of which year."),
        text("words", "What was written down."),
        text("said_by", "Who wrote it: a Slack id."),
        ExportColumn("said_on", CellType.DAY, "On which day."),
        ExportColumn("led_to", CellType.TEXT, "The task that asks them, such as T-46.",
                     lambda row: f"T-{row.led_to}" if row.led_to else ""),
        moment("created", "When it was asked or written first.", "created_at"),
    ),
    exports.aims,
    since="what was asked or written since then",
)  # fmt: skip
