"""“for customer until thursday because …” is read here: for whom something waits, until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.speech.answered import TypedAnswer
from handlers.speech.typed import Word

_UNTIL = frozenset({"until", "till", "til", "by"})
_LITTLE = frozenset({"for", "on", "the", "to", "our", "with"})
"""Words that only lead to for whom it waits."""
_CUSTOMER = frozenset({"customer", "client", "account", "them"})


@dataclass(frozen=True)
class ForWhom:
    """For whom something waits, as it was typed; until when; and what stands behind that day.

    `rest` are words that are neither, where no reason was given for them to belong to.
    """

    whom: str
    until: str
    rest: str

    @property
    def is_customer(self) -> bool:
        """Whether the customer is meant, without their name."""
        return self.whom.lower() in _CUSTOMER


def read(answer: TypedAnswer) -> ForWhom:
    """Take apart what is said behind the number of what waits."""
    words = answer.words
    at = next((at for at, word in enumerate(words) if word.lead in _UNTIL), len(words))
    day = replace(answer, words=words[at + 1 :])
    until, rest = day.said, ""
    if not answer.reason and day.leading_date and day.leading_date != until:
        until, rest = day.leading_date, day.behind(day.leading_date)
    return ForWhom(_name(answer, words[:at]), until, rest)


def _name(answer: TypedAnswer, words: Sequence[Word]) -> str:
    first = next((at for at, word in enumerate(words) if word.lead not in _LITTLE), len(words))
    return replace(answer, words=tuple(words[first:])).said.strip(" ,;:")
