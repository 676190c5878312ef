"""What came of reminders as it is exported: by week, person and rung, for the CCO alone."""

from __future__ import annotations

from handlers.speech.exported import CellType, Export, ExportColumn, columns, moment, text
from storage import exports

YIELDS = Export(
    "yields",
    "what came of the reminders of one rung that one person got in a week",
    columns(
        text("id", "By what it is known.", "yield_id"),
        ExportColumn("week", CellType.DAY, "The Monday of the week in which they were sent; weeks "
                     "begin at midnight UTC."),
        text("person", "Who was reminded of what they owed: a Slack id.", "person_id"),
        text("person_name", "The same by name."),
        ExportColumn("rung", CellType.WHOLE, "Which reminder it was: 1 to 3, or 6 for the Monday "
                     "line."),
        ExportColumn("sent", CellType.WHOLE, "How many of these reminders are counted."),
        ExportColumn("acted", CellType.WHOLE, "After how many of them the person did anything with "
                     "the thing within one working day of theirs."),
    ),
    exports.yields,
    since="weeks that began since then",
)  # fmt: skip

HALVINGS = Export(
    "halvings",
    "a time in which somebody got half as many reminders",
    columns(
        text("id", "By what it is known; ids are in the order of time.", "halving_id"),
        text("person", "Who: a Slack id.", "person_id"),
        text("person_name", "The same by name."),
        moment("began", "Since when.", "began_at"),
        ExportColumn("sent", CellType.WHOLE, "Of how many reminders it was told."),
        ExportColumn("acted", CellType.WHOLE, "How many of those they had acted on."),
        moment("ended", "When it ended.", "ended_at"),
        text("ended_by", "Who let all be sent again: a Slack id. Empty where it ended by itself."),
    ),
    exports.halvings,
    since="what began or ended since then",
)  # fmt: skip

SPARED = Export(
    "spared",
    "a reminder that somebody was not sent, as half as many go to them",
    columns(
        text("id", "By what it is known; ids are in the order of time.", "spared_id"),
        text("person", "Who: a Slack id.", "person_id"),
        text("person_name", "The same by name."),
        text("ask", "Of what they owe: the id of the ask.", "ask_id"),
        ExportColumn("rung", CellType.WHOLE, "Which reminder it was: 1 for the first, 6 for the "
                     "Monday line."),
        moment("due", "When it would have come; it would not, where the answer came before.",
               "due_at"),
    ),
    exports.spared,
    since="what would have come since then",
)  # fmt: skip
