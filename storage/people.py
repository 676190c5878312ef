"""People are the workspace's Slack users: their zone, department, role, deputy and absence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKeyConstraint, Index, and_, bindparam, or_, text
from sqlalchemy.orm.util import identity_key
from sqlmodel import Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage import upserts
from storage.columns import partial_index, team
from storage.departments import Department, key_of
from storage.many import among, unread
from storage.upserts import Insert


class Role(StrEnum):
    """What a person may decide; leading a department is written on the department."""

    MEMBER = "member"
    EXECUTIVE = "executive"
    CCO = "cco"


class Standing(StrEnum):
    """What a person is in the workspace, as Slack's directory says."""

    MEMBER = "member"
    GUEST = "guest"
    """Invited to some channels only."""
    STRANGER = "stranger"
    """Of a connected workspace (Slack Connect): they work for somebody else."""
    NEWCOMER = "newcomer"
    """Met in a request before the directory brought them, so that nothing is known of them."""


class HomeShown(StrEnum):
    """What a person has chosen to see at Home, beside what they owe."""

    MINE = "mine"
    """Everything that is theirs, by their role."""
    DEPARTMENT = "department"
    GIVEN = "given"
    """What they asked others for."""


ADMINS, NEWCOMERS = "is_admin", "standing = 'newcomer'"
STOOD_IN_FOR = "stand_in_id IS NOT NULL"
"""Of which people there is an index."""


class Person(SQLModel, table=True):
    """One Slack user of one workspace; handle and e-mail are kept in small letters.

    `deputy_id` is who stands in whenever they are away. While they are, `away_until` says until
    when (UTC) and `stand_in_id` who does it now; both follow from the absence under way.
    `halved_at` is since when (UTC) they get half as many reminders, as `halvings` tell.
    """

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
        Index("people_role", "team_id", "role"),
        partial_index("people_admins", "team_id", where=ADMINS),
        partial_index("people_newcomers", "team_id", where=NEWCOMERS),
        partial_index("people_stood_in_for", "team_id", "stand_in_id", where=STOOD_IN_FOR),
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
    stand_in_id: str | None = None
    gone: bool = False
    is_bot: bool = False
    standing: str = Standing.MEMBER
    is_admin: bool = False
    bundled_on: date | None = None
    halved_at: datetime | None = None
    home: str = HomeShown.MINE

    @property
    def works_here(self) -> bool:
        """Whether this is a member of the workspace: no bot, no guest, no stranger, not gone."""
        return self.standing == Standing.MEMBER and not (self.gone or self.is_bot)


WORKING_HERE: tuple[ColumnElement[bool], ...] = (
    col(Person.standing) == Standing.MEMBER,
    col(Person.gone).is_(False),
    col(Person.is_bot).is_(False),
)
"""The same as `Person.works_here`, asked of the database."""


TABLE = SQLModel.metadata.tables["people"]
LISTED = (
    "handle", "name", "key", "title", "email", "zone", "gone", "is_bot", "standing", "is_admin",
)  # fmt: skip
"""What Slack's directory says of people; everything else is Duly's own knowledge."""


def _keep(insert: Insert) -> Insert:
    return insert.on_conflict_do_update(
        index_elements=[TABLE.c.team_id, TABLE.c.user_id],
        set_={name: insert.excluded[name] for name in LISTED},
    )


KEEP = upserts.build(TABLE, _keep)


def listed(session: Session, team_id: str, user_ids: Iterable[str]) -> dict[str, dict[str, object]]:
    """What is known of people by Slack id, as far as the directory says it."""
    columns = [TABLE.c[name] for name in ("user_id", *LISTED)]
    wanted = among(session, col(Person.user_id), user_ids)
    query = select(*columns).where(TABLE.c.team_id == team_id, wanted)
    rows = session.connection().execute(query).mappings()
    return {row["user_id"]: {name: row[name] for name in LISTED} for row in rows}


def keep(session: Session, team_id: str, said: Mapping[str, Mapping[str, object]]) -> None:
    """Write down what the directory says, by Slack id; what Duly knows besides stays."""
    if not said:
        return
    # By a plain statement, as there may be very many; in one order, so that two who copy the
    # directory at once never wait for each other.
    rows = [
        {"team_id": team_id, "user_id": user_id, "role": Role.MEMBER, **said[user_id]}
        for user_id in sorted(said)
    ]
    upserts.run(session, KEEP, rows)
    for user_id in said:
        held = session.identity_map.get(identity_key(Person, (team_id, user_id)))
        if held is not None:
            session.expire(held)


def hold(session: Session, team_id: str, user_ids: Iterable[str]) -> dict[str, Person]:
    """People by Slack id as they stand now; whoever else holds one of them waits."""
    query = select(Person).where(
        Person.team_id == team_id, among(session, col(Person.user_id), user_ids)
    )
    held = query.order_by(Person.user_id).with_for_update()
    return {
        person.user_id: person
        for person in session.exec(held.execution_options(populate_existing=True))
    }


def hold_free(session: Session, team_id: str, user_ids: Iterable[str]) -> list[Person]:
    """Those of these people whom nobody else holds at the moment, held."""
    query = select(Person).where(
        Person.team_id == team_id, among(session, col(Person.user_id), user_ids)
    )
    free = query.with_for_update(skip_locked=True, key_share=True)
    return list(session.exec(free.execution_options(populate_existing=True)))


