"""How a dropped file is to be read, as its form says it: the same options as of `duly import`."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

from handlers.front.imports import Order, Subject
from handlers.speech import values
from handlers.speech.dropped_errors import KindMissing, UnknownOption, UnreadOptions

SUBJECT, SOURCE, PRESET, DATES = "kind", "source", "preset", "dates"
DECIMAL, UPDATE, MORE = "decimal", "update", "more"
ANSWERS, NEW_SURVEY, ASKS = "survey", "new_survey", "asks"
"""Of answers: which survey it is, or what a new one is called and asks."""
SEVERAL = {"--map": "maps", "--route": "routes", "--value": "values"}
"""Options that may be said more than once, and what an order calls them."""
ONCE = {
    "--encoding": "encoding", "--from": "source", "--preset": "preset", "--dates": "dates",
    "--decimal": "decimal", "--currency": "currency", "--survey": "answers", "--asks": "asks",
}  # fmt: skip
FROM_FORM = {
    SOURCE: "source", PRESET: "preset", DATES: "dates", DECIMAL: "decimal", ANSWERS: "answers",
    NEW_SURVEY: "answers", ASKS: "asks",
}  # fmt: skip
"""Fields of the form, and what an order calls them."""

HowToRead = Mapping[str, Any]
"""What a form says: its fields by name, those that say nothing left out."""


def order(said: HowToRead, by: str) -> Order:
    """The order that a form makes, in the name of `by` (a Slack id).

    Raises KindMissing, UnknownOption, or UnreadOptions.
    """
    told = written(str(said.get(MORE, "")))
    told |= {ours: said[name] for name, ours in FROM_FORM.items() if said.get(name)}
    return Order(subject(said), by=by, is_update=bool(said.get(UPDATE)), **told)


def subject(said: HowToRead) -> Subject:
    """What a file brings, as its form says it. Raises KindMissing."""
    try:
        return Subject(str(said.get(SUBJECT, "")))
    except ValueError as error:
        raise KindMissing from error


def written(text: str) -> dict[str, Any]:
    """Options as they are written on the command line, by what an order calls them.

    Raises UnknownOption, or UnreadOptions.
    """
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise UnreadOptions(words=values.quoted(text)) from error
    told: dict[str, Any] = {ours: [] for ours in SEVERAL.values()}
    while words:
        name, equals, value = words.pop(0).partition("=")
        if not equals:
            value = words.pop(0) if words else ""
        if name in SEVERAL and value:
            told[SEVERAL[name]].append(value)
        elif name in ONCE and value:
            told[ONCE[name]] = value
        elif name == "--skip" and values.whole(value) is not None:
            told["skip"] = values.whole(value)
        else:
            raise UnknownOption(words=values.quoted(name))
    return told
