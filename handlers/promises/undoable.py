"""What somebody did by mistake can be undone for ten minutes; its button names what happened."""

from __future__ import annotations

from datetime import datetime, timedelta

from slackblocks import Button

from handlers.speech import blocks
from storage.decisions import Decision
from storage.history import Event
from storage.items import Item

SPAN = timedelta(minutes=10)
"""So long somebody may undo what they did."""
FACT = "back"
"""The name under which history keeps the way back."""
LABEL = "Undo"
UNDO = "item.undo"
"""The button under an answer, which says then what became of it."""
IN_PLACE = "story.undo"
"""The same in a story and on a card, which show it themselves."""
TOGETHER = "+"
"""Between the ids of moves that were made with one form."""


def is_theirs(event: Event, user_id: str | None, now: datetime) -> bool:
    """Whether somebody did this, and so lately that they may undo it."""
    return event.actor == user_id and now - event.happened_at <= SPAN


def button(verb: str, thing: Item | Decision, *events: Event | str) -> Button:
    """Undo one thing that happened to something, or the moves of one form, newest first.

    What began it can be named by its verb.
    """
    return blocks.button(LABEL, verb, value(thing, *events))


def value(thing: Item | Decision, *events: Event | str) -> str:
    """What the button carries."""
    named = (each if isinstance(each, str) else each.event_id.hex for each in events)
    return f"{thing.ref}{blocks.SEPARATOR}{TOGETHER.join(named)}"
