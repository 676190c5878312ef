"""A key is what a survey tool signs its deliveries with; each is for the answers to one survey."""

from __future__ import annotations

import base64
import secrets
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint, text
from sqlmodel import Session, SQLModel, col, select

from storage.columns import large, long_text, partial_index, row_id, team

BYTES = 24
"""So many random ones a key has, as the Standard Webhooks specification advises."""
UNTOLD = "wrong + refused > 0"
"""Of which keys the CCO has not read yet what came in vain."""


class SurveyKey(SQLModel, table=True):
    """One key; `secret` is the Base64 of what deliveries are signed with.

    `wrong` counts deliveries whose signature was another's, `refused` those that were signed and
    could not be kept, since the CCO last read of them; `reason` is what was said of the last.
    `told_on` is the local day on which the CCO did, `ended_at` (UTC) since when it opens nothing.
    """

    __tablename__ = "survey_keys"
    __table_args__ = (
        UniqueConstraint("team_id", "survey_id", "key_id", name="survey_keys_survey"),
        partial_index("survey_keys_untold", "team_id", where=UNTOLD),
    )

    team_id: str = team()
    key_id: UUID = row_id()
    survey_id: UUID
    name: str
    secret: str
    created_at: datetime
    created_by: str
    ended_at: datetime | None = None
    wrong: int = large(0)
    refused: int = large(0)
    reason: str = long_text("")
    told_on: date | None = None


def new_secret() -> str:
    """The Base64 of a key that nobody can guess."""
    return base64.b64encode(secrets.token_bytes(BYTES)).decode()


def find(session: Session, team_id: str, key_id: UUID, *, lock: bool = False) -> SurveyKey | None:
    """The key with this id; `lock` keeps others from changing it until the commit."""
    return session.get(
        SurveyKey, (team_id, key_id), with_for_update=lock or None, populate_existing=lock
    )


def of_survey(session: Session, team_id: str, survey_id: UUID) -> list[SurveyKey]:
    """The keys of a survey that still open something."""
    query = select(SurveyKey).where(SurveyKey.team_id == team_id, SurveyKey.survey_id == survey_id)
    return [each for each in session.exec(query) if each.ended_at is None]


def untold(session: Session, team_id: str) -> list[SurveyKey]:
    """The keys of which the CCO has not read what came in vain, held."""
    query = select(SurveyKey).where(col(SurveyKey.team_id) == team_id, text(UNTOLD))
    return list(session.exec(query.with_for_update()))
