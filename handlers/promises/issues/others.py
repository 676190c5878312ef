"""Whoever will meet an issue as well hears of it from us first: somebody is asked to tell them."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.chasing import policy as policies
from handlers.people import access, lookup, tiers
from handlers.promises import giving, items
from handlers.promises.issues.words import TELL_OTHERS, WHY_FIRST
from handlers.speech import blocks
from handlers.speech.people_errors import NoDepartment
from storage import issues
from storage.audiences import Audience
from storage.departments import Department
from storage.issues import Experience
from storage.people import Person
from storage.tasks import Promise

_TITLE = 200
"""Units of the title of an issue in that of the task."""


def ask_to_tell(
    session: Session, now: datetime, actor: Person, issue: Experience, teller: Person
) -> Promise | None:
    """Ask somebody to tell the other customers of an issue before they notice it.

    It is a task of the issue, by the clock by which customers hear from us, and only for those who
    may see the issue. Raises NoDepartment, and what `giving.give` raises.
    """
    held = issues.find(session, issue.team_id, issue.number, lock=True)
    if held is None:
        return None
    customer = items.customer_of(session, held)
    clock = policies.of(session, held.team_id).contact[held.severity][tiers.of(customer)]
    calendar = calendars.for_person(session, teller)
    by = policies.after(calendar, now, clock)
    return giving.give(
        session,
        now,
        actor,
        title=TELL_OTHERS.format(title=blocks.clip(held.title, _TITLE)),
        owner=teller,
        department=_department(session, teller, items.department_of(session, held)),
        due_at=hours.closing(calendar, hours.local_day(calendar, by)),
        issue=held,
        severity=held.severity,
        reason=WHY_FIRST,
        audience=Audience(held.audience),
    )


def check(session: Session, actor: Person, teller: Person, answers: Department | None) -> None:
    """Refuse whoever cannot be asked, before anything is written.

    Raises NoDepartment, and what `access.check` and `access.check_owner` raise.
    """
    access.check(session, actor, access.CREATE_TASK)
    access.check_owner(teller)
    _department(session, teller, answers)


def _department(session: Session, teller: Person, answers: Department | None) -> Department:
    """Theirs; of whoever has none that which answers for the issue."""
    try:
        return lookup.department_for(session, teller, "", "")
    except NoDepartment:
        if answers is None:
            raise
        return answers
