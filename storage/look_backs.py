"""A look back is the question which accounts still hear from us, after low scores that came in old.

It is asked of one survey at a time, of all its old low scores at once; which these are stands with
the answers themselves. H-1.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

from sqlalchemy import Index, func, update
from sqlmodel import Session, SQLModel, col, select

from storage import keeping
from storage.columns import large, long_text, numbered, team
from storage.surveys import FollowUp, SurveyResponse

FIRST = UUID(int=0)
"""Before the id of any survey."""


class LookBackState(StrEnum):
    """Where a look back stands."""

    OPEN = "open"
    """Nobody has said yet which accounts still hear from us."""
    ANSWERED = "answered"
    """Somebody chose, or said why none does."""
    OVER = "over"
    """There is nothing to choose from any more."""


class LookBack(SQLModel, table=True):
    """What is asked of the old low scores of one survey.

    `title` is the name of the survey. Of the answer, `called` is how many accounts still hear from
    us, `reason` why the others do not, and `answered_by` the Slack id of whoever said so.
    """

    __tablename__ = "look_backs"
    __table_args__ = (
        Index("look_backs_state", "team_id", "state", "number"),
    )  # fmt: skip

    noun: ClassVar[str] = "lookback"
    letter: ClassVar[str] = "H"

    team_id: str = team()
    number: int = numbered()
    title: str
    created_at: datetime
    state: str = LookBackState.OPEN
    survey_id: UUID
    called: int = large(0)
    reason: str = long_text("")
    answered_by: str | None = None

    @property
    def ref(self) -> str:
        """The name people use: H-1."""
        return f"{self.letter}-{self.number}"

    @property
    def due_at(self) -> datetime | None:
        """It is owed by no time: what is asked about it is."""
        return None


class WaitingAccount(NamedTuple):
    """An account with low scores that came in old: how many, the lowest, and the last day."""

    customer_id: UUID
    scores: int
    lowest: int
    last_on: date


def find(session: Session, team_id: str, number: int, *, lock: bool = False) -> LookBack | None:
    """The look back with this number; `lock` keeps others from changing it until the commit."""
    return session.get(
        LookBack, (team_id, number), with_for_update=lock or None, populate_existing=lock
    )


def open_now(session: Session, team_id: str) -> list[LookBack]:
    """All that nobody has answered yet, by number."""
    query = select(LookBack).where(
        LookBack.team_id == team_id, LookBack.state == LookBackState.OPEN.value
    )
    return list(session.exec(query.order_by(col(LookBack.number))))


# --- the low scores that wait ---


def _waiting(team_id: str, survey_id: UUID) -> list[Any]:
    return [
        col(SurveyResponse.team_id) == team_id,
        col(SurveyResponse.survey_id) == survey_id,
        col(SurveyResponse.follow) == FollowUp.WAITING.value,
    ]


def surveys_that_wait(session: Session, team_id: str, most: int) -> list[UUID]:
    """The surveys with low scores that came in old, at most so many; one look for each."""
    found: list[UUID] = []
    after = FIRST
    while len(found) < most:
        query = (
            select(SurveyResponse.survey_id)
            .where(
                SurveyResponse.team_id == team_id,
                col(SurveyResponse.follow) == FollowUp.WAITING.value,
                col(SurveyResponse.survey_id) > after,
            )
            .order_by(col(SurveyResponse.survey_id))
            .limit(1)
        )
        following = session.exec(query).first()
        if following is None:
            break
        found.append(following)
        after = following
    return found


def count(session: Session, team_id: str, survey_id: UUID) -> int:
    """How many low scores of a survey wait."""
    query = select(func.count()).select_from(SurveyResponse).where(*_waiting(team_id, survey_id))
    return session.exec(query).one()


def accounts(session: Session, team_id: str, survey_id: UUID, most: int) -> list[WaitingAccount]:
    """The accounts that gave them, those that answered last first, at most so many."""
    last_on = func.max(SurveyResponse.answered_on)
    query = (
        select(
            SurveyResponse.customer_id, func.count(), func.min(SurveyResponse.score), last_on
        )
        .where(*_waiting(team_id, survey_id), col(SurveyResponse.customer_id).is_not(None))
        .group_by(col(SurveyResponse.customer_id))
        .order_by(last_on.desc(), col(SurveyResponse.customer_id))
        .limit(most)
    )  # fmt: skip
    return [
        WaitingAccount(customer_id, scores, lowest or 0, last)
        for customer_id, scores, lowest, last in session.exec(query)
        if customer_id
    ]


def newest_of(
    session: Session, team_id: str, survey_id: UUID, customer_id: UUID
) -> SurveyResponse | None:
    """The newest of an account's low scores that wait."""
    query = (
        select(SurveyResponse)
        .where(*_waiting(team_id, survey_id), SurveyResponse.customer_id == customer_id)
        .order_by(col(SurveyResponse.answered_on).desc(), col(SurveyResponse.response_id).desc())
        .limit(1)
    )
    return session.exec(query).first()


def follow_all(
    session: Session, team_id: str, survey_id: UUID, customer_id: UUID, issue_number: int
) -> None:
    """What else of an account waits goes with the issue that was opened for its newest score."""
    session.flush()
    wanted = update(SurveyResponse).where(
        *_waiting(team_id, survey_id), col(SurveyResponse.customer_id) == customer_id
    )
    session.execute(wanted.values(follow=FollowUp.ISSUE.value, issue_number=issue_number))
    keeping.look_again(session, team_id, [customer_id])


def let_be(session: Session, team_id: str, survey_id: UUID, reason: str) -> None:
    """All that waits rests from now on, with the reason beside each."""
    session.flush()
    wanted = update(SurveyResponse).where(*_waiting(team_id, survey_id))
    session.execute(wanted.values(follow=FollowUp.LET_BE.value, let_be=reason))
