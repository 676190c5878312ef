"""What came true of a decision, as people say it in words: “better than expected, nobody left”.

“Better” alone may mean better than expected, or better for customers: where the two are not the
same, and where “better than expected” can be two things, it is asked about and not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from handlers.executives.decisions.forecasts import rules
from handlers.executives.decisions.forecasts.rules import SEEN, Turned
from handlers.executives.decisions.spoken import TAKING_BACK
from handlers.speech import typed
from storage.decisions import Impact
from storage.signs import plain

_THOUGHT = (
    r"(?:we |i )?(?:had )?"
    r"(?:expected|thought|foresaw|foreseen|forecast|predicted|planned|feared|hoped)"
)
_LEADING = re.compile(
    r"(?:(?:it|this|that) )?(?:all )?(?:(?:has )?(?:turned out|came out|went|been|was|is|got)"
    r"(?: to be)? )?(?:(?:much|far|slightly|a little|a bit|just|exactly|pretty much) )?",
    re.IGNORECASE,
)
_RELATIVE: Mapping[Turned, re.Pattern[str]] = {
    Turned.AS: re.compile(rf"(?:as|like|what) {_THOUGHT}\b|(?:it )?came true\b", re.IGNORECASE),
    Turned.BETTER: re.compile(rf"better than {_THOUGHT}\b", re.IGNORECASE),
    Turned.WORSE: re.compile(rf"worse than {_THOUGHT}\b", re.IGNORECASE),
}
_ABSOLUTE: Mapping[Impact, re.Pattern[str]] = {
    Impact.BETTER: re.compile(r"better(?P<whole> for (?:the |our )?customers)?\b", re.IGNORECASE),
    Impact.WORSE: re.compile(r"worse(?P<whole> for (?:the |our )?customers)?\b", re.IGNORECASE),
    Impact.NONE: re.compile(
        r"(?P<whole>no (?:change|difference)|nothing (?:has )?changed|the same)"
        r"(?: for (?:the |our )?customers)?\b",
        re.IGNORECASE,
    ),
}
_LATER = re.compile(
    r"(?:(?:it|this|that)(?:'s| is) )?(?:still |far |much |a bit )*too (?:early|soon)"
    r"(?: to (?:say|tell|know|judge)(?: (?:it|that|yet))?)?\b[\s,.;:-]*",
    re.IGNORECASE,
)
_BEFORE_DAY = re.compile(
    r"(?:(?:so |please )*ask (?:me |us )?(?:again |back )?)?"
    r"(?:until|till|before|in|on|by|after)?\s*",
    re.IGNORECASE,
)
_PARTED = re.compile(r"\s*(?:[,;:.!-]+\s*|\b(?:because|since|as)\b[:,]?\s*)(?:and |because )?")
_AROUND = ' *_~"“”'


@dataclass(frozen=True)
class SpokenReview:
    """How it turned out, in words; `seen` is None where it cannot be told, and is asked about.

    `is_later` says that it is too early, and `day` until when; empty where none is named.
    `is_plain` says that nothing else than what came true can be meant.
    """

    turned: Turned = Turned.AS
    seen: Impact | None = None
    words: str = ""
    is_later: bool = False
    day: str = ""
    is_plain: bool = True


def read(text: str, expected: str | None) -> SpokenReview | None:
    """What somebody says of a decision of which this was expected; None for other words."""
    said = text.strip(_AROUND)
    if later := _LATER.match(plain(said)):
        rest = said[later.end() :]
        led = _BEFORE_DAY.match(plain(rest))
        day = rest[led.end() if led else 0 :].strip(" .!")
        return SpokenReview(is_later=True, day=day)
    leading = _LEADING.match(plain(said))
    rest = said[leading.end() if leading else 0 :]
    return _relative(rest, expected) or _absolute(rest, expected)


def _relative(said: str, expected: str | None) -> SpokenReview | None:
    for turned, pattern in _RELATIVE.items():
        found = pattern.match(plain(said))
        words = _words(said[found.end() :]) if found else None
        if words is not None:
            seen = None if _is_taken_back(words) else _only(expected, turned)
            return SpokenReview(turned, seen, words)
    return None


def _absolute(said: str, expected: str | None) -> SpokenReview | None:
    for impact, pattern in _ABSOLUTE.items():
        found = pattern.match(plain(said))
        words = _words(said[found.end() :]) if found else None
        if found is None or words is None:
            continue
        is_same = expected in SEEN and rules.likely(str(expected), _as_said(impact)) is impact
        is_clear = (found["whole"] or is_same) and not _is_taken_back(words)
        seen = impact if is_clear else None
        return SpokenReview(_turned(impact, expected), seen, words, is_plain=False)
    return None


def _as_said(impact: Impact) -> Turned:
    """What a word alone would mean beside what was expected."""
    return {Impact.BETTER: Turned.BETTER, Impact.WORSE: Turned.WORSE}.get(impact, Turned.AS)


def _turned(impact: Impact, expected: str | None) -> Turned:
    return rules.turned(str(expected), impact) if expected in SEEN else _as_said(impact)


def _only(expected: str | None, turned: Turned) -> Impact | None:
    """The one thing that it can have been; None where it can be two."""
    if expected not in SEEN:
        return None
    at = SEEN.index(Impact(str(expected)))
    found = {Turned.AS: SEEN[at : at + 1], Turned.BETTER: SEEN[:at], Turned.WORSE: SEEN[at + 1 :]}
    # What was the best, and turned out better still, is the best.
    left = found[turned] or SEEN[at : at + 1]
    return left[0] if len(left) == 1 else None


def _is_taken_back(words: str) -> bool:
    """Whether the words behind it begin with something else that came true: “no, worse”."""
    leading = TAKING_BACK.match(plain(words))
    rest = plain(words[leading.end() if leading else 0 :])
    return any(each.match(rest) for each in (*_RELATIVE.values(), *_ABSOLUTE.values()))


def _words(rest: str) -> str | None:
    """What is said behind it; None where it goes on as a sentence."""
    parted = _PARTED.match(plain(rest))
    words = rest[parted.end() if parted else 0 :]
    is_apart = not rest.strip(" .!") or words.lstrip() != rest.lstrip()
    return typed.seen(words).strip(_AROUND) if is_apart else None
