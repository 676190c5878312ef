"""Inquiries as they are exported: whom Duly asked what, because of which fact, and the answer."""

from __future__ import annotations

from handlers.speech.exported import CellType, Export, ExportColumn, columns, moment, text
from storage import exports
from storage.inquiries import Inquiry

INQUIRIES = Export(
    "inquiries",
    "a question to one executive about a fact of the week",
    columns(
        ExportColumn("ref", CellType.TEXT, "What people call it, such as E-3.",
                     lambda row: f"{Inquiry.letter}-{row.number}"),
        text("title", "The question."),
        text("said", "The fact with its figures, as they were when it was asked."),
        text("fact", "Which: account, bounce, cause, untold, quiet, segment, outage, gain, loss, "
             "silent, theme or twins."),
        text("subject", "What it is about: a noun, a colon, and its id or number."),
        text("state", "open, answered, or taken back where what it asks about was over."),
        text("to", "Who is asked by now: a Slack id.", "to_id"),
        text("to_name", "The same by name."),
        text("asked_by", "Who had it come: a Slack id, empty where it came on its day."),
        text("channel", "In which channel: a Slack id.", "channel_id"),
        moment("created", "When it was asked.", "created_at"),
        moment("due", "By when an answer is wanted.", "due_at"),
        text("course", "What was answered: mine, given, put, known or because."),
        text("words", "The words of the answer; of one that was taken back, why."),
        text("answered_by", "Who answered: a Slack id."),
        moment("answered", "When.", "answered_at"),
        text("led_to", "The task or the decision that followed, such as T-12."),
    ),
    exports.inquiries,
    since="what was asked or answered since then",
)  # fmt: skip