def find(session: Session, team_id: str, user_id: str) -> Person | None:
    """The person with this Slack id."""
    return session.get(Person, (team_id, user_id))


MEET = upserts.build(TABLE, lambda insert: insert.on_conflict_do_nothing())


def meet(session: Session, team_id: str, user_id: str) -> Person:
    """Somebody whom the directory has not brought yet, as a newcomer without a role."""
    # Two requests of one newcomer at once must not collide.
    newcomer = Person(team_id=team_id, user_id=user_id, name=user_id, standing=Standing.NEWCOMER)
    connection = session.connection()
    connection.execute(MEET[connection.dialect.name], newcomer.model_dump())
    return session.get_one(Person, (team_id, user_id))


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
        col(Person.handle) == wanted.lower(),
        col(Person.key) == key_of(wanted),
        col(Person.email) == wanted.lower(),
        col(Person.user_id) == wanted.upper(),
    )
    # The workspace beside each, so that each has its index and none reads everybody.
    query = select(Person).where(
        or_(*(and_(col(Person.team_id) == team_id, each) for each in matches))
    )
    return _by_id_order(session.exec(query))


def beginning(session: Session, team_id: str, words: str, most: int) -> list[Person]:
    """Some of those who work here and whose handle or name begins so, by name."""
    found: dict[str, Person] = {}
    begins = words.strip().removeprefix("@")
    for column, start in ((col(Person.handle), begins.lower()), (col(Person.key), key_of(begins))):
        here = (Person.team_id == team_id, column >= start, column < start + "\U0010ffff")
        query = select(Person).where(*here, *WORKING_HERE).order_by(column).limit(most)
        found |= {person.user_id: person for person in session.exec(query)}
    return sorted(found.values(), key=lambda person: person.name)[:most]


def called(session: Session, team_id: str, keys: Iterable[str]) -> list[Person]:
    """People whose handle, name or e-mail is one of these, each as `departments.key_of` has it."""
    wanted = list(keys)
    if not wanted:
        return []
    names = (col(Person.handle), col(Person.key), col(Person.email))
    # The workspace beside each, so that each has its index and none reads everybody.
    query = select(Person).where(
        or_(*(and_(col(Person.team_id) == team_id, among(session, each, wanted)) for each in names))
    )
    return _by_id_order(session.exec(query))


def present(session: Session, team_id: str) -> list[Person]:
    """Everyone who can owe something: the members who are still here. By name."""
    query = select(Person).where(Person.team_id == team_id, *WORKING_HERE)
    return list(session.exec(query.order_by(Person.name)))


def with_role(session: Session, team_id: str, role: Role) -> list[Person]:
    """Those who hold a role and still work here, by Slack id."""
    return _by_id_order(session.exec(_with_role(), params={"team": team_id, "with": role}))


@cache
def _with_role() -> SelectOfScalar[Person]:
    # Built once: nearly everything that is done or shown depends on who is the CCO.
    is_it = (Person.team_id == bindparam("team"), Person.role == bindparam("with"))
    return select(Person).where(*is_it, *WORKING_HERE)


def with_any_role(session: Session, team_id: str) -> list[Person]:
    """Everyone to whom a role was given, those who left included, by Slack id."""
    roles = [role for role in Role if role != Role.MEMBER]
    query = select(Person).where(Person.team_id == team_id, among(session, col(Person.role), roles))
    return _by_id_order(session.exec(query))


def _by_id_order(found: Iterable[Person]) -> list[Person]:
    # Asked to put them in order, SQLite would read everybody in the order of their keys.
    return sorted(found, key=lambda person: person.user_id)


def admins(session: Session, team_id: str) -> list[Person]:
    """The members who may administer the workspace in Slack, by name."""
    query = select(Person).where(Person.team_id == team_id, text(ADMINS), *WORKING_HERE)
    return list(session.exec(query.order_by(Person.name)))


def newcomers(session: Session, team_id: str, limit: int) -> list[Person]:
    """Some of those whom the directory has not brought yet."""
    query = select(Person).where(Person.team_id == team_id, text(NEWCOMERS))
    return list(session.exec(query.limit(limit)))


def members_of(session: Session, team_id: str, department_id: UUID) -> list[Person]:
    """Those who work in a department, by name."""
    query = select(Person).where(
        Person.team_id == team_id, Person.department_id == department_id, *WORKING_HERE
    )
    return list(session.exec(query.order_by(Person.name)))


# Built once, as whoever opens Home is asked about.
_STOOD_IN_FOR = select(Person).where(
    Person.team_id == bindparam("of_team"),
    Person.stand_in_id == bindparam("of_person"),
    text(STOOD_IN_FOR),
)


def stood_in_for(session: Session, team_id: str, user_id: str) -> list[Person]:
    """Those in whose place somebody is asked at the moment, as they are away; by Slack id."""
    return _by_id_order(
        session.exec(_STOOD_IN_FOR, params={"of_team": team_id, "of_person": user_id})
    )


def by_id(session: Session, team_id: str, user_ids: Iterable[str]) -> dict[str, Person]:
    """People by Slack id, those that are known."""
    query = select(Person).where(
        Person.team_id == team_id, among(session, col(Person.user_id), user_ids)
    )
    return {person.user_id: person for person in session.exec(query)}


def read(session: Session, team_id: str, user_ids: Iterable[str]) -> None:
    """Read some people at once; whoever looks for one of them finds them read."""
    wanted = unread(session, Person, team_id, user_ids)
    if wanted:
        by_id(session, team_id, wanted)
