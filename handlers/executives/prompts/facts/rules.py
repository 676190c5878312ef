"""How loud a fact is: the money behind it, times how bad it is, times for how many days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from storage.inquiries import InquiryAnswer

LOOKS_BACK = timedelta(days=28)
"""So long something that came back, or an inquiry about one subject, is remembered."""
QUARTER = timedelta(days=90)
SEVERAL = 2
"""So many customers are several."""
SEVERE = 2

USUAL_MONEY = 1_000
"""What stands behind a fact of which nobody knows the money, in units of the currency."""
MOST_DAYS = 30
"""More days make nothing louder."""
WEIGHTS = {1: 8, 2: 4, 3: 2}
"""What a severity weighs; all others, and what has none, weigh 1."""
IN_A_ROW = 3
"""After so many facts of one kind it is another kind's turn."""


class FactKind(StrEnum):
    """What can be true in a week."""

    ACCOUNT = "account"
    """A customer with open issues of severity 1 or 2."""
    BOUNCE = "bounce"
    """Something that goes back and forth between departments."""
    CAUSE = "cause"
    """A cause that was prevented and is back."""
    UNTOLD = "untold"
    """A customer who should have heard from us and did not."""
    QUIET = "quiet"
    """A department that answers nothing."""
    SEGMENT = "segment"
    """Customers of whom no answer to a decision spoke."""
    OUTAGE = "outage"
    """A grave issue of a watched account, or of several, of which nobody told them yet."""
    GAIN = "gain"
    """Something gets better with a decision, and nobody is to tell customers."""
    LOSS = "loss"
    """A customer who left."""
    SILENT = "silent"
    """A key account of which nobody has heard whoever decides there, and nobody calls."""
    THEME = "theme"
    """What many customers write of, and nobody says what follows."""
    TWINS = "twins"
    """Two initiatives that are the same thing, as both who answer for them say."""


EVENTS = (FactKind.OUTAGE,)
"""What does not wait for the day of the week on which a question comes."""


COURSES = {
    FactKind.ACCOUNT: (
        InquiryAnswer.MINE,
        InquiryAnswer.GIVEN,
        InquiryAnswer.BECAUSE,
        InquiryAnswer.PASSED,
    ),
    FactKind.BOUNCE: (
        InquiryAnswer.GIVEN,
        InquiryAnswer.PUT,
        InquiryAnswer.BECAUSE,
        InquiryAnswer.PASSED,
    ),
    FactKind.CAUSE: (
        InquiryAnswer.GIVEN,
        InquiryAnswer.PUT,
        InquiryAnswer.BECAUSE,
        InquiryAnswer.PASSED,
    ),
    FactKind.UNTOLD: (
        InquiryAnswer.KNOWN,
        InquiryAnswer.GIVEN,
        InquiryAnswer.BECAUSE,
        InquiryAnswer.PASSED,
    ),
    FactKind.QUIET: (
        InquiryAnswer.MINE,
        InquiryAnswer.GIVEN,
        InquiryAnswer.BECAUSE,
        InquiryAnswer.PASSED,
    ),
    FactKind.SEGMENT: (
        InquiryAnswer.PUT,
        InquiryAnswer.GIVEN,
        InquiryAnswer.BECAUSE,
        InquiryAnswer.PASSED,
    ),
    FactKind.OUTAGE: (
        InquiryAnswer.KNOWN,
        InquiryAnswer.GIVEN,
        InquiryAnswer.BECAUSE,
        InquiryAnswer.PASSED,
    ),
    FactKind.GAIN: (
        InquiryAnswer.KNOWN,
        InquiryAnswer.GIVEN,
        InquiryAnswer.BECAUSE,
        InquiryAnswer.PASSED,
    ),
    FactKind.LOSS: (
        InquiryAnswer.GIVEN,
        InquiryAnswer.PUT,
        InquiryAnswer.BECAUSE,
        InquiryAnswer.PASSED,
    ),
    FactKind.SILENT: (
        InquiryAnswer.MINE,
        InquiryAnswer.GIVEN,
        InquiryAnswer.BECAUSE,
        InquiryAnswer.PASSED,
    ),
    FactKind.THEME: (
        InquiryAnswer.GIVEN,
        InquiryAnswer.PUT,
        InquiryAnswer.BECAUSE,
        InquiryAnswer.PASSED,
    ),
    FactKind.TWINS: (
        InquiryAnswer.GIVEN,
        InquiryAnswer.BECAUSE,
        InquiryAnswer.PASSED,
    ),
}
"""The answers that fit a question, in the order of their buttons."""


@dataclass(frozen=True)
class Fact:
    """One thing that is true, as a question and the sentence with its figures, both plain.

    `subject` says what it is about: it is not asked about twice in `LOOKS_BACK`. `department_id` is
    where it is, and `close_to` the Slack id of whoever speaks for us there, where that is known.
    """

    kind: FactKind
    subject: str
    question: str
    said: str
    loudness: int
    department_id: UUID | None = None
    close_to: str | None = None


def loudness(money: int | None, severity: int, since: datetime, now: datetime) -> int:
    """Money (units of the currency) × weight of the severity × days since `since`, 1 to 30."""
    days = min(max((now - since).days, 1), MOST_DAYS)
    return max(money or 0, USUAL_MONEY) * WEIGHTS.get(severity, 1) * days


def order(fact: Fact) -> tuple[int, str]:
    """By loudness; what is as loud in a fixed order, so that the same facts give one question."""
    return fact.loudness, fact.subject


def too_often(kinds: list[str]) -> FactKind | None:
    """The kind whose turn it is not, given those of the newest questions, the newest first."""
    newest = set(kinds[:IN_A_ROW])
    one = newest.pop() if len(kinds) >= IN_A_ROW and len(newest) == 1 else None
    return FactKind(one) if one in set(FactKind) else None
