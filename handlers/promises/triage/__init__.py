"""Issues that no rule sends to a department wait for the CCO's office, and are never lost there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.chasing import asks, notes
from handlers.people import office
from handlers.promises import items, lifecycle
from handlers.promises.lifecycle import Asked
from handlers.promises.triage import words
from handlers.promises.triage.kind import TRIAGE
from storage import asks as stored_asks
from storage import issues, people, workspaces
from storage.people import Person, Role

SLICE = 50
"""So much of what waited is given to a new CCO at once; the auditor brings the rest."""
TOLD = 20
"""How many admins hear that the office is empty."""


def appoint(session: Session, now: datetime, person: Person) -> bool:
    """Make somebody CCO, and bring them what waited for one; False when they are CCO already.

    Raises what `office.check_may_hold` raises.
    """
    is_new = office.give(session, now, person)
    if is_new:
        look_after(session, now, person.team_id)
    return is_new


def look_after(session: Session, now: datetime, team_id: str) -> None:
    """Tell the admins once that the office is empty; bring a new holder what waited meanwhile."""
    workspace = workspaces.find(session, team_id)
    if workspace is None:
        return
    there = office.holders(session, team_id)
    if there and workspace.vacant_at and not _bring_what_waited(session, now, there):
        workspace.vacant_at = None
    elif not there and workspace.vacant_at is None:
        left = [each for each in people.with_any_role(session, team_id) if each.role == Role.CCO]
        if left:
            workspace.vacant_at = now
            _tell_admins(session, now, team_id, left[-1])
    session.add(workspace)


def to_ask(session: Session, now: datetime, team_id: str) -> list[Person]:
    """Those who are to be asked which department a new issue belongs to: who holds the office."""
    there = office.holders(session, team_id)
    if not there:
        # Noted here and now, so that it is brought to the next one, however soon they come.
        look_after(session, now, team_id)
    return there


def _bring_what_waited(session: Session, now: datetime, there: Sequence[Person]) -> int:
    """Give those who hold the office a slice of what waited for one; how much there was."""
    team_id = there[0].team_id
    left = stored_asks.open_of_others(
        session, team_id, TRIAGE.name, [each.user_id for each in there], SLICE
    )
    for ask in left:
        asks.bring_again(session, now, ask, TRIAGE)
    unasked = issues.nobody_asked(session, team_id, SLICE)
    asked = [Asked(TRIAGE, cco, None, announced=False) for cco in there]
    for issue in unasked:
        lifecycle.begin_asks(session, now, issue, items.customer_of(session, issue), *asked)
    return len(left) + len(unasked)


def _tell_admins(session: Session, now: datetime, team_id: str, left: Person) -> None:
    for admin in people.admins(session, team_id)[:TOLD]:
        notes.send(session, now, admin, words.office_empty(left.name))
