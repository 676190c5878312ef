"""What stands beside a name: “our customer Acme”, “the Billing team”, the rest of a longer name."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from handlers.speech.runs import LEADS
from handlers.speech.typed import Word
from storage.signs import plain

CUSTOMERS = frozenset({"customer", "client", "account"})
DEPARTMENTS = frozenset({"department", "team", "dept"})
ARTICLES = frozenset({"the", "our", "my"})
"""What people say around a name: “for our customer Acme”, “in the Billing team”."""
_MOST_SURNAMES = 2


def name_starts(words: Sequence[Word], at: int) -> list[int]:
    """Where a name may begin behind a little word: right there, or behind “our customer”."""
    starts = [at + 1]
    here = at + 1
    while here < min(len(words) - 1, at + 3):
        said = words[here].plain.lower()
        if said not in ARTICLES and said not in CUSTOMERS | DEPARTMENTS:
            break
        here += 1
        starts.append(here)
    return starts


def goes_on(words: Sequence[Word], at: int, end: int) -> bool:
    """Whether a name may go on behind what is known of it: “Sara Miller”, where Sara is another.

    Up to the next clause no more stands there than the rest of a name. “Sara Novak's team” is
    none of hers.
    """
    if any(_is_whose(word) for word in words[end : end + _MOST_SURNAMES]):
        return True
    rest = list(
        takewhile(lambda word: word.lead not in LEADS, words[end : end + _MOST_SURNAMES + 1])
    )
    if not 0 < len(rest) <= _MOST_SURNAMES or words[end - 1].seen[-1:] in ",;":
        return False
    named = [words[at], *rest]
    return all(word.seen[:1].isupper() and not word.person for word in named)


def _is_whose(word: Word) -> bool:
    return plain(word.seen).lower().endswith(("'s", "s'"))
