"""Look backs as they are exported: of which survey, who answered, how many still hear from us."""

from __future__ import annotations

from handlers.speech.exported import CellType, Export, ExportColumn, columns, moment, text
from storage import exports
from storage.look_backs import LookBack

LOOK_BACKS = Export(
    "lookbacks",
    "the question who still hears from us, after low scores that came in old",
    columns(
        ExportColumn("ref", CellType.TEXT, "What people call it, such as H-1.",
                     lambda row: f"{LookBack.letter}-{row.number}"),
        text("state", "open, answered or over."),
        text("survey", "The survey by name.", "title"),
        ExportColumn("called", CellType.WHOLE, "How many accounts still hear from us."),
        text("reason", "Why the others do not."),
        text("answered_by", "Who said so: a Slack id."),
        moment("created", "When it was first asked.", "created_at"),
    ),
    exports.look_backs,
    since="what was begun since then",
)  # fmt: skip
