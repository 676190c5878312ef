"""What is different about a contact, before and after, in a form that history can keep."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from storage.contacts import Contact
from storage.hearings import CustomerHearing

_MEANS: dict[str, Callable[[str], object]] = {
    "customer_id": UUID,
    **dict.fromkeys(
        ("quiet_from", "heard_on", "call_on", "rests_until", "gone_on"), date.fromisoformat
    ),
}
TOLD = (
    "customer_id", "title", "key", "role", "influence", "address", "quiet_from", "heard_on",
    "heard_by", "heard_how", "call_on", "caller_id", "rests_until", "rests_because", "gone_on",
    "gone_why",
)  # fmt: skip
"""All that can be said of a contact, by column."""
HEARD = ("hearing_id", "heard_on", "heard_by", "through", "said", "felt")
"""All that is said of a hearing."""


@dataclass(frozen=True)
class Changed:
    """The columns that a move changes, as they were and as they are from then on."""

    before: dict[str, Any]
    after: dict[str, Any]


def changed(contact: Contact, wanted: Mapping[str, object]) -> Changed:
    """What would be different about a contact; `before` also says how it stood."""
    after = {name: told(value) for name, value in wanted.items() if getattr(contact, name) != value}
    before = {name: told(getattr(contact, name)) for name in after}
    return Changed({**before, "state": str(contact.state)}, after)


def set_columns(contact: Contact, written: Mapping[str, Any]) -> None:
    """Set columns as history has them; the state is a move's to set."""
    for name, value in written.items():
        if name in TOLD:
            means = _MEANS.get(name)
            setattr(contact, name, means(value) if means and value is not None else value)


def told_of(contact: Contact) -> dict[str, Any]:
    """All that is said of it, as history has it."""
    return {name: told(getattr(contact, name)) for name in TOLD if getattr(contact, name)}


def heard(hearing: CustomerHearing) -> dict[str, Any]:
    """All that is said of a hearing, as history has it."""
    return {name: told(getattr(hearing, name)) for name in HEARD if getattr(hearing, name)}


def told(value: object) -> Any:
    """A value of a column as JSON has it."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return str(value) if isinstance(value, str) else value
