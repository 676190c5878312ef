"""How bad something is, where somebody types it without “sev”: P1, “urgent:”, “…, high priority”.

A word that is common in titles counts where it stands apart: “High: …” says how bad it is, “High
bills” does not. Where it may be either, whoever typed it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.speech import levels
from handlers.speech.clauses import Clause
from handlers.speech.runs import LEADS, Slot
from handlers.speech.typed import Word

_CALLED = frozenset({"severity", "sev", "priority", "prio"})
_GLUED = re.compile(r"(?:sev|severity|prio|priority)[:.=-]?(\d{1,2})", re.IGNORECASE | re.ASCII)
_P = re.compile(r"p-?([0-4])", re.IGNORECASE | re.ASCII)
_WORST = frozenset(name for name, level in levels.NAMES.items() if level == 1)
"""Words that are said of little else than of what cannot wait."""
_PART_OF_SENTENCE = frozenset({
    "a", "an", "the", "is", "are", "was", "were", "be", "as", "so", "very", "too", "not", "no",
    "non", "more", "most", "less", "our", "their", "this", "that", "and", "or", "of", "for",
    "becomes", "became", "call", "calls", "it's", "its", "looks", "seems", "in", "to", "at", "on",
})  # fmt: skip
"""Words behind which “urgent” is how a sentence ends."""
_NEVER = frozenset({"not", "no", "non", "less"})
_IN_TITLES = ("no", "at", "on")
"""Little words that are common in titles: “blocker: no login”."""
_ENDS = (",", ";", ":", "-", "–", "—", "|", ".", "!")


def glued(words: Sequence[Word], at: int) -> Clause | None:
    """How bad it is, said in one word: “sev2”; its value is None for a level that is none."""
    said = None if words[at].quoted else _GLUED.fullmatch(words[at].plain)
    return _clause(at, at + 1, words[at].plain, levels.severity(said[1])) if said else None


def apart(words: Sequence[Word], at: int, found: Sequence[Clause]) -> Clause | None:
    """The same in words such as “urgent” and P1, from here on; `found` are the clauses before."""
    if words[at].quoted:
        return None
    for end in range(min(at + 2, len(words)), at, -1):
        said = [each.plain.lower() for each in words[at:end]]
        if not _is_level(said):
            continue
        is_plain = len(said) == 1 and said[0] in levels.NAMES
        is_at_an_end = _is_last_of_all(words, at) if is_plain else at == 0 or _ends(words, end)
        if is_at_an_end or _is_apart(words, at, end, found):
            return _clause(at, end, " ".join(said), levels.severity(" ".join(said)))
    return None


def perhaps(title: Sequence[Word]) -> str:
    """The word of a title that may say how bad it is; empty where none does."""
    for at, word in enumerate(title):
        said = word.plain.lower()
        is_worst = said in _WORST and (at in (0, len(title) - 1) or word.seen.endswith((":", "!")))
        is_denied = at > 0 and title[at - 1].plain.lower() in _NEVER
        if not word.quoted and not is_denied and (is_worst or _P.fullmatch(said)):
            return word.plain
    return ""


def _is_level(said: Sequence[str]) -> bool:
    """Whether these words are a level: “high”, “P1”, “high priority”."""
    if len(said) == 1:
        return said[0] in levels.NAMES or _P.fullmatch(said[0]) is not None
    return said[0] in levels.NAMES and said[1] in _CALLED


def _clause(start: int, end: int, said: str, level: int | None) -> Clause:
    return Clause(Slot.SEVERITY, start, end, said, None if level is None else str(level))


def _ends(words: Sequence[Word], end: int) -> bool:
    """Whether nothing follows, or a little word."""
    if end >= len(words):
        return True
    return words[end].lead in LEADS and words[end].lead not in _IN_TITLES


def _is_apart(words: Sequence[Word], at: int, end: int, found: Sequence[Clause]) -> bool:
    """Whether signs or clauses part it from the title: “Urgent: …”, “[low] …”, “…, high”."""
    last = words[end - 1].seen
    behind_clause = bool(found) and found[-1].end == at and found[-1].value is not None
    begins = at == 0 or behind_clause or words[at - 1].seen.endswith(_ENDS)
    is_bracketed = words[at].seen[:1] in ("[", "(") and last.rstrip(".,:;!")[-1:] in ("]", ")")
    is_followed_by_sign = last.endswith((":", "!", ";", ",")) or (
        end < len(words) and words[end].seen in _ENDS
    )
    return is_bracketed or (begins and (is_followed_by_sign or _ends(words, end)))


def _is_last_of_all(words: Sequence[Word], at: int) -> bool:
    """Whether the last word says that it cannot wait, and no sentence ends with it."""
    if words[at].plain.lower() not in _WORST or not _ends(words, at + 1):
        return False
    return at > 0 and words[at - 1].plain.lower() not in _PART_OF_SENTENCE
