"""A bundle under way: it takes in more reminders than one transaction may, slice by slice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import tuple_
from sqlmodel import Session, SQLModel, col, select

from storage.columns import team
from storage.many import among
from storage.people import Person


class Bundle(SQLModel, table=True):
    """The bundle that one person's reminders of a day go into until it is complete.

    `calm` says that it is the one bundle of the day; otherwise it is about severity 1 only.
    """

    __tablename__ = "bundles"

    team_id: str = team()
    person_id: str = team()
    card_id: UUID
    begun_at: datetime
    calm: bool = False


def of(session: Session, team_id: str, person_ids: Iterable[str]) -> dict[str, Bundle]:
    """The bundles under way for these people, whom the caller holds, by Slack id."""
    query = select(Bundle).where(
        Bundle.team_id == team_id, among(session, col(Bundle.person_id), person_ids)
    )
    return {bundle.person_id: bundle for bundle in session.exec(query)}


def next_person(session: Session) -> Person | None:
    """Somebody whose bundle is under way, locked for this transaction."""
    # Not a join: SQLite would read all people for the few of whom there is a bundle.
    under_way = select(Bundle.team_id, Bundle.person_id)
    query = (
        select(Person)
        .where(tuple_(col(Person.team_id), col(Person.user_id)).in_(under_way))
        .limit(1)
        .with_for_update(skip_locked=True, key_share=True, of=Person)
        .execution_options(populate_existing=True)
    )
    return session.exec(query).first()
