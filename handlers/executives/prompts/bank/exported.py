"""What a house has changed in the bank of questions, as it is exported."""

from __future__ import annotations

from typing import Any

from handlers.executives.decisions import questions
from handlers.speech.exported import CellType, Export, ExportColumn, columns, moment, text
from storage import exports


def _topic(row: Any) -> str | None:
    question = questions.known(row.key)
    return str(question.topic) if question else None


def _answers(row: Any) -> str | None:
    question = questions.known(row.key)
    return str(question.answers) if question else None


QUESTIONS_CHANGED = Export(
    "questions",
    "a question of the bank that was changed here, or added",
    columns(
        text("key", "Which question: pricing-2, or one of the house's own."),
        ExportColumn("topic", CellType.TEXT, "What it is about; “universal” fits all.", _topic),
        ExportColumn(
            "answers", CellType.TEXT,
            "Which answers fit it: change, told, who, sentence, name or helps.", _answers,
        ),
        text("words", "How it is asked; empty where that is as it came with Duly."),
        ExportColumn("is_off", CellType.YES_NO, "Whether it is not asked."),
        ExportColumn("is_own", CellType.YES_NO, "Whether it is one of the house's own."),
        text("created_by", "Who changed or added it first: a Slack id."),
        moment("created", "When.", "created_at"),
        text("changed_by", "Who changed it last: a Slack id."),
        moment("changed", "When.", "changed_at"),
    ),
    exports.questions,
    since="what was changed since then",
)  # fmt: skip
