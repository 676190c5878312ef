"""What is said in reminders to tell a customer about a no, and the button that ends them."""

from __future__ import annotations

from slackblocks import Block

from handlers.chasing.kinds import Asking, Says
from handlers.promises.items.words import tell_buttons

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


def buttons(asking: Asking) -> Block | None:
    """They have heard it."""
    return tell_buttons(asking.ref) if asking.part else None
