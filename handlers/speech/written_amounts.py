"""Amounts of money as people and spreadsheets write them: every number that they may mean.

Pure: words in, readings out. Whether 1.500 is fifteen hundred or one and a half is for the caller
to decide, by the other values beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from handlers.speech import currencies

LONGEST = 40
NOTHING = frozenset(
    {"", "-", "–", "—", "n/a", "#n/a", "na", "n.a.", "tbd", "tba", "none", "null", "unknown", "?"}
)
"""Words for “not known”, in small letters."""


class DecimalSign(StrEnum):
    """What stands before the part that is less than one."""

    POINT = "."
    COMMA = ","


BOTH = frozenset(DecimalSign)
_SCALES = {
    "": 1, "K": 10**3, "TSD": 10**3, "THOUSAND": 10**3, "LAC": 10**5, "LAKH": 10**5,
    "M": 10**6, "MN": 10**6, "MIO": 10**6, "MLN": 10**6, "MILLION": 10**6, "CR": 10**7,
    "CRORE": 10**7, "B": 10**9, "BN": 10**9, "BLN": 10**9, "BILLION": 10**9,
}  # fmt: skip
"""What makes a number larger."""
_UNCLEAR_SCALES = ("MIL", "MILL", "MRD", "MD")
"""A thousand to some and a million to others, or a billion and a currency: not guessed."""
_CURRENCY = "|".join(map(re.escape, currencies.WRITTEN))
_SCALE = "|".join([*filter(None, _SCALES), *_UNCLEAR_SCALES])
_AMOUNT = re.compile(
    rf"(?P<before>{_CURRENCY})?(?P<number>\d[\d.,]*)"
    rf"(?P<scale>{_SCALE})?\.?(?P<after>{_CURRENCY})?",
    re.ASCII,
)
_IN_THOUSANDS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*", re.ASCII)
_IN_LAKHS = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}", re.ASCII)
_RUPEES = ("INR", "₹", "PKR", "NPR")
"""Where thousands are followed by groups of two digits: 12,50,000."""
_BEHIND = re.compile(r"[.,](?:--|[-–—])$|/(?:YR|YEAR|Y|A)$|P\.?A\.?$|PER(?:YEAR|ANNUM)$")
"""What changes no number of a year: a dash for no cents, and that it is a year's."""
_HALF = Decimal("0.5")
_SEPARATOR = re.compile(r"[.,]")


@dataclass(frozen=True)
class WrittenAmount:
    """An amount as it was written: in whole units, by each decimal sign that makes sense.

    `usual` is what it means where nothing decides: groups of three digits are thousands. It is
    None where the scale means different numbers to different people. `currency` is as it was
    written, in capitals; empty where none was.
    """

    readings: Mapping[DecimalSign, int]
    usual: int | None
    currency: str

    @property
    def meanings(self) -> set[int]:
        """What it can mean; one where the decimal sign makes no difference."""
        return set(self.readings.values())


def is_nothing(words: str) -> bool:
    """Whether these words, on one line, say that something is not known."""
    return words.casefold() in NOTHING


@lru_cache(maxsize=10_000)
def read(words: str) -> WrittenAmount | None:
    """What these words, on one line, may mean as an amount; None for nothing that makes sense."""
    if len(words) > LONGEST:
        return None
    plain = re.sub(r"[\s'’]", "", words).upper()
    said = _AMOUNT.fullmatch(_BEHIND.sub("", plain))
    if said is None:
        return None
    number = _in_thousands(said["number"], plain)
    scale = said["scale"] or ""
    currency = currencies.together(said["before"] or "", said["after"] or "")
    if currency is None:
        return None
    if scale in _UNCLEAR_SCALES:
        return WrittenAmount({}, None, currency)
    numbers = {
        sign: meant
        for sign in _signs(number, scaled=bool(scale))
        if (meant := _number(number, sign)) is not None
    }
    if not numbers:
        return None
    whole = {sign: _whole(number * _SCALES[scale]) for sign, number in numbers.items()}
    return WrittenAmount(MappingProxyType(whole), max(whole.values()), currency)


def _in_thousands(number: str, plain: str) -> str:
    """A number of rupees, written in lakhs, in groups of three: 12,50,000 is 1,250,000."""
    whole, point, rest = number.partition(".")
    in_rupees = any(sign in plain for sign in _RUPEES) and _IN_LAKHS.fullmatch(whole)
    return f"{int(whole.replace(',', '')):,}{point}{rest}" if in_rupees else number


def _signs(number: str, *, scaled: bool) -> frozenset[DecimalSign]:
    """What may be the decimal sign: whatever is not sure to part thousands."""
    found = _SEPARATOR.findall(number)
    if not found:
        return BOTH
    last = DecimalSign(found[-1])
    if len(set(found)) > 1:
        return frozenset({last})
    if len(found) > 1:
        return BOTH - {last}
    is_group = _IN_THOUSANDS.fullmatch(number) and not scaled
    return BOTH if is_group else frozenset({last})


def _number(number: str, sign: DecimalSign) -> Decimal | None:
    """The number with this decimal sign; None when its separators make no sense."""
    head, found, tail = number.partition(sign)
    grouped = _IN_THOUSANDS.fullmatch(head)
    if (found and not tail.isdigit()) or not (head.isdigit() or grouped):
        return None
    return Decimal(f"{_SEPARATOR.sub('', head)}.{tail or 0}")


def _whole(number: Decimal) -> int:
    return int(number + _HALF)
