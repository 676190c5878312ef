"""How a typed loss is read: which customer, since when, and what they said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from handlers.people import lookup
from handlers.speech import typed, values
from handlers.speech.errors import UserError
from handlers.speech.typed import Word
from storage import customers
from storage.customers import Customer
from storage.departments import key_of

MOST = 10
"""So many words a customer's name may have that is looked for."""
_DAY = re.compile(
    r"(?:(?P<near>today|yesterday)"
    r"|(?:on |since )?(?P<day>\d{4}-\d{2}-\d{2}|\d{1,2} [a-z]{3,9} \d{4}))(?=[\s:,;.]|$)[\s:,;]*",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“”\"](?P<words>[^“”\"]*)[“”\"]")
_THEY = re.compile(r"(?:they|he|she) (?:said|says?)(?: that)?[:,]?\s+", re.IGNORECASE)


@dataclass(frozen=True)
class TypedLoss:
    """A loss as it was typed."""

    customer: Customer | None = None
    on: date | None = None
    said: str = ""


def read(session: Session, team_id: str, words: Sequence[Word], today: date) -> TypedLoss:
    """Read `<customer> [on 2026-10-31] [they said “price”]`.

    Raises UnknownCustomer with the nearest name where no known name stands there.
    """
    if not words:
        return TypedLoss()
    customer, count = _customer(session, team_id, words)
    if customer is None:
        customer, count = lookup.customer(session, team_id, typed.line(words)), len(words)
    rest = typed.line(words[count:]).lstrip(" :,;-–—")
    on, rest = _day_in(rest, today)
    led = _THEY.match(rest)
    return TypedLoss(customer, on, _unquoted(rest[led.end() if led else 0 :].strip()))


def _customer(session: Session, team_id: str, words: Sequence[Word]) -> tuple[Customer | None, int]:
    """The customer with whose name words begin, and how many words that name has."""
    names = {
        count: [
            key_of(name)
            for name in typed.names(
                [*words[: count - 1], Word(words[count - 1].seen.rstrip(":,;"))]
            )
        ]
        for count in range(min(MOST, len(words)), 0, -1)
    }
    known = customers.called(session, team_id, {key for keys in names.values() for key in keys})
    for count, keys in names.items():
        found = next((known[key] for key in keys if key in known), None)
        if found:
            return found, count
    return None, 0


def _unquoted(said: str) -> str:
    """Their words without the quotation marks around all of them; those within stay."""
    found = _QUOTED.fullmatch(said)
    return found["words"].strip() if found else said


def _day_in(said: str, today: date) -> tuple[date | None, str]:
    """The day with which words begin, and the words behind it."""
    found = _DAY.match(said)
    if found is None:
        return None, said
    rest = said[found.end() :]
    if found["near"]:
        return today - timedelta(days=found["near"].lower() == "yesterday"), rest
    try:
        return values.day(found["day"]), rest
    except UserError:
        return None, said
