"""A reason is asked for wherever a promise changes, in one line or in a form."""

from __future__ import annotations

from slackblocks import Block

from handlers.speech import blocks
from handlers.speech.errors import ReasonMissing
from handlers.speech.request import Request

FIELD = "reason"
MISSING = "Please say why, in a sentence."
LONGEST = 1000
SAYS_NOTHING = " \n\t.…-–—_*?!"
"""Signs that are no reason by themselves, such as the dots of “because …” in an example."""


def ask_for(label: str) -> Block:
    """The place in a form where the reason is written."""
    return blocks.text_input(FIELD, label, lines=True, most=LONGEST)


def given(request: Request) -> tuple[str, dict[str, str]]:
    """The reason in a form, and the error under its field when there is none."""
    reason = request.words(FIELD)
    return reason, ({FIELD: MISSING} if _is_missing(reason) else {})


def need(reason: str, usage: str) -> str:
    """The reason of a typed answer.

    Raises ReasonMissing with the usage.
    """
    if _is_missing(reason):
        raise ReasonMissing(usage=usage)
    return reason


def _is_missing(reason: str) -> bool:
    return not reason.strip(SAYS_NOTHING)
