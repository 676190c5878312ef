"""People are the workspace's Slack users: their zone, department, role, deputy and absence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, bindparam
from sqlmodel import Session, SQLModel, col, select

from storage.columns import team
from storage.departments import Department, key_of
from storage.many import among


class Role(StrEnum):
    """What a person may decide; leading a department is written on the department."""

    MEMBER = "member"
    EXECUTIVE = "executive"
    CCO = "cco"


class Person(SQLModel, table=True):
    """One Slack user of one workspace; handle and e-mail are kept in small letters."""

    __tablename__ = "people"
    __table_args__ = (
        ForeignKeyConstraint(
            ["team_id", "department_id"],
            ["departments.team_id", "departments.department_id"],
            name="people_department",
        ),
        Index("people_department", "team_id", "department_id"),
        Index("people_email", "team_id", "email"),
        Index("people_key", "team_id", "key"),
        Index("people_handle", "team_id", "handle"),
    )

    team_id: str = team()
    user_id: str = team()
    handle: str = ""
    name: str = ""
    key: str = ""
    title: str = ""
    email: str | None = None
    zone: str = "UTC"
    role: str = Role.MEMBER
    department_id: UUID | None = None
    deputy_id: str | None = None
    away_until: datetime | None = None
    gone: bool = False
    is_bot: bool = False
    bundled_on: date | None = None


def find(session: Session, team_id: str, user_id: str) -> Person | None:
    """The person with this Slack id."""
    return session.get(Person, (team_id, user_id))


# Built once, as almost every request begins with these.
BOTH = (
    select(Person, Department)
    .outerjoin(
        Department,
        (col(Department.team_id) == col(Person.team_id))
        & (col(Department.department_id) == col(Person.department_id)),
    )
    .where(
        Person.team_id == bindparam("of_team"),
        col(Person.user_id).in_([bindparam("one"), bindparam("other")]),
    )
)


def read_both(session: Session, team_id: str, one: str, other: str) -> None:
    """Read two people and their departments at once; whoever looks for them finds them read."""
    session.exec(BOTH, params={"of_team": team_id, "one": one, "other": other}).all()


def named(session: Session, team_id: str, words: str) -> list[Person]:
    """People whose handle, name, e-mail or Slack id is exactly `words`, whatever the case."""
    wanted = words.strip().removeprefix("@")
    matches = (
        (col(Person.handle) == wanted.lower())
        | (col(Person.key) == key_of(wanted))
        | (col(Person.email) == wanted.lower())
        | (col(Person.user_id) == wanted.upper())
    )
    return list(session.exec(select(Person).where(Person.team_id == team_id, matches)))


def present(session: Session, team_id: str) -> list[Person]:
    """Everyone who can owe something: not a bot, not gone. By name."""
    query = select(Person).where(
        Person.team_id == team_id, col(Person.gone).is_(False), col(Person.is_bot).is_(False)
    )
    return list(session.exec(query.order_by(Person.name)))


def with_role(session: Session, team_id: str, role: Role) -> list[Person]:
    """Those who hold a role and are still here, by Slack id."""
    query = select(Person).where(
        Person.team_id == team_id, Person.role == role, col(Person.gone).is_(False)
    )
    return list(session.exec(query.order_by(Person.user_id)))


AROUND_ONE = 3
# Built once, as almost every request asks for the people around something.
AROUND = (
    select(Person)
    .where(
        Person.team_id == bindparam("of_team"),
        col(Person.user_id).in_([bindparam(f"id_{number}") for number in range(AROUND_ONE)])
        | (col(Person.role) == bindparam("of_role")),
    )
    .order_by(Person.user_id)
)


def around(
    session: Session, team_id: str, user_ids: Sequence[str | None], role: Role
) -> list[Person]:
    """Up to three people by Slack id and everyone who holds a role, in one query, by Slack id."""
    ids = [*user_ids, *[None] * (AROUND_ONE - len(user_ids))]
    wanted = {f"id_{number}": user_id for number, user_id in enumerate(ids)}
    return list(session.exec(AROUND, params={"of_team": team_id, "of_role": role, **wanted}))


def by_id(session: Session, team_id: str, user_ids: Iterable[str]) -> dict[str, Person]:
    """People by Slack id, those that are known."""
    query = select(Person).where(
        Person.team_id == team_id, among(session, col(Person.user_id), user_ids)
    )
    return {person.user_id: person for person in session.exec(query)}
