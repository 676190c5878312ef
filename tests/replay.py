"""History is played again from the first event, and has to end at what stands in the items.

So whatever a figure needs can be recomputed from history alone. The story of an issue is left out:
what a customer said never changes, and is kept once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from sqlmodel import Session, SQLModel, col, select

from bot import routes
from handlers.people import records
from handlers.promises import moves
from handlers.promises.items.kinds import FINISH
from handlers.promises.lifecycle import past
from handlers.speech.feelings import UNKNOWN
from storage.history import Event
from storage.issues import Issue, Step, column_of
from storage.items import LIVE_STATES, Item, State
from storage.tasks import Task

BEGINNINGS = ("created", "reported")
PLACED = (*BEGINNINGS, "routed", "reopened")
"""After these an item has the date that was first given."""
GIVES_DATE = {move.verb for move in routes.MOVES if FINISH.name in move.opens}
"""After these the owner is asked to keep a date, which whoever made the move has given."""
DOES = {move.verb: column_of(move.does) for move in routes.MOVES if move.does}
"""The step that is done with a verb, as its column."""
FAILS = {
    move.verb: tuple(map(column_of, move.fails))
    for move in routes.MOVES
    if move.fails and "failed" not in move.facts and move.verb != moves.EDIT.verb
}
"""The steps that do not hold any more after a verb."""
COLUMNS = ("owner_id", "department_id", "customer_id", "severity", "state", "due_at", "audience")
LEFT_OUT = {"team_id", "number", "story"}


@dataclass
class Replayed:
    """What came of it: how many items there are, which of them differ and in what.

    `untold` are items of whose beginning history does not tell.
    """

    items: int = 0
    differing: list[str] = field(default_factory=list)
    untold: int = 0

    def __str__(self) -> str:
        return f"replayed {self.items} items, differing {len(self.differing)}"


def replayed(session: Session, team_id: str, *, strict: bool = False) -> Replayed:
    """Replay the history of every task and issue of a workspace.

    `strict` says that nobody put items in by hand, so that one without a beginning differs, too.
    """
    found = Replayed()
    for kind in (Task, Issue):
        told = _told(session, team_id, kind.noun)
        for item in session.exec(select(kind).where(kind.team_id == team_id)):
            found.items += 1
            again = told.get(item.number)
            if again is None:
                found.untold += 1
                if strict:
                    found.differing.append(
                        f"{item.noun} {item.number}: no history of its beginning"
                    )
            else:
                found.differing += _differences(item, again)
    return found


def _told(session: Session, team_id: str, noun: str) -> dict[int, dict[str, object]]:
    """Each item of a noun as its history tells it, by number."""
    query = select(Event).where(Event.team_id == team_id, Event.noun == noun)
    events = session.exec(query.order_by(col(Event.number), col(Event.event_id)))
    things = {number: list(theirs) for number, theirs in groupby(events, lambda each: each.number)}
    return {
        number: again(theirs) for number, theirs in things.items() if theirs[0].verb in BEGINNINGS
    }


def again(events: Iterable[Event]) -> dict[str, object]:
    """The columns of an item after these events, the first of which is its beginning."""
    row: dict[str, object] = {
        "acknowledged_at": None, "closed_at": None, "close_reason": "", "source": None,
        "due_timed": False, "promised_by": None, **dict.fromkeys(map(column_of, Step)),
    }  # fmt: skip
    for event in events:
        if event.verb in BEGINNINGS:
            row |= _beginning(event)
        row["due_zone"] = event.details.get("zone", row.get("due_zone"))
        if "zone" in event.details:
            row["due_timed"] = event.details.get("timed", False)
        if event.state is None:
            continue
        after, before = asdict(event.snapshot), row.get("state")
        row |= {name: after[name] for name in COLUMNS}
        if event.state in LIVE_STATES:
            row |= {"closed_at": None, "close_reason": ""}
        if event.state == State.OPEN:
            row |= {"acknowledged_at": None, "promised_by": None}
        row |= _steps(event, row) | _joined(event) | _cause(event) | _feelings(event)
        if event.verb in PLACED:
            row["original_due_at"] = event.due_at
        if _takes(event, row):
            row["acknowledged_at"] = event.happened_at
        row |= _promised(event)
        row |= _ended(event, row)
        row |= _check(event, row, before)
        row["title"] = event.details.get("after", {}).get("title", row["title"])
        row |= _of_task(event)
        row |= past.read(event.details.get("restored", {}))
    return row


def _of_task(event: Event) -> dict[str, object]:
    """What it prevents or moves from then on, where this said so."""
    if event.verb == moves.SET_TO_PREVENT.verb:
        return {"is_prevention": True}
    after = event.details.get("after", {})
    if event.noun == Task.noun and "outcome" in after:
        named = str(after["outcome"]).removeprefix("O-")
        return {"outcome_number": int(named) if named else None}
    return {}


def _ended(event: Event, row: dict[str, object]) -> dict[str, object]:
    """When and why it ended, where it did with this."""
    if event.state in LIVE_STATES or row["closed_at"] is not None:
        return {}
    return {"closed_at": event.happened_at, "close_reason": event.details.get("reason", "")}


def _steps(event: Event, row: dict[str, object]) -> dict[str, object]:
    """The steps that were done with it for the first time, or do not hold any more."""
    step = DOES.get(event.verb)
    does = {step: event.happened_at} if step and row[step] is None else {}
    failed = [column_of(Step(event.details["failed"]))] if "failed" in event.details else []
    if event.verb == moves.EDIT.verb and "customer" in event.details["after"]:
        failed.append(column_of(Step.TOLD))
    return {**dict.fromkeys([*FAILS.get(event.verb, ()), *failed]), **does}


def _check(event: Event, row: dict[str, object], before: object) -> dict[str, object]:
    """When somebody is asked whether it held: thirty, sixty and ninety days after it was closed."""
    if event.noun != Issue.noun or (event.state == before and event.verb != "due to be checked"):
        return {}
    closed_at = row["closed_at"]
    if event.state != State.DONE or not row["prevented_at"] or not isinstance(closed_at, datetime):
        return {"check_at": None}
    spans = (timedelta(days=30), timedelta(days=60), timedelta(days=90))
    later = (closed_at + each for each in spans if closed_at + each > event.happened_at)
    return {"check_at": next(later, None)}


def _promised(event: Event) -> dict[str, object]:
    """Who gave the date, where anybody did."""
    gives = event.state == State.ACKNOWLEDGED and event.verb in GIVES_DATE
    return {"promised_by": event.actor} if gives else {}


def _joined(event: Event) -> dict[str, object]:
    """Of which issue it is a part, from when it was joined until it is open by itself again."""
    if event.verb == "merged":
        return {"joined_to": int(event.details["into"].rpartition("-")[2])}
    return {"joined_to": None} if event.verb == "reopened" and event.noun == Issue.noun else {}


def _cause(event: Event) -> dict[str, object]:
    """Why it happened, once somebody says so."""
    told = event.details.get("cause_id")
    return {"cause_id": UUID(told)} if told else {}


def _feelings(event: Event) -> dict[str, object]:
    """How the customer felt, or feels by now, where it was said with it."""
    told = {name: event.details[name] for name in ("felt", "feels") if name in event.details}
    said = {name: None if feeling == UNKNOWN else feeling for name, feeling in told.items()}
    return (
        {"feels": None, **said} if event.verb == "reopened" and event.noun == Issue.noun else said
    )


def _takes(event: Event, row: dict[str, object]) -> bool:
    is_taken = event.state == State.ACKNOWLEDGED
    return is_taken and (row["acknowledged_at"] is None or event.verb == "accepted")


def _beginning(event: Event) -> dict[str, object]:
    told = event.details
    created_at = told.get("created_at")
    row: dict[str, object] = {
        "title": told["title"],
        "source": told.get("source"),
        "created_by": told.get("created_by", event.actor),
        "created_at": datetime.fromisoformat(created_at) if created_at else event.happened_at,
    }
    if event.noun == Task.noun:
        numbers = ("issue_number", "decision_number", "outcome_number")
        kinds = {name: told.get(name, False) for name in ("is_part", "is_prevention")}
        return row | {name: told.get(name) for name in numbers} | kinds
    row |= dict.fromkeys(("joined_to", "cause_id", "check_at", "felt", "feels"))
    return row | {"touchpoint": told.get("touchpoint", "")}


def _differences(item: Item, told: dict[str, object]) -> list[str]:
    """In words, for each column that history tells otherwise or not at all."""
    stands = {name: value for name, value in _columns(item).items() if name not in LEFT_OUT}
    return [
        f"{item.noun} {item.number}: {name} is {value!r}, history says {told.get(name)!r}"
        for name, value in sorted(stands.items())
        if name not in told or told[name] != value
    ]


def _columns(row: SQLModel) -> dict[str, object]:
    return row.model_dump()


def rows_told_otherwise(session: Session, team_id: str) -> list[str]:
    """Replay what history tells of people, departments, customers, routes and the workspace.

    Each change has to begin where the one before it ended, and the last to end at what stands in
    the row. What was never changed is not told, and left out.
    """
    found = []
    for kind in records.TOLD:
        noun = kind.__name__.lower()
        query = select(Event).where(Event.team_id == team_id, Event.noun == noun)
        told: dict[str, dict[str, object]] = {}
        for event in session.exec(query.order_by(col(Event.event_id))):
            row, before, after = (event.details[name] for name in ("row", "before", "after"))
            stood = told.setdefault(row, {})
            found += [
                f"{noun} {row}: {name} was {stood[name]!r}, and then changes from {value!r}"
                for name, value in before.items()
                if stood.get(name, value) != value
            ]
            stood |= after
        for each in session.exec(select(kind).where(kind.team_id == team_id)):
            stands = records.facts_of(each)
            found += [
                f"{noun} {records.id_of(each)}: {name} is {stands[name]!r}, history says {value!r}"
                for name, value in told.get(records.id_of(each), {}).items()
                if stands[name] != value
            ]
    return found
