"""Losses as they are exported: who left when, worth what, in which words, and what is behind it."""

from __future__ import annotations

from handlers.speech.exported import CellType, Export, ExportColumn, columns, moment, text
from storage import exports
from storage.losses import Loss

LOSSES = Export(
    "losses",
    "a customer who left",
    columns(
        ExportColumn("ref", CellType.TEXT, "What people call it, such as L-3.",
                     lambda row: f"{Loss.letter}-{row.number}"),
        text("state", "recorded, understood, verified, closed, won back or taken back."),
        text("customer", "Who left, by name."),
        text("tier", "How they were looked after as they left."),
        ExportColumn("left_on", CellType.DAY, "On which day they left."),
        ExportColumn("value", CellType.AMOUNT, "What they were worth in a year as they left."),
        text("currency", "The currency of `value`: ISO 4217."),
        ExportColumn("part", CellType.YES_NO, "Whether they stay, and pay `value` less in a year.",
                     lambda row: row.is_part),
        text("said", "What they said, in their words."),
        text("stated", "The reason that they gave: product-gap, service-failed, price, competitor, "
             "consolidation, person-left, wrong-fit, start-failed, closed-down, not-paid, other."),
        text("told_by", "Who told us."),
        text("cause", "What stood behind it: one of the same. It counts where `evidence` shows "
             "it; empty is not known yet."),
        text("behind", "What stood behind it, in the words of whoever found out."),
        text("evidence", "What shows it."),
        text("preventable", "Who could have prevented it: department, nobody or not known."),
        text("department", "The department that could have, by name."),
        text("recorded_by", "Who recorded it: a Slack id."),
        text("recorded_by_name", "The same by name."),
        text("understood_by", "Who said what stood behind it: a Slack id."),
        text("verified_by", "Who looked whether it shows: a Slack id."),
        moment("verified", "When they verified it.", "verified_at"),
        text("checked", "Why it does not show, where they say so."),
        text("caller", "Which executive calls them: a Slack id.", "caller_id"),
        ExportColumn("called_on", CellType.DAY, "On which day they spoke."),
        text("learned", "What they heard, or why they do not call."),
        ExportColumn("won_back_on", CellType.DAY, "On which day the customer came back."),
        moment("created", "When it was recorded.", "created_at"),
    ),
    exports.losses,
    since="what was recorded since then",
    department="those that a department could have prevented",
)  # fmt: skip
