"""What is different about an outcome, before and after, in a form that history can keep."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from storage.customer_outcomes import CustomerOutcome

_MEANS: dict[str, Callable[[str], object]] = {
    "department_id": UUID,
    **dict.fromkeys(
        ("quarter_on", "ends_on", "baseline_on", "counted_on", "next_on"), date.fromisoformat
    ),
    "said_at": datetime.fromisoformat,
    "shown_at": datetime.fromisoformat,
}
TOLD = (
    "title", "owner_id", "department_id", "quarter_on", "ends_on", "counted_as", "unit", "baseline",
    "baseline_on", "target", "first_target", "latest", "counted_on", "said", "line", "helps",
    "said_by", "said_at", "because", "shown_at", "next_on", "reason",
)  # fmt: skip
"""All that can be said of an outcome, by column."""


@dataclass(frozen=True)
class OutcomeChange:
    """The columns that a move changes, as they were and as they are from then on, and the state."""

    before: dict[str, Any]
    after: dict[str, Any]


def different(outcome: CustomerOutcome, wanted: Mapping[str, object]) -> OutcomeChange:
    """What would be different about an outcome; `before` also says how it stood."""
    after = {
        name: plain(value) for name, value in wanted.items() if getattr(outcome, name) != value
    }
    before = {name: plain(getattr(outcome, name)) for name in after}
    return OutcomeChange({**before, "state": str(outcome.state)}, after)


def set_columns(outcome: CustomerOutcome, written: Mapping[str, Any]) -> None:
    """Set columns as history has them; the state is a move's to set."""
    for name, value in written.items():
        if name in TOLD:
            means = _MEANS.get(name)
            setattr(outcome, name, means(value) if means and value is not None else value)


def told_of(outcome: CustomerOutcome) -> dict[str, Any]:
    """All that is said of it, as history has it."""
    said = {name: getattr(outcome, name) for name in TOLD}
    return {name: plain(value) for name, value in said.items() if value not in (None, "")}


def plain(value: object) -> Any:
    """A value of a column as JSON has it."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return str(value) if isinstance(value, str) else value
