"""Sales as they are exported: what was sold, what it is needed for, and what is used of it."""

from __future__ import annotations

from handlers.speech.exported import CellType, Export, ExportColumn, columns, moment, text
from storage import exports
from storage.sales import Sale

SALES = Export(
    "sales",
    "what a customer bought",
    columns(
        ExportColumn("ref", CellType.TEXT, "What people call it, such as S-3.",
                     lambda row: f"{Sale.letter}-{row.number}"),
        text("state", "sold, handed over or taken back."),
        text("customer", "Who bought it, by name."),
        ExportColumn("starts_on", CellType.DAY, "From which day they have it."),
        text("sold", "What they bought, in words."),
        text("department", "The department that sold it, by name; never who."),
        ExportColumn("value", CellType.AMOUNT, "What they pay for it in its first year."),
        text("currency", "The currency of `value`: ISO 4217."),
        text("needs", "What they want to be able to do with it; empty where nobody has said so."),
        text("fit", "Whether it fits, as it was handed over: fits, less, more or unknown."),
        text("unsold", "What they asked for and did not get."),
        ExportColumn("use_asked_on", CellType.DAY, "When it was asked whether they use it."),
        text("used", "How much of it they use: all, some or hardly."),
        text("used_words", "In which words."),
        ExportColumn("used_on", CellType.DAY, "On which day that was said."),
        moment("created", "When it was written down.", "created_at"),
    ),
    exports.sales,
    since="what was written down since then",
    department="those that a department sold",
)  # fmt: skip
"""For those who may know what the account pays. Who sold it is not in it: nobody is to count that
by person."""
