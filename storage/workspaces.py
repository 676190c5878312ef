"""A workspace is one Slack team: its name, and what Duly knows of it as a whole."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, SQLModel, select

from storage.columns import team


class Workspace(SQLModel, table=True):
    """One Slack team."""

    __tablename__ = "workspaces"

    team_id: str = team()
    name: str = ""
    bot_user_id: str = ""
    executive_channel_id: str | None = None
    currency: str | None = None
    """In which all amounts are, as its ISO 4217 code; empty until somebody says so."""
    directory_at: datetime | None = None
    """When the directory was copied last; empty until all of it was, once."""
    vacant_at: datetime | None = None
    """Since when nobody holds the CCO's office; empty again when a holder has what waited."""


def find(session: Session, team_id: str) -> Workspace | None:
    """The workspace, if Duly knows it."""
    return session.get(Workspace, team_id)


def currency(session: Session, team_id: str) -> str | None:
    """In which currency the workspace has its amounts, if anybody said so."""
    workspace = find(session, team_id)
    return workspace.currency if workspace else None


def hold(session: Session, team_id: str) -> Workspace | None:
    """The same as it stands now; whoever else holds it waits until the commit."""
    return session.get(Workspace, team_id, with_for_update=True, populate_existing=True)


def hold_turn(session: Session, team_id: str) -> Workspace | None:
    """The workspace, for one of many who take turns; others may refer to it meanwhile."""
    return session.get(Workspace, team_id, with_for_update={"key_share": True})


def remember(session: Session, team_id: str, name: str, bot_user_id: str) -> Workspace:
    """The workspace with its current name and bot user, made when it is new."""
    workspace = find(session, team_id) or Workspace(team_id=team_id)
    workspace.name, workspace.bot_user_id = name, bot_user_id
    session.add(workspace)
    session.flush()
    return workspace


def all_of_them(session: Session) -> list[Workspace]:
    """Every workspace, by key."""
    return list(session.exec(select(Workspace).order_by(Workspace.team_id)))
