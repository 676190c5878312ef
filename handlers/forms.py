"""A form is read field by field, and whoever sent it hears about all that needs another look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from handlers.errors import UserError

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
