"""What is known of channels: whether only some may read one, and whether others than we do."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, SQLModel, select

from storage import upserts
from storage.columns import team

FRESH = timedelta(days=1)


class KnownChannel(SQLModel, table=True):
    """One channel as Slack last told of it; None is what Slack has not told yet."""

    __tablename__ = "channels"

    team_id: str = team()
    channel_id: str = team()
    is_private: bool | None = None
    is_shared: bool | None = None
    """Whether people of other companies read it, or are asked to (Slack Connect)."""
    looked_at: datetime | None = None
    """When (UTC) Slack was asked last; empty where it is to be asked."""

    def is_fresh(self, now: datetime) -> bool:
        """Whether Slack was asked lately; a clock that was ahead is no reason to wait."""
        return self.looked_at is not None and abs(now - self.looked_at) < FRESH


MEET = upserts.build(
    SQLModel.metadata.tables["channels"], lambda insert: insert.on_conflict_do_nothing()
)


def find(session: Session, team_id: str, channel_id: str) -> KnownChannel | None:
    """What is known of a channel."""
    return session.get(KnownChannel, (team_id, channel_id))


def known(session: Session, team_id: str, channel_id: str) -> KnownChannel:
    """What is known of a channel; a row of which nothing is known where there is none."""
    found = find(session, team_id, channel_id)
    if found is None:
        # Two who name one channel at once must not collide.
        connection = session.connection()
        new = KnownChannel(team_id=team_id, channel_id=channel_id)
        connection.execute(MEET[connection.dialect.name], new.model_dump())
        found = session.get_one(KnownChannel, (team_id, channel_id))
    return found


def is_open(session: Session, team_id: str, channel_id: str) -> bool:
    """Whether everybody here may surely read a channel; what is not known is taken for private."""
    found = find(session, team_id, channel_id)
    return found is not None and found.is_private is False


def is_shared(session: Session, team_id: str, channel_id: str) -> bool:
    """Whether people of other companies surely read a channel, or may soon."""
    found = find(session, team_id, channel_id)
    return found is not None and found.is_shared is True


def everything(session: Session, team_id: str) -> list[KnownChannel]:
    """All channels of which something is known or asked."""
    return list(session.exec(select(KnownChannel).where(KnownChannel.team_id == team_id)))
