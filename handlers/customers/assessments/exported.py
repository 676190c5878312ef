"""Assessments as they are exported: what each area came to; what one person said is in none."""

from __future__ import annotations

from handlers.speech.exported import CellType, Export, ExportColumn, columns, moment, text
from storage import exports
from storage.assessments import Assessment

ASSESSMENTS = Export(
    "assessments",
    "an area of a department, as it came out when the department looked at itself",
    columns(
        ExportColumn("ref", CellType.TEXT, "The assessment, such as A-3.",
                     lambda row: f"{Assessment.letter}-{row.number}"),
        text("state", "closed or settled: a task was given, or somebody said why none is."),
        text("department", "Which department looked at itself, by name."),
        text("neighbour", "Which other department looked as well, by name."),
        text("area", "people, serving, tools, counting, reaching, expecting, promising, crossing "
             "or leading."),
        ExportColumn("said", CellType.WHOLE, "The middle of what its people say: 1 by chance, 2 "
                     "when asked, 3 on purpose, 4 by habit; empty under three answers."),
        ExportColumn("shown", CellType.WHOLE, "The same, but no further than something of the "
                     "last twelve months shows."),
        ExportColumn("answers", CellType.WHOLE, "How many of its people answered.",
                     lambda row: row.count),
        ExportColumn("evidence", CellType.WHOLE, "How many of them named what shows it."),
        ExportColumn("is_apart", CellType.YES_NO, "Whether answers lie two stages or more apart."),
        text("neighbours", "How the neighbour sees it: higher, lower or the same; empty under two "
             "answers of it."),
        ExportColumn("closed_on", CellType.DAY, "On which day all was in."),
        text("reason", "Why nothing should be different this half, where somebody said so."),
        moment("created", "When it was begun.", "created_at"),
        ExportColumn("met", CellType.WHOLE, "What Duly counted beside it in half a year: so many "
                     "of `counted`; empty where nothing is counted."),
        ExportColumn("counted", CellType.WHOLE, "Of how many.", lambda row: row.of_all),
        text("added", "What was added once all was in and shows it; empty where nothing was."),
        ExportColumn("added_of", CellType.DAY, "Of which day that is."),
        ExportColumn("added_on", CellType.DAY, "On which day it was added."),
        ExportColumn("shown_before", CellType.WHOLE, "Where the area stood before that."),
    ),
    exports.assessments,
    since="what was begun since then",
    department="that of one department",
)  # fmt: skip
AREAS = Export(
    "areas",
    "an area whose sentences the house has in its own words",
    columns(
        text("area", "people, serving, tools, counting, reaching, expecting, promising, crossing "
             "or leading."),
        text("chance", "What one sees at stage 1, by chance."),
        text("asked", "What one sees at stage 2, when asked."),
        text("purpose", "What one sees at stage 3, on purpose."),
        text("habit", "What one sees at stage 4, by habit."),
        text("changed_by", "Who changed it last: a Slack id."),
        moment("changed", "When they did.", "changed_at"),
    ),
    exports.areas,
    since="what was changed since then",
)  # fmt: skip
