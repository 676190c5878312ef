"""When two initiatives look alike: two of three, the same customers, the same months, like words.

Pure: what is planned and for whom goes in, and what makes them alike comes out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from storage import terms
from storage.initiatives import Initiative
from storage.reaches import Reach
from storage.similar import PLAIN
from storage.twins import PlannedInitiative

MONTH = 28
"""Days that two have to share; the shortest month has so many."""
THIRD = 3
"""One of so many customers of the smaller has to be in both."""
FEWEST, LEAST = 2, 0.4
"""Words that two have to share, and which part of the words of the shorter that has to be."""
SIGNS = 2
"""So many of the three make two look alike."""
NAMED = 3
"""So many words are named that stand apart in both."""


@dataclass(frozen=True)
class Alike:
    """What two initiatives have in common; empty, or 0, where they differ.

    `customers` are those in both; `is_third` says whether that is a third of the smaller. `days`
    are those of both, and `words` what stands in both.
    """

    customers: int = 0
    is_third: bool = False
    days: int = 0
    words: str = ""

    @property
    def is_same_time(self) -> bool:
        """Whether they share a month."""
        return self.days >= MONTH

    @property
    def signs(self) -> int:
        """How many of the three they have in common."""
        return sum((self.is_third, self.is_same_time, bool(self.words)))

    @property
    def looks_alike(self) -> bool:
        """Whether that is enough to ask."""
        return self.signs >= SIGNS


def compare(
    one: PlannedInitiative,
    other: PlannedInitiative,
    reach: Reach,
    others: Reach,
    in_tier: Mapping[str, int],
) -> Alike:
    """What two have in common; there are so many customers in each tier."""
    customers = reach.shared(others, in_tier)
    smaller = min(reach.count(in_tier), others.count(in_tier))
    return Alike(
        customers=customers,
        is_third=customers > 0 and customers * THIRD >= smaller,
        days=days_of_both(one.begins_on, one.ends_on, other.begins_on, other.ends_on),
        words=in_both(what(one.title), what(other.title)),
    )


def days_of_both(begins: date, ends: date, other_begins: date, other_ends: date) -> int:
    """On how many days both go on."""
    return max(0, (min(ends, other_ends) - max(begins, other_begins)).days + 1)


def what(title: str) -> str:
    """What customers get; a name before a colon says little of it."""
    name, colon, said = title.partition(": ")
    return said if colon and name and said.strip() else title


def in_both(one: str, other: str) -> str:
    """The words that stand in both, where they are near in meaning; else empty.

    “welcome call” of “a welcome call, a guide” and “the welcome calls, a training”.
    """
    said, others = _stems(one), set(_stems(other))
    mine = set(said)
    shared = mine & others
    if not shared or (len(shared) < FEWEST and mine != others):
        return ""
    if len(shared) < LEAST * min(len(mine), len(others)):
        return ""
    return _run(one, shared)


def twice(pairs: Iterable[tuple[Initiative, Initiative]]) -> dict[str | None, int]:
    """What is spent twice at most, by currency: of each pair the smaller budget, each once.

    A pair of which one budget is not known, or in another currency, says nothing.
    """
    smaller: dict[int, tuple[str | None, int]] = {}
    for one, other in pairs:
        if one.amount is None or other.amount is None or one.currency != other.currency:
            continue
        less = min(one, other, key=lambda each: (each.amount or 0, -each.number))
        smaller[less.number] = (less.currency, less.amount or 0)
    sums: dict[str | None, int] = {}
    for currency, amount in smaller.values():
        sums[currency] = sums.get(currency, 0) + amount
    return {currency: amount for currency, amount in sums.items() if amount}


def _stems(words: str) -> list[str]:
    return [terms.stem(term) for term in terms.of(words) if term not in PLAIN]


def _run(words: str, shared: set[str]) -> str:
    """The longest row of words that are all in both, else the first of them."""
    said = terms.of(words)
    rows: list[Sequence[str]] = [
        list(row)
        for is_shared, row in groupby(said, lambda term: terms.stem(term) in shared)
        if is_shared
    ]
    longest = max(rows, key=len)
    if len(longest) > 1:
        return " ".join(longest)
    apart = dict.fromkeys(term for row in rows for term in row)
    return ", ".join(list(apart)[:NAMED])
