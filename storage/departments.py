"""Departments are the silos that correct and prevent: lead, deputy, channel, hours and routes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from unicodedata import normalize
from uuid import UUID

from sqlalchemy import JSON, ForeignKeyConstraint, Index, UniqueConstraint, bindparam
from sqlmodel import Field, Session, SQLModel, col, select

from storage import names
from storage.columns import row_id, team
from storage.many import Lookup, among, unread
from storage.names import Names, search_column, searchable
from storage.signs import plain

WORKING_WEEK = [0, 1, 2, 3, 4]
_LONGEST = 1_000


@searchable
class Department(SQLModel, table=True):
    """One silo; `days` counts Monday as 0, `country` is an ISO 3166 code for its holidays."""

    __tablename__ = "departments"
    __table_args__ = (
        UniqueConstraint("team_id", "key", name="departments_key"),
        Index("departments_search", "team_id", "search_key"),
        Index("departments_mirror", "team_id", "mirror_key"),
    )

    team_id: str = team()
    department_id: UUID = row_id()
    name: str
    key: str
    search_key: str = search_column()
    mirror_key: str = search_column()
    lead_id: str | None = None
    deputy_id: str | None = None
    channel_id: str | None = None
    days: list[int] = Field(default_factory=lambda: list(WORKING_WEEK), sa_type=JSON)
    opens: time = time(9)
    closes: time = time(18)
    country: str | None = None


class Route(SQLModel, table=True):
    """One rule that sends an issue to a department: a word in it, or the value of a field."""

    __tablename__ = "routes"
    __table_args__ = (
        UniqueConstraint("team_id", "field", "pattern", name="routes_pattern"),
        ForeignKeyConstraint(
            ["team_id", "department_id"],
            ["departments.team_id", "departments.department_id"],
            name="routes_department",
        ),
    )

    team_id: str = team()
    route_id: UUID = row_id()
    field: str
    pattern: str
    department_id: UUID


NAMES = Names(
    col(Department.team_id),
    col(Department.department_id),
    col(Department.name),
    col(Department.search_key),
    col(Department.mirror_key),
)


def key_of(name: str) -> str:
    """The form in which names are compared.

    Case, spaces, and how quotation marks, apostrophes, dashes and accents are written do not
    matter: “O’Brien  & Sons” is “o'brien & sons”.
    """
    line = " ".join(name.split())
    if line.isascii():
        return line.casefold()
    # What is longer is no name, and to put a thousand marks of one letter in order takes minutes.
    composed = normalize("NFC", line) if len(line) <= _LONGEST else line
    return plain(composed).casefold()


def find(session: Session, team_id: str, department_id: UUID | None) -> Department | None:
    """The department with this id."""
    return session.get(Department, (team_id, department_id)) if department_id else None


def read(session: Session, team_id: str, department_ids: Iterable[UUID]) -> None:
    """Read some departments at once; whoever looks for one of them finds it read."""
    wanted = unread(session, Department, team_id, department_ids)
    if wanted:
        query = select(Department).where(
            Department.team_id == team_id, among(session, col(Department.department_id), wanted)
        )
        session.exec(query).all()


BY_KEY = Lookup(Department, col(Department.team_id), col(Department.key))
ALIKE = Lookup(Department, col(Department.team_id), col(Department.search_key))


def named(session: Session, team_id: str, name: str) -> Department | None:
    """The department with this name, whatever the case."""
    query = select(Department).where(Department.team_id == team_id, Department.key == key_of(name))
    return session.exec(query).first()


def called(session: Session, team_id: str, keys: Iterable[str]) -> dict[str, Department]:
    """The departments by those of these keys that are theirs, accents or not: `names.called`."""
    return names.called(session, team_id, keys, BY_KEY, ALIKE)


def in_channels(session: Session, team_id: str, channel_ids: Iterable[str]) -> list[Department]:
    """The departments that live in one of these channels, by name."""
    wanted = list(channel_ids)
    if not wanted:
        return []
    query = select(Department).where(
        Department.team_id == team_id, among(session, col(Department.channel_id), wanted)
    )
    return list(session.exec(query.order_by(Department.name)))


def everyone(session: Session, team_id: str) -> list[Department]:
    """All departments, by name."""
    query = select(Department).where(Department.team_id == team_id)
    return list(session.exec(query.order_by(Department.name)))


# Built once, as whoever opens Home or types a command is asked about.
LED = (
    select(Department)
    .where(
        Department.team_id == bindparam("of_team"),
        (col(Department.lead_id) == bindparam("of_person"))
        | (col(Department.deputy_id) == bindparam("of_person")),
    )
    .order_by(Department.name)
)


def led_by(session: Session, team_id: str, user_id: str) -> list[Department]:
    """Departments in which this person is lead or deputy, by name."""
    return list(session.exec(LED, params={"of_team": team_id, "of_person": user_id}))


def in_channel(session: Session, team_id: str, channel_id: str) -> Department | None:
    """The department whose channel this is."""
    query = select(Department).where(
        Department.team_id == team_id, Department.channel_id == channel_id
    )
    return session.exec(query.order_by(Department.name)).first()


def routes(session: Session, team_id: str, field: str | None = None) -> list[Route]:
    """The routing rules, longest pattern first, so that the most exact one wins."""
    query = select(Route).where(Route.team_id == team_id)
    if field is not None:
        query = query.where(Route.field == field)
    found = list(session.exec(query))
    return sorted(found, key=lambda route: (-len(route.pattern), route.pattern))


def hold_route(session: Session, team_id: str, field: str, pattern: str) -> Route | None:
    """The rule for a pattern of a field as it stands now, if there is one; others wait for it."""
    query = select(Route).where(
        Route.team_id == team_id, Route.field == field, Route.pattern == key_of(pattern)
    )
    held = query.with_for_update().execution_options(populate_existing=True)
    return session.exec(held).first()


def new_route(to: Department, field: str, pattern: str) -> Route:
    """A rule, not stored yet, that sends a pattern of a field to a department."""
    return Route(
        team_id=to.team_id, field=field, pattern=key_of(pattern), department_id=to.department_id
    )
