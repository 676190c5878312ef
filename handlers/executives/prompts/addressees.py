"""Whom a question goes to: one executive by name, so that nobody waits for somebody else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlmodel import Session

from handlers.executives.decisions import circle
from handlers.executives.prompts.facts.rules import Fact
from storage.inquiries import Inquiry
from storage.people import Person, Role


def choose(session: Session, team_id: str, fact: Fact, before: Sequence[Inquiry]) -> Person | None:
    """The executive who speaks for us there, else the one of that department, else by turns.

    `before` are the questions so far, the newest first: who was asked longest ago is next. Whoever
    is away is passed over while somebody is there, and the CCO while there is any other executive,
    as what follows is not theirs to own. None where there are no executives.
    """
    here = [each for each in circle.executives(session, team_id) if each.works_here]
    others = [each for each in here if each.role != Role.CCO] or here
    there = [each for each in others if not each.stand_in_id] or others
    close = [each for each in there if each.user_id == fact.close_to]
    of_department = [
        each for each in there if fact.department_id and each.department_id == fact.department_id
    ]
    return _next(close or of_department or there, before)


def _next(among: Iterable[Person], before: Sequence[Inquiry]) -> Person | None:
    """Whoever was asked longest ago."""
    turns: dict[str, int] = {}
    for inquiry in before:
        turns.setdefault(inquiry.to_id, inquiry.number)
    return min(among, key=lambda each: (turns.get(each.user_id, 0), each.user_id), default=None)
