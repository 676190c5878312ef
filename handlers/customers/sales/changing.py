"""What is different about a sale, before and after, in a form that history can keep."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from storage.sales import Sale

_MEANS: dict[str, Callable[[str], object]] = {
    "customer_id": UUID,
    "department_id": UUID,
    "starts_on": date.fromisoformat,
    "use_asked_on": date.fromisoformat,
    "used_on": date.fromisoformat,
}
TOLD = (
    "customer_id", "starts_on", "sold", "sold_by", "department_id", "value", "currency", "needs",
    "fit", "unsold", "use_asked_on", "used", "used_words", "used_on",
)  # fmt: skip
"""All that can be said of a sale, by column."""


@dataclass(frozen=True)
class SaleChanges:
    """The columns that a move changes, as they were and as they are from then on, and the state."""

    before: dict[str, Any]
    after: dict[str, Any]


def different(sale: Sale, wanted: Mapping[str, object]) -> SaleChanges:
    """What would be different about a sale; `before` also says how it stood."""
    after = {name: plain(value) for name, value in wanted.items() if getattr(sale, name) != value}
    before = {name: plain(getattr(sale, name)) for name in after}
    return SaleChanges({**before, "state": str(sale.state)}, after)


def set_columns(sale: Sale, written: Mapping[str, Any]) -> None:
    """Set columns as history has them; the state is a move's to set."""
    for name, value in written.items():
        if name in TOLD:
            means = _MEANS.get(name)
            setattr(sale, name, means(value) if means and value is not None else value)


def told_of(sale: Sale) -> dict[str, Any]:
    """All that is said of it, as history has it."""
    return {name: plain(getattr(sale, name)) for name in TOLD if getattr(sale, name)}


def plain(value: object) -> Any:
    """A value of a column as JSON has it."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return str(value) if isinstance(value, str) else value
