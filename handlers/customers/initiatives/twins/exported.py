"""Pairs of initiatives that look alike, as they are exported: what was said of each."""

from __future__ import annotations

from handlers.speech.exported import CellType, Export, ExportColumn, columns, moment, text
from storage import exports
from storage.initiatives import Initiative
from storage.twins import Twin

TWIN_ROWS = Export(
    "twins",
    "a pair of initiatives that look alike",
    columns(
        ExportColumn("ref", CellType.TEXT, "What people call it, such as W-3.",
                     lambda row: f"{Twin.letter}-{row.number}"),
        text("state", "asked, proposed, different, joined, kept or over."),
        ExportColumn("one", CellType.TEXT, "The older initiative, such as N-5.",
                     lambda row: f"{Initiative.letter}-{row.one}"),
        ExportColumn("other", CellType.TEXT, "The newer one.",
                     lambda row: f"{Initiative.letter}-{row.other}"),
        text("same_by", "Who said first that they are the same thing: a Slack id."),
        text("pooled", "What one of them would look like."),
        text("pooled_owner", "Who could own it: a Slack id.", "pooled_owner_id"),
        text("decider", "Who decides: a Slack id.", "decider_id"),
        ExportColumn("decide_on", CellType.DAY, "By which day it is decided."),
        ExportColumn("decision", CellType.TEXT, "The decision, such as D-5.",
                     lambda row: f"D-{row.decision}" if row.decision else ""),
        text("why", "Why they are different."),
        text("why_by", "Who says so: a Slack id."),
        moment("created", "When they were found.", "created_at"),
    ),
    exports.twins,
    since="what was found since then",
)  # fmt: skip
