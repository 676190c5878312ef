"""The shapes of Slack's ids and words: what has another shape goes no further."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, StringConstraints

from handlers.speech import cleaning, values


def text(value: object) -> str:
    """A text without hidden signs; empty when it is none."""
    return cleaning.clean(value) if isinstance(value, str) else ""


def part(value: object, name: str) -> dict[str, object]:
    """A part of a JSON object that is an object itself; empty when there is none."""
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def _cleaned(value: object) -> object:
    # Before pydantic looks: half a sign, which JSON may bring, is no text to it.
    return cleaning.clean(value) if isinstance(value, str) else value


def _no_null(value: object) -> object:
    return "" if value is None else value


def _shaped(has_shape: Callable[[str], bool]) -> AfterValidator:
    def keep(value: str) -> str:
        if not has_shape(value):
            raise ValueError("another shape")
        return value

    return AfterValidator(keep)


Text = Annotated[str, BeforeValidator(_cleaned)]
Words = Annotated[str, BeforeValidator(_cleaned), BeforeValidator(_no_null)]
"""Text that Slack leaves out by null as well."""
UserId = Annotated[str, _shaped(values.is_person_id)]
ChannelId = Annotated[str, _shaped(values.is_channel_id)]
TeamId = Annotated[str, _shaped(values.is_team_id)]
Ticket = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,180}$")]
"""The id of a delivery, a trigger, a view or a version of one."""
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:/-]{1,255}$")]
"""What an app calls its buttons, forms and fields, and Slack its events."""
