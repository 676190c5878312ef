"""What was asked of whom and what has happened, as they are exported."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from sqlmodel import Session

from handlers.chasing.kinds import Kind
from handlers.chasing.nouns import Noun
from handlers.chasing.registers import Register
from handlers.speech.exported import CellType, Export, ExportColumn, columns, moment, text
from storage import exports
from storage.exports import Excerpt, ExportPage
from storage.people import Role
from storage.scopes import Reader


def asks(nouns: Register[Noun], kinds: Register[Kind]) -> Export:
    """Every answer that somebody owes or has given."""
    return Export(
        "asks",
        "an answer that one person owes, or owed, by a time",
        columns(
            text("id", "By what it is known; ids are in the order of time.", "ask_id"),
            ExportColumn("ref", CellType.TEXT, "What it is about, such as T-12.", _ref(nouns)),
            text("kind", "What is asked: " + ", ".join(kinds) + "."),
            text("person", "Who is asked: a Slack id.", "person_id"),
            text("person_name", "The same by name."),
            text("instead_of", "In whose place they are asked: a Slack id.", "for_id"),
            text("department", "Which department it belongs to, by name."),
            ExportColumn("severity", CellType.WHOLE, "How bad what it is about was: 1 to 4."),
            moment("opened", "Since when it is owed.", "opened_at"),
            moment("due", "By when it is owed.", "due_at"),
            ExportColumn(
                "rung", CellType.WHOLE,
                "The highest reminder so far: 0 none, 1 to 3 its owner, 4 the lead, 5 the CCO.",
            ),
            ExportColumn("snoozes", CellType.WHOLE, "How often it was put off."),
            moment("snoozed_until", "Until when it is put off."),
            text("snooze_reason", "Why it was put off last."),
            moment("answered", "When it was answered.", "answered_at"),
            text("answered_by", "Who answered: a Slack id."),
            ExportColumn(
                "reminders", CellType.WHOLE,
                "How many reminders reached whoever owed it until they answered; 0 while they "
                "have not.",
            ),
            text("outcome",
                 "How it ended: answered, declined, redated, handed over, confirmed or withdrawn."),
        ),
        partial(_asks, kinds),
        since="what was asked or answered since then",
        department="what belongs to a department",
    )  # fmt: skip


def waits(nouns: Register[Noun]) -> Export:
    """Every time that something waited for a customer or for another department."""
    return Export(
        "waits",
        "a time that something waited for somebody",
        columns(
            text("id", "By what it is known; ids are in the order of time.", "wait_id"),
            ExportColumn("ref", CellType.TEXT, "What waited, such as I-7.", _ref(nouns)),
            text("ask", "Whose clock stood still: the id of what was asked.", "ask_id"),
            text("home", "Which department had it then, by name."),
            text("customer", "For which customer it waited, by name; empty where for none."),
            text("department", "For which department it waited, by name; empty where for none."),
            text("reason", "Why."),
            moment("began", "Since when.", "began_at"),
            text("began_by", "Who said so: a Slack id."),
            moment("until", "Until when it was to wait."),
            moment("ended", "When it went on.", "ended_at"),
            text("ended_by", "Who let it go on: a Slack id. Empty where it ended by itself."),
            text("how", "How it ended: by itself, answered, resumed or moved on.", "ended"),
            ExportColumn(
                "days", CellType.WHOLE,
                "The working days that it took, charged to whoever it waited for.",
            ),
        ),
        exports.waits,
        since="what began or ended since then",
        department="what a department had then",
    )  # fmt: skip


def history(nouns: Register[Noun]) -> Export:
    """Everything that has happened."""
    return Export(
        "history",
        "something that happened",
        columns(
            text("id", "By what it is known; ids are in the order of writing.", "event_id"),
            moment("happened", "When.", "happened_at"),
            text("actor", "Who did it: a Slack id. Empty where Duly did, or the command line."),
            text("actor_name", "The same by name."),
            text("noun", "What it happened to: task, issue, decision, person, customer …"),
            ExportColumn("ref", CellType.TEXT, "Which one, such as T-12, where it has a number.",
                         _ref(nouns)),
            text("verb", "What happened: given, taken, done …"),
            ExportColumn("details", CellType.FACTS, "What else was said of it, by name."),
            text("owner", "Who had it afterwards: a Slack id.", "owner_id"),
            text("department", "Which department had it afterwards, by its name of today."),
            text("customer", "For whom it was afterwards, by their name of today."),
            text("tier", "How that customer was looked after at the time."),
            ExportColumn("severity", CellType.WHOLE, "How bad it was afterwards: 1 to 4."),
            text("state", "How it stood afterwards."),
            moment("due", "By when it was due afterwards.", "due_at"),
            text("audience", "Who might see it afterwards: department or private."),
        ),
        exports.history,
        since="what happened since then",
        department="what was with a department afterwards",
    )  # fmt: skip


def _asks(
    kinds: Register[Kind], session: Session, wanted: Excerpt, after: Any, size: int
) -> ExportPage:
    return exports.asks(session, wanted, after, size, hidden=_hidden(kinds, wanted.reader))


def _hidden(kinds: Register[Kind], reader: Reader) -> list[str]:
    """The kinds that only a circle may know of to which the reader does not belong."""
    return [
        kind.name
        for kind in kinds.values()
        if kind.circle and not (reader.decides and Role.EXECUTIVE in kind.circle)
    ]


def _ref(nouns: Register[Noun]) -> Callable[[Any], str | None]:
    """Named by the letter of its noun, where that has one and a number."""
    letters = {noun.name: noun.letter for noun in nouns.values()}

    def value(row: Any) -> str | None:
        letter = letters.get(row.noun)
        return f"{letter}-{row.number}" if letter and row.number else None

    return value
