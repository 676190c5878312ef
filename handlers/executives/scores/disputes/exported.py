"""Disputes as they are exported: who said what of which figure, and how it was answered."""

from __future__ import annotations

from typing import NamedTuple

from sqlmodel import Session

from handlers.executives.scores.subjects import LETTERS
from handlers.speech.exported import CellType, Export, ExportColumn, columns, moment, text
from storage import departments, disputes, people
from storage.disputes import Dispute
from storage.exports import NOTHING, Excerpt, ExportPage


class DisputeRow(NamedTuple):
    """One dispute, as a row says it; words that its reader may not read are left out."""

    dispute: Dispute
    department: str | None
    asked_by_name: str | None
    words: str | None
    answer: str | None


def _page(session: Session, wanted: Excerpt, after: int | None, size: int) -> ExportPage:
    """The next disputes by number; for those whom they concern."""
    if not wanted.reader.works_here:
        return NOTHING
    found = disputes.seen_by(session, wanted.reader, after or 0, size)
    rows = [
        _row(session, each.dispute, is_seen=each.is_seen)
        for each in found
        if _is_wanted(each.dispute, wanted)
    ]
    return ExportPage(rows, found[-1].dispute.number if found else None)


def _is_wanted(dispute: Dispute, wanted: Excerpt) -> bool:
    since = wanted.since
    changed = dispute.answered_at or dispute.created_at
    return (
        wanted.department_id in (None, dispute.department_id)
        and wanted.period in ("", dispute.period)
        and (since is None or changed >= since)
    )


def _row(session: Session, dispute: Dispute, *, is_seen: bool) -> DisputeRow:
    department = departments.find(session, dispute.team_id, dispute.department_id)
    by = people.find(session, dispute.team_id, dispute.asked_by)
    return DisputeRow(
        dispute,
        department.name if department else None,
        by.name if by else None,
        dispute.words if is_seen else None,
        dispute.answer if is_seen else None,
    )


def _item(row: DisputeRow) -> str | None:
    noun, number = row.dispute.item_noun, row.dispute.item_number
    return f"{LETTERS[noun]}-{number}" if noun else None


DISPUTES = Export(
    "disputes",
    "a figure of a scorecard that somebody disputed",
    columns(
        text("ref", "What people call it, such as F-3.", "dispute.ref"),
        text("department", "Whose figure it is, by the department's name of today."),
        text("period", "Of which month or quarter, such as 2026-Q4.", "dispute.period"),
        text("measure", "Which figure; docs/metrics.md says how it is made.", "dispute.measure"),
        ExportColumn("item", CellType.TEXT, "Which thing it is about, such as T-27; empty "
                     "where nobody said.", _item),
        text("words", "What is wrong, in their words; empty where the reader may not see the "
             "item."),
        text("state", "open, corrected, kept or withdrawn.", "dispute.state"),
        text("asked_by", "Who disputed it: a Slack id.", "dispute.asked_by"),
        text("asked_by_name", "The same by name."),
        moment("created", "When.", "dispute.created_at"),
        moment("due", "By when an answer is owed.", "dispute.due_at"),
        text("answer", "Why it was corrected or stays; empty like the words."),
        text("answered_by", "Who answered: a Slack id.", "dispute.answered_by"),
        moment("answered", "When.", "dispute.answered_at"),
        ExportColumn("record", CellType.WHOLE, "The number of the record that corrects the figure.",
                     lambda row: row.dispute.record),
    ),
    _page,
    since="what was disputed or answered since then",
    department="what is of a department",
    period="what is of a month or a quarter, by the key of it: 2026-Q4",
)  # fmt: skip
