"""What Duly says when somebody changes who may see a promise, and the form for that."""

from __future__ import annotations

from slackblocks import Block

from handlers.promises import items
from handlers.promises.items.audience import Readers, only
from handlers.speech import blocks, inputs
from handlers.speech.request import Json
from storage.decisions import Decision
from storage.items import Item

OPEN, SEND = "item.audience", "item.audience.send"
PERSON = "person"
LABEL = "Who may see it…"
TITLE = "Who may see it"
PRIVATE_USAGE, SHARE_USAGE = "private T-12", "share T-12, or share T-12 with @tom"


def changed(item: Item, readers: Readers | None, myself: str) -> str:
    """Who may see it now, to whoever changed that."""
    if readers is None:
        return f"{items.named(item)}: everybody here may see it now."
    return f"{items.named(item)}.{only(readers, myself)}"


def let_in(item: Item | Decision, by: str) -> str:
    """Somebody may see something private from now on."""
    return f"{blocks.person(by)} lets you see {items.named(item)}, which is private."


def form(item: Item | Decision, question: Block) -> Json:
    """Who may see it, and who else; `question` asks the first."""
    return blocks.form(
        "Who may see it?",
        SEND,
        blocks.section(f"*{items.named(item)}*"),
        question,
        inputs.person(
            PERSON, "Who else, while it is private?", optional=True,
            hint="They read that they may see it.",
        ),
        submit="Save",
        value=item.ref,
    )  # fmt: skip
