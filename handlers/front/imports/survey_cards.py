"""What cannot be done with a line of a file of surveys, or of answers, one sentence each."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.speech import words
from handlers.speech.values import quoted


def survey_asks_else(name: str) -> str:
    """A survey that is here asks something else, or on another scale."""
    return (
        f"{quoted(name)} is here and asks something else. Two scales are never one survey: give "
        "this one another name."
    )


def survey_named_else(name: str) -> str:
    """A survey that is here keeps names, and a file says that it does not, or the other way."""
    return (
        f"{quoted(name)} is here, and whether it keeps names stays as it is. Give this one another "
        "name."
    )


def survey_in_use() -> str:
    """A survey that somebody has answered."""
    return "It stays, as somebody has answered it, or a key belongs to it."


def unclear_narrowing(column: str, said: str) -> str:
    """What narrows whom a survey asks is no facet with words."""
    return (
        f"“{column}” says {quoted(said)}. It can be a product, a geography or a vertical: "
        "“product: Flow”."
    )


def answer_differs(fields: Sequence[str]) -> str:
    """An answer without an id that is here, and that a row says otherwise."""
    return (
        f"This answer is here and says something else: {words.join_names(list(fields))}. To put it "
        "right: `--update`. Where both are answers, give the rows ids."
    )
