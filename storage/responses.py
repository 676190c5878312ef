"""What customers answered is counted here: by score, by customer, and whose low score is open."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from storage.surveys import Survey, SurveyQuestion, SurveyResponse


class LastScore(NamedTuple):
    """What a customer answered last in a span: the score, and on which day."""

    score: int
    on: date


def by_score(
    session: Session, team_id: str, survey_id: UUID, first: date, last: date
) -> dict[int, int]:
    """How many gave each score to a survey, from a local day to another; words alone left out."""
    score = col(SurveyResponse.score)
    query = (
        select(score, func.count())
        .where(
            SurveyResponse.team_id == team_id,
            SurveyResponse.survey_id == survey_id,
            col(SurveyResponse.answered_on) >= first,
            col(SurveyResponse.answered_on) <= last,
            score.is_not(None),
        )
        .group_by(score)
    )
    return {given: number for given, number in session.exec(query) if given is not None}


def in_words(session: Session, team_id: str, survey_id: UUID, first: date, last: date) -> int:
    """How many answered a survey without a score, from a local day to another."""
    query = (
        select(func.count())
        .select_from(SurveyResponse)
        .where(
            SurveyResponse.team_id == team_id,
            SurveyResponse.survey_id == survey_id,
            col(SurveyResponse.answered_on) >= first,
            col(SurveyResponse.answered_on) <= last,
            col(SurveyResponse.score).is_(None),
        )
    )
    return session.exec(query).one()


def last_recommended(
    session: Session, team_id: str, first: date, last: date, most: int
) -> dict[UUID, LastScore]:
    """How gladly customers would have recommended us from a day to another: the last of each.

    Of very many answers only so many are read, of each survey the newest.
    """
    asked = select(Survey.survey_id).where(
        Survey.team_id == team_id,
        col(Survey.opened_on) >= date.min,
        Survey.question == SurveyQuestion.RECOMMEND.value,
    )
    found: dict[UUID, LastScore] = {}
    for survey_id in session.exec(asked).all():
        query = select(
            col(SurveyResponse.customer_id),
            col(SurveyResponse.score),
            col(SurveyResponse.answered_on),
        ).where(
            SurveyResponse.team_id == team_id,
            SurveyResponse.survey_id == survey_id,
            col(SurveyResponse.answered_on) >= first,
            col(SurveyResponse.answered_on) <= last,
            col(SurveyResponse.score).is_not(None),
        )
        newest = query.order_by(col(SurveyResponse.answered_on).desc()).limit(most)
        for customer_id, score, on in session.exec(newest):
            if customer_id is not None and score is not None:
                known = found.get(customer_id)
                if known is None or known.on < on:
                    found[customer_id] = LastScore(score, on)
    return found


def with_issues(session: Session, team_id: str, most: int) -> list[SurveyResponse]:
    """The low scores for which an issue was opened, the newest issue first, at most so many."""
    query = select(SurveyResponse).where(
        SurveyResponse.team_id == team_id,
        col(SurveyResponse.issue_number).is_not(None),
    )
    newest = query.order_by(col(SurveyResponse.issue_number).desc())
    return list(session.exec(newest.limit(most)))
