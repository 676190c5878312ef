"""What is said of an event: declared with its type, and checked where history is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

KINDS = (str, int, bool, datetime, list, dict)
"""What a fact can be; a list holds words, a dictionary what several things were or are by name."""


class WrongFacts(TypeError):
    """Something was written down without a fact, with one too many or with one of a wrong type.

    This is a slip in the code and nothing that a person could do better.
    """


def encode(what: str, declared: Mapping[str, type], facts: Mapping[str, object]) -> dict[str, Any]:
    """The facts of `what` happened as history keeps them, instants as ISO 8601.

    Raises WrongFacts unless they are just those that are declared, each of its type.
    """
    missing, extra = declared.keys() - facts.keys(), facts.keys() - declared.keys()
    shared = declared.keys() & facts.keys()
    wrong = {name for name in shared if not _fits(facts[name], declared[name])}
    if missing or extra or wrong:
        told = {"missing": missing, "too many": extra, "of a wrong type": wrong}
        words = [f"{how}: {', '.join(sorted(names))}" for how, names in told.items() if names]
        raise WrongFacts(f"“{what}” has facts {'; '.join(words)}")
    return {
        name: fact.isoformat() if isinstance(fact, datetime) else fact
        for name, fact in facts.items()
    }


def plain(value: object) -> Any:
    """A value of a column as JSON has it: days and instants in ISO 8601, an id as its text."""
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, UUID | str):
        return str(value)
    return list(value) if isinstance(value, list) else value


def _fits(fact: object, wanted: type) -> bool:
    if isinstance(fact, bool) or wanted is bool:
        return isinstance(fact, bool) and wanted is bool
    if not isinstance(fact, wanted):
        return False
    if isinstance(fact, list):
        return all(isinstance(each, str) for each in fact)
    if isinstance(fact, dict):
        return all(isinstance(name, str) for name in fact)
    return not isinstance(fact, datetime) or fact.tzinfo is not None
