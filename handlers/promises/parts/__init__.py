"""Several departments must each take an issue: every further one is asked for a part of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.people import access, lookup, tiers
from handlers.promises import along, giving, items, lifecycle, moves
from handlers.promises.items import parts
from handlers.speech.promise_errors import (
    AnswersAlready,
    AnswersFirst,
    DepartmentsMissing,
    HasPartAlready,
    OnlyIssuesHaveParts,
    TooManyParts,
)
from handlers.speech.words import join_names
from storage.audiences import Audience
from storage.departments import Department
from storage.issues import Experience, Issue
from storage.items import Item
from storage.people import Person
from storage.tasks import Promise

MOST = 20
"""So many departments can be asked for their part of one issue."""


@dataclass(frozen=True)
class PartAsked:
    """The part of one department, and who is asked for it."""

    part: Promise
    department: Department
    owner: Person


@dataclass(frozen=True)
class Involved:
    """An issue, and the departments that were asked to take their part of it."""

    issue: Experience
    asked: Sequence[PartAsked]


def involve(
    session: Session,
    now: datetime,
    actor: Person,
    item: Item,
    departments: Sequence[Department],
    reason: str = "",
) -> Involved:
    """Ask further departments to take their part of an issue, which is held, and say why or not.

    The lead of each is asked, by the clock of the issue; of all of them or of none. Raises
    OnlyIssuesHaveParts, NoteTooLong, what `lifecycle.permit` and `check` raise, and of what is
    private what `access.check` raises for whoever may not say who sees it.
    """
    if not isinstance(item, Issue):
        raise OnlyIssuesHaveParts(ref=item.ref)
    lifecycle.permit(session, actor, item, moves.INVOLVE)
    if item.is_private:
        # Whoever is asked reads what it is about.
        access.check(session, actor, access.CHANGE_AUDIENCE, item)
    items.check_note(reason)
    check(session, item, departments)
    found = begin(session, now, actor, item, departments, reason)
    lifecycle.make(
        session, now, moves.INVOLVE, item, actor, reason=reason,
        departments=join_names([each.department.name for each in found]),
        tasks=join_names([each.part.ref for each in found]),
    )  # fmt: skip
    return Involved(item, found)


def check(session: Session, issue: Experience, departments: Sequence[Department]) -> None:
    """Refuse what cannot be asked, before anybody is.

    Raises DepartmentsMissing, AnswersFirst for an issue that no department answers for,
    AnswersAlready for the one that does, HasPartAlready, TooManyParts, NoLead and CcoOwns.
    """
    if not departments:
        raise DepartmentsMissing
    if issue.department_id is None:
        raise AnswersFirst
    known = parts.asked(session, issue) if isinstance(issue, Issue) else []
    is_open = {each.department_id: each for each in known if each.live}
    for each in departments:
        if each.department_id == issue.department_id:
            raise AnswersAlready(department=each.name, ref=issue.ref)
        if each.department_id in is_open:
            part = is_open[each.department_id].ref
            raise HasPartAlready(department=each.name, ref=issue.ref, part=part)
        lookup.lead(session, each)
    total = len({*is_open, *(each.department_id for each in departments)})
    if total > MOST:
        raise TooManyParts(count=f"{total:,}", most=str(MOST))


def begin(
    session: Session,
    now: datetime,
    actor: Person,
    issue: Experience,
    departments: Sequence[Department],
    reason: str = "",
) -> list[PartAsked]:
    """Ask the lead of each of these departments, as `check` allows; each once."""
    each_once = {each.department_id: each for each in departments}
    return [_begin(session, now, actor, issue, each, reason) for each in each_once.values()]


def _begin(
    session: Session,
    now: datetime,
    actor: Person,
    issue: Experience,
    department: Department,
    reason: str,
) -> PartAsked:
    owner, customer = lookup.lead(session, department), items.customer_of(session, issue)
    part = giving.give(
        session,
        now,
        actor,
        title=parts.title_of(issue),
        owner=owner,
        department=department,
        due_at=items.resolve_by(session, now, owner, issue.severity, tiers.of(customer)),
        customer=customer,
        part_of=issue,
        severity=issue.severity,
        reason=reason,
        audience=Audience(issue.audience),
    )
    along.let_in(session, issue, part)
    return PartAsked(part, department, owner)
