"""What is said in reminders to tell a customer about a no, and the button that ends them."""

from __future__ import annotations

from slackblocks import Block

from handlers.chasing.kinds import Says
from handlers.speech import blocks

# The no is given; what is missing is a word to the customer.
SAYS = Says(
    owes=(
        "{title} was answered with a no. {whom} should hear it from us: have you told them?",
        "{title}: has {whom} heard the no from us?",
        "{title}: has {whom} heard the no from us? Today is the day.",
        "{title}: {whom} has not heard the no from us. Who could call them?",
    ),
    deputy="You stand in for {owner}: {title}. {whom} has not heard the no from us, {late}.",
    lead=(
        "{title}: {whom} has not heard the no from us, {late}. It is with {owner}. "
        "Who could call them?"
    ),
    cco=(
        "{title}: {whom} has not heard the no from us, {late}. It is with {owner}. "
        "Could you call them, or say who will?"
    ),
)


def buttons(ref: str, is_theirs: bool) -> Block:
    """They have heard it."""
    del is_theirs
    return blocks.actions(blocks.button("They know", "item.told", ref, "primary"))
