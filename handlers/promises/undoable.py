"""What somebody did by mistake can be undone for ten minutes; its button names what happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from slackblocks import Button

from handlers.speech import blocks
from storage.history import Event

SPAN = timedelta(minutes=10)
"""So long somebody may undo what they did."""
FACT = "back"
"""The name under which history keeps the way back."""
LABEL = "Undo"
UNDO = "item.undo"
"""The button under an answer, which says then what became of it."""
IN_PLACE = "story.undo"
"""The same in a story and on a card, which show it themselves."""
UNDOING = "undone"
"""The verb by which history tells that something was undone."""
LOOKED_AT = 60
"""Events of a thing among which those are looked for that were not undone."""
TOGETHER = "+"
"""Between the ids of moves that were made with one form."""


class HasRef(Protocol):
    """What people name, such as T-12."""

    @property
    def ref(self) -> str:
        """Its name."""


def is_theirs(event: Event, user_id: str | None, now: datetime) -> bool:
    """Whether somebody did this, and so lately that they may undo it."""
    return event.actor == user_id and now - event.happened_at <= SPAN


def standing(happened: Iterable[Event]) -> Iterator[Event]:
    """Of what happened, newest first, what was not undone since.

    Each undoing took back what stood last before it.
    """
    undone: Counter[tuple[str, int]] = Counter()
    for event in happened:
        about = (event.noun, event.number)
        if event.verb == UNDOING:
            undone[about] += 1
        elif undone[about]:
            undone[about] -= 1
        else:
            yield event


def has_undone(happened: Sequence[Event], user_id: str, now: datetime) -> bool:
    """Whether the newest thing that happened is that somebody undid what they did."""
    return bool(happened) and happened[0].verb == UNDOING and is_theirs(happened[0], user_id, now)


def button(verb: str, thing: HasRef, *events: Event | str) -> Button:
    """Undo one thing that happened to something, or the moves of one form, newest first.

    What began it can be named by its verb.
    """
    return blocks.button(LABEL, verb, value(thing, *events))


def value(thing: HasRef, *events: Event | str) -> str:
    """What the button carries."""
    named = (each if isinstance(each, str) else each.event_id.hex for each in events)
    return f"{thing.ref}{blocks.SEPARATOR}{TOGETHER.join(named)}"
