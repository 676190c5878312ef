"""For whom, for about how many and how surely something changes, as people say it in words.

“For about 12 key accounts, fairly sure”, “for everybody”. What is not understood is left over, so
that it can be asked about: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from handlers.executives.decisions.weighing import MOST_CUSTOMERS, Confidence
from storage.customers import Tier
from storage.signs import plain

_NOUN = r"(?:accounts?|customers?|clients?)"
_TIERS: Mapping[Tier, str] = {
    Tier.KEY: rf"key(?: {_NOUN})?",
    Tier.STRATEGIC: rf"strategic(?: {_NOUN})?",
    Tier.BEACHHEAD: rf"beach-?heads?(?: {_NOUN})?",
    Tier.STANDARD: rf"(?:standard(?: {_NOUN})?|other {_NOUN})",
}
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "a dozen": 12, "two dozen": 24,
}  # fmt: skip
_COUNT = (
    r"(?:(?:(?:about|around|some|roughly|approximately|circa)\s+|ca\.?\s*|~\s*|≈\s*)?"
    rf"(?P<count>\d{{1,3}}(?:[,.'’ ]\d{{3}})+|\d+|{'|'.join(sorted(_NUMBERS, reverse=True))})\s+)?"
)
_DIGITS = 20
"""So many digits of a number are read: what is longer is too much of anything."""
_DETERMINED = r"(?:(?:all|our|the|of)\s+)*"
_ONE = re.compile(
    rf"{_DETERMINED}{_COUNT}(?:of\s+)?{_DETERMINED}"
    rf"(?:{'|'.join(f'(?P<{tier}>{said})' for tier, said in _TIERS.items())}"
    rf"|(?P<bare>{_NOUN}|of them|them)|(?P<all>every(?:body|one)|every {_NOUN}))(?!\w|-\w)",
    re.IGNORECASE | re.ASCII,
)
_EVERY = re.compile(r"all(?: of them)?(?!\w|-\w| (?:but|except|of)\b)", re.IGNORECASE)
_FOR = re.compile(r"[\s,]*\bfor\s+", re.IGNORECASE)
_AT_ONCE = re.compile(r"\s+(?=\S)")
"""What stands before a group without “for”: “worse about 12 key accounts”."""
_APART = re.compile(r"\s*(?:$|[,.;:!)–-]|(?:because|since|as)\b)", re.IGNORECASE)
_AND = re.compile(
    r"\s*(?:,\s*(?:and|plus|&)?|\band\b|&|\+|\bplus\b|\bas well as\b)\s*(?:for\s+)?", re.IGNORECASE
)
_SURE = {
    Confidence.SURE: r"(?:(?:i'm|i am|we're|we are) )?(?:very |quite )?(?:sure|certain)",
    Confidence.FAIRLY: r"(?:(?:i'm|i am|we're|we are) )?(?:fairly|pretty) (?:sure|certain)",
    Confidence.GUESS: r"(?:(?:that's |that is |it's |just |only )*(?:a|my) guess|i guess)",
}
_HOW_SURE = {
    sure: re.compile(rf"\s*[,;(–-]\s*{said}\)?(?=\s*(?:$|[,.;:!)–-]|because\b|since\b|as\b))",
                     re.IGNORECASE)
    for sure, said in _SURE.items()
}  # fmt: skip


@dataclass(frozen=True)
class Whom:
    """Segments, about how many customers, and how sure; `ends` is where the words of it end.

    `is_unclear` says that there was more than could be understood.
    """

    tiers: tuple[Tier, ...] = ()
    customers: int | None = None
    confidence: Confidence | None = None
    ends: int = 0
    is_unclear: bool = False

    @property
    def is_said(self) -> bool:
        """Whether any of it was said."""
        return bool(self.tiers or self.confidence) or self.customers is not None


def read(text: str) -> Whom:
    """Read what stands behind “worse”: “ for about 12 key accounts, fairly sure because …”.

    The rest, from `ends` on, is something else.
    """
    said = plain(text)
    first = _sure(said, Whom())
    led = _FOR.match(said, first.ends)
    found = _listed(said, led.end(), first) if led else _without_for(said, first)
    return _sure(said, found) if found.confidence is None else found


def _without_for(said: str, found: Whom) -> Whom:
    """The groups that stand there without “for”, where nothing but a reason follows them."""
    led = _AT_ONCE.match(said, found.ends)
    listed = _listed(said, led.end(), found) if led else found
    is_whole = not listed.is_unclear and _APART.match(said, listed.ends)
    return listed if is_whole else found


def _listed(said: str, at: int, found: Whom) -> Whom:
    """The groups behind “for”, as many as follow each other."""
    tiers, counts, unnumbered, ends = set[Tier](), list[int](), 0, at
    while True:
        every = _EVERY.match(said, at)
        one = _ONE.match(said, at)
        if one is None and every is None:
            break
        if one is not None:
            named = [tier for tier in Tier if one.group(str(tier))]
            tiers |= set(named) or (set(Tier) if _means_all(one) else set())
            count = _number(one["count"])
            counts += [count] if count is not None else []
            unnumbered += count is None
            ends = one.end()
        elif every is not None:
            tiers, unnumbered, ends = set(Tier), unnumbered + 1, every.end()
        joined = _AND.match(said, ends)
        at = joined.end() if joined else ends
        if joined is None:
            break
    if not tiers and not counts:
        return replace(found, is_unclear=True)
    # Of some a number is said and of others none: nobody knows how many that is.
    total = sum(counts) if counts and not unnumbered else None
    unclear = bool(counts and unnumbered) or (total or 0) > MOST_CUSTOMERS
    return replace(
        found, tiers=tuple(tier for tier in Tier if tier in tiers),
        customers=None if unclear else total, ends=ends, is_unclear=unclear,
    )  # fmt: skip


def _means_all(one: re.Match[str]) -> bool:
    """Whether “customers” means all of them: without a number, and with “all” or “every”."""
    if one["all"]:
        return True
    return one["count"] is None and one[0].lower().startswith("all")


def _number(said: str | None) -> int | None:
    if said is None:
        return None
    digits = re.sub(r"\D", "", said)[:_DIGITS]
    return _NUMBERS.get(said.lower()) or int(digits or 0)


def _sure(said: str, found: Whom) -> Whom:
    for sure, pattern in _HOW_SURE.items():
        if matched := pattern.match(said, found.ends):
            return replace(found, confidence=sure, ends=matched.end())
    return found
