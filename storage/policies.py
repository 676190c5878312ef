"""The house rules of a workspace, a row for each version: who changed what, and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, SQLModel, col, select

from storage.columns import facts, long_text, numbered, team


class PolicyVersion(SQLModel, table=True):
    """All that a workspace changed of the defaults, from `changed_at` (UTC) to the next version.

    `changed_by` is a Slack id, or empty where it was changed on the server; `reason` is in their
    words, or empty.
    """

    __tablename__ = "policies"

    team_id: str = team()
    version: int = numbered()
    changes: dict[str, Any] = facts()
    changed_at: datetime
    changed_by: str = ""
    reason: str = long_text("")


TABLE = SQLModel.metadata.tables["policies"]
# A plain question, built once, as almost every request goes by the policy.
LATEST = (
    select(TABLE.c.changes)
    .where(TABLE.c.team_id == bindparam("of_team"))
    .order_by(TABLE.c.version.desc())
    .limit(1)
)


def changes_of(session: Session, team_id: str) -> dict[str, Any]:
    """What a workspace changes of the house rules now; nothing where it is not known.

    It is read once in a session: each of many asks goes by it.
    """
    read: dict[str, dict[str, Any]] = session.info.setdefault("policies", {})
    if team_id not in read:
        found = session.connection().execute(LATEST, {"of_team": team_id}).scalar()
        read[team_id] = found or {}
    return read[team_id]


def changes_as_of(session: Session, team_id: str, at: datetime) -> dict[str, Any]:
    """What a workspace changed of the house rules as it stood at an instant (UTC)."""
    query = (
        select(PolicyVersion)
        .where(PolicyVersion.team_id == team_id, PolicyVersion.changed_at <= at)
        .order_by(col(PolicyVersion.version).desc())
        .limit(1)
    )
    found = session.exec(query).first()
    return found.changes if found else {}


def latest(session: Session, team_id: str) -> PolicyVersion | None:
    """The version in force; None while everything is as usual since the start."""
    query = select(PolicyVersion).where(PolicyVersion.team_id == team_id)
    return session.exec(query.order_by(col(PolicyVersion.version).desc()).limit(1)).first()


def versions(session: Session, team_id: str, limit: int) -> list[PolicyVersion]:
    """The versions of a workspace's rules, newest first, and at most so many."""
    query = select(PolicyVersion).where(PolicyVersion.team_id == team_id)
    newest = query.order_by(col(PolicyVersion.version).desc()).limit(limit)
    return list(session.exec(newest))


def add(session: Session, version: PolicyVersion) -> None:
    """Put a version in force, for the rest of this session as well."""
    session.add(version)
    session.info.get("policies", {}).pop(version.team_id, None)
    session.flush()
