"""What the CCO's office reads of issues without a department, and what admins read of no CCO."""

from __future__ import annotations

from slackblocks import Block

from handlers.chasing.kinds import Alone, Asking, Says
from handlers.speech import blocks

SAYS = Says(
    ends="A department ends this line.",
    owes=(
        "It has no department yet. Who can correct and prevent it?",
        "It has waited {waited}, and has no department yet. Who can correct and prevent it?",
        "It has had no department since {since}. Which one can correct it?",
        "It has waited {waited}, and nobody has it. Which department can correct it?",
    ),
    alone=Alone(
        owes=(
            "*{who_waits}* has waited {waited}, and no department has this yet: {named}. "
            "Whose is it? The answer is due {left} after this message, {by}."
        ),
        late=(
            "*{who_waits}* has waited {waited}, and no department has this: {named}. Whose is it?"
        ),
        above="*{who_waits}* has been blocked since {reported}, and nobody has this: {named}.",
    ),
)


def buttons(asking: Asking) -> Block | None:
    """Send it to the department that can correct and prevent it."""
    if asking.part is None:
        return None
    send = blocks.button("Send to a department…", "issue.route", asking.ref, "primary")
    return blocks.actions(send)


def office_empty(left: str) -> str:
    """For the admins of a workspace; `left` is who held the office last."""
    return (
        f"Nobody looks after customers as CCO since {blocks.safe(left, 80)} left. Issues that no "
        "rule sends to a department wait. An admin of this workspace can say who does: "
        "`/cx setup`. On the server, `duly setup --cco USER` does it, too."
    )
