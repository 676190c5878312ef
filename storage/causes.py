"""A cause is why issues happen: those that share one go on to happen until it is removed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import ClassVar, NamedTuple
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, Table, UniqueConstraint, func
from sqlalchemy import select as columns
from sqlmodel import Session, SQLModel, col, select

from storage import counters, upserts
from storage.columns import large, long_text, new_id, partial_index, row_id, team
from storage.issues import Issue
from storage.items import Item, State
from storage.many import among
from storage.names import LONGEST, MOST_WORDS, search_key
from storage.upserts import Insert, Statement

REPEAT = timedelta(days=90)
"""Within this an issue of the same cause is a repeat (customer-experience reference, 3.1)."""
EVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Since then: no issue is older."""
MOST = 50
"""So many issues of one cause are looked at."""
MOST_LISTED = 500
"""So many causes are listed."""
MOST_COUNTED = 5_000
"""So many issues are looked at where it is counted how their causes came back."""


class CauseKind(StrEnum):
    """Of what sort a cause is: it says who can remove it, and how."""

    RULE = "rule"
    PROCESS = "process"
    SYSTEM = "system"
    INFORMATION = "information"
    SKILLS = "skills"
    CAPACITY = "capacity"
    SUPPLIER = "supplier"
    DECISION = "decision"
    SALE = "sale"
    """What was sold is not what they needed."""
    OTHER = "other"


class Cause(SQLModel, table=True):
    """Why issues happen, in the words of whoever said so first. C-3.

    `department_id` is who could have prevented it, and `decider_id` the Slack id of whoever decides
    about it and has the budget to remove it; none where nobody has said so yet. One that was joined
    to another (`joined_to`, its id) is only one more name of that.
    """

    noun: ClassVar[str] = "cause"
    letter: ClassVar[str] = "C"

    __tablename__ = "causes"
    __table_args__ = (
        UniqueConstraint("team_id", "key", name="causes_key"),
        UniqueConstraint("team_id", "number", name="causes_number"),
        ForeignKeyConstraint(
            ["team_id", "department_id"],
            ["departments.team_id", "departments.department_id"],
            name="causes_department",
        ),
        ForeignKeyConstraint(
            ["team_id", "decider_id"], ["people.team_id", "people.user_id"], name="causes_decider"
        ),
        # What looks for those of somebody who goes reads none of the others.
        Index("causes_of_department", "team_id", "department_id"),
        Index("causes_of_decider", "team_id", "decider_id"),
        partial_index("causes_joined", "team_id", "joined_to", where="joined_to IS NOT NULL"),
    )

    team_id: str = team()
    cause_id: UUID = row_id()
    number: int = large()
    words: str = long_text()
    key: str
    kind: str | None = None
    department_id: UUID | None = None
    decider_id: str | None = None
    joined_to: UUID | None = None
    created_by: str
    created_at: datetime

    @property
    def ref(self) -> str:
        """What people call it: C-3."""
        return f"{self.letter}-{self.number}"


class Caused(NamedTuple):
    """An issue whose cause is known, as far as it is counted; moments are UTC.

    `prevented_at` is when somebody said what keeps it from coming back.
    """

    number: int
    cause_id: UUID
    department_id: UUID | None
    created_at: datetime
    prevented_at: datetime | None


def key_of(words: str) -> str:
    """By what a cause is known: case, spaces, accents, apostrophes and a full stop say nothing."""
    # Some signs become eighteen letters, and an index holds only so many.
    return search_key(words).rstrip(" .!;,")[:LONGEST]


def _unless_there(insert: Insert) -> Statement:
    return insert.on_conflict_do_nothing().returning(_TABLE.c.key)


_TABLE: Table = SQLModel.metadata.tables["causes"]
_ADD = upserts.build(_TABLE, _unless_there)


def find(session: Session, team_id: str, cause_id: UUID | None) -> Cause | None:
    """The cause with this id, or that to which it was joined."""
    found = session.get(Cause, (team_id, cause_id)) if cause_id else None
    return whole(session, found)


def whole(session: Session, cause: Cause | None) -> Cause | None:
    """The cause to which one was joined, else it itself."""
    if cause is None or cause.joined_to is None:
        return cause
    return session.get(Cause, (cause.team_id, cause.joined_to))


def numbered(session: Session, team_id: str, number: int, *, lock: bool = False) -> Cause | None:
    """The cause of this number, joined or not; `lock` holds it, as it stands, until the commit."""
    query = select(Cause).where(Cause.team_id == team_id, Cause.number == number)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.exec(query).first()


def called(session: Session, team_id: str, words: str) -> Cause | None:
    """The cause that is known by these words, joined or not."""
    query = select(Cause).where(Cause.team_id == team_id, Cause.key == key_of(words))
    return session.exec(query).first()


def joined(session: Session, cause: Cause) -> list[Cause]:
    """The causes that were joined to one, by number."""
    query = select(Cause).where(Cause.team_id == cause.team_id, Cause.joined_to == cause.cause_id)
    return sorted(session.exec(query), key=lambda each: each.number)


def named(session: Session, now: datetime, team_id: str, words: str, by: str) -> Cause:
    """The cause of these words; new where nobody has named it yet, `by` somebody's Slack id."""
    known = whole(session, called(session, team_id, words))
    if known:
        return known
    number = counters.next_number(session, team_id, Cause.noun)
    # Two who name it at the same moment mean the same one: the second waited for that number.
    row = Cause(
        team_id=team_id, cause_id=new_id(), number=number, words=words, key=key_of(words),
        created_by=by, created_at=now,
    )  # fmt: skip
    upserts.is_new(session, _ADD, row.model_dump())
    query = select(Cause).where(Cause.team_id == team_id, Cause.key == row.key)
    return session.exec(query).one()


