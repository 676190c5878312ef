"""What customers did after what they said in a year: who renewed, who left, who answered better.

A row for each customer and year has what they said last and what they did since; how many did what
is kept beside it, so that it is told as soon of a million answers as of ten. `storage.keeping`
changes both in the transaction of the answer, the renewal, the loss or the call.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Field, Session, SQLModel, col, select

from storage import upserts
from storage.columns import large, team

GLADLY, HARDLY = 9, 6
"""Who would recommend us gave at least the one of ten, who would not at most the other."""


class Gave(StrEnum):
    """What a customer said in a year; a low score may be one of those who would not, too."""

    GLADLY = "gladly"
    HARDLY = "hardly"
    LOW = "low"
    """A low score in any survey with names: the last one counts."""


class Did(StrEnum):
    """What a customer did since then; the first of these that holds."""

    NOT_CALLED = "not called"
    """After a low score alone: they have not heard from us."""
    LEFT = "left"
    RENEWED = "renewed"
    BETTER = "better"
    """After a low score alone: whoever gave it gave a better one, which is not low."""
    NOTHING = "nothing"
    """None of these until now."""


class SaidYear(SQLModel, table=True):
    """What a customer said last in a year, and what they did since.

    `score` is how gladly they would recommend us, said on the local day `said_on` by the answer
    `said_id`. `low_id` is their last low score, given on `low_on` by `low_by`, or by nobody named.
    `called_on` is the day (UTC) on which they heard from us about it, and `better_on` the first
    later local day on which whoever gave it gave a better one. `did` and `after` are what they did
    since they said so, and since the low score; None where they said nothing of the kind.
    """

    __tablename__ = "said_years"

    team_id: str = team()
    customer_id: UUID = Field(primary_key=True)
    year: int = Field(primary_key=True)
    score: int | None = None
    said_on: date | None = None
    said_id: UUID | None = None
    low_id: UUID | None = None
    low_on: date | None = None
    low_by: UUID | None = None
    called_on: date | None = None
    better_on: date | None = None
    did: str | None = None
    after: str | None = None


class DeedCount(SQLModel, table=True):
    """So many customers gave this in a year and did that since."""

    __tablename__ = "deed_counts"

    team_id: str = team()
    year: int = Field(primary_key=True)
    gave: str = Field(primary_key=True)
    did: str = Field(primary_key=True)
    number: int = large(0)


class DeedKey(NamedTuple):
    """Under what a customer is counted."""

    team_id: str
    year: int
    gave: str
    did: str


TABLE = SQLModel.metadata.tables["deed_counts"]
ADD = upserts.build(TABLE, lambda insert: upserts.adding(insert, "number"))


def keys_of(row: SaidYear) -> list[DeedKey]:
    """Under what a customer and year is counted: by what they would do, and by their low score."""
    found = []
    gave = gave_of(row.score)
    if gave and row.did:
        found.append(DeedKey(row.team_id, row.year, gave.value, row.did))
    if row.after:
        found.append(DeedKey(row.team_id, row.year, Gave.LOW.value, row.after))
    return found


def gave_of(score: int | None) -> Gave | None:
    """Whether a score of ten says gladly or hardly; None in between and without one."""
    if score is None or HARDLY < score < GLADLY:
        return None
    return Gave.GLADLY if score >= GLADLY else Gave.HARDLY


def add(session: Session, changes: Mapping[DeedKey, int]) -> None:
    """So many more customers, or fewer, are counted under these from now on."""
    rows = [{**key._asdict(), "number": changes[key]} for key in sorted(changes) if changes[key]]
    upserts.run(session, ADD, rows)


def of_year(session: Session, team_id: str, year: int) -> Counter[tuple[Gave, Did]]:
    """How many customers gave what in a year, and did what since."""
    query = select(DeedCount.gave, DeedCount.did, DeedCount.number).where(
        DeedCount.team_id == team_id, DeedCount.year == year, col(DeedCount.number) > 0
    )
    return Counter({(Gave(gave), Did(did)): number for gave, did, number in session.exec(query)})
