"""The departments that somebody names one after another, in words."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from handlers.people import lookup
from handlers.speech import typed
from handlers.speech.clauses import joins
from handlers.speech.runs import runs
from handlers.speech.typed import Word
from storage import departments
from storage.departments import Department, key_of

_LITTLE = frozenset({"with", "to", "in", "also", "ask", "asks", "each", "of", "both", "the"})
"""Words that only lead to a department."""
_MOST_WORDS = 200


def read(session: Session, team_id: str, words: Sequence[Word]) -> list[Department]:
    """“Billing, Support and Sales”: each once, in their order; empty where nothing is named.

    Raises UnknownDepartment with the nearest name for anything else, so that nothing is lost.
    """
    known = _known(session, team_id, words[:_MOST_WORDS])
    found: list[Department] = []
    at = 0
    while at < len(words):
        department, end = _named(words, at, known)
        if department:
            found.append(department)
            at = end
        elif joins(words[at]) or words[at].plain.lower() in _LITTLE:
            at += 1
        else:
            # Whose name it may be is said with the refusal.
            found.append(
                lookup.department(session, team_id, typed.value(words[at : _end(words, at)]))
            )
            at = _end(words, at)
    return list({each.department_id: each for each in found}.values())


def _known(session: Session, team_id: str, words: Sequence[Word]) -> dict[str, Department]:
    keys = {_key(said) for at in range(len(words)) for _, said in runs(words, at)}
    living = departments.in_channels(session, team_id, {each.channel for each in words} - {""})
    found = departments.called(session, team_id, keys - {""})
    return found | {str(each.channel_id): each for each in living}


def _named(
    words: Sequence[Word], at: int, known: dict[str, Department]
) -> tuple[Department | None, int]:
    """The department with the longest name that begins there, and where it ends."""
    if words[at].channel in known:
        return known[words[at].channel], at + 1
    for end, said in runs(words, at):
        if _key(said) in known:
            return known[_key(said)], end
    return None, at


def _key(said: str) -> str:
    return key_of(said.rstrip(",; ")).removeprefix("#")


def _end(words: Sequence[Word], at: int) -> int:
    """Where the words end that may be one name: at a comma, or before “and”."""
    for here in range(at, len(words)):
        if here > at and joins(words[here]):
            return here
        if words[here].seen.endswith((",", ";")):
            return here + 1
    return len(words)
