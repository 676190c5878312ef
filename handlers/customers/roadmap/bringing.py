"""What a file needs of outcomes: written, changed, and taken back with their file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from handlers.customers import roadmap as room
from handlers.customers.roadmap import changing, moves, reckoning, rules, words
from handlers.customers.roadmap import said as checked
from handlers.customers.roadmap.rules import NumberSaid
from handlers.customers.roadmap.said import OutcomeSaid
from handlers.executives.scores import periods
from handlers.people import access, facts
from handlers.promises import lifecycle
from storage import departments, initiatives, people, traces
from storage.customer_outcomes import CustomerOutcome, OutcomeState
from storage.people import Person

__all__ = [
    "COUNTERS",
    "NumberSaid",
    "OutcomeSaid",
    "change",
    "facts_of",
    "give_back",
    "how",
    "is_moved",
    "is_project",
    "number",
    "quarter",
    "said_of",
    "take_back",
    "write",
]

COUNTERS = tuple(str(each) for each in reckoning.OFFERED)
"""The figures of scorecards that an outcome may be."""
SAID = (
    "title", "owner_id", "department_id", "quarter_on", "counted_as", "unit", "baseline",
    "baseline_on", "target", "counter",
)  # fmt: skip
"""What a file says of one, by column."""
change = room.edit
number = rules.measured
is_project = rules.is_project
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def write(
    session: Session,
    now: datetime,
    actor: Person,
    said: OutcomeSaid,
    began: datetime | None = None,
) -> CustomerOutcome:
    """Write an outcome, and ask whoever is to answer for it.

    `began` (UTC) is when that was done first. Raises what `roadmap.write` raises, before anything
    is changed.
    """
    access.check(session, actor, access.WRITE_OUTCOME)
    filled = reckoning.filled(session, now, actor.team_id, said)
    checked.check_room(session, actor.team_id, checked.told(now, actor, filled))
    return room.write(session, now, actor, filled, began)


def quarter(words: str, today: date) -> date | None:
    """The first day of the quarter that words name, as 2027-Q1 or by its first day; else None."""
    if _DAY.fullmatch(words):
        try:
            day = date.fromisoformat(words)
        except ValueError:
            return None
        return periods.quarter_of(day).first
    found = periods.read(words, today)
    is_quarter = found is not None and found == periods.quarter_of(found.first)
    return found.first if found and is_quarter else None


def said_of(session: Session, outcome: CustomerOutcome) -> OutcomeSaid:
    """What is said of an outcome by now, as its form would say it again."""
    return OutcomeSaid(
        notice=outcome.title,
        counted_as=outcome.counted_as,
        baseline=NumberSaid(outcome.baseline, outcome.unit),
        target=NumberSaid(outcome.target, outcome.unit),
        owner=people.find(session, outcome.team_id, outcome.owner_id),
        quarter_on=outcome.quarter_on,
        department=departments.find(session, outcome.team_id, outcome.department_id),
        baseline_on=outcome.baseline_on,
        keeps_words=True,
        counter=outcome.counter,
    )


def facts_of(outcome: CustomerOutcome) -> dict[str, Any]:
    """How it stands, by column, in a form that can be kept."""
    return {name: facts.plain(getattr(outcome, name)) for name in SAID}


def how(outcome: CustomerOutcome) -> str:
    """How it stands, in words."""
    return words.STATES[OutcomeState(outcome.state)]


def is_moved(session: Session, outcome: CustomerOutcome) -> bool:
    """Whether somebody works for it: a task or an initiative moves it."""
    team_id, wanted = outcome.team_id, outcome.number
    return traces.has_open(session, team_id, wanted) or bool(
        initiatives.moving(session, team_id, wanted)
    )


def take_back(
    session: Session, now: datetime, actor: Person, outcome: CustomerOutcome, file: str
) -> None:
    """Take one back that a file has brought, which is held. Raises what `lifecycle.make` raises."""
    lifecycle.make(session, now, moves.UNDO_IMPORT, outcome, actor, file=file)


def give_back(
    session: Session,
    now: datetime,
    actor: Person,
    outcome: CustomerOutcome,
    stood: Mapping[str, Any],
) -> None:
    """Let columns say again what they said, as `facts_of` has it; a former owner is asked again.

    Raises what `roadmap.edit` raises.
    """
    was = {name: getattr(outcome, name) for name in SAID} | changing.TOLD.read(stood)
    team_id = outcome.team_id
    said = replace(
        said_of(session, outcome),
        notice=was["title"],
        counted_as=was["counted_as"],
        baseline=NumberSaid(was["baseline"], was["unit"]),
        target=NumberSaid(was["target"], was["unit"]),
        owner=people.find(session, team_id, was["owner_id"]),
        quarter_on=was["quarter_on"],
        department=departments.find(session, team_id, was["department_id"]),
        baseline_on=was["baseline_on"],
        counter=was["counter"],
    )
    room.edit(session, now, actor, outcome.ref, said)
