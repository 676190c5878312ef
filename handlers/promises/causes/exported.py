"""Causes as they are exported: why things happen, who could prevent that, and who decides."""

from __future__ import annotations

from handlers.speech.exported import CellType, Export, ExportColumn, columns, moment, text
from storage import exports
from storage.causes import Cause

CAUSES = Export(
    "causes",
    "a cause",
    columns(
        ExportColumn("ref", CellType.TEXT, "What people call it, such as C-3.",
                     lambda row: f"{Cause.letter}-{row.number}"),
        text("cause", "Why it happens, in the words by which it is known; no two have the same.",
             "words"),
        text("kind", "What kind of cause it is: rule, process, system, information, skills, "
             "capacity, supplier, decision or other; empty where nobody has said so."),
        text("department", "Which department could have prevented it, by name."),
        text("decider", "Who decides about it and has the budget to remove it: a Slack id.",
             "decider_id"),
        text("decider_name", "The same by name."),
        ExportColumn("issues", CellType.WHOLE, "How many issues have it, what was taken back "
                     "aside; with `--as` only those that this person may see."),
        ExportColumn("joined_to", CellType.TEXT, "To which cause it was joined, such as C-2: its "
                     "issues are that one's, too.",
                     lambda row: f"{Cause.letter}-{row.joined_number}" if row.joined_number
                     else None),
        text("created_by", "Who named it first: a Slack id."),
        moment("created", "When that was.", "created_at"),
        text("joined_to_cause", "The words of the cause to which it was joined."),
    ),
    exports.causes,
    department="what a department could have prevented",
)  # fmt: skip
