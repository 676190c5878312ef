"""What follows from an answer becomes a task here: of whoever was chosen, by a date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.calendar import calendars
from handlers.calendar.hours import Calendar
from handlers.chasing import policy as policies
from handlers.executives.decisions import form_cards, rules
from handlers.executives.decisions.rules import Said
from handlers.people import access, lookup
from handlers.promises import deadlines, giving
from storage import customer_outcomes, people
from storage.audiences import Audience
from storage.customer_outcomes import CustomerOutcome
from storage.decisions import Decision
from storage.departments import Department
from storage.people import Person
from storage.tasks import Promise, Task


def outcome_of(session: Session, decision: Decision) -> CustomerOutcome | None:
    """What customers are to notice that a decision moves, if anything."""
    number = decision.outcome_number
    return customer_outcomes.find(session, decision.team_id, number) if number else None


@dataclass(frozen=True)
class _Keeper:
    """Who keeps the promises that follow from an answer, by when (UTC)."""

    owner: Person
    department: Department
    due_at: datetime


def promise(
    session: Session,
    now: datetime,
    actor: Person,
    decision: Decision,
    said: Said,
    kept: Mapping[str, Task],
) -> dict[str, Promise]:
    """Make the tasks that an answer wants and that are not `kept` yet, by what each is for.

    They move what the decision moves, while that has not ended.

    Raises UnknownPerson, NoDepartment and what `access.check_owner` raises for their owner, and
    WrongDate, all before anything is made.
    """
    wanted = rules.promises(said, kept, form_cards.tell_title(decision))
    if not wanted:
        return {}
    keeper = _keeper(session, now, decision.team_id, said, kept.get(said.impact))
    moved = outcome_of(session, decision)
    return {
        purpose: giving.give(
            session,
            now,
            actor,
            title=title,
            owner=keeper.owner,
            department=keeper.department,
            due_at=keeper.due_at,
            decision_number=decision.number,
            outcome=moved if moved and moved.is_open else None,
            audience=said.audience or Audience(decision.audience),
        )
        for purpose, title in wanted.items()
    }


def _keeper(
    session: Session, now: datetime, team_id: str, said: Said, task: Task | None
) -> _Keeper:
    """Who was chosen in the form, or whoever keeps the task of an earlier answer already."""
    owner_id = (task.owner_id if task else said.owner_id) or ""
    owner = people.find(session, team_id, owner_id)
    if owner is None:
        raise lookup.unknown(session, team_id, owner_id)
    # Before anything else is looked for: what is wrong with the owner is said first.
    access.check_owner(owner)
    department = said.department or lookup.department_for(session, owner, "", "")
    if task:
        calendar = calendars.for_person(session, owner)
        return _Keeper(owner, department, _told_by(session, now, task, calendar))
    return _Keeper(owner, department, deadlines.read(session, now, owner, said.day).at)


def _told_by(session: Session, now: datetime, task: Task, calendar: Calendar) -> datetime:
    """Customers are told by the date of the task that is there, or soon when that is past."""
    soon = policies.after(calendar, now, policies.of(session, task.team_id).tell_customer)
    return max(task.due_at or soon, soon)
