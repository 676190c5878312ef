"""What happens to anything but a promise is declared with its facts, and written down here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from handlers.people import facts as declared
from storage import history
from storage.absences import Absence
from storage.causes import Cause
from storage.customers import Customer
from storage.departments import Department, Route
from storage.history import Snapshot
from storage.people import Person
from storage.surveys import Survey
from storage.workspaces import Workspace

Recorded = Person | Department | Customer | Route | Workspace | Absence | Cause | Survey
"""What has no number, and is known by the id of its row."""
Facts = Mapping[str, object]
TOLD: dict[type[Recorded], tuple[str, ...]] = {
    Person: (
        "role", "department_id", "deputy_id", "away_until", "stand_in_id", "gone", "standing",
    ),
    Department: (
        "name", "lead_id", "deputy_id", "channel_id", "days", "opens", "closes", "country",
    ),
    Customer: (
        "name", "tier", "annual_value", "cost_to_serve", "cost_source", "cost_on", "renewal_on",
        "region", "product", "vertical", "owner_id", "sponsor_id", "came_on", "left_on",
    ),
    Route: ("field", "pattern", "department_id"),
    Workspace: ("executive_channel_id", "currency"),
    Absence: ("person_id", "starts_at", "ends_at", "deputy_id", "reason", "source", "left"),
    Cause: ("words", "kind", "department_id", "decider_id", "joined_to"),
    Survey: (
        "name", "question", "highest", "is_named", "asked", "tiers", "narrowed", "opened_on",
        "closes_on",
    ),
}  # fmt: skip
"""Of which columns history tells: what somebody decides, or what decides whom Duly asks.

Names, titles and zones of people are Slack's, which keeps their story itself.
"""
ADDED, CHANGED, REMOVED = "added", "changed", "removed"


@dataclass(frozen=True)
class Occurrence:
    """Something that happens: to what, the word under which history keeps it, and what is said.

    `facts` are said each time, with the type of each.
    """

    noun: str
    verb: str
    facts: Mapping[str, type] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse facts that history cannot keep."""
        unknown = [name for name, kind in self.facts.items() if kind not in declared.KINDS]
        if unknown:
            raise ValueError(f"{self.verb}: facts that cannot be kept: {unknown}")


CHANGES: dict[tuple[type[Recorded], str], Occurrence] = {
    (kind, verb): Occurrence(
        kind.__name__.lower(), verb, {"row": str, "before": dict, "after": dict}
    )
    for kind in TOLD
    for verb in (ADDED, CHANGED, REMOVED)
}
"""A row is added, changed or removed: which one, and what is different by column."""


def write(
    session: Session,
    now: datetime,
    team_id: str,
    actor: str,
    what: Occurrence,
    *,
    number: int = 0,
    snapshot: Snapshot | None = None,
    **facts: object,
) -> None:
    """Write down that something happened; `actor` is empty where Duly did it.

    `number` is for what has one, and `snapshot` says where the event is found again: see
    `history.add`. Raises WrongFacts.
    """
    said = declared.encode(what.verb, what.facts, facts)
    history.add(
        session,
        team_id=team_id,
        now=now,
        actor=actor,
        verb=what.verb,
        noun=what.noun,
        number=number,
        snapshot=snapshot,
        **said,
    )


def facts_of(row: Recorded) -> dict[str, object]:
    """How a row stands, by column, as far as history tells of it and in a form that it can keep."""
    return {name: declared.plain(getattr(row, name)) for name in TOLD[type(row)]}


def changed(
    session: Session,
    now: datetime,
    actor: str,
    row: Recorded,
    before: Facts | None,
    after: Facts | None = None,
) -> bool:
    """Write down what is different about a row; False, and nothing, where nothing is.

    `before` are its facts of then, None for a new row; `after` those of now, where the row itself
    does not say them yet. `actor` is empty where Duly or the command line did it.
    """
    stands = facts_of(row) if after is None else after
    stood: Facts = before or {}
    different = [name for name in stands if name not in stood or stood[name] != stands[name]]
    if not different:
        return False
    write(
        session, now, row.team_id, actor,
        CHANGES[type(row), ADDED if before is None else CHANGED],
        snapshot=_snapshot(row),
        row=id_of(row),
        before={name: stood[name] for name in different if name in stood},
        after={name: stands[name] for name in different},
    )  # fmt: skip
    return True


def removed(session: Session, now: datetime, actor: str, row: Recorded) -> None:
    """Write down that a row is taken out, and how it stood; `actor` as for `changed`."""
    write(
        session, now, row.team_id, actor, CHANGES[type(row), REMOVED],
        snapshot=_snapshot(row), row=id_of(row), before=dict(facts_of(row)), after={},
    )  # fmt: skip


def id_of(row: Recorded) -> str:
    """By what history knows a row."""
    match row:
        case Person():
            return row.user_id
        case Department():
            return str(row.department_id)
        case Customer():
            return str(row.customer_id)
        case Route():
            return str(row.route_id)
        case Workspace():
            return row.team_id
        case Absence():
            return str(row.absence_id)
        case Cause():
            return str(row.cause_id)
        case Survey():
            return str(row.survey_id)


def _snapshot(row: Recorded) -> Snapshot:
    """Where a change is found again beside what became of promises: by department, by customer."""
    match row:
        case Person() | Department() | Route() | Cause():
            return Snapshot(department_id=row.department_id)
        case Customer():
            return Snapshot(customer_id=row.customer_id, tier=row.tier)
        case Workspace() | Absence() | Survey():
            return Snapshot()
