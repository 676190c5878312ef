"""Who is asked how a task that hangs on an initiative goes on, and of which tasks each is asked."""

from __future__ import annotations

from sqlmodel import Session

from handlers.people import access, leads
from storage import departments, hanging, people
from storage.asks import Owed
from storage.initiatives import Initiative
from storage.people import Person
from storage.tasks import Task


def is_asked(session: Session, initiative: Initiative, task: Task) -> Person | None:
    """Its owner; for whoever can do it no more the lead of who pays for the initiative, if any."""
    owner = people.find(session, task.team_id, task.owner_id or "")
    if owner and access.can_own(owner):
        return owner
    department = departments.find(session, initiative.team_id, initiative.department_id)
    return leads.lead_of(session, department)


def asked_of(session: Session, initiative: Initiative, ask: Owed) -> list[Task]:
    """What is still to be done of what somebody is asked, also in the place of another."""
    found = hanging.live(session, initiative.team_id, initiative.number)
    return [task for task in found if ask.whose_id in _whose(session, initiative, task)]


def _whose(session: Session, initiative: Initiative, task: Task) -> set[str | None]:
    who = is_asked(session, initiative, task)
    return {task.owner_id, who.user_id if who else None}
