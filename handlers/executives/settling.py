"""An answer to a question of the week also settles what a room has asked about the same thing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from storage.audiences import Audience
from storage.customer_outcomes import CustomerOutcome
from storage.departments import Department
from storage.inquiries import InquiryAnswer
from storage.people import Person


@dataclass(frozen=True)
class SaidToInquiry:
    """What a form says of an answer: the words, who does it, by which day, and who may see that."""

    course: InquiryAnswer
    words: str = ""
    owner_id: str = ""
    day: str = ""
    department: Department | None = None
    audience: Audience | None = None
    outcome: CustomerOutcome | None = None
    """What it moves for customers."""


Brings = Callable[[], str]
"""Makes what an answer brings, and gives its name, such as T-12 or D-3; empty for nothing."""
Settles = Callable[[Session, datetime, Person, int, SaidToInquiry, Brings], str]
"""How an answer is taken to a question about the thing of a room that has this number.

The room holds that thing, has made what the answer brings, keeps that it follows, and gives its
name. Where the thing waits for nothing, or it is not theirs to settle, no more than that is made.
"""
