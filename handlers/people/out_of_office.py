"""Whether somebody's status in Slack says that they are away, and until when."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from storage.signs import plain

EMOJI = frozenset(
    {"palm_tree", "face_with_thermometer", "face_with_head_bandage", "beach_with_umbrella",
     "desert_island", "umbrella_on_ground"}
)  # fmt: skip
"""Slack itself offers the first for a vacation, the second for being sick."""
FARTHEST = timedelta(days=366)
"""A status that ends later than this is meant for good."""
_WORDS = re.compile(
    r"\b(?:out of (?:the )?office|o\.?o\.?o\b|ooto|vacation(?:ing|s)?|holidays?|pto|"
    r"(?:(?:on|annual|parental|maternity|paternity|sick|family|study|bereavement) )?leave|"
    r"(?:out|off|home) sick|sick (?:day|today)|sabbatical|urlaub|ferien|krank|abwesend|"
    r"vacances|vacaciones|ferie)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:back from|after|before|not|no|isn't|until|till|planning|booking|approving|no longer|"
    r"soon|counting down to)(?: \w+){0,2} $",
    re.IGNORECASE,
)
_WORKING = re.compile(r"\b(?:work(?:s|ing)?|remote(?:ly)?|wfh|online|available)\b", re.IGNORECASE)
_NOT_THERE = re.compile(r"\b(?:leave (?:a |me |us )|holiday (?:cover|planning|calendar))", re.I)


def until(text: str, emoji: str, expiration: int) -> datetime | None:
    """When (UTC) somebody is back, as their status says; None where it says no such thing.

    `expiration` is Slack's, in seconds since 1970, 0 for none: without an end nobody can be asked
    in their place, as nobody would know until when.
    """
    if not says_away(text, emoji):
        return None
    try:
        end = datetime.fromtimestamp(expiration, UTC) if expiration > 0 else None
    except (OverflowError, ValueError, OSError):
        return None
    return end


def says_away(text: str, emoji: str) -> bool:
    """Whether the words of a status say that somebody is away, or its sign where none do."""
    said = plain(" ".join(text.split()))
    match = _WORDS.search(said)
    if match and not _NOT_THERE.search(said):
        return not _BEFORE.search(said[: match.start()])
    if _WORKING.search(said) or _BEFORE.search(f"{said} "):
        return False
    return not match and emoji.strip(":").partition("::")[0] in EMOJI
