"""Where a clause of a command may begin, and how far it may reach, before anything is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from handlers.speech import typed
from handlers.speech.typed import Word


class Slot(StrEnum):
    """What a clause says."""

    OWNER = "owner"
    DATE = "date"
    CUSTOMER = "customer"
    DEPARTMENT = "department"
    SEVERITY = "severity"
    REASON = "reason"
    AUDIENCE = "audience"


ARROWS = ("→", "⇒", "➔", "➜", "⟶", "->", "=>", "-->", "==>")
"""Signs for “to”."""
LEADS: Mapping[str, tuple[Slot, ...]] = {
    **dict.fromkeys(("to", *ARROWS), (Slot.OWNER,)),
    **dict.fromkeys(
        ("by", "until", "till", "on", "before", "due", "within", "no", "at"), (Slot.DATE,)
    ),
    "for": (Slot.CUSTOMER,),
    "in": (Slot.DEPARTMENT, Slot.DATE),
    **dict.fromkeys(("sev", "sev.", "severity", "priority", "prio"), (Slot.SEVERITY,)),
    "because": (Slot.REASON,),
}
"""The little words, and what each may lead."""
MOST_CLAUSES = 40
"""Little words that are looked at; a title has room for no more."""
MOST_RUN = 8
"""Words of a name or a date."""
NAME = 200
"""Characters of a name."""


def leads(words: Sequence[Word]) -> Iterator[int]:
    """Where little words stand."""
    count = 0
    for at, word in enumerate(words):
        if word.lead in LEADS:
            count += 1
            if count > MOST_CLAUSES:
                return
            yield at


def ends(words: Sequence[Word], start: int) -> Iterator[int]:
    """Where a run of words from one on may end, the longest first; a quotation is one as it is."""
    if start < len(words) and words[start].quote:
        yield start + words[start].quote
        return
    longest, length = start, 0
    while longest < min(len(words), start + MOST_RUN) and length <= NAME:
        length += len(words[longest].seen) + 1
        longest += 1
    yield from range(longest, start, -1)


def runs(words: Sequence[Word], start: int) -> Iterator[tuple[int, str]]:
    """These runs in all the ways in which each may be a name, with their ends."""
    for end in ends(words, start):
        yield from ((end, said) for said in typed.names(words[start:end]))
