"""What is said in reminders to tell a customer about a no, and the button that ends them."""

from __future__ import annotations

from slackblocks import Block

from handlers.chasing.kinds import Asking, Says
from handlers.promises.items.words import tell_buttons
from handlers.speech import words

# The no is given; what is missing is a word to the customer.
SAYS = Says(
    ends="This line ends when they have heard our no.",
    owes=(
        "It was answered with a no. {whom} should hear it from us: have you told them?",
        "Has {whom} heard the no from us?",
        "Has {whom} heard the no from us? Today is the day.",
        "{whom} has not heard the no from us. Who could call them?",
    ),
    deputy="You stand in for {owner}. {whom} has not heard the no from us: {late}.",
    lead="{whom} has not heard the no from us: {late}. It is with {owner}. Who could call them?",
    cco=(
        "{whom} has not heard the no from us: {late}. It is with {owner}. "
        "Could you call them, or say who will?"
    ),
)

STANDS = (
    "A customer has not heard our no since {day}.",
    "{Count} customers have not heard our no, the first since {day}.",
)
"""How it stands above whoever is to tell them."""


def why_no_longer(days: int, is_late: bool) -> str:
    """Why quiet lasts no longer: so many working days, none where it is hours."""
    if not days:
        return "severity 1 rests two hours at most"
    what = "what is late" if is_late else "this"
    return f"{what} rests {words.count(days, 'working day')} at most"


def buttons(asking: Asking) -> Block | None:
    """They have heard it."""
    return tell_buttons(asking.ref) if asking.part else None
