"""The words of a date in one form: small letters, plain signs, digits, and no word to spare."""

from __future__ import annotations

import re
from functools import lru_cache

from storage import signs

# No date that people say is longer, and nothing longer is looked at.
LONGEST = 80

_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"),
    *("sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = {20: "twenty", 30: "thirty", 40: "forty", 50: "fifty", 60: "sixty", 90: "ninety"}
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth"),
    *("seventeenth", "eighteenth", "nineteenth", "twentieth"),
)
_ENDINGS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}


def ordinal(number: int) -> str:
    """A day of the month as people write it: “1st”, “15th”."""
    return f"{number}{_ENDINGS.get(number, 'th')}"


def _in_digits() -> dict[str, str]:
    """What number words are in digits: “three” is 3, “twenty-first” is 21st."""
    digits = {word: str(n) for n, word in enumerate((*_UNITS, *_TEENS), 1)}
    digits |= {word: ordinal(n) for n, word in enumerate(_ORDINALS, 1)} | {"thirtieth": "30th"}
    for ten, word in _TENS.items():
        digits[word] = str(ten)
        for n, unit in enumerate(_UNITS, 1):
            digits[f"{word}-{unit}"] = digits[f"{word} {unit}"] = str(ten + n)
    for ten in (20, 30):
        for n, unit in enumerate(_ORDINALS[: 31 - ten if ten == 30 else 9], 1):
            digits[f"{_TENS[ten]}-{unit}"] = digits[f"{_TENS[ten]} {unit}"] = ordinal(ten + n)
    return digits


_SAME = {
    "today": "2day",
    "tomorrow": "tmrw tmr tmw tmrrw tmorrow tomo tomoz tomorow tommorow tommorrow 2moro 2morrow",
    "monday": "mondey munday",
    "tuesday": "tuseday tuesay tuesdy",
    "wednesday": "wensday wednsday wendsday wedensday wednesay",
    "thursday": "thrusday thurday thursay",
    "friday": "firday friady frday",
    "saturday": "saterday satuday",
    "february": "febuary feburary",
    "weekend": "wkend",
    "week": "wk",
    "weeks": "wks",
    "month": "mth mo",
    "months": "mths mos",
    "year": "yr",
    "years": "yrs",
    "next": "nxt",
    "before": "b4",
    "christmas": "xmas x-mas",
    "end of week": "eow",
    "end of month": "eom",
    "end of quarter": "eoq",
    "end of year": "eoy",
    "today evening": "tonight tonite",
}
"""Short forms and slips of the finger, by what they stand for."""
_INSTEAD = _in_digits() | {word: plain for plain, words in _SAME.items() for word in words.split()}
_INSTEAD |= {f"this {part}": f"today {part}" for part in ("morning", "afternoon", "evening")}
_WORDS = re.compile(rf"\b(?:(?:this|{'|'.join(_TENS.values())}) )?[\da-z]+(?:-[a-z]+)?\b")
"""A word, or two that may stand for one thing, such as “twenty first”."""
_BUSINESS = re.compile(r"(?<=\d) ?b([dh])\b")
_BUSINESS_UNITS = {"d": " business days", "h": " business hours"}
_ISO_T = re.compile(r"(?<=\d-\d\d)t(?=\d\d:)")

_QUOTES = str.maketrans(dict.fromkeys('"`*()[]\u2039\u203a', "") | {"\u00b4": "'"})
# A full stop ends the sentence, except after "27.11.", where it belongs to the date.
_FULL_STOP = re.compile(r"(?<!\.\d)(?<!\.\d\d)(?<!\. \d)(?<!\. \d\d)\.+$")
# What begins with a shorter one of them comes before it.
_LEAD = re.compile(
    r"^(?:(?:at the (?:very )?latest|(?:on|by) or before|no later than|not later than|not after|nlt"
    r"|due|by|on|at|until|till?|latest|up to|some ?time|any ?time|later(?! than)):? )+"
)
_LATEST = re.compile(r",? at the (?:very )?latest\b|,? sharp\b|,? on the dot\b")
_TRAIL = re.compile(r"(?:,? (?:latest|or (?:before|earlier|sooner)|sharp|please))+$")


def plain(words: str) -> str:
    """The phrase without “by”, “latest” and the like; nothing where it can be no date.

    White space, quotes, the shape of dashes and apostrophes, and capitals make no difference.
    """
    line = " ".join(words.split())
    return "" if len(line) > LONGEST else _spelled(line)


@lru_cache(maxsize=4096)
def _spelled(line: str) -> str:
    line = " ".join(signs.plain(line).translate(_QUOTES).lower().split()).strip("_~'")
    if not line.isascii():
        return ""
    line = _ISO_T.sub(" ", line.lstrip(":;,= ").rstrip("!?,; "))
    if line in _ORDINALS:
        # “First” alone is an order, and not a day.
        return line
    line = _WORDS.sub(_instead, line)
    line = _BUSINESS.sub(lambda unit: _BUSINESS_UNITS[unit[1]], line)
    line = _TRAIL.sub("", _FULL_STOP.sub("", _LATEST.sub("", _LEAD.sub("", line))))
    return _FULL_STOP.sub("", line)


def _instead(said: re.Match[str]) -> str:
    """What one or two words stand for, together or each by itself."""
    return _INSTEAD.get(said[0]) or " ".join(_INSTEAD.get(word, word) for word in said[0].split())
