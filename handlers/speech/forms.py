"""A form is read field by field, and whoever sent it hears about all that needs another look."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from handlers.speech.errors import UnreadableRequest, UserError, WrongFields

Value = TypeVar("Value")


@dataclass
class Reading:
    """The fields that could not be read so far, each with its sentence."""

    errors: dict[str, str] = field(default_factory=dict)

    def read(self, name: str, reader: Callable[[], Value], otherwise: Value) -> Value:
        """What a field holds; `otherwise` where it cannot be read, with the sentence kept."""
        try:
            return reader()
        except UserError as error:
            self.errors[name] = error.message
            return otherwise

    def check(self) -> None:
        """Raises WrongFields where anything needs another look."""
        if self.errors:
            raise WrongFields(self.errors)


def carried(value: str) -> Any:
    """What a form carries of its own as JSON, of whatever shape. Raises UnreadableRequest."""
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        raise UnreadableRequest from None


@contextmanager
def placing(fields: Mapping[type[UserError], str]) -> Iterator[None]:
    """Put the sentence of these errors under the field that each belongs to.

    Raises WrongFields in their place, and every other error as it is.
    """
    try:
        yield
    except WrongFields:
        raise
    except UserError as error:
        field = next((name for kind, name in fields.items() if isinstance(error, kind)), None)
        if field is None:
            raise
        raise WrongFields({field: error.message}) from error
