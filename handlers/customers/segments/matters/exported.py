"""What was asked about accounts, as it is exported: the question, who answered, and what."""

from __future__ import annotations

from handlers.speech.exported import CellType, Export, ExportColumn, columns, moment, text
from storage import exports
from storage.matters import Matter

MATTERS = Export(
    "matters",
    "what is asked about an account of whoever looks after it",
    columns(
        ExportColumn("ref", CellType.TEXT, "What people call it, such as B-3.",
                     lambda row: f"{Matter.letter}-{row.number}"),
        text("state", "asked, followed, answered, not answered or over."),
        text("topic", "What is asked: terms, alike (would something help), behind (an answer), "
             "leader (who leads it), proposal (how it is looked after)."),
        text("customer", "About which customer, by name."),
        ExportColumn("about_on", CellType.DAY, "The day of the renewal it is about, the one "
                     "on which it was asked who leads it, or the first one of the quarter or "
                     "month."),
        text("question", "What the question rests on, as it was when it was asked."),
        text("answer", "fits, needs, no, will ask, would not, knows why, leads or accepted."),
        text("reason", "Why, in the words of whoever answered."),
        text("response", "The answer that it is about, by its id.", "response_id"),
        text("led_to", "The task that asks the customer, such as T-46."),
        text("answered_by", "Who answered: a Slack id."),
        text("proposed", "The tier or the flag that somebody proposes."),
        text("proposed_by", "Who proposes it: a Slack id."),
        text("proposed_why", "Why, in their words."),
        moment("created", "When it was asked.", "created_at"),
    ),
    exports.matters,
    since="what was asked since then",
)  # fmt: skip
