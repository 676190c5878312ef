"""Tasks are given here, typed or after a decision: one person will do one thing by a date."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.people import access, lookup
from handlers.promises import deadlines, items, lifecycle, moves
from handlers.promises.items.kinds import ACKNOWLEDGE, FINISH
from handlers.promises.lifecycle import Asked
from storage import counters
from storage.audiences import Audience
from storage.customer_outcomes import CustomerOutcome
from storage.customers import Customer
from storage.departments import Department
from storage.issues import Experience, Issue
from storage.people import Person
from storage.tasks import Promise


def give(
    session: Session,
    now: datetime,
    actor: Person,
    *,
    title: str,
    owner: Person,
    department: Department,
    due_at: datetime,
    timed: bool = False,
    customer: Customer | None = None,
    issue: Issue | None = None,
    decision_number: int | None = None,
    part_of: Experience | None = None,
    is_prevention: bool = False,
    outcome: CustomerOutcome | None = None,
    severity: int = 3,
    reason: str = "",
    audience: Audience = Audience.DEPARTMENT,
) -> Promise:
    """Give a task to its owner, who is asked for it and sees it, as the department does.

    Whoever gives themselves a task has taken it. `due_at` is UTC, the end of a day unless it is
    `timed`. `issue`, held, is what it follows from, whose card says so; `part_of` is the one of
    which it is the part of a department, and `is_prevention` says that it is to keep the issue
    from coming back. `outcome` is what it moves. `reason` is why it is asked, empty where nobody
    said. What is private the department does not see, but for its lead. Raises what
    `access.check_owner` and `lifecycle.begin` raise.
    """
    access.check_owner(owner)
    about = part_of or issue
    is_own = owner.user_id == actor.user_id
    task = Promise(
        team_id=owner.team_id,
        number=counters.next_number(session, owner.team_id, Promise.noun),
        title=title,
        owner_id=owner.user_id,
        department_id=department.department_id,
        customer_id=customer.customer_id if customer else None,
        due_at=due_at,
        due_zone=owner.zone,
        due_timed=timed,
        original_due_at=due_at,
        created_by=actor.user_id,
        created_at=now,
        severity=severity,
        issue_number=about.number if about else None,
        is_part=part_of is not None,
        is_prevention=is_prevention,
        outcome_number=outcome.number if outcome else None,
        decision_number=decision_number,
        audience=audience,
    )
    lifecycle.begin(
        session,
        now,
        moves.GIVE_ONESELF if is_own else moves.GIVE,
        task,
        actor,
        asked=[Asked(FINISH if is_own else ACKNOWLEDGE, owner, department.department_id)],
        owner=owner.user_id,
        reason=reason,
    )
    items.show_new(session, now, task, department, owner)
    if issue:
        lifecycle.make(session, now, moves.ADD_TASK, issue, actor, task=task.ref)
    return task


def give_chosen(
    session: Session,
    now: datetime,
    actor: Person,
    owner_id: str,
    day: str,
    *,
    title: str,
    customer: Customer | None = None,
    outcome: CustomerOutcome | None = None,
    reason: str = "",
) -> Promise:
    """Give a task as a form says it: to whom somebody chose, by their Slack id, and by a day.

    It is of their own department. Raises what `lookup.chosen_person`, `access.check_owner`,
    `lookup.department_for`, `deadlines.read` and `give` raise.
    """
    owner = lookup.chosen_person(session, actor.team_id, owner_id)
    access.check_owner(owner)
    due = deadlines.read(session, now, owner, day)
    return give(
        session, now, actor, title=title, owner=owner,
        department=lookup.department_for(session, owner, "", ""),
        due_at=due.at, timed=due.timed, customer=customer, outcome=outcome, reason=reason,
    )  # fmt: skip
