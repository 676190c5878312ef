"""A customer who is named within a title is found here: “Door jammed at Acme”, “Acme's door”."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from handlers.speech.clauses import KnownNames
from handlers.speech.runs import runs
from handlers.speech.typed import Word
from storage.customers import Customer
from storage.departments import key_of

MOST_WORDS = 60
"""Words in which customers are looked for; a title has no more."""
_BEHIND = frozenset({"at", "with", "from", "by", "of", "for", "customer", "account", "client"})
"""Words behind which a name is meant as one, also in small letters."""
_APART = (",", ";", ":", "-", "–", "—", "|")


@dataclass(frozen=True)
class Mention:
    """A customer who is named by the words from `start` up to `end`."""

    customer: Customer
    start: int
    end: int


def customers_in_title(words: Sequence[Word]) -> set[str]:
    """What may be customers in these words, each as `key_of` has it, to be looked for at once."""
    return {
        key
        for at in range(min(len(words), MOST_WORDS))
        for _, said in runs(words, at)
        if (key := _key(said))
    }


def find(
    words: Sequence[Word], known: KnownNames, is_filed: Callable[[int], bool]
) -> list[Mention]:
    """The customers who are named in what no clause has, from left to right, the longest names."""
    found: list[Mention] = []
    at = 0
    while at < min(len(words), MOST_WORDS):
        here = None if is_filed(at) else _at(words, at, known)
        if here and not any(map(is_filed, range(at, here.end))):
            found.append(here)
            at = here.end
        else:
            at += 1
    return found


def is_sure(words: Sequence[Word], mention: Mention) -> bool:
    """Whether they are meant: written as a name, of several words, at an end, or behind “at”.

    A word in small letters in the midst of others may be just that word: “the acme of rudeness”.
    """
    first, before = words[mention.start].seen.lstrip("([\"'“‘"), mention.start - 1
    is_at_an_end = before < 0 or mention.end == len(words) or is_apart(words, mention)
    is_led_to = before >= 0 and words[before].plain.lower() in _BEHIND
    is_long = mention.end - mention.start > 1
    return first[:1].isupper() or is_long or is_at_an_end or is_led_to


def is_apart(words: Sequence[Word], mention: Mention) -> bool:
    """Whether a sign parts them from what stands before, as in “Billed twice, Acme”."""
    return mention.start > 0 and words[mention.start - 1].seen.endswith(_APART)


def _at(words: Sequence[Word], at: int, known: KnownNames) -> Mention | None:
    for end, said in runs(words, at):
        customer = known.customers.get(_key(said))
        if customer:
            return Mention(customer, at, end)
    return None


def _key(said: str) -> str:
    """A name in the form in which names are compared, without the “'s” of “Acme's door”."""
    return key_of(said).removesuffix("'s")
