"""Each file that somebody dropped into Duly's direct messages is kept track of, by its Slack id.

What is in it stays in Slack, and is fetched from there whenever it is needed.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from sqlmodel import Session, SQLModel, col, select

from storage.columns import facts, large, long_text, numbered, partial_index, team

LEASE = timedelta(minutes=5)
"""So long one worker has a file without a sign of life; then another may go on with it."""


class FileStage(StrEnum):
    """What has become of a dropped file."""

    NEW = "new"
    """It is to be read."""
    UNCLEAR = "unclear"
    """Somebody has to say what it holds."""
    READ = "read"
    """Its rehearsal is shown, and it may be brought in."""
    WANTED = "wanted"
    """It is to be brought in, or is coming in."""
    IN = "in"
    """It was brought in."""
    UNWANTED = "unwanted"
    """What it brought is to be taken back."""
    UNDONE = "undone"
    """What it brought was taken back."""
    LEFT = "left"
    """Nobody wanted it."""
    FAILED = "failed"
    """It could not be read."""


class DroppedFile(SQLModel, table=True):
    """A file and who dropped it.

    `said` is how it is to be read, as its form has it; `found` what its message shows. `digest` is
    what was in it when it was rehearsed. `next_at` is when a worker may take it up; `attempts`
    counts how often one did, by which it knows whether the file is still its own.
    """

    __tablename__ = "dropped_files"
    __table_args__ = (partial_index("dropped_files_due", "next_at", where="next_at IS NOT NULL"),)

    noun: ClassVar[str] = "file"

    team_id: str = team()
    number: int = numbered()
    file_id: str
    person_id: str
    name: str = long_text()
    stage: str = FileStage.NEW
    said: dict[str, Any] = facts()
    found: dict[str, Any] = facts()
    digest: str = ""
    import_number: int = large(0)
    dropped_at: datetime
    next_at: datetime | None = None
    attempts: int = 0


def find(session: Session, team_id: str, number: int, *, lock: bool = False) -> DroppedFile | None:
    """The file with this number; `lock` keeps others from changing it until the commit."""
    return session.get(
        DroppedFile, (team_id, number), with_for_update=lock or None, populate_existing=lock
    )


def is_any_due(session: Session, now: datetime) -> bool:
    """Whether a file waits for a worker."""
    query = select(DroppedFile.number).where(col(DroppedFile.next_at) <= now).limit(1)
    return session.exec(query).first() is not None


def claim(session: Session, now: datetime) -> DroppedFile | None:
    """The file that has waited longest; no other worker has it for a while."""
    query = (
        select(DroppedFile)
        .where(col(DroppedFile.next_at) <= now)
        .order_by(col(DroppedFile.next_at))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    found = session.exec(query.execution_options(populate_existing=True)).first()
    if found is not None:
        found.next_at, found.attempts = now + LEASE, found.attempts + 1
        session.add(found)
    return found
