"""The words of a conversation with a customer: its buttons, and how it is asked for."""

from __future__ import annotations

from slackblocks import Block

from handlers.chasing.kinds import Asking, Says
from handlers.promises.items.words import open_story
from handlers.speech import blocks

TELL, SEND = "voice.tell", "voice.send"
PASS, PASS_SEND = "voice.pass", "voice.pass.send"
CORRECT, UNDO = "voice.correct", "voice.undo"
AS_ISSUE, AS_TASK = "voice.issue", "voice.task"
LABEL, NOT_NOW = "I spoke with…", "Not this month…"
TITLE = "A conversation with a customer in {month}"
SAYS = Says(
    ends="“Not this month” ends this line, too.",
    owes=(
        "With which customer have you spoken this month, and what did you learn?",
        "Have you spoken with a customer this month? One line of what you learned is enough.",
        "The month is nearly over. With which customer have you spoken?",
        "The month is over. Have you spoken with a customer?",
    ),
)


def buttons(asking: Asking) -> Block | None:
    """The two answers, as a reminder or a list offers them."""
    if asking.part is None:
        return None
    return blocks.actions(
        blocks.button(LABEL, TELL, asking.ref),
        blocks.button(NOT_NOW, PASS, asking.ref),
        open_story(asking.ref),
    )
