"""What is different about a theme, before and after, in a form that history can keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from storage.themes import Theme

TOLD = (
    "title", "words", "marks", "name", "since", "department_id", "led_to", "reason", "rests_until",
    "answered_by",
)  # fmt: skip
"""All that can be said of a theme, by column; how many write of it is counted, not said."""


@dataclass(frozen=True)
class ThemeChange:
    """The columns that a move changes, as they were and as they are; `before` has the state."""

    before: dict[str, Any]
    after: dict[str, Any]


def change(theme: Theme, wanted: Mapping[str, object]) -> ThemeChange:
    """Set columns of a theme, which is held: as they were and as they are, for history."""
    after = {name: plain(value) for name, value in wanted.items() if getattr(theme, name) != value}
    before = {name: plain(getattr(theme, name)) for name in after}
    for name in after:
        setattr(theme, name, wanted[name])
    return ThemeChange({**before, "state": str(theme.state)}, after)


def told_of(theme: Theme) -> dict[str, Any]:
    """All that is said of it, as history has it."""
    return {name: plain(getattr(theme, name)) for name in TOLD if getattr(theme, name)}


def plain(value: object) -> Any:
    """A value of a column as JSON has it."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
