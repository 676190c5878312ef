"""Decoration is taken off a value here, and other digits are put in ours, before it is read."""

from __future__ import annotations

import re
import unicodedata

_DECORATION = ("So", "Sk", "Cf", "Cs", "Co")
"""Unicode's categories of emoji, marks beside them, and what nobody sees."""
_SIGNS = str.maketrans({"٫": ".", "٬": ",", "،": ",", "۔": ".", "−": "-"})
"""Separators that stand between the digits of other scripts."""
_ZERO_DAY = re.compile(
    r"(?:0000-00-00|00[./]00[./]0000|1900-01-00|1/0/1900|0)(?:[T ]0?0:00.*|[T ]12:00:00 AM)?"
    r"|(?:0001-01-01|0?1/0?1/0001)[T ](?:0?0:00.*|12:00:00 AM)",
    re.ASCII,
)


def undecorated(words: str) -> str:
    """The same in small letters, without emoji and exclamation marks: “🔴 High!” is “high”."""
    if not words.isascii():
        words = "".join(
            sign
            for sign in words
            if sign != "\ufe0f" and unicodedata.category(sign) not in _DECORATION
        )
    return " ".join(words.replace("!", " ").replace("_", " ").split()).casefold()


def in_our_digits(words: str) -> str:
    """The same with the digits 0 to 9: those of other scripts, and wide ones, mean the same."""
    if words.isascii():
        return words
    wide = unicodedata.normalize("NFKC", words)
    return "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in wide
    ).translate(_SIGNS)


def is_zero_day(words: str) -> bool:
    """Whether a database or a spreadsheet says “no date” with one that is none: 0000-00-00."""
    return _ZERO_DAY.fullmatch(words) is not None
