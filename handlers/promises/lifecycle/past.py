"""How an item stood before a move is kept with the event, so that the move can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from handlers.people import facts
from handlers.promises.lifecycle import things
from handlers.promises.lifecycle.things import Movable
from handlers.promises.undoable import FACT
from storage.handoffs import Handoff
from storage.history import Event
from storage.issues import Experience, Step, column_of
from storage.items import Item

_STEPS = tuple(map(column_of, Step))
_OF_ISSUES = (*_STEPS, "joined_to", "cause_id", "check_at", "felt", "feels")
_OF_TASKS = ("is_prevention", "outcome_number")
_MOMENTS = ("due_at", "original_due_at", "acknowledged_at", "closed_at", "check_at", *_STEPS)
_IDS = ("department_id", "customer_id", "cause_id")
COLUMNS = (
    "state", "title", "severity", "owner_id", "due_zone", "due_timed", "close_reason",
    "promised_by", "audience", "joined_to", "felt", "feels", *_MOMENTS, *_IDS, *_OF_TASKS,
)  # fmt: skip
"""All of an item that a move can change; a task has no steps, and is joined to nothing."""
Columns = Mapping[str, Any]


@dataclass(frozen=True)
class Back:
    """The way back from a move: the columns that it changed, the asks it ended and began, an offer.

    `offer` was made by the move, or answered or ended with it.
    """

    columns: Columns
    ended: tuple[UUID, ...] = ()
    begun: tuple[UUID, ...] = ()
    offer: UUID | None = None


def of(thing: Movable) -> Columns:
    """How an item stands; nothing for anything else."""
    item = things.item_in(thing)
    if item is None:
        return {}
    others = _OF_TASKS if isinstance(item, Experience) else _OF_ISSUES
    return {name: getattr(item, name) for name in COLUMNS if name not in others}


def fact(
    before: Columns,
    thing: Movable,
    ended: Iterable[UUID],
    begun: Iterable[UUID],
    offer: Handoff | None,
) -> dict[str, Any]:
    """What history keeps with the event of a move."""
    now = of(thing)
    changed = {name: value for name, value in before.items() if now[name] != value}
    kept = {
        "columns": written(changed),
        "ended": [str(each) for each in ended],
        "begun": [str(each) for each in begun],
        "offer": str(offer.handoff_id) if offer else "",
    }
    return {FACT: {name: value for name, value in kept.items() if value}}


def written(columns: Columns) -> dict[str, Any]:
    """Columns as JSON has them."""
    return {name: facts.plain(value) for name, value in columns.items()}


def read(written_columns: Mapping[str, Any]) -> dict[str, Any]:
    """The same columns as a row has them."""
    return {name: _value(name, value) for name, value in written_columns.items() if name in COLUMNS}


def back_from(event: Event) -> Back | None:
    """The way back from what happened; None where none was kept."""
    kept = event.details.get(FACT)
    if not isinstance(kept, dict):
        return None
    return Back(
        columns=read(kept.get("columns", {})),
        ended=tuple(map(UUID, kept.get("ended", ()))),
        begun=tuple(map(UUID, kept.get("begun", ()))),
        offer=UUID(kept["offer"]) if kept.get("offer") else None,
    )


def gave_first_date(event: Event) -> bool:
    """Whether the thing had no date before this happened."""
    back = back_from(event)
    return back is not None and back.columns.get("due_at", event.due_at) is None


def restore(item: Item, columns: Columns) -> None:
    """Let an item stand again as it stood."""
    for name, value in columns.items():
        setattr(item, name, value)


def _value(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _MOMENTS:
        return datetime.fromisoformat(value)
    return UUID(value) if name in _IDS else value
