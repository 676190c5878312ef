"""What Duly says when something is added to a story, and the form in which that is written."""

from __future__ import annotations

from collections.abc import Sequence

from slackblocks import Block

from handlers.promises import items
from handlers.promises.notes import Noted
from handlers.speech import blocks, evidence, inputs, long_texts
from handlers.speech.request import Json
from storage.decisions import Decision
from storage.items import Item

SEND = "item.note.send"
WHICH = "which"
WORDS = ("words", "words2", "words3", "words4")
"""The inputs for what is kept: one, and more where a message does not fit into it."""
USAGE = "note T-12 what you know, or https://…"
_LABEL = "What should be kept?"
_KEPT = "It stands in the story as you write it. Nobody can change or remove it."


def noted(found: Sequence[Noted]) -> str:
    """The words are kept."""
    return "\n".join(added(each.item) for each in found)


def added(thing: Item | Decision) -> str:
    """The words are kept with one thing."""
    return f"Added to {items.named(thing)}."


def heard_form(item: Item) -> Json:
    """What the customer has heard from us."""
    return blocks.form(
        "Told them",
        SEND,
        blocks.section(f"*{items.named(item)}*"),
        *long_texts.ask_for(WORDS, "What have they heard from us?", ""),
        blocks.context(_KEPT),
        submit="Keep it",
        value=item.ref,
    )


def form(item: Item | Decision | None, words: str = "") -> Json:
    """Words and a link for one thing; without one it is asked which."""
    first = (
        blocks.section(f"*{items.named(item)}*")
        if item
        else inputs.text(
            WHICH, "To which task, issue or decision?", most=20, placeholder="T-12",
            hint="Its number, like T-12 or I-7. The command /cx list shows them.",
        )
    )  # fmt: skip
    parts: list[Block] = [
        first,
        *long_texts.ask_for(WORDS, _LABEL, words),
        evidence.ask_for(),
        blocks.context(_KEPT),
    ]
    return blocks.form("Add a note", SEND, *parts, submit="Add it", value=item.ref if item else "")
