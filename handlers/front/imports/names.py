"""Names of columns are compared here, and those that a file repeats are told apart."""

from __future__ import annotations

from collections.abc import Sequence


def same(name: str) -> str:
    """The form in which names of columns are compared: case, spaces and _ do not matter."""
    return " ".join(name.replace("_", " ").split()).casefold()


def told_apart(header: Sequence[str]) -> tuple[str, ...]:
    """The names, each of them once: a second “Labels” is “Labels#2”. Empty ones stay empty."""
    taken = {same(name) for name in header}
    seen: set[str] = set()
    last: dict[str, int] = {}
    names = []
    for name in header:
        own, key = name, same(name)
        if key and key in seen:
            number = last.get(key, 1) + 1
            while same(own := f"{name}#{number}") in taken:
                number += 1
            last[key] = number
            taken.add(same(own))
        seen.add(key)
        names.append(own)
    return tuple(names)
