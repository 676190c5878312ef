"""Words are brought into the form in which they are searched: small letters, no accents, no ends.

Nothing here knows a database: a text becomes a list of terms, and what somebody looks for becomes
the terms of which one of each group has to be there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from storage.names import search_key

LONGEST = 40
"""Characters of a term; what is longer is found by its beginning."""
MOST_ASKED = 12
"""Terms that are looked for at once; whatever comes behind them is not."""
MOST_READ = 10_000
"""Characters of a question that are read at all."""
LITTLE = frozenset({
    "a", "an", "the", "of", "for", "to", "in", "on", "at", "by", "with", "from", "about", "and",
    "or", "is", "are", "was", "were", "where", "what", "who", "whose", "when", "my", "our",
})  # fmt: skip
"""Words that stand in every question, and of which nothing is looked for beside others."""
SHORTEST = 3
"""Letters that a word needs at least for its other forms to be found."""
# Chinese and Japanese are written without spaces: each sign is a term of its own there.
_SIGNS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_TERM = re.compile(rf"[{_SIGNS}]|[^\W_{_SIGNS}]+")
_REFERENCE = re.compile(r"\b([a-z])-(\d{1,9})\b", re.ASCII)
_ENDINGS = ("ings", "ing", "ies", "ied", "es", "ed", "en", "er", "s", "e", "y")


def of(text: str) -> list[str]:
    """The terms of a text in order; “T-12” is one, and so is what it is called by: “t12”."""
    folded = text.lower() if text.isascii() else search_key(text)
    return [term[:LONGEST] for term in _TERM.findall(_REFERENCE.sub(r"\1\2", folded))]


def each_once(texts: Iterable[str]) -> list[str]:
    """The terms of several texts, each once, in order."""
    return list(dict.fromkeys(term for text in texts for term in of(text)))


def asked(words: str) -> list[str]:
    """The terms of what somebody looks for, each once; whatever signs stand between them.

    Little words are left out where there are others: “the refund mail for Acme” is looked for by
    what is rare in it.
    """
    said = each_once([words[:MOST_READ]])
    return ([term for term in said if term not in LITTLE] or said)[:MOST_ASKED]


def stem(term: str) -> str:
    """What the forms of a word begin with: “refunds” and “refunding” with “refund”.

    Numbers and short words have one form only, which is themselves.
    """
    if not has_forms(term):
        return term
    for ending in _ENDINGS:
        if term.endswith(ending) and len(term) - len(ending) >= SHORTEST + 1:
            return term[: -len(ending)]
    return term


def has_forms(term: str) -> bool:
    """Whether a term is a word with other forms, and no number."""
    return len(term) >= SHORTEST and term.isalpha()
