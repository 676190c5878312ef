"""People's words are cleaned here before anything is read, stored or sent: no hidden signs in them.

Both databases then keep the same text: PostgreSQL takes no NUL, and neither takes half a sign.
"""

from __future__ import annotations

import re
import unicodedata

_LINE_END = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
# Control signs, halves of signs, and all that Unicode calls format, noncharacter or ignorable
# (UAX #44, Default_Ignorable_Code_Point): nobody sees them, and some turn the line around. The
# joiners U+200C and U+200D and the variation selectors stay: emoji and many scripts need them.
_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0"
    "\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    + "".join(
        f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17)
    )
    + "]"
)
MOST_MARKS = 30
"""Marks on one letter (UAX #15, Stream-Safe Text Format); no language has more than a few.

Putting thousands of them in order would take Python minutes.
"""
_NO_WORDS = " \n\t.…-–—_*?!"
"""Signs that say nothing by themselves, such as the dots of “because …” in an example."""
_SEEN = ("L", "N", "P", "S", "Co")
"""How Unicode's categories of what can be seen by itself begin."""


def clean(words: str) -> str:
    """The same words without what nobody sees, composed (NFC), each line end one sign."""
    if words.isascii() and words.isprintable():
        return words
    plain = _HIDDEN.sub("", _LINE_END.sub("\n", words))
    if plain.isascii():
        return plain
    return unicodedata.normalize("NFC", _with_few_marks(plain))


def line(words: str) -> str:
    """The same, on one line without outer spaces; empty where there is nothing to be seen."""
    plain = " ".join(clean(words).split())
    if plain.isascii() or any(unicodedata.category(sign).startswith(_SEEN) for sign in plain):
        return plain
    return ""


def says_nothing(words: str) -> bool:
    """Whether there are no words, or only signs."""
    return not words.strip(_NO_WORDS)


def _with_few_marks(words: str) -> str:
    """Leave out the marks beyond the thirtieth on one letter."""
    if sum(map(bool, map(unicodedata.combining, words))) <= MOST_MARKS:
        return words
    kept, marks = [], 0
    for sign in words:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= MOST_MARKS:
            kept.append(sign)
    return "".join(kept)
