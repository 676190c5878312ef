"""What somebody may do with a thing from the line of a list, the likeliest first, Open… last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.chasing.telling import Way
from handlers.promises.items.words import OPEN
from handlers.promises.telling import ways as told
from storage.items import Item
from storage.people import Person

MOST = 5
"""So many choices fit into a “…” menu."""
ADDED = {"item.note", "task.form", "story.undo", "item.audience"}
"""What adds something, or answers nothing: for that the story opens."""
LATER = (
    "item.handoff", "item.join", "item.talk", "item.help", "item.snooze", "item.follow",
    "item.unfollow",
)  # fmt: skip
"""What is less likely in a list than a no."""


def ways(session: Session, now: datetime, person: Person, item: Item) -> Sequence[Way]:
    """The first of what they may do, and the way to the whole story."""
    found = told.open_to(session, now, person, item)
    names = {way.verb for way in found}
    # Whoever can give it to somebody at once seldom offers it.
    later = {*LATER, *(["item.handoff"] if "item.owner" in names else [])}
    answers = sorted(
        (way for way in found if way.verb not in ADDED), key=lambda way: way.verb in later
    )
    return [*answers[: MOST - 1], story(item.ref)]


def story(ref: str) -> Way:
    """All that happened to something, and all that can be done with it."""
    return Way("Open…", OPEN, ref)
