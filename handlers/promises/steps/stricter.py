"""Where the house rules ask for more before an issue closes, whoever can is asked for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from handlers.chasing import faces
from handlers.chasing.policy import Change
from handlers.promises import items, lifecycle, steps
from handlers.promises.items import loop
from storage import issues
from storage.issues import Issue

AT_ONCE = 200
"""So many issues are looked at when rules change; of others more is asked with their next step."""
NEEDS = "needs."
"""How the rules begin that say which steps an issue needs."""


def ask(session: Session, now: datetime, team_id: str, changes: Iterable[Change]) -> None:
    """Ask for the steps that corrected issues need by rules that have just changed.

    What was asked before is asked still.
    """
    if not any(each.rule.startswith(NEEDS) for each in changes):
        return
    for issue in issues.corrected(session, team_id, AT_ONCE):
        ask_for_rest(session, now, issue)


def ask_for_rest(session: Session, now: datetime, issue: Issue) -> None:
    """Ask for each step that is left of a corrected issue and that nobody owes."""
    asked = steps.asking(session, issue, loop.left(session, issue))
    if asked:
        customer = items.customer_of(session, issue)
        lifecycle.begin_asks(session, now, issue, customer, *asked)
        faces.refresh(session, now, issue.team_id, issue.noun, issue.number)
