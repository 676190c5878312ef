"""How one column of a file is written, as it is shown: its forms, and what was decided by whom."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class ColumnForm:
    """How one column is written: by examples, what was decided, and the row that decided it.

    `why` says so where no row did.
    """

    field: str
    column: str
    forms: tuple[str, ...]
    decided: str = ""
    row: int | None = None
    words: str = ""
    why: str = ""

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        return asdict(self)
