"""What is answered to whoever says something about how a department deals with customers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.customers.assessments.areas import AREAS, STAGES
from handlers.speech import blocks
from handlers.speech import words as plain
from handlers.speech.errors import UserError
from storage.assessments import Assessment
from storage.tasks import Promise


def begun(names: Sequence[str], day: str) -> str:
    """Which departments look at themselves now, and until when."""
    who = plain.join_names([blocks.safe(each, 80) for each in names])
    verb = "looks at itself" if len(names) == 1 else "look at themselves"
    return f"{who} {verb} until {day}. Each is asked with the next message of their day."


def kept(area: str, stage: int) -> str:
    """Somebody says a stage, and nothing shows it."""
    return f"*{AREAS[area].name}*: kept as said {stage}, shown 2. What shows it?"


def not_found(area: str, stage: int, why: UserError) -> str:
    """What is named as what shows it does not count, and why."""
    return f"*{AREAS[area].name}*: kept as said {stage}, shown 2. {why.said(blocks.safe)}"


def old(area: str, on: date) -> str:
    """What shows it is more than a year old."""
    return f"*{AREAS[area].name}*: that is from {plain.dated(on)}. Is there something newer?"


def part_given(day: str, *, is_all: bool) -> str:
    """For whoever closed their part."""
    if is_all:
        return "Thank you. Yours was the last part: `/cx assess` has what came of it."
    return (
        f"Thank you, your part is closed. What came of it is read on {day}, by everybody at once."
    )


def passed(to: str | None) -> str:
    """For whoever does not answer."""
    return (
        f"Noted. {blocks.person(to)} is asked instead." if to else "Noted. Nobody asks you again."
    )


def task_given(task: Promise, area: str) -> str:
    """For whoever gave a task."""
    who = blocks.person(task.owner_id)
    return f"Noted: {task.ref} for “{AREAS[area].name}”. {who} is asked for it."


def rests(assessment: Assessment) -> str:
    """For whoever says that nothing should be different."""
    return f"Noted in {assessment.ref}, with your reason. It comes up again in half a year."


def stopped(assessment: Assessment) -> str:
    """For whoever took it back."""
    return f"{assessment.ref} is taken back. Nobody is asked any more."


def added(assessment: Assessment, area: str, stage: int) -> str:
    """For whoever added what shows an area."""
    name = AREAS[area].name
    return f"Noted in {assessment.ref}: *{name}* is shown now: {stage}, {STAGES[stage]}."


def undone(assessment: Assessment) -> str:
    """For whoever undid that."""
    return f"Undone. {assessment.ref} shows what it showed before."
