"""Low scores whose givers wait to hear from us: how many there are, and which come first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, case, func, or_, text
from sqlmodel import Session, col, select

from storage.asks import Ask
from storage.customers import Customer, Tier
from storage.issues import Issue
from storage.surveys import TO_CALL, SurveyResponse

RANKS = {tier.value: place for place, tier in enumerate(Tier)}
"""The order of the tiers, the weightiest first."""


class ToCall(NamedTuple):
    """So many low scores wait for us to speak with so many customers."""

    scores: int
    customers: int


def _wait(team_id: str) -> tuple[Any, ...]:
    # In the words of the index: a database does not look into parameters to choose one. Every day
    # is one, too.
    return (
        col(SurveyResponse.team_id) == team_id,
        col(SurveyResponse.answered_on) >= date.min,
        text(TO_CALL),
    )


def to_call(session: Session, team_id: str) -> ToCall:
    """How many low scores wait for us to speak with whoever gave them, and of how many customers.

    However many there ever were, only those that wait are counted.
    """
    query = select(
        func.count(), func.count(func.distinct(col(SurveyResponse.customer_id)))
    ).where(*_wait(team_id))  # fmt: skip
    return ToCall(*session.exec(query).one())


class CalledAbout(NamedTuple):
    """A customer who waits, the number of the issue, and whose it is: None of nobody yet."""

    customer_id: UUID | None
    number: int | None
    department_id: UUID | None


def to_call_in(session: Session, team_id: str, department_id: UUID) -> list[CalledAbout]:
    """Whose low scores wait where the issue is of a department, or of nobody yet."""
    is_issue = and_(
        col(Issue.team_id) == col(SurveyResponse.team_id),
        col(Issue.number) == col(SurveyResponse.issue_number),
    )
    query = (
        select(SurveyResponse.customer_id, SurveyResponse.issue_number, Issue.department_id)
        .join(Issue, is_issue)
        .where(
            *_wait(team_id),
            or_(col(Issue.department_id) == department_id, col(Issue.department_id).is_(None)),
        )
        .distinct()
    )
    return [CalledAbout(*row) for row in session.exec(query)]


def first_to_call(
    session: Session, team_id: str, most: int, after: int, *, of_person: str | None = None
) -> Sequence[SurveyResponse]:
    """At most so many of them behind `after`: by tier, then what has waited longest.

    `of_person` is whoever leads the account or is asked about the issue; None for all.
    """
    is_customer = and_(
        col(Customer.team_id) == col(SurveyResponse.team_id),
        col(Customer.customer_id) == col(SurveyResponse.customer_id),
    )
    rank = case(RANKS, value=col(Customer.tier), else_=len(RANKS))
    query = select(SurveyResponse).join(Customer, is_customer).where(*_wait(team_id))
    if of_person is not None:
        asked = select(Ask.number).where(
            Ask.team_id == team_id,
            Ask.person_id == of_person,
            col(Ask.answered_at).is_(None),
            Ask.noun == Issue.noun,
        )
        query = query.where(
            or_(
                col(Customer.owner_id) == of_person,
                col(SurveyResponse.issue_number).in_(asked),
            )
        )
    in_order = query.order_by(
        rank, col(SurveyResponse.answered_on), col(SurveyResponse.issue_number),
        col(SurveyResponse.response_id),
    )  # fmt: skip
    return session.exec(in_order.offset(after).limit(most)).all()