def hold_names(session: Session, team_id: str) -> None:
    """Let whoever names a cause anew wait until the commit: of two who use one name, one is first.

    Both who give a new cause its name and who call a known one otherwise take this turn.
    """
    counters.hold(session, team_id, Cause.noun)


def of(session: Session, item: Item) -> Cause | None:
    """Why an issue happened, where that is known."""
    return find(session, item.team_id, item.cause_id) if isinstance(item, Issue) else None


def issues_of(session: Session, cause: Cause, since: datetime, until: datetime) -> list[Issue]:
    """The issues of a cause that were reported between two instants (UTC), in their order.

    The newest `MOST`; what was taken back, or joined to another, is none of them.
    """
    query = select(Issue).where(
        Issue.team_id == cause.team_id,
        among(session, col(Issue.cause_id), _ids(session, cause)),
        col(Issue.created_at) >= since,
        col(Issue.created_at) <= until,
        Issue.state != State.WITHDRAWN,
    )
    found = session.exec(query.order_by(col(Issue.created_at).desc()).limit(MOST))
    return sorted(found, key=lambda each: (each.created_at, each.number))


def _ids(session: Session, cause: Cause) -> list[UUID]:
    """Its id, and those of what was joined to it."""
    return [cause.cause_id, *(each.cause_id for each in joined(session, cause))]


def counted(session: Session, team_id: str, since: datetime, until: datetime) -> dict[UUID, int]:
    """How many issues were reported of each cause between two instants (UTC), by its id.

    Those of what was joined to another count there; of the rarest, behind `MOST_LISTED`, nothing is
    said.
    """
    count = func.count()
    query = (
        select(col(Issue.cause_id), count)
        .where(
            Issue.team_id == team_id,
            col(Issue.cause_id).is_not(None),
            col(Issue.created_at) >= since,
            col(Issue.created_at) <= until,
            Issue.state != State.WITHDRAWN,
        )
        .group_by(col(Issue.cause_id))
        .order_by(count.desc(), col(Issue.cause_id).desc())
        .limit(MOST_LISTED)
    )
    found: dict[UUID, int] = {}
    for cause_id, number in session.exec(query):
        cause = find(session, team_id, cause_id)
        if cause:
            found[cause.cause_id] = found.get(cause.cause_id, 0) + number
    return found


def caused(session: Session, team_id: str, since: datetime, until: datetime) -> list[Caused]:
    """The newest `MOST_COUNTED` issues with a known cause that were reported between two instants.

    Those of what was joined to another cause are that one's; what was taken back is none of them.
    """
    query = (
        columns(*(getattr(Issue, name) for name in Caused._fields))
        .where(
            col(Issue.team_id) == team_id,
            col(Issue.cause_id).is_not(None),
            col(Issue.created_at) >= since,
            col(Issue.created_at) <= until,
            col(Issue.state) != State.WITHDRAWN,
        )
        .order_by(col(Issue.created_at).desc())
        .limit(MOST_COUNTED)
    )
    found = [Caused._make(row) for row in session.execute(query)]
    into = {each: find(session, team_id, each) for each in {one.cause_id for one in found}}
    return [
        each._replace(cause_id=cause.cause_id)
        for each in found
        if (cause := into[each.cause_id]) is not None
    ]


def having(session: Session, team_id: str, words: str, most: int) -> list[Cause]:
    """Causes with each of these words somewhere in theirs, at most so many; for none the newest.

    What was joined to another is found as that. This walks through the causes of one workspace.
    """
    wanted = key_of(words[:LONGEST]).split()[:MOST_WORDS]
    if not wanted:
        return newest(session, team_id)[:most]
    # The second condition, true of every cause, says through which index to walk.
    query = select(Cause).where(Cause.team_id == team_id, col(Cause.key) >= "")
    for word in wanted:
        query = query.where(col(Cause.key).contains(word, autoescape=True))
    found = [whole(session, each) for each in session.exec(query.order_by(Cause.key).limit(most))]
    return list({each.cause_id: each for each in found if each}.values())


def newest(session: Session, team_id: str) -> list[Cause]:
    """The causes that were named last, at most `MOST_LISTED`, without those that were joined."""
    # Every number is one: it says through which index to walk.
    query = select(Cause).where(
        Cause.team_id == team_id, Cause.number > 0, col(Cause.joined_to).is_(None)
    )
    return list(session.exec(query.order_by(col(Cause.number).desc()).limit(MOST_LISTED)))


def repeats(session: Session, issue: Item) -> list[Issue]:
    """The issues of the same cause in the 90 days before one, in their order; none of a task."""
    if not isinstance(issue, Issue):
        return []
    cause, until = of(session, issue), issue.created_at
    if cause is None:
        return []
    found = issues_of(session, cause, until - REPEAT, until)
    return [each for each in found if (each.created_at, each.number) < (until, issue.number)]


def came_back(session: Session, now: datetime, issue: Issue) -> bool:
    """Whether another issue of its cause was reported within 90 days of when one was prevented."""
    cause, since = of(session, issue), issue.prevented_at
    if cause is None or since is None:
        return False
    found = issues_of(session, cause, since, min(now, since + REPEAT))
    return any(each.created_at > since and each.number != issue.number for each in found)


def is_owner(session: Session, cause: Cause, user_id: str) -> bool:
    """Whether somebody has an issue of a cause, open or not."""
    query = select(Issue.number).where(
        Issue.team_id == cause.team_id,
        among(session, col(Issue.cause_id), _ids(session, cause)),
        # As a value: the way leads through the issues of the cause, not through all of theirs.
        func.coalesce(Issue.owner_id, "") == user_id,
    )
    return session.exec(query.limit(1)).first() is not None
