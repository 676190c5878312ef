"""What people say in a reply when they are asked about a step: told, prevented, verified, held.

The same “yes” or “done” means another thing under each of these questions, and a “no” is no
refusal of the work. Where it cannot be told what is meant, the buttons of the question are shown.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from handlers.front.replies.sayings import FAILED
from handlers.promises import asked

ANSWERED: Mapping[str, tuple[str, ...]] = {
    "told": (asked.INFORM, asked.TELL),
    "prevented": (asked.PREVENT,),
    "verified": (asked.VERIFY,),
    "held": (asked.CHECK,),
    "stands": (asked.REVIEW,),
    FAILED: (asked.VERIFY, asked.CHECK, asked.REVIEW),
}
"""Which question each command answers, by the kinds of ask."""
STEPS = frozenset(kind for kinds in ANSWERED.values() for kind in kinds)
"""The questions about steps."""
YES, NO, DONE = "yes", "no", "done"
_MEANT: Mapping[tuple[str, str], str] = {
    (asked.INFORM, YES): "told",
    (asked.INFORM, DONE): "told",
    (asked.TELL, YES): "told",
    (asked.TELL, DONE): "told",
    (asked.VERIFY, YES): "verified",
    (asked.VERIFY, NO): "reopen",
    (asked.REVIEW, YES): "stands",
    (asked.REVIEW, NO): "reopen",
}
"""Which command a yes, a no or “done” means under each question; under the rest it says nothing."""
_HEARD = re.compile(
    r"(?:(?:i|we)(?:'ve| have)? )?(?:just )?(?:already )?"
    r"(?:told|informed|called|phoned|rang|mailed|e-mailed|emailed|wrote(?: to)?|written to|"
    r"spoke (?:with|to)|spoken (?:with|to)|met(?: with)?) (?:the )?",
    re.IGNORECASE,
)
_AGREED = re.compile(r"(?:yes|yep|yeah|yup)\b[\s,.:;!–-]*", re.IGNORECASE)
_BEFORE_WHAT = re.compile(r"^[\s,.:;–-]*(?:that\b\s*)?", re.IGNORECASE)
"""What stands between whom somebody told and what."""


def meant(kinds: Collection[str], said: str) -> str:
    """The command that YES, NO or DONE means for whoever owes answers of these kinds of ask.

    Empty where it means none of them, or more than one.
    """
    found = {_MEANT.get((kind, said), "") for kind in kinds if kind in STEPS}
    return found.pop() if len(found) == 1 else ""


def told_to(text: str, customer: str) -> str | None:
    """What somebody says that they told the customer of this name; None where they say none."""
    heard = _HEARD.match(text)
    if heard is None or not customer:
        return None
    rest = text[heard.end() :]
    if not rest.casefold().startswith(customer.casefold()):
        return None
    behind = rest[len(customer) :]
    if behind[:1].isalnum():
        return None
    return behind[_BEFORE_WHAT.match(behind).end() :].strip()  # type: ignore[union-attr]


def agreed(text: str) -> str | None:
    """What somebody says behind a yes; None where they say no yes."""
    found = _AGREED.match(text)
    return text[found.end() :].strip() if found else None
