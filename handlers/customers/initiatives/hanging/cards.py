"""The forms and short replies about what hangs on an initiative."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.customers.initiatives import way_words as words
from handlers.promises.items import TITLE
from handlers.speech import blocks, inputs
from handlers.speech import words as plain
from handlers.speech.request import Json
from storage.initiatives import Initiative
from storage.tasks import Promise, Task

LONGEST = 1000
"""Characters of how something goes on."""
WHAT, OWNER, DAY, WAY = "what", "owner", "day", "way"


def give(initiative: Initiative, owner_id: str | None, day: date) -> Json:
    """What is to be done for it, by whom, by when."""
    return blocks.form(
        f"A task for {initiative.ref}", words.GIVE_SEND,
        inputs.text(WHAT, "What is to be done?", value="", most=TITLE),
        inputs.person(OWNER, "Who does it?", value=owner_id),
        inputs.date(DAY, "By when?", value=day.isoformat()),
        blocks.context(f"Before {initiative.ref} is cut it is said that this hangs on it."),
        value=initiative.ref, submit="Give it",
    )  # fmt: skip


def way(initiative: Initiative, found: Sequence[Task]) -> Json:
    """How it goes on without what was cut."""
    return blocks.form(
        "Another way", words.WAY_SEND,
        blocks.section(words.hang(initiative, found)),
        inputs.text(WAY, "How does it go on without it?", value="", lines=True, most=LONGEST),
        value=initiative.ref, submit="Keep it",
    )  # fmt: skip


def given(initiative: Initiative, task: Promise) -> str:
    """For whoever gave it."""
    who = blocks.person(task.owner_id)
    return f"Noted: {task.ref} is with {who}, and hangs on {initiative.ref}."


def kept(found: Sequence[Task]) -> str:
    """For whoever said how it goes on."""
    refs = plain.join_names([each.ref for each in found[: words.SHOWN]])
    return f"Noted: your words stand with {refs}." if refs else "Noted, with your words."
