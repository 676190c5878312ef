"""Tasks and issues as they are exported: the fields that an import reads, and how each stands."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from handlers.calendar import hours
from handlers.speech import cells
from handlers.speech.exported import CellType, Export, ExportColumn, columns, moment, text
from storage import exports
from storage.causes import Cause
from storage.customer_outcomes import CustomerOutcome
from storage.decisions import Decision
from storage.issues import Issue
from storage.tasks import Task

_CAME_IN = re.compile(r"import:(?:\d+:)?")
"""How the source of what was imported begins, with the number of the import where it has one."""
SINCE = "what was given, changed, answered or closed since then"
DEPARTMENT = "what is with a department now"


def _ref(table: type[Task] | type[Issue]) -> ExportColumn:
    return ExportColumn(
        "ref", CellType.TEXT, "What people call it, such as T-12; other exports name it by this.",
        lambda row: f"{table.letter}-{row.number}",
    )  # fmt: skip


def source_of(table: type[Task] | type[Issue], number: int, source: str | None) -> str:
    """By what an import knows a thing again, wherever it is: where it came from, else its name."""
    # What came out of a Duly and went in again has its first source, and not that file's.
    known = _CAME_IN.sub("", source or "").removeprefix(f"{table.noun}s/")
    # Nobody knows anything again by “-” or “n/a”, which once were taken for ids.
    return f"{table.letter}-{number}" if cells.says_nothing(known) else known


def _source(table: type[Task] | type[Issue]) -> ExportColumn:
    return ExportColumn(
        "source", CellType.TEXT,
        "By what an import knows it again: the system and the id that it came in with, such as "
        "zendesk/17, else its `ref`.",
        lambda row: source_of(table, row.number, row.source),
    )  # fmt: skip


def _due_day(row: Any) -> date | None:
    if row.due_at is None:
        return None
    day: date = row.due_at.astimezone(hours.time_zone(row.due_zone)).date()
    return day


def _number_of(letter: str, name: str) -> Any:
    def value(row: Any) -> str | None:
        number = getattr(row, name)
        return f"{letter}-{number}" if number else None

    return value


_STANDS = (
    text(
        "state",
        "open (nobody has taken it yet), acknowledged (taken), corrected (an issue of which a step "
        "is still to come; an import takes it for done), done, declined (a no) or withdrawn.",
    ),
    ExportColumn("severity", CellType.WHOLE, "How bad it is: 1 (worst) to 4."),
    text("customer", "For whom, by name."),
    text("tier", "How that customer is looked after today: key, strategic, beachhead or standard."),
    text("department", "Which department answers for it, by name."),
    text("owner", "Who has it: a Slack id.", "owner_id"),
    text("owner_name", "The same by name."),
)
_DUE = (
    moment("due", "By when it is due. Where only a day was named: when that working day ends.",
           "due_at"),
    ExportColumn("due_day", CellType.DAY, "The day of `due` in `due_zone`.", _due_day),
    text("due_zone", "The IANA zone of whoever named the date."),
    ExportColumn("due_timed", CellType.YES_NO, "Whether an hour was named and not only a day."),
    moment("original_due", "The first date that it had.", "original_due_at"),
    text("promised_by", "Who gave the date: a Slack id. Empty while it is only asked for."),
)  # fmt: skip
_BEGAN = (
    text("reporter", "Who gave or reported it: a Slack id.", "created_by"),
    text("reporter_name", "The same by name.", "created_by_name"),
    moment("opened", "When it was given or reported.", "created_at"),
)
_LOOP = (
    moment("told", "When the customer first heard from us.", "told_at"),
    moment("corrected", "When it was put right.", "corrected_at"),
    moment("prevented", "When it was known what keeps it from coming back.", "prevented_at"),
    moment("verified", "When somebody had seen that it helped.", "verified_at"),
    moment("check", "When somebody is asked next whether what prevents it has held.", "check_at"),
    text(
        "felt",
        "How the customer felt when it was reported: angry, let down, uneasy, satisfied "
        "or delighted; empty where that is not known.",
    ),
    text("feels", "How they have felt since they heard from us or it was verified, likewise."),
)
_ENDED = (
    moment("acknowledged", "When it was taken.", "acknowledged_at"),
    moment("closed", "When it ended, whichever way; `state` says which.", "closed_at"),
    text("reason", "Why, where it was answered with a no or taken back.", "close_reason"),
    text("audience", "department (everybody here may see it) or private."),
)


def _several(name: str) -> Any:
    """Several people of a row, in their order."""

    def value(row: Any) -> str | None:
        named = getattr(row, name)
        return exports.BETWEEN.join(sorted(named.split(exports.BETWEEN))) if named else None

    return value


_LET_IN = (
    ExportColumn("let_in", CellType.TEXT,
                 "Who was let in to it besides those whom it concerns: Slack ids, with semicolons.",
                 _several("let_in")),
    ExportColumn("let_in_names", CellType.TEXT, "The same by name.", _several("let_in_names")),
)  # fmt: skip

_NO = (
    ExportColumn(
        "weighed",
        CellType.TEXT,
        "What was weighed, where it was answered with a no that holds.",
        lambda row: row.weighed or None,
    ),
    ExportColumn(
        "instead", CellType.TEXT, "What is offered instead.", lambda row: row.instead or None
    ),
    ExportColumn("cost_avoided", CellType.AMOUNT, "What the no avoids."),
    ExportColumn("cost_caused", CellType.AMOUNT, "What it costs."),
    text("currency", "The currency of both, where one is said: ISO 4217, such as EUR."),
    text("teller", "Who tells the customer of the no: a Slack id.", "teller_id"),
    moment("tell_by", "By when they tell them."),
    moment("heard", "When the customer heard it."),
)


def _issue_source(row: Any) -> str | None:
    if not row.issue_number:
        return None
    return source_of(Issue, row.issue_number, row.source_of_issue)


TASKS = Export(
    "tasks",
    "a task",
    columns(
        _ref(Task),
        text("title", "What is to be done."),
        _STANDS,
        _BEGAN,
        _DUE,
        _ENDED,
        ExportColumn("issue", CellType.TEXT, "The issue that it belongs to, such as I-7.",
                     _number_of(Issue.letter, "issue_number")),
        ExportColumn("is_part", CellType.YES_NO,
                     "Whether it is what one department takes of an issue that several must take."),
        ExportColumn("is_prevention", CellType.YES_NO,
                     "Whether it is to keep its issue from coming back."),
        ExportColumn("decision", CellType.TEXT, "The decision that it follows from, such as D-3.",
                     _number_of(Decision.letter, "decision_number")),
        ExportColumn("outcome", CellType.TEXT, "What it moves for customers, such as O-2.",
                     _number_of(CustomerOutcome.letter, "outcome_number")),
        _source(Task),
        _LET_IN,
        ExportColumn("issue_source", CellType.TEXT,
                     "The `source` of that issue, by which an import finds it.", _issue_source),
        _NO,
    ),
    exports.tasks,
    since=SINCE,
    department=DEPARTMENT,
)  # fmt: skip

ISSUES = Export(
    "issues",
    "an issue",
    columns(
        _ref(Issue),
        text("title", "What customers experienced."),
        text("story", "The same in their own words, or at length."),
        text("touchpoint", "Where it happened."),
        _STANDS,
        _BEGAN,
        _DUE,
        _LOOP,
        text("cause", "Why it happened, in the words by which the cause is known."),
        _ENDED,
        _source(Issue),
        _LET_IN,
        ExportColumn(
            "cause_ref",
            CellType.TEXT,
            "The number of its cause, such as C-3.",
            _number_of(Cause.letter, "cause_number"),
        ),
        _NO,
    ),
    exports.issues,
    since=SINCE,
    department=DEPARTMENT,
)
