"""How bad something is, in the words of ticket systems: Critical, P1, 2 - High, Urgent, 2.0."""

from __future__ import annotations

import re

NAMES = {
    **dict.fromkeys(("critical", "blocker", "urgent", "emergency", "highest", "showstopper"), 1),
    **dict.fromkeys(("high", "major", "serious", "severe", "important"), 2),
    **dict.fromkeys(("medium", "moderate", "normal", "average", "mid"), 3),
    **dict.fromkeys(("low", "minor", "trivial", "lowest", "cosmetic"), 4),
}
"""From 1, customer blocked, to 4, improvement."""
_SPELT = {"one": "1", "two": "2", "three": "3", "four": "4"}
_NUMBERED = re.compile(
    r"(?:(?:s|sev|severity|p|prio|priority)[ .:#-]*|#)?(?P<number>[0-4])(?:[.,]0+)?", re.ASCII
)
_PARTS = re.compile(r"\s*(?:[-–—:/,()|]|\s)\s*")


def severity(words: str, *, from_zero: bool = False) -> int | None:
    """A severity from 1 to 4 by these words, on one line; None where they say none.

    Where a number and a word stand together, “2 - High”, the word holds: some count upwards.
    `from_zero` says that the worst is 0.
    """
    said = words.casefold().strip()
    said = _SPELT.get(said, said)
    named = [NAMES[part] for part in _PARTS.split(said) if part in NAMES]
    if named:
        return named[0] if len(set(named)) == 1 and _is_label(said) else None
    number = _NUMBERED.fullmatch(said)
    if number is None:
        return None
    level = int(number["number"]) + from_zero
    return min(level, len(set(NAMES.values()))) if level else None


def is_zero(words: str) -> bool:
    """Whether these words count severities from zero: P0, 0."""
    number = _NUMBERED.fullmatch(words.casefold().strip())
    return number is not None and number["number"] == "0"


def _is_label(said: str) -> bool:
    """Whether all of it is a level: its word, its number and what they are called."""
    rest = [part for part in _PARTS.split(said) if part and part not in NAMES]
    return all(_NUMBERED.fullmatch(part) or part in _CALLED for part in rest) and len(rest) <= 2


_CALLED = frozenset({"severity", "sev", "priority", "prio", "impact", "urgency"})
