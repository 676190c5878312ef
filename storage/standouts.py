"""What stands out this week among what is open: looked for through indexes, a little of each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, or_, text
from sqlmodel import Session, col, select

from storage.asks import ANSWERED, OWED, Ask
from storage.audiences import Audience
from storage.customers import Customer
from storage.decisions import Decision, DecisionState, Impact, ImpactAnswer
from storage.handoffs import Handoff
from storage.issues import SEVERE, Issue

MOST = 200
"""So many rows of each kind are looked at."""
STANDING = (DecisionState.ANSWERED, DecisionState.DECIDED)
MOST_LATE = 2_000
"""So many late answers are counted by department."""


class CameBack(NamedTuple):
    """Something that came back from whoever it was offered to: how often since then."""

    noun: str
    number: int
    times: int


class LateThere(NamedTuple):
    """A department with answers past their time: how many, the worst severity, since when (UTC)."""

    department_id: UUID
    late: int
    severity: int
    since: datetime


class Gain(NamedTuple):
    """A decision with which something gets better, for which tiers, and since when that is said."""

    decision: Decision
    tiers: list[str]
    since: datetime


def severe_of(session: Session, team_id: str, customer_id: UUID, severity: int) -> list[Issue]:
    """The open issues of a customer, of this severity or worse, oldest first.

    Without those that are put right and of which they have heard: they wait for nothing.
    """
    query = select(Issue).where(
        Issue.team_id == team_id,
        Issue.customer_id == customer_id,
        col(Issue.closed_at).is_(None),
        col(Issue.severity) <= severity,
        or_(col(Issue.corrected_at).is_(None), col(Issue.told_at).is_(None)),
    )
    return sorted(session.exec(query.limit(MOST)), key=lambda each: each.created_at)


def returned(session: Session, team_id: str, since: datetime, times: int) -> list[CameBack]:
    """What came back at least so often since an instant (UTC), the most often first.

    Nobody returns without a reason: an offer that was taken back has none.
    """
    query = (
        select(Handoff.noun, Handoff.number)
        .where(
            Handoff.team_id == team_id,
            col(Handoff.answered_at) >= since,
            col(Handoff.accepted).is_(False),
            Handoff.answer != "",
        )
        .limit(MOST)
    )
    counted: dict[tuple[str, int], int] = {}
    for noun, number in session.exec(query):
        counted[noun, number] = counted.get((noun, number), 0) + 1
    found = [CameBack(*place, count) for place, count in counted.items() if count >= times]
    return sorted(found, key=lambda each: (-each.times, each.noun, each.number))


def overdue(session: Session, team_id: str, kind: str, noun: str, now: datetime) -> list[Ask]:
    """Answers of a kind that are past their time, the longest first."""
    query = (
        select(Ask)
        .where(
            Ask.team_id == team_id,
            col(Ask.due_at) < now,
            Ask.noun == noun,
            Ask.kind == kind,
            text(OWED),
        )
        .order_by(col(Ask.due_at))
        .limit(MOST)
    )
    return list(session.exec(query))


def late_by_department(session: Session, team_id: str, now: datetime) -> list[LateThere]:
    """What is past its time in each department, of the `MOST_LATE` that are so the longest."""
    query = (
        select(Ask.department_id, Ask.severity, Ask.due_at)
        .where(
            Ask.team_id == team_id,
            col(Ask.due_at) < now,
            col(Ask.department_id).is_not(None),
            text(OWED),
        )
        .order_by(col(Ask.due_at))
        .limit(MOST_LATE)
    )
    found: dict[UUID, LateThere] = {}
    for department_id, severity, due_at in session.exec(query):
        if department_id is not None:
            known = found.get(department_id, LateThere(department_id, 0, severity, due_at))
            worst = min(known.severity, severity)
            found[department_id] = known._replace(late=known.late + 1, severity=worst)
    return sorted(found.values(), key=lambda each: (-each.late, each.since))


def answered_in(session: Session, team_id: str, department_id: UUID, since: datetime) -> bool:
    """Whether anybody of a department has answered anything since an instant (UTC)."""
    query = select(Ask.ask_id).where(
        Ask.team_id == team_id,
        col(Ask.answered_at) >= since,
        Ask.department_id == department_id,
        text(ANSWERED),
    )
    return session.exec(query.limit(1)).first() is not None


def tiers_spoken_of(session: Session, team_id: str, since: datetime, few: int) -> set[str] | None:
    """The tiers that any answer to a decision asked since then names.

    None where fewer than so `few` decisions were answered: then it says nothing who was left out.
    """
    asked = select(Decision.number).where(
        Decision.team_id == team_id, col(Decision.created_at) >= since
    )
    numbers = list(session.exec(asked.order_by(col(Decision.created_at).desc()).limit(MOST)))
    if not numbers:
        return None
    said = select(ImpactAnswer.number, ImpactAnswer.tiers).where(
        ImpactAnswer.team_id == team_id,
        col(ImpactAnswer.number) >= min(numbers),
        col(ImpactAnswer.number) <= max(numbers),
    )
    rows = list(session.exec(said))
    if len({number for number, _ in rows}) < few:
        return None
    return {tier for _, tiers in rows for tier in tiers}


def largest_of(session: Session, team_id: str, tiers: Iterable[str]) -> dict[str, int]:
    """The annual value of the largest account of each of these tiers; not of those who left."""
    found = {}
    for tier in tiers:
        query = select(func.count(), func.max(col(Customer.annual_value))).where(
            Customer.team_id == team_id,
            Customer.tier == tier,
            col(Customer.left_on).is_(None),
        )
        count, value = session.exec(query).one()
        if count:
            found[tier] = value or 0
    return found


def is_severe(session: Session, team_id: str, since: datetime) -> bool:
    """Whether an issue of severity 1 or 2 is open that was reported since an instant (UTC).

    Private ones do not count.
    """
    query = select(Issue.number).where(
        Issue.team_id == team_id,
        text(SEVERE),
        col(Issue.created_at) >= since,
        col(Issue.audience) == Audience.DEPARTMENT.value,
    )
    return session.exec(query.limit(1)).first() is not None


def renews(session: Session, team_id: str, tiers: Iterable[str], first: date, last: date) -> bool:
    """Whether an account of these tiers has its renewal between two days, both included."""
    query = select(Customer.tier).where(
        Customer.team_id == team_id,
        col(Customer.renewal_on).between(first, last),
        col(Customer.left_on).is_(None),
    )
    found = set(session.exec(query.distinct()))
    return bool(found & set(tiers))


def gravest(session: Session, team_id: str, since: datetime, until: datetime) -> list[Issue]:
    """Open issues of severity 1, reported in a span (UTC), of which nobody told the customer.

    Oldest first, and none that is private.
    """
    query = select(Issue).where(
        Issue.team_id == team_id,
        text(SEVERE),
        col(Issue.created_at).between(since, until),
        Issue.severity == 1,
        col(Issue.told_at).is_(None),
        Issue.audience == Audience.DEPARTMENT.value,
    )
    return sorted(session.exec(query.limit(MOST)), key=lambda each: each.created_at)


def gains(session: Session, team_id: str, since: datetime, until: datetime) -> list[Gain]:
    """Decisions asked since then with which something gets better, and nobody is to tell customers.

    Somebody has said so before `until`. Both are instants (UTC).
    """
    query = (
        select(Decision)
        .where(Decision.team_id == team_id, col(Decision.created_at) >= since)
        .order_by(col(Decision.created_at).desc())
        .limit(MOST)
    )
    asked = {each.number: each for each in session.exec(query) if each.state in STANDING}
    if not asked:
        return []
    said = select(ImpactAnswer).where(
        ImpactAnswer.team_id == team_id,
        col(ImpactAnswer.number).between(min(asked), max(asked)),
    )
    answers: dict[int, list[ImpactAnswer]] = {}
    for answer in session.exec(said):
        answers.setdefault(answer.number, []).append(answer)
    found = [_gain(asked[number], theirs) for number, theirs in answers.items() if number in asked]
    return [each for each in found if each and each.since < until]


def is_to_be_told(session: Session, team_id: str, number: int) -> bool:
    """Whether by an answer to a decision customers are to be told of it."""
    query = select(ImpactAnswer).where(
        ImpactAnswer.team_id == team_id, ImpactAnswer.number == number
    )
    return any(map(_tells, session.exec(query)))


def _tells(answer: ImpactAnswer) -> bool:
    return answer.tell_customers or "tell" in answer.tasks


def _gain(decision: Decision, answers: list[ImpactAnswer]) -> Gain | None:
    better = [each for each in answers if each.impact == Impact.BETTER]
    if not better or any(map(_tells, answers)):
        return None
    tiers = sorted({tier for each in better for tier in each.tiers})
    return Gain(decision, tiers, min(each.answered_at for each in better))
