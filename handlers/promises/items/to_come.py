"""What is still to come of an issue's loop, in words that follow “It closes when”."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.speech.words import join_names
from storage.issues import Step

STILL = {
    Step.TOLD: "the customer is told",
    Step.CORRECTED: "it is corrected",
    Step.PREVENTED: "it is known what keeps it from coming back",
    Step.VERIFIED: "somebody has seen that it helped",
}
"""What is left of a loop, behind “It closes when”."""


def still(steps: Iterable[Step]) -> str:
    """“the customer is told and somebody has seen that it helped”."""
    return join_names([STILL[step] for step in steps])
