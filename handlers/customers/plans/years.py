"""Which year a plan is for, as people name it: alone, before or behind the name of a customer."""

from __future__ import annotations

import re
from datetime import date

from handlers.speech.plan_errors import FarYear

SOON = 10
"""From this month on the plan that people mean is that of the next year."""
BACK, AHEAD = 2, 3
"""So many years before and after this one a plan can be read."""
_ALONE = re.compile(r"(?:for |of )?(\d{4})", re.ASCII)
_BEFORE = re.compile(r"(\d{4}) (?:for )?(?P<name>.+)", re.ASCII | re.DOTALL)
_BEHIND = re.compile(r"(?P<name>.+?),? (?:for |of |in )?(\d{4})", re.ASCII | re.DOTALL)


def usual(today: date) -> int:
    """The year that is planned on a day: this one, from October on the next."""
    return today.year + (today.month >= SOON)


def read(words: str, today: date) -> tuple[str, int]:
    """The name of a customer, empty for the whole company, and the year.

    Raises FarYear.
    """
    said = " ".join(words.split())
    if alone := _ALONE.fullmatch(said):
        return "", check(int(alone[1]), today)
    for pattern in (_BEHIND, _BEFORE):
        found = pattern.fullmatch(said)
        year = int(next(each for each in found.groups() if each.isdecimal())) if found else 0
        if found and today.year - BACK <= year <= today.year + AHEAD:
            return found["name"], year
    return said, usual(today)


def check(year: int, today: date) -> int:
    """The same year. Raises FarYear for one that nobody plans."""
    if not today.year - BACK <= year <= today.year + AHEAD:
        raise FarYear(first=str(today.year - BACK), last=str(today.year + AHEAD))
    return year


def to_come(year: int, today: date) -> int:
    """The same year, where it is not over yet. Raises FarYear."""
    if year < today.year:
        raise FarYear(first=str(today.year), last=str(today.year + AHEAD))
    return check(year, today)
