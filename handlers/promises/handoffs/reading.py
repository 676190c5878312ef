"""What is typed with an offer behind its reason: what was tried, told, and is needed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from handlers.promises.handoffs import Handover
from handlers.promises.handoffs.cards import NEEDS, TOLD, TRIED
from handlers.speech import cleaning, reasons, typed
from handlers.speech.answered import TypedAnswer
from handlers.speech.typed import Word
from storage.departments import key_of

_LEADS: Mapping[str, str] = {
    "tried": TRIED, "told": TOLD, "needs": NEEDS, "need": NEEDS, "needed": NEEDS,
}  # fmt: skip
_PARTS = (",", ";", ".")
_SIGNS = " ,;"
_WHOM = frozenset({"the customer", "them"})
_US = frozenset({"us", "me", "you"})
"""“told us twice” is no word to the customer, but part of the reason."""
_LONGEST_NAME = 4
"""Words of a customer's name."""


def read(answer: TypedAnswer, customers: Collection[str] = ()) -> tuple[str, Handover]:
    """The reason alone, and what follows it: “because …, tried …, told them …, needs …”.

    Each of the three begins behind a comma or a full stop, in any order; its second one is part of
    what stands before it, so no word is lost. `customers` are the keys of those it is for, of whom
    one may be named: “told Acme …”.
    """
    words = answer.why_words
    begins = _begins(words)
    if not begins:
        return answer.reason, Handover()
    reason = reasons.behind(words[: begins[0][0]]).rstrip(_SIGNS)
    ends = [start for start, _ in begins[1:]] + [len(words)]
    said = {
        _LEADS[words[at].lead]: words[at + 1 : end]
        for (_, at), end in zip(begins, ends, strict=True)
    }
    told = _without_whom(said.get(TOLD, ()), customers)
    return reason, Handover(_line(said.get(TRIED, ())), _line(told), _line(said.get(NEEDS, ())))


def _begins(words: Sequence[Word]) -> list[tuple[int, int]]:
    """Where each part begins, and its little word, which may follow on an “and”."""
    found: dict[str, tuple[int, int]] = {}
    for at in range(1, len(words) - 1):
        part = _LEADS.get(words[at].lead)
        start = at - (words[at - 1].lead == "and")
        to_us = part == TOLD and words[at + 1].lead in _US
        if not part or part in found or to_us or not start:
            continue
        if words[start - 1].seen.endswith(_PARTS):
            found[part] = (start, at)
    return list(found.values())


def _without_whom(words: Sequence[Word], customers: Collection[str]) -> Sequence[Word]:
    """“it comes on Friday” of “them that it comes on Friday”."""
    known = {*_WHOM, *customers}
    lengths = range(min(_LONGEST_NAME, len(words)), 0, -1)
    whom = next((many for many in lengths if key_of(typed.value(words[:many])) in known), 0)
    is_that = whom < len(words) and words[whom].lead == "that"
    return words[whom + is_that :] or words


def _line(words: Sequence[Word]) -> str:
    said = typed.unquoted(words).strip(_SIGNS)
    return "" if cleaning.says_nothing(said) else said
