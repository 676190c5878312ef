"""Sentences of files of initiatives and outcomes: what waits, and what stays when one goes."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.speech import words
from handlers.speech.values import quoted


def no_payer() -> str:
    """An initiative is paid for by a department."""
    return "It names no department. Whose is it?"


def not_cut_by_file(ref: str) -> str:
    """A cut is made where it is seen whom it touches."""
    if not ref:
        return (
            "It is marked as cut, and a file cuts nothing. Write it down as open, then choose "
            "[Cut…] there, which says first which customers that touches."
        )
    return (
        f"It is marked as cut, and a file cuts nothing. Cut it with `/cx {ref}`, which says first "
        "which customers that touches."
    )


def no_segment(said: str) -> str:
    """What names no segment."""
    return (
        f"I know no segment {quoted(said)}. Write “product:Flow”, “geography:Europe”, "
        "“vertical:Banks” or “flag:cannot lose”, with semicolons between."
    )


def is_over(said: str) -> str:
    """What is over elsewhere does not begin here."""
    return f"It is marked as {said}, so it is not written down."


def stands_otherwise(ref: str, how: str, said: str) -> str:
    """A file does not join, or take back, what is here."""
    return f"{ref} is {how} here, and a file does not make it {said}. `/cx {ref}` has what can."


def words_twice(ref: str) -> str:
    """Two lines of one file with the same words and no ids."""
    return (
        f"Another line of this file has the same words, and came in as {ref}. Fill in “id” in both."
    )


def has_task(ref: str) -> str:
    """One on which something hangs."""
    return f"It stays, as {ref} hangs on it."


def is_moved() -> str:
    """An outcome for which somebody works."""
    return "It stays, as tasks or initiatives move it."


def unclear_quarter(field: str, said: str) -> str:
    """What names no quarter."""
    return f"I can't read {quoted(said)} in “{field}” as a quarter. Write it 2027-Q1."


def keeps_words(said: str, why: str) -> str:
    """Words that name a project, and how somebody keeps them."""
    kept = quoted(said)[1:-1]
    return f'{why} To keep them: `--value "title={kept}:{kept}"`.'


def stands_so(how: str) -> str:
    """What is over, or was said yes to, stays as it is."""
    return f"It is {how} by now, and so stays as it is."


def unknown_outcome(said: str) -> str:
    """Nobody has written such an outcome."""
    return (
        f"I know no outcome {quoted(said)}. Use its number or its words as `/cx roadmap` has them, "
        "or leave it empty."
    )


def outcome_elsewhere(said: str) -> str:
    """A number of another workspace, of which nothing came in."""
    return (
        f"{quoted(said)} is a number of the workspace that this file comes from. Import its "
        f'outcomes first, or give its words: `--value "outcome={quoted(said)[1:-1]}:words"`.'
    )


def several_outcomes(refs: Sequence[str]) -> str:
    """Words that more than one outcome has."""
    return f"{words.join_names(refs)} have the same words. Use the number."
