"""A reason is asked for wherever a promise changes, in one line or in a form."""

from __future__ import annotations

from collections.abc import Sequence

from slackblocks import Block

from handlers.speech import cleaning, inputs, typed
from handlers.speech.errors import WhyMissing
from handlers.speech.typed import Word

FIELD = "reason"
LONGEST = 1000


def ask_for(label: str, said: str = "", *, optional: bool = False) -> Block:
    """The place in a form where the reason is written; `said` is what somebody wrote already."""
    return inputs.text(FIELD, label, value=said, lines=True, most=LONGEST, optional=optional)


def behind(because: Sequence[Word]) -> str:
    """The reason in the words behind “because”: that of “because of training” is “training”."""
    return typed.unquoted(because[led_by_of(because) :])


def led_by_of(because: Sequence[Word]) -> bool:
    """Whether the first of the words behind “because” belongs to it, and not to the reason."""
    return bool(because) and because[0].lead == "of"


def check(reason: str) -> None:
    """Refuse to change a promise without saying why.

    Raises WhyMissing.
    """
    if cleaning.says_nothing(reason):
        raise WhyMissing
