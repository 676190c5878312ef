"""Sentences of a file of initiatives: what waits, and what stays when it is taken back."""

from __future__ import annotations


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


def is_over(said: str) -> str:
    """What was joined or taken back elsewhere is no initiative here."""
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
    """An initiative on which something hangs."""
    return f"It stays, as {ref} hangs on it."


def stands_so(how: str) -> str:
    """An initiative that is over stays as it is."""
    return f"It is {how} by now, and so stays as it is."
