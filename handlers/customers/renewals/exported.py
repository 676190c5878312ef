"""Renewals as they are exported: when, how somebody says it stands, and what came."""

from __future__ import annotations

from handlers.speech.exported import CellType, Export, ExportColumn, columns, moment, text
from storage import exports
from storage.renewals import Renewal

RENEWALS = Export(
    "renewals",
    "a renewal that was asked about",
    columns(
        ExportColumn("ref", CellType.TEXT, "What people call it, such as R-3.",
                     lambda row: f"{Renewal.letter}-{row.number}"),
        text("state", "open, renewed, left or dropped: what came."),
        text("customer", "Whose it is, by name."),
        ExportColumn("renews_on", CellType.DAY, "On which day it renews."),
        text("tier", "How they were looked after when it was asked about last."),
        ExportColumn("value", CellType.AMOUNT, "What they paid in a year then."),
        text("currency", "The currency of `value`: ISO 4217."),
        text("lead", "Who led the account when it was asked last: a Slack id.", "lead_id"),
        text("outlook", "What was said of it last: renew, not sure, leave, changed; empty where "
             "nobody has said anything."),
        text("words", "In which words."),
        text("said_by", "Who said it: a Slack id."),
        text("said_by_name", "The same by name."),
        ExportColumn("said_on", CellType.DAY, "On which day."),
        ExportColumn("ended_on", CellType.DAY, "On which day it was known what came."),
        ExportColumn("until", CellType.DAY, "Until when they stay, where they renewed."),
        moment("created", "When it was asked about first.", "created_at"),
    ),
    exports.renewals,
    since="what was asked about since then",
)  # fmt: skip
"""For the CCO, executives, leads, and whoever leads the account."""
