"""Under which heading each thing stands that can be done with a task or an issue."""

from __future__ import annotations

from handlers.promises.concerns import cards as concerns
from handlers.promises.follows import cards as follows
from handlers.promises.items.words import (
    CANNOT_GIVE,
    DONE_FORM,
    DRAFT,
    FEELING,
    GIVES,
    HEARD,
    HELD,
    PASS_ON,
    PREVENTED,
    RESUME,
    VERIFIED,
    WAIT_FORM,
)
from handlers.promises.merging import cards as merging
from handlers.promises.parts import cards as parts
from handlers.promises.warnings.words import LIST

STEPS, WHO = "Steps and dates", "Who has it, who helps"
CUSTOMER, REST = "The customer and what belongs to it", "Correct, end or follow it"
HEADINGS = (STEPS, WHO, CUSTOMER, REST)
"""In the order in which they stand."""
_HEADINGS = {
    **dict.fromkeys(
        ("item.take", "item.done", "item.confirm", "item.date", "item.snooze", "item.told",
         HEARD, PREVENTED, VERIFIED, HELD, DONE_FORM, DRAFT, WAIT_FORM, RESUME, GIVES,
         CANNOT_GIVE),
        STEPS,
    ),
    **dict.fromkeys(
        ("issue.route", "item.owner", "item.handoff", "item.join", "item.talk", "item.help",
         "offer.accept", "offer.return", "offer.retract", parts.OPEN),
        WHO,
    ),
    **dict.fromkeys(
        (FEELING, concerns.OPEN, LIST, "task.form", merging.OPEN, "item.note"), CUSTOMER
    ),
    **dict.fromkeys((follows.FOLLOW, follows.UNFOLLOW), REST),
}  # fmt: skip


def heading(verb: str) -> str:
    """The heading of what a button does; what somebody else is to do is about who has it."""
    return WHO if verb.startswith(f"{PASS_ON}.") else _HEADINGS.get(verb, REST)
