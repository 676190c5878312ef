"""What became of what somebody asked for, day by day: one line for each thing and reader."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Index, func
from sqlmodel import Session, SQLModel, col, select

from storage import upserts
from storage.columns import numbered, team


class Progress(SQLModel, table=True):
    """The newest that a reader is told on one of their days about a task or an issue.

    `day` is counted as `date.toordinal` does; `rank` says how early it comes in the message.
    """

    __tablename__ = "progress"
    __table_args__ = (
        Index("progress_in_order", "team_id", "reader_id", "day", "rank", "noun", "number"),
    )

    team_id: str = team()
    reader_id: str = team()
    day: int = team()
    noun: str = team()
    number: int = numbered()
    event_id: UUID
    rank: int


TABLE = SQLModel.metadata.tables["progress"]
PUT = upserts.build(
    TABLE,
    lambda insert: insert.on_conflict_do_update(
        index_elements=list(TABLE.primary_key),
        set_={"event_id": insert.excluded.event_id, "rank": insert.excluded.rank},
    ),
)


def put(session: Session, line: Progress) -> None:
    """Tell a reader of something, in place of what they were told of the same thing that day."""
    connection = session.connection()
    connection.execute(PUT[connection.dialect.name], line.model_dump())


def of_day(
    session: Session, team_id: str, reader_id: str, day: int, limit: int, after: int = 0
) -> list[Progress]:
    """What a reader is told of on a day, in order, from `after` so many on."""
    query = select(Progress).where(
        Progress.team_id == team_id, Progress.reader_id == reader_id, Progress.day == day
    )
    in_order = query.order_by(col(Progress.rank), col(Progress.noun), col(Progress.number))
    return list(session.exec(in_order.offset(after).limit(limit)))


def count(session: Session, team_id: str, reader_id: str, day: int) -> int:
    """Of how many things a reader is told on a day."""
    query = select(func.count()).where(
        col(Progress.team_id) == team_id,
        col(Progress.reader_id) == reader_id,
        col(Progress.day) == day,
    )
    return session.exec(query).one()
