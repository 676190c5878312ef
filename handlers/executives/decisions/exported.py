"""Decisions as they are exported, each with what was answered about it."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from sqlmodel import Session

from handlers.executives.decisions import rules, topics
from handlers.speech.exported import CellType, Export, ExportColumn, columns, moment, text
from storage import exports
from storage.decisions import Decision, Impact, ImpactAnswer
from storage.exports import Excerpt, ExportPage


def _page(session: Session, wanted: Excerpt, after: Any, size: int) -> ExportPage:
    """The next decisions with their answers."""
    page = exports.decisions(session, wanted, after, size)
    if not page.rows:
        return page
    first, last = page.rows[0].number, page.rows[-1].number
    answers = exports.answers_to(session, wanted.reader.team_id, first, last)
    rows = [
        SimpleNamespace(**row._asdict(), answers=answers.get(row.number, ())) for row in page.rows
    ]
    return ExportPage(rows, page.last)


def _count(impact: Impact) -> Callable[[Any], int]:
    return lambda row: sum(answer.impact == impact for answer in row.answers)


def _said(answer: ImpactAnswer) -> dict[str, object]:
    return {
        "person": answer.user_id,
        "impact": answer.impact,
        "tiers": answer.tiers,
        "why": answer.why,
        "tell_customers": answer.tell_customers,
        "answered": answer.answered_at,
        "accepted_by": answer.accepted_by,
        "customers": answer.customers,
        "confidence": answer.confidence,
        "stance": answer.stance,
        "cheap_fix": answer.cheap,
        "cheap_fix_cost": answer.cheap_cost,
        "foreseen": answer.foreseen,
        "tasks": {name: f"T-{number}" for name, number in answer.tasks.items()},
    }


DECISIONS = Export(
    "decisions",
    "a decision",
    columns(
        ExportColumn("ref", CellType.TEXT, "What people call it, such as D-3.",
                     lambda row: f"{Decision.letter}-{row.number}"),
        ExportColumn("type", CellType.TEXT,
                     "pricing, policy, cost, launch, outage, staffing, removal, process, vendor, "
                     "contract or other: guessed from its words, or said.",
                     lambda row: topics.NAMES[rules.topic_for(row)]),
        text("title", "What is to be decided, or the question that was asked."),
        ExportColumn("outcome", CellType.TEXT, "What it moves for customers, such as O-2.",
                     lambda row: f"O-{row.outcome_number}" if row.outcome_number else ""),
        text("state", "waiting (for its first answer), answered, decided or withdrawn."),
        text("audience", "department (everybody here may see it) or private."),
        text("asked_by", "Who asked what it means for customers: a Slack id."),
        text("asked_by_name", "The same by name."),
        text("decider", "Who was named to decide it: a Slack id.", "decider_id"),
        moment("decided", "When it was decided.", "decided_at"),
        text("decided_by", "Who decided it: a Slack id."),
        text("ruling", "What was decided.", "decided"),
        text("ruling_why", "Why.", "decided_why"),
        text("expected", "What most had said for customers when it was decided: better, worse or "
             "none; empty where nobody had."),
        ExportColumn("expected_customers", CellType.WHOLE, "For about how many customers.",
                     lambda row: row.expected_customers),
        ExportColumn("expected_tiers", CellType.FACTS, "For which tiers; empty for all.",
                     lambda row: row.expected_tiers),
        moment("review", "From when whoever decided is asked what came true; empty once they are.",
               "review_at"),
        text("came_true", "How it turned out: better, worse or none."),
        text("came_true_words", "The same in words."),
        moment("reviewed", "When that was said last.", "reviewed_at"),
        text("reviewed_by", "Who said it: a Slack id."),
        text("channel", "In which channel: a Slack id.", "channel_id"),
        text("prompt", "Which question of the bank it is, where Duly asked it."),
        moment("created", "When it was asked.", "created_at"),
        moment("due", "By when answers are wanted.", "due_at"),
        moment("first_answer", "When the first answer came.", "first_answer_at"),
        *(
            ExportColumn(str(impact), CellType.WHOLE, f"How many answers say: {said}.",
                         _count(impact))
            for impact, said in (
                (Impact.BETTER, "better for customers"),
                (Impact.WORSE, "worse for customers"),
                (Impact.NONE, "no difference"),
                (Impact.UNKNOWN, "nobody knows"),
            )
        ),
        ExportColumn("answers", CellType.FACTS,
                     "A list of what each person answered last: person, impact, tiers, why, "
                     "tell_customers, answered, accepted_by (who accepts that it gets worse), "
                     "customers (about how many), confidence, stance (leverage, mitigate or "
                     "accept), cheap_fix, cheap_fix_cost, foreseen (what they had said when it "
                     "was decided), and the tasks that followed.",
                     lambda row: [_said(answer) for answer in row.answers]),
    ),
    _page,
    since="what was asked, answered or changed since then",
)  # fmt: skip
