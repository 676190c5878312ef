"""Speaking with a customer to whom something happened has six steps, and these are their words.

Source: customer-experience reference, section 0 (S4): apologise, clarify, ask, apologise again,
assure, thank.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from handlers.speech import words


class RecoveryStep(StrEnum):
    """One of the six, in their order."""

    APOLOGISE = "apologise"
    CLARIFY = "clarify"
    ASK = "ask"
    AGAIN = "apologise again"
    ASSURE = "assure"
    THANK = "thank"


LABELS: Mapping[str, str] = {
    RecoveryStep.APOLOGISE: "Say sorry, without a but",
    RecoveryStep.CLARIFY: "Say what happened, what was done, what happens now",
    RecoveryStep.ASK: "Ask what else is open",
    RecoveryStep.AGAIN: "Say sorry again, for this case",
    RecoveryStep.ASSURE: "Say what they can rely on, and until when",
    RecoveryStep.THANK: "Thank them for telling us",
}
"""What each says to whoever is about to speak."""
DONE: Mapping[str, str] = {
    RecoveryStep.APOLOGISE: "said sorry",
    RecoveryStep.CLARIFY: "said what happened, was done and happens now",
    RecoveryStep.ASK: "asked what else is open",
    RecoveryStep.AGAIN: "said sorry again",
    RecoveryStep.ASSURE: "said what they can rely on",
    RecoveryStep.THANK: "thanked them",
}
"""How each is told afterwards, behind whoever spoke."""
TOLD = "told the customer"


def read(ticked: Iterable[str]) -> tuple[RecoveryStep, ...]:
    """The steps that were ticked, in their order, whatever else came along."""
    chosen = set(ticked)
    return tuple(step for step in RecoveryStep if step in chosen)


def told(said: object) -> str:
    """“told the customer, said sorry and thanked them”, by the steps that history keeps."""
    known = {str(each) for each in said} if isinstance(said, list) else set()
    return words.join_names([TOLD, *(DONE[step] for step in RecoveryStep if step in known)])
