"""Who was to hear of an issue from us first, as it is exported."""

from __future__ import annotations

from typing import Any

from handlers.speech.exported import CellType, Export, ExportColumn, columns, moment, text
from storage import exports
from storage.issues import Issue


def _ref(row: Any) -> str:
    return f"{Issue.letter}-{row.number}"


CONCERNS = Export(
    "concerns",
    "a customer who is to hear of an issue from us before they notice",
    columns(
        text("id", "By what it is known; ids are in the order of time.", "concern_id"),
        ExportColumn("ref", CellType.TEXT, "Which issue they will meet, such as I-7.", _ref),
        text("customer", "Who they are, by name."),
        text("tier", "How they are looked after."),
        text("segment", "The segment by which they were chosen; empty where by name.", "chosen"),
        moment("added", "When they were put on the list.", "added_at"),
        text("added_by", "Who did: a Slack id."),
        text("ask", "By what somebody is asked to tell them: the id of an ask.", "ask_id"),
        moment("answered", "When they were told, or somebody said that they need not be.",
               "answered_at"),
        text("answered_by", "Who said so: a Slack id."),
        text("outcome", "told, or spared: they need not hear it. Empty while they wait."),
        text("words", "What they heard, or why they need not hear it."),
    ),
    exports.concerns,
    since="what was added or answered since then",
    department="what is of an issue of a department",
)  # fmt: skip
