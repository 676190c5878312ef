"""How many gave which score to a survey in a month is kept here, for a million as for ten.

Whoever keeps, changes or drops an answer changes these counts in the same transaction
(`storage.keeping`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import exists, func, or_
from sqlmodel import Field, Index, Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage import upserts
from storage.columns import large, team
from storage.surveys import Survey

WORDS = -1
"""Where a score would stand, of an answer in words alone."""


class ResponseCount(SQLModel, table=True):
    """So many answers of a survey in a month have this score; `month` is its first local day."""

    __tablename__ = "response_counts"
    __table_args__ = (Index("response_counts_month", "team_id", "month", "survey_id"),)

    team_id: str = team()
    survey_id: UUID = Field(primary_key=True)
    month: date = Field(primary_key=True)
    score: int = Field(primary_key=True)
    number: int = large(0)


class CountedAs(NamedTuple):
    """Under what an answer is counted."""

    team_id: str
    survey_id: UUID
    month: date
    score: int


TABLE = SQLModel.metadata.tables["response_counts"]
ADD = upserts.build(TABLE, lambda insert: upserts.adding(insert, "number"))


def counted_as(team_id: str, survey_id: UUID, on: date, score: int | None) -> CountedAs:
    """Under what an answer given on a local day is counted."""
    return CountedAs(team_id, survey_id, on.replace(day=1), WORDS if score is None else score)


def add(session: Session, changes: Mapping[CountedAs, int]) -> None:
    """So many more, or fewer, are counted under these from now on."""
    rows = [{**each._asdict(), "number": changes[each]} for each in sorted(changes)]
    upserts.run(session, ADD, rows)


def by_score(
    session: Session, team_id: str, survey_id: UUID, first: date, last: date
) -> Counter[int]:
    """How many gave each score to a survey in the months of two days; `WORDS` for words alone."""
    query = (
        select(ResponseCount.score, func.sum(ResponseCount.number))
        .where(
            ResponseCount.team_id == team_id,
            ResponseCount.survey_id == survey_id,
            col(ResponseCount.month) >= first.replace(day=1),
            col(ResponseCount.month) <= last,
        )
        .group_by(col(ResponseCount.score))
    )
    return +Counter({score: int(number) for score, number in session.exec(query)})


def answers(session: Session, team_id: str, survey_id: UUID) -> int:
    """How many answered a survey."""
    return by_score(session, team_id, survey_id, date.min, date.max).total()


def surveys_of(session: Session, team_id: str, first: date, last: date, most: int) -> list[Survey]:
    """The surveys that were answered in the months of two days: at most so many, newest first."""
    is_answered = exists().where(
        col(ResponseCount.team_id) == team_id,
        col(ResponseCount.survey_id) == Survey.survey_id,
        col(ResponseCount.month) >= first.replace(day=1),
        col(ResponseCount.month) <= last,
        col(ResponseCount.number) > 0,
    )
    query = select(Survey).where(
        Survey.team_id == team_id, col(Survey.opened_on) >= date.min, is_answered
    )
    return list(session.exec(_newest_first(query).limit(most)))


def surveys_answered(session: Session, team_id: str, first: date, last: date) -> int:
    """How many surveys were answered in the months of two days, a few months at most."""
    query = select(func.count(func.distinct(col(ResponseCount.survey_id)))).where(
        ResponseCount.team_id == team_id,
        col(ResponseCount.month) >= first.replace(day=1),
        col(ResponseCount.month) <= last,
        col(ResponseCount.number) > 0,
    )
    return session.exec(query).one()


def last_month(session: Session, team_id: str, before: date) -> date | None:
    """The first day of the last month before a day in which a survey was answered."""
    query = select(col(ResponseCount.month)).where(
        ResponseCount.team_id == team_id,
        col(ResponseCount.month) < before,
        col(ResponseCount.number) > 0,
    )
    return session.exec(query.order_by(col(ResponseCount.month).desc()).limit(1)).first()


def before(session: Session, survey: Survey) -> Survey | None:
    """The newest survey before this one that asked the same on the same scale and was answered."""
    is_answered = exists().where(
        col(ResponseCount.team_id) == survey.team_id,
        col(ResponseCount.survey_id) == Survey.survey_id,
        col(ResponseCount.number) > 0,
    )
    is_older = or_(
        col(Survey.opened_on) < survey.opened_on, col(Survey.survey_id) < survey.survey_id
    )
    query = select(Survey).where(
        Survey.team_id == survey.team_id,
        col(Survey.opened_on) <= survey.opened_on,
        is_older,
        Survey.question == survey.question,
        col(Survey.highest) == survey.highest,
        is_answered,
    )
    return session.exec(_newest_first(query).limit(1)).first()


def _newest_first(query: SelectOfScalar[Survey]) -> SelectOfScalar[Survey]:
    return query.order_by(col(Survey.opened_on).desc(), col(Survey.survey_id).desc())
