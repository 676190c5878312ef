"""What is said in reminders after a no: to tell the customer, and to say whether it stands."""

from __future__ import annotations

from slackblocks import Block

from handlers.chasing.kinds import Asking, Says
from handlers.promises.items.words import open_story, review_buttons, tell_buttons
from handlers.speech import blocks
from storage.nudges import Part

# The no is given; what is missing is a word to the customer.
TELL = Says(
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
TELL_STANDS = (
    "A customer has not heard our no since {day}.",
    "{Count} customers have not heard our no, the first since {day}.",
)
"""How it stands above whoever is to tell them."""
REVIEW = Says(
    ends="This line ends when somebody says whether our no stands.",
    owes=(
        "{whom} gets a no from us. Does it stand?",
        "Does our no to {whom} stand?",
        "Does our no to {whom} stand? Today the answer is due.",
        "Does our no to {whom} stand? The answer is {late_by}.",
    ),
    deputy="You stand in for {owner}. Nobody has said whether our no to {whom} stands: {late}.",
    lead="Nobody has said whether our no to {whom} stands: {late}. It is with {owner}.",
    cco="Nobody has said whether our no to {whom} stands: {late}. It is with {owner}.",
)
REVIEW_STANDS = (
    "Nobody has said since {day} whether a no stands.",
    "Nobody has said whether {count} noes stand, the first since {day}.",
)
"""How it stands above whoever looks at them."""


def follows_from(number: int) -> str:
    """What the no is to: whoever decides that is asked."""
    return f"It follows from D-{number}."


def tell(asking: Asking) -> Block | None:
    """They have heard it."""
    return tell_buttons(asking.ref) if asking.part else None


def review(asking: Asking) -> Block | None:
    """It stands, or not, for whoever is asked, leads or is CCO; a deputy opens it."""
    if asking.part is None:
        return None
    if asking.part != Part.DEPUTY:
        return review_buttons(asking.ref)
    return blocks.actions(open_story(asking.ref))
