"""The CCO's office: who may hold it, that it is never lost, and what waits while it is empty."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.chasing import asks, notes
from handlers.chasing import policy as policies
from handlers.chasing.asked import TRIAGE
from handlers.people import access
from handlers.promises import items, lifecycle
from handlers.promises.lifecycle import Asked
from handlers.speech import blocks, words
from handlers.speech.errors import LastCco, LeadsStill, OfficeEmpty, OwesStill
from storage import asks as stored_asks
from storage import departments, issues, lists, people, workspaces
from storage.people import Person, Role, Standing

SLICE = 50
"""So much of what waited is given to a new CCO at once; the auditor brings the rest."""
NAMED = 3
"""How many names or numbers a sentence holds."""
TOLD = 20
"""How many admins hear that the office is empty."""


def holders(session: Session, team_id: str) -> list[Person]:
    """Those who hold the office and still work here."""
    return people.with_role(session, team_id, Role.CCO)


def check_may_set_up(session: Session, person: Person) -> None:
    """Let the CCO set Duly up and, while nobody holds that office, an admin of the workspace.

    Raises OfficeEmpty naming the admins, and what `access.check` raises.
    """
    is_ours = person.standing == Standing.MEMBER
    if is_ours and not person.is_admin and not holders(session, person.team_id):
        raise OfficeEmpty(who=admins_named(session, person.team_id))
    access.check(session, person, access.SET_UP)


def admins_named(session: Session, team_id: str) -> str:
    """“Nora Lindqvist, Priya Raman or another admin of this workspace”."""
    known = [each.name for each in people.admins(session, team_id)]
    if not known or len(known) > NAMED:
        known = [*known[:NAMED], "another admin" if known else "an admin of this workspace"]
    return words.join_names(known, "or")


def check_may_hold(session: Session, person: Person) -> None:
    """Refuse a CCO who cannot be asked, or who would bring promises of their own into the office.

    Raises LeadsStill, OwesStill, and what `access.check_works_here` raises.
    """
    access.check_works_here(person)
    if person.role == Role.CCO:
        return
    led = departments.led_by(session, person.team_id, person.user_id)
    if led:
        raise LeadsStill(
            name=person.name,
            departments=words.join_names([each.name for each in led[:NAMED]]),
            first=led[0].name,
        )
    owed = lists.live(session, person.team_id, owner_id=person.user_id, limit=NAMED)
    if owed.total:
        refs = [items.ref(each) for each in owed.items]
        more = [] if owed.total <= NAMED else [f"{owed.total - NAMED} more"]
        raise OwesStill(name=person.name, refs=words.join_names([*refs, *more]), first=refs[0])


def check_stays_held(session: Session, leaving: Person) -> None:
    """Refuse to take the office from the only one who holds it.

    Raises LastCco.
    """
    if [each.user_id for each in holders(session, leaving.team_id)] == [leaving.user_id]:
        raise LastCco(name=leaving.name)


def give(session: Session, now: datetime, person: Person) -> bool:
    """Make somebody CCO, and bring them what waited for one; False when they are CCO already.

    Raises what `check_may_hold` raises.
    """
    check_may_hold(session, person)
    if person.role == Role.CCO:
        return False
    was_empty = not holders(session, person.team_id)
    person.role = Role.CCO
    session.add(person)
    session.flush()
    workspace = workspaces.find(session, person.team_id)
    if was_empty and workspace:
        workspace.vacant_at = workspace.vacant_at or now
        session.add(workspace)
    look_after(session, now, person.team_id)
    return True


def look_after(session: Session, now: datetime, team_id: str) -> None:
    """Tell the admins once that the office is empty; bring a new holder what waited meanwhile."""
    workspace = workspaces.find(session, team_id)
    if workspace is None:
        return
    there = holders(session, team_id)
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
    there = holders(session, team_id)
    if not there:
        # Noted here and now, so that it is brought to the next one, however soon they come.
        look_after(session, now, team_id)
    return there


def _bring_what_waited(session: Session, now: datetime, there: Sequence[Person]) -> int:
    """Give those who hold the office a slice of what waited for one; how much there was."""
    team_id = there[0].team_id
    policy = policies.of(session, team_id)
    left = stored_asks.open_of_others(
        session, team_id, TRIAGE, [each.user_id for each in there], SLICE
    )
    for ask in left:
        asks.bring_again(session, now, ask, policy)
    unasked = issues.nobody_asked(session, team_id, SLICE)
    asked = [Asked(TRIAGE, cco, None, announced=False) for cco in there]
    for issue in unasked:
        lifecycle.begin_asks(session, now, issue, items.customer_of(session, issue), *asked)
    return len(left) + len(unasked)


def _tell_admins(session: Session, now: datetime, team_id: str, left: Person) -> None:
    text = (
        f"Nobody holds the CCO's office since {blocks.safe(left.name, 80)} left. Issues that no "
        "rule sends to a department wait there. An admin of this workspace can say who takes it: "
        "`/cx setup`. On the server, `duly setup --cco USER` does it, too."
    )
    for admin in people.admins(session, team_id)[:TOLD]:
        notes.send(session, now, admin, text)
