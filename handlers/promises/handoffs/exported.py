"""Hand-offs as they are exported: who offered what to whom, and what became of the offer."""

from __future__ import annotations

from typing import Any

from handlers.promises import items
from handlers.speech.exported import CellType, Export, ExportColumn, columns, moment, text
from storage import exports


def _ref(row: Any) -> str:
    return f"{_LETTERS[row.noun]}-{row.number}"


def _how(row: Any) -> str | None:
    """How it ended; nobody returns without a reason."""
    if row.answered_at is None:
        return None
    if row.accepted:
        return "taken over"
    return "returned" if row.answer else "off"


_LETTERS = {noun: letter for letter, noun in items.NOUNS.items()}

HANDOFFS = Export(
    "handoffs",
    "a time that something was offered to somebody else",
    columns(
        text("id", "By what it is known; ids are in the order of time.", "handoff_id"),
        ExportColumn("ref", CellType.TEXT, "What was offered, such as I-7.", _ref),
        text("owner", "Who had it then: a Slack id.", "from_id"),
        text("home", "Which department had it then, by name."),
        text("offered_by", "Who offered it: a Slack id."),
        text("to", "To whom it was offered: a Slack id.", "to_id"),
        text("department", "Which department was asked with it, by name."),
        text("reason", "Why it was offered."),
        moment("offered", "When it was offered.", "offered_at"),
        moment("answered", "When it was answered, or was off.", "answered_at"),
        text("answered_by", "Who answered, or ended it: a Slack id."),
        ExportColumn(
            "how", CellType.TEXT,
            "How it ended: taken over, returned, or off. Empty while it waits.", _how,
        ),
        text("answer", "Why it was returned."),
    ),
    exports.handoffs,
    since="what was offered or answered since then",
    department="what a department offered, or was asked to take over",
)  # fmt: skip
