"""A reason is asked for wherever a promise changes, in one line or in a form."""

from __future__ import annotations

from slackblocks import Block

from handlers.speech import cleaning, inputs
from handlers.speech.errors import WhyMissing

FIELD = "reason"
LONGEST = 1000


def ask_for(label: str, said: str = "") -> Block:
    """The place in a form where the reason is written; `said` is what somebody wrote already."""
    return inputs.text(FIELD, label, value=said, lines=True, most=LONGEST)


def check(reason: str) -> None:
    """Refuse to change a promise without saying why.

    Raises WhyMissing.
    """
    if cleaning.says_nothing(reason):
        raise WhyMissing
