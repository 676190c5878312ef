"""What is different about a loss, before and after, in a form that history can keep."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from storage.losses import Loss

_MEANS: dict[str, Callable[[str], object]] = {
    "customer_id": UUID,
    "department_id": UUID,
    "left_on": date.fromisoformat,
    "called_on": date.fromisoformat,
    "won_back_on": date.fromisoformat,
    "verified_at": datetime.fromisoformat,
}
TOLD = (
    "customer_id", "left_on", "tier", "value", "currency", "said", "stated", "told_by", "cause",
    "behind", "evidence", "preventable", "department_id", "understood_by", "checked",
    "verified_by", "verified_at", "caller_id", "call_month", "learned", "called_on", "won_back_on",
)  # fmt: skip
"""All that can be said of a loss, by column."""


@dataclass(frozen=True)
class Different:
    """The columns that a move changes, as they were and as they are from then on, and the state."""

    before: dict[str, Any]
    after: dict[str, Any]


def different(loss: Loss, wanted: Mapping[str, object]) -> Different:
    """What would be different about a loss; `before` also says how it stood."""
    after = {name: plain(value) for name, value in wanted.items() if getattr(loss, name) != value}
    before = {name: plain(getattr(loss, name)) for name in after}
    return Different({**before, "state": str(loss.state)}, after)


def set_columns(loss: Loss, written: Mapping[str, Any]) -> None:
    """Set columns as history has them; the state is a move's to set."""
    for name, value in written.items():
        if name in TOLD:
            means = _MEANS.get(name)
            setattr(loss, name, means(value) if means and value is not None else value)


def told_of(loss: Loss) -> dict[str, Any]:
    """All that is said of it, as history has it."""
    return {name: plain(getattr(loss, name)) for name in TOLD if getattr(loss, name)}


def plain(value: object) -> Any:
    """A value of a column as JSON has it."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return str(value) if isinstance(value, str) else value
