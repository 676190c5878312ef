"""Counts of what customers said and did are kept here, whoever changes an answer, and through what.

Every flush of a session passes: whatever it does to answers, losses, renewals and calls changes the
counts in the same transaction. Who writes answers by a plain statement calls `look_again`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.orm import PassiveFlag
from sqlalchemy.orm.attributes import get_history
from sqlmodel import Session, SQLModel

from storage import response_counts, years
from storage.issues import Issue
from storage.losses import Loss
from storage.renewals import Renewal
from storage.response_counts import CountedAs, counted_as
from storage.surveys import SurveyResponse

AccountKey: TypeAlias = tuple[str, UUID]
"""A workspace and one of its customers."""
SLICE = 500
"""So many customers are counted at a time, where all of them are."""
TURNS = ("state", "left_on", "is_part", "ended_on", "customer_id")
"""What a loss or a renewal is looked at for."""
ENDS = ("told_at", "closed_at", "joined_to")
"""What an issue is looked at for."""
PLACES = ("survey_id", "customer_id", "respondent_id", "score", "answered_on")
"""What an answer is counted by; another one of these is another answer."""


@dataclass
class FlushSeen:
    """What a flush did: to the counts of surveys, and of which accounts what has to be looked at.

    `added` are new answers, and `stale` accounts whose answers changed otherwise. `called` may have
    heard from us or not any more, and `turned` may have left, renewed or come back.
    """

    counts: Counter[CountedAs] = field(default_factory=Counter)
    added: dict[AccountKey, list[SurveyResponse]] = field(default_factory=lambda: defaultdict(list))
    stale: set[AccountKey] = field(default_factory=set)
    called: set[AccountKey] = field(default_factory=set)
    turned: set[AccountKey] = field(default_factory=set)
    issues: set[tuple[str, int]] = field(default_factory=set)

    @property
    def accounts(self) -> set[AccountKey]:
        """All of which something has to be looked at."""
        return {*self.added, *self.stale, *self.called, *self.turned}


def flushed(session: Session, _context: object) -> None:
    """Keep the counts after what a flush did."""
    seen = FlushSeen()
    for row in session.new:
        _new(seen, row)
    for row in session.dirty:
        _changed(seen, row)
    for row in session.deleted:
        _gone(seen, row)
    keep(session, seen)


def _new(seen: FlushSeen, row: object) -> None:
    if isinstance(row, SurveyResponse):
        seen.counts[_counted(row)] += 1
        if row.customer_id:
            seen.added[row.team_id, row.customer_id].append(row)
    elif isinstance(row, Loss | Renewal):
        seen.turned.add((row.team_id, row.customer_id))


def _gone(seen: FlushSeen, row: object) -> None:
    if isinstance(row, SurveyResponse):
        seen.counts[_counted(row)] -= 1
        if row.customer_id:
            seen.stale.add((row.team_id, row.customer_id))
    elif isinstance(row, Loss | Renewal):
        seen.turned.add((row.team_id, row.customer_id))


def _changed(seen: FlushSeen, row: object) -> None:
    if isinstance(row, SurveyResponse):
        _changed_answer(seen, row)
    elif isinstance(row, Loss | Renewal) and _differs(row, TURNS):
        whose = {row.customer_id, _before(row, "customer_id")}
        seen.turned |= {(row.team_id, each) for each in whose}
    elif isinstance(row, Issue) and _differs(row, ENDS):
        seen.issues.add((row.team_id, row.number))


def _changed_answer(seen: FlushSeen, row: SurveyResponse) -> None:
    if _differs(row, PLACES):
        survey_id, customer_id, _, score, on = (_before(row, name) for name in PLACES)
        seen.counts[counted_as(row.team_id, survey_id, on, score)] -= 1
        seen.counts[_counted(row)] += 1
        whose = {customer_id, row.customer_id} - {None}
        seen.stale |= {(row.team_id, each) for each in whose}
    elif row.customer_id and _differs(row, ("issue_number",)):
        seen.called.add((row.team_id, row.customer_id))


def _counted(row: SurveyResponse) -> CountedAs:
    return counted_as(row.team_id, row.survey_id, row.answered_on, row.score)


def _differs(row: object, names: Iterable[str]) -> bool:
    return any(
        get_history(row, name, PassiveFlag.PASSIVE_NO_INITIALIZE).has_changes()
        for name in names
        if hasattr(type(row), name)
    )


def _before(row: object, name: str) -> Any:
    was = get_history(row, name, PassiveFlag.PASSIVE_NO_INITIALIZE).deleted
    return was[0] if was else getattr(row, name)


# --- keeping ---


def keep(session: Session, seen: FlushSeen) -> None:
    """Bring the counts up to date with what was seen."""
    response_counts.add(session, {each: by for each, by in seen.counts.items() if by})
    for team_id, number in sorted(seen.issues):
        whose = years.after_issue(session, team_id, number)
        seen.called |= {(team_id, each) for each in whose}
    accounts = seen.accounts
    for team_id in sorted({team_id for team_id, _ in accounts}):
        years.keep(
            session, team_id, _of(accounts, team_id),
            added=[each for key, new in seen.added.items() if key[0] == team_id for each in new],
            stale=_of(seen.stale, team_id), called=_of(seen.called, team_id),
            turned=_of(seen.turned, team_id),
        )  # fmt: skip


def _of(accounts: Iterable[AccountKey], team_id: str) -> set[UUID]:
    return {customer_id for team, customer_id in accounts if team == team_id}


def look_again(session: Session, team_id: str, customer_ids: Collection[UUID]) -> None:
    """Count anew what these customers said and did, where a plain statement changed answers."""
    session.flush()
    if customer_ids:
        years.keep(session, team_id, set(customer_ids), stale=set(customer_ids))


def fill(connection: Connection) -> None:
    """Count all that was ever answered anew, as when a database learns to count."""
    for name in ("response_counts", "said_years", "deed_counts"):
        connection.execute(delete(SQLModel.metadata.tables[name]))
    of: Any = SurveyResponse
    counts: Counter[CountedAs] = Counter()
    every = select(of.team_id, of.survey_id, of.answered_on, of.score, func.count())
    for team_id, survey_id, on, score, number in connection.execute(
        every.group_by(of.team_id, of.survey_id, of.answered_on, of.score)
    ):
        counts[counted_as(team_id, survey_id, on, score)] += number
    with Session(connection) as session:
        response_counts.add(session, counts)
        for team_id, customer_ids in _slices(connection):
            years.keep(session, team_id, customer_ids, stale=customer_ids)


def _slices(connection: Connection) -> Iterator[tuple[str, set[UUID]]]:
    of: Any = SurveyResponse
    named = select(of.team_id, of.customer_id).where(of.customer_id.is_not(None)).distinct()
    by_team: dict[str, list[UUID]] = defaultdict(list)
    for team_id, customer_id in connection.execute(named):
        by_team[team_id].append(customer_id)
    for team_id, found in by_team.items():
        rest = iter(found)
        while part := set(islice(rest, SLICE)):
            yield team_id, part
