"""The names of weekdays and months, and the patterns that more than one part of a date needs."""

from __future__ import annotations

import re

from handlers.speech.words import MONTHS, WEEKDAYS

WEEKDAY = (
    r"(?P<weekday>mon(?:days?)?|tue(?:s|sdays?)?|wed(?:s|nes|nesdays?)?|thu(?:rs?|rsdays?)?"
    r"|fri(?:days?)?|sat(?:urdays?)?|sun(?:days?)?)\.?"
)
DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])"
TH = r"(?:st|nd|rd|th)"
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
NUMBER = r"(?P<number>\d{1,3}|an?|(?:a )?couple(?: of)?)"
_MONTH = re.compile(rf"{MONTH}\.?")
WORKING = r"(?:working|business|work)"


def weekday(said: str) -> int:
    """The number of a weekday by the beginning of its name, Monday 0."""
    return next(n for n, name in enumerate(WEEKDAYS) if name.lower().startswith(said[:3]))


def month(said: str) -> int:
    """The number of a month by its name or in digits, January 1."""
    return int(said) if said.isdigit() else MONTHS.index(said[:3].capitalize()) + 1


def is_month(word: str) -> bool:
    """Whether a word is the name of a month: “dec”, “December”, “Sept.”."""
    return bool(_MONTH.fullmatch(word.lower()))


def number(said: re.Match[str]) -> int:
    """How many: “3”, “a”, “a couple of”."""
    words = said["number"]
    if words.isdigit():
        return int(words)
    return 2 if "couple" in words else 1
