"""Which quarter of a year's plan somebody opens, and what begins in it."""

from __future__ import annotations

import re
from datetime import date

from handlers.speech.errors import UnreadableRequest
from storage.initiatives import Initiative

_WHICH = re.compile(r"(?:(?P<of>[0-9a-f]{32})\.)?(?P<year>\d{4})\.(?P<quarter>[1-4])", re.ASCII)


def begins_in(one: Initiative, year: int, number: int) -> bool:
    """Whether it begins in a quarter, 1 to 4; what began before the year is of its first."""
    begins = max(one.begins_on, date(year, 1, 1))
    return begins.year == year and (begins.month - 1) // 3 == number - 1


def which(of: str, year: int, number: int) -> str:
    """What a button carries that opens a quarter; `of` is the customer's id, empty for all."""
    return f"{of}.{year}.{number}" if of else f"{year}.{number}"


def read(carried: str) -> tuple[str, int, int]:
    """The customer's id, empty for the company, the year and the quarter.

    Raises UnreadableRequest.
    """
    found = _WHICH.fullmatch(carried)
    if found is None:
        raise UnreadableRequest
    return found["of"] or "", int(found["year"]), int(found["quarter"])
