"""What Duly says when something is undone, or cannot be any more."""

from __future__ import annotations

from slackblocks import Button

from handlers.promises import items
from handlers.promises.items import audience
from handlers.speech import blocks
from storage.history import Event
from storage.items import Item
from storage.people import Person

UNDO = "item.undo"
"""The button that undoes; what it carries names the thing and what happened to it."""
IN_STORY = "story.undo"
"""The same in a story, which shows itself what became of it."""
USAGE = "undo T-12"
LABEL = "Undo"

WAS_ASKED = "{name}'s message says so"
UNDONE = {
    "created": "{ref} is off the list{asked}.",
    "reported": "{ref} is off the list{asked}.",
    "done": "{named} is not done.",
    "declined": "{named} has no answer of “no” any more.",
    "acknowledged": "{named} waits for an answer again.",
    "dated": "{named} has its former date again.",
    "withdrawn": "{named} is on the list again.",
    "offered": "{named} is not on offer any more.",
    "reopened": "{named} is closed again.",
    "given": "{named} is with {owner} again.",
    "accepted": "{named} is on offer again, and with {owner}.",
}
"""By the verb of what was undone."""
AS_BEFORE = "{named} stands as it stood before."


def button(item: Item, what: str, label: str = LABEL) -> Button:
    """Undo one thing that happened: `what` is its verb, or the id of the event."""
    return blocks.button(label, UNDO, f"{item.ref}{blocks.SEPARATOR}{what}")


def value(item: Item, event: Event) -> str:
    """What the button carries for one event."""
    return f"{item.ref}{blocks.SEPARATOR}{event.event_id.hex}"


def undone(item: Item, verb: str, owner: Person | None, *, was_asked: bool) -> str:
    """How it stands again."""
    sentence = UNDONE.get(verb, AS_BEFORE).format(
        ref=item.ref, named=items.named(item), owner=blocks.person(item.owner_id),
        asked=_asked(item, owner, was_asked=was_asked),
    )  # fmt: skip
    return f"Undone. {sentence}"


def _asked(item: Item, owner: Person | None, *, was_asked: bool) -> str:
    """Whether its owner has read of it, where that is somebody else."""
    if owner is None or owner.user_id == item.created_by:
        return ""
    name = blocks.safe(audience.first_name(owner.name), 80)
    return f", and {WAS_ASKED.format(name=name) if was_asked else f'{name} was not asked'}"
