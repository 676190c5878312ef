"""What people are told, and what they may conclude from it."""

from __future__ import annotations

import re

from bot.practice.slack.sockets import Answer
from tests.chaos.ledger import Outcome

CONFIRMED = (
    "Noted: ", "Thank you. ", "Done", "Corrected", "Recorded as a no", "Quiet about ", "Offered ",
    "The digest of ", "A question about customers comes ",
)  # fmt: skip
WAITING = "waits for the customer until "
"""In the middle of the yes to a wait, behind the name of what waits."""
CONFIRMED_LATER = "is off the list"
"""The one yes to a click that is said in words; every other is shown on the card."""
REFUSED_TITLE = "That did not work"
ASKS_FOR_A_DAY = "Take it\n"
"""The form that comes in place of a promise whose date has passed: nothing is taken by it."""
NO_FORM, NOT_YOURS = "Slack did not open the form in time.", "That is for "
MAYBE = "I was cut off while I saved this"
OUR_FAULT = (
    "Something went wrong on our side",
    MAYBE,
    "I have no room left to save anything",
    "I can only read right now and save nothing",
    "What I have saved is damaged",
    "Duly is busy right now",
    "I cannot save anything right now",
)
UNANSWERED = "nobody has answered yet"


_WAITS = re.compile(rf"^[^.]*{WAITING}[^.]+\. (?:It is due|The time of)")


def of_command(answer: Answer, copies: int) -> tuple[Outcome, str]:
    """What a command was answered with, when Slack delivered it so many times at once."""
    if not answer.ok:
        return Outcome.UNSURE, answer.outcome
    told = str((answer.payload or {}).get("text", ""))
    confirmed = told.startswith(CONFIRMED) or _WAITS.search(told)
    return _concluded(Outcome.ACCEPTED if confirmed else Outcome.REFUSED, told, copies), told


def of_click(answer: Answer, notice: str, copies: int) -> tuple[Outcome, str]:
    """What a click led to: a notice on the screen says no, or what was done."""
    if not answer.ok:
        return Outcome.UNSURE, answer.outcome
    refused = notice.startswith((REFUSED_TITLE, ASKS_FOR_A_DAY))
    return _concluded(Outcome.REFUSED if refused else Outcome.ACCEPTED, notice, copies), notice


def of_form(answer: Answer, notice: str, copies: int) -> tuple[Outcome, str]:
    """What a form that was sent turned into: nothing, errors under its fields, or a notice."""
    said = answer.payload or {}
    errors = " ".join(said.get("errors", {}).values())
    if errors and answer.ok:
        return _concluded(Outcome.REFUSED, errors, copies), errors
    return of_click(answer, notice if said.get("response_action") == "update" else "", copies)


def _concluded(outcome: Outcome, told: str, copies: int) -> Outcome:
    """Slack shows one of several answers: where this copy failed, another one may not have."""
    failed = copies > 1 and any(words in told for words in OUR_FAULT)
    return Outcome.UNSURE if failed or MAYBE in told else outcome
