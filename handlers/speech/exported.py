"""What an export holds: columns that keep their name, type and meaning, and how they are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import Any

from sqlmodel import Session

from storage.exports import Excerpt, ExportPage

PageReader = Callable[[Session, Excerpt, Any, int], ExportPage]
"""Reads the next so many rows behind a key, which is None at the beginning."""


class CellType(StrEnum):
    """What stands in a column; where there is nothing to say the cell is empty, in JSON null."""

    TEXT = "text"
    WHOLE = "whole number"
    AMOUNT = "whole number, in the workspace's currency"
    YES_NO = "true or false"
    MOMENT = "moment, UTC"
    DAY = "day"
    CLOCK = "time of day"
    FACTS = "JSON"


@dataclass(frozen=True)
class ExportColumn:
    """One column; `value` finds it in a row, where that has it under another name or form."""

    name: str
    type: CellType
    meaning: str
    value: Callable[[Any], object] | None = None

    def of(self, row: Any) -> object:
        """What a row says in this column; None where it says nothing."""
        return self.value(row) if self.value else getattr(row, self.name)


@dataclass(frozen=True)
class Export:
    """One table as it is written to a file; its columns stay, and new ones come at the end.

    `since`, `department` and `period` say what each narrows it to; empty where it makes no sense.
    """

    name: str
    """What people ask for: tasks."""
    row_is: str
    """What one row is, as a clause: “a task”."""
    columns: tuple[ExportColumn, ...]
    page: PageReader
    since: str = ""
    department: str = ""
    period: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError for two columns of one name."""
        names = [column.name for column in self.columns]
        if len(set(names)) < len(names):
            raise ValueError(f"{self.name}: two columns of one name: {names}")

    def cells(self, row: Any) -> list[object]:
        """What a row says, column by column."""
        return [column.of(row) for column in self.columns]


def text(name: str, meaning: str, value: str = "") -> ExportColumn:
    """A column of text; `value` is what a row calls it, where that is another name."""
    return ExportColumn(name, CellType.TEXT, meaning, _called(value))


def moment(name: str, meaning: str, value: str = "") -> ExportColumn:
    """The same of instants."""
    return ExportColumn(name, CellType.MOMENT, meaning, _called(value))


def columns(*parts: ExportColumn | Sequence[ExportColumn]) -> tuple[ExportColumn, ...]:
    """Columns one after the other, some of which several exports share."""
    found: list[ExportColumn] = []
    for part in parts:
        found += [part] if isinstance(part, ExportColumn) else part
    return tuple(found)


def _called(name: str) -> Callable[[Any], object] | None:
    return attrgetter(name) if name else None
