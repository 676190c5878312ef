"""The words of what hangs on an initiative: its buttons, and what is asked once that is cut."""

from __future__ import annotations

from collections.abc import Sequence

from slackblocks import Block

from handlers.chasing.kinds import Asking, Says
from handlers.customers.initiatives import words as named
from handlers.promises.items.words import open_story
from handlers.speech import blocks
from handlers.speech import words as plain
from storage.initiatives import Initiative
from storage.nudges import Part
from storage.tasks import Task

GIVE, GIVE_SEND = "initiative.give", "initiative.give.send"
WAY, WAY_SEND = "initiative.way", "initiative.way.send"
GIVE_LABEL, WAY_LABEL = "Give a task…", "Another way…"
TITLE, WHY = 80, 200
"""Characters of what a task is called, and of why something was cut."""
SHOWN = 5
"""So many tasks are named in one sentence."""

SAYS = Says(
    ends="Another way, a new day, or a no ends this line.",
    owes=(
        "How does it go on? The answer is due {due}.",
        "Do you know by now how it goes on?",
        "Today is the day to say how it goes on.",
        "How it goes on is {late_by}.",
    ),
)
STANDS = (
    "How promises go on without what was cut has had no answer since {day}.",
    "How promises go on without what was cut has had no answer in {count} places since {day}.",
)


def hang(one: Initiative, found: Sequence[Task]) -> str:
    """“N-5 First ninety days is cut: “No money.” T-31 Send the guide hangs on it.”, as markup."""
    why = f": “{blocks.safe(one.cut_why, WHY)}”" if one.cut_why else ""
    called = [f"{each.ref} {blocks.safe(each.title, TITLE)}" for each in found[:SHOWN]]
    if not called:
        return f"{named.named(one)} is cut{why}."
    verb = "hangs" if len(found) == 1 else "hang"
    said = f"{plain.join_names(_with_more(called, len(found)))} {verb} on it."
    each_of = " of each" if len(found) > 1 else ""
    ways = f"A new day or a no{each_of} answers it, too: `/cx {found[0].ref}`."
    return f"{named.named(one)} is cut{why}. {said} {ways}"


def promises(found: Sequence[Task]) -> str:
    """“Four promises hang on it: T-31, T-33, T-40 and T-41.”; empty for none."""
    if not found:
        return ""
    refs = plain.join_names(_with_more([each.ref for each in found[:SHOWN]], len(found)))
    verb = "hangs" if len(found) == 1 else "hang"
    return f"{plain.capital(plain.count(len(found), 'promise'))} {verb} on it: {refs}."


def _with_more(said: Sequence[str], total: int) -> list[str]:
    more = total - len(said)
    return [*said, *([f"{plain.number(more)} more"] if more > 0 else [])]


def buttons(asking: Asking) -> Block | None:
    """Another way, or all of it; a new day and a no stand with each task."""
    if asking.part not in (Part.OWES, Part.CCO):
        return None
    way = [blocks.button(WAY_LABEL, WAY, asking.ref)] if asking.is_theirs else []
    return blocks.actions(*way, open_story(asking.ref))
