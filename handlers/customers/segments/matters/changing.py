"""What is different about a matter, before and after, in a form that history can keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from storage.matters import Matter

TOLD = (
    "title", "topic", "customer_id", "about_on", "question", "answer", "reason", "led_to",
    "answered_by", "response_id",
)  # fmt: skip
"""All that can be said of a matter, by column."""


@dataclass(frozen=True)
class MatterChange:
    """The columns that a move changes, as they were and as they are; `before` has the state."""

    before: dict[str, Any]
    after: dict[str, Any]


def change(matter: Matter, wanted: Mapping[str, object]) -> MatterChange:
    """Set columns of a matter, which is held: as they were and as they are, for history."""
    after = {name: plain(value) for name, value in wanted.items() if getattr(matter, name) != value}
    before = {name: plain(getattr(matter, name)) for name in after}
    for name in after:
        setattr(matter, name, wanted[name])
    return MatterChange({**before, "state": str(matter.state)}, after)


def told_of(matter: Matter) -> dict[str, Any]:
    """All that is said of it, as history has it."""
    return {name: plain(getattr(matter, name)) for name in TOLD if getattr(matter, name)}


def plain(value: object) -> Any:
    """A value of a column as JSON has it."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
