"""Voices as they are exported: which executive heard what from which customer, and when."""

from __future__ import annotations

from handlers.speech.exported import CellType, Export, ExportColumn, columns, moment, text
from storage import exports
from storage.voices import Voice

VOICES = Export(
    "voices",
    "a conversation of an executive with a customer, told or asked for",
    columns(
        ExportColumn("ref", CellType.TEXT, "What people call it, such as Y-3.",
                     lambda row: f"{Voice.letter}-{row.number}"),
        text("state", "open, told, passed, lapsed or taken back."),
        text("month", "The month for which it counts, such as 2026-11."),
        ExportColumn("asked", CellType.YES_NO, "Whether Duly asked for it.",
                     lambda row: row.is_asked),
        text("to", "Whose it is: a Slack id.", "to_id"),
        text("to_name", "The same by name."),
        text("customer", "The customer by name."),
        text("who", "Who spoke there."),
        text("line", "What was learned."),
        ExportColumn("heard_on", CellType.DAY, "On which day they spoke."),
        text("audience", "department: executives read it; private: it is only counted."),
        text("reason", "Why not this month."),
        moment("created", "When it was asked for or told.", "created_at"),
        moment("due", "By when it was asked for.", "due_at"),
        moment("told", "When it was told.", "told_at"),
    ),
    exports.voices,
    since="what was asked for or told since then",
)  # fmt: skip
