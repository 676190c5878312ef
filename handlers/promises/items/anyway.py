"""The form that names the tasks which an issue would be closed over, and asks whether to."""

from __future__ import annotations

from typing import Any

from handlers.promises import items
from handlers.speech import blocks
from handlers.speech.promise_errors import TasksStillOpen
from storage.items import Item

SEND = "item.close.send"
HOW = {"done": "Close it anyway", "withdrawn": "Take it back anyway"}
"""What the form does, by the verb of the move."""


def form(item: Item, verb: str, error: TasksStillOpen) -> dict[str, Any]:
    """What is still open, and that it stays so."""
    named = blocks.safe(error.facts["tasks"], 1_000)
    still = f"{error.facts['count'].capitalize()} still open: {named}."
    return blocks.form(
        "Still open tasks",
        SEND,
        blocks.section(f"*{items.named(item)}*\n{still}"),
        blocks.context("They stay open, and whoever has them is still asked for them."),
        submit=HOW[verb],
        value=f"{item.ref}{blocks.SEPARATOR}{verb}",
    )
