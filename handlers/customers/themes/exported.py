"""Themes as they are exported: which words, how often, since when, and what follows."""

from __future__ import annotations

from handlers.speech.exported import CellType, Export, ExportColumn, columns, moment, text
from storage import exports
from storage.themes import Theme

THEMES = Export(
    "themes",
    "what several customers write of",
    columns(
        ExportColumn("ref", CellType.TEXT, "What people call it, such as M-3.",
                     lambda row: f"{Theme.letter}-{row.number}"),
        text("state", "open, followed, resting or ended."),
        text("words", "The words that mark it, as customers write them."),
        text("name", "What somebody calls it."),
        ExportColumn("answers", CellType.WHOLE, "How many answers were counted so far."),
        ExportColumn("customers", CellType.WHOLE, "Of how many customers, as far as they are "
                     "named."),
        ExportColumn("since", CellType.DAY, "On which day the first of them was given."),
        ExportColumn("last_on", CellType.DAY, "On which day the last."),
        text("department", "The department whose lead is asked what follows, by name."),
        text("led_to", "The task that follows, such as T-46."),
        text("reason", "Why nothing follows."),
        ExportColumn("rests_until", CellType.DAY, "Until which day it rests."),
        text("answered_by", "Who said what follows, or that nothing does: a Slack id."),
        moment("created", "When it was found.", "created_at"),
    ),
    exports.themes,
    since="what was found since then",
    department="those that belong to it",
)  # fmt: skip
