"""The shapes of Slack's ids and words: what has another shape goes no further."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
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


def key_of(kind: str, *tickets: str) -> str:
    """What a delivery is known by, in the memory and in the log.

    An id that is not as Slack makes them may be anybody's word: it is kept as a digest.
    """
    known = [
        each if _USUAL.fullmatch(each) else f"~{sha256(each.encode()).hexdigest()[:32]}"
        for each in tickets
    ]
    return ":".join([kind, *known])


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
_USUAL = re.compile(r"[0-9a-f.]+|[A-Z][A-Za-z]?[0-9A-Z]+")
"""1334522.7384749.8088930838d8, Ev0PV52K21: so far Slack has made them like this."""
FileId = Annotated[str, StringConstraints(pattern=r"^F[A-Z0-9]{2,30}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:/-]{1,255}$")]
"""What an app calls its buttons, forms and fields, and Slack its events."""
