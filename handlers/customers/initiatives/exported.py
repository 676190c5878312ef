"""Initiatives as they are exported: who pays for what, from when until when, and for whom."""

from __future__ import annotations

from handlers.speech.exported import CellType, Export, ExportColumn, columns, moment, text
from storage import exports
from storage.initiatives import Initiative

INITIATIVES = Export(
    "initiatives",
    "something that a department pays for and that customers get",
    columns(
        ExportColumn("ref", CellType.TEXT, "What people call it, such as N-5.",
                     lambda row: f"{Initiative.letter}-{row.number}"),
        text("state", "open, cut, joined or taken back; whether it runs, its days say."),
        text("title", "What customers get."),
        text("department", "The department that pays, by name."),
        text("owner", "Who answers for it: a Slack id.", "owner_id"),
        text("owner_name", "The same by name."),
        ExportColumn("begins_on", CellType.DAY, "On which day it begins."),
        ExportColumn("ends_on", CellType.DAY, "On which day it ends."),
        ExportColumn("amount", CellType.AMOUNT, "What it costs this year, where you may know."),
        text("currency", "The currency of `amount`: ISO 4217."),
        ExportColumn("tiers", CellType.TEXT, "The tiers of which every customer gets it, with "
                     "commas between.", lambda row: ", ".join(row.tiers)),
        ExportColumn("segments", CellType.TEXT, "The segments of which every customer gets it, "
                     "such as product:Flow, with semicolons between.",
                     lambda row: "; ".join(row.segments)),
        text("customers", "The customers who are named with it, with semicolons between."),
        ExportColumn("outcome", CellType.TEXT, "The outcome that it moves, such as O-4.",
                     lambda row: f"O-{row.outcome_number}" if row.outcome_number else ""),
        text("recorded_by", "Who wrote it down: a Slack id."),
        moment("created", "When it was written down.", "created_at"),
        ExportColumn("cut_on", CellType.DAY, "Since which day it is cut."),
        text("cut_why", "Why it is cut."),
        text("accepted_by", "Who has accepted that: a Slack id."),
        ExportColumn("decision", CellType.TEXT, "The decision whether it is cut, such as D-5.",
                     lambda row: f"D-{row.decision}" if row.decision else ""),
        ExportColumn("joined_to", CellType.TEXT, "The initiative whose part it is, such as N-8.",
                     lambda row: f"{Initiative.letter}-{row.joined_to}" if row.joined_to else ""),
    ),
    exports.initiatives,
    since="what was written down since then",
    department="those that a department pays for",
)  # fmt: skip
