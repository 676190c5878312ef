"""The only clock: now, in UTC, or in a rehearsal now plus a shift that a file holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path


class Clock:
    """Tells the time; `shift_file` holds seconds to add, and may change at any moment."""

    def __init__(self, shift_file: Path | None = None) -> None:
        self._shift_file = shift_file

    def now(self) -> datetime:
        """The present instant, aware UTC."""
        return datetime.now(UTC) + self._shift()

    def _shift(self) -> timedelta:
        if self._shift_file is None:
            return timedelta()
        try:
            return timedelta(seconds=float(self._shift_file.read_text(encoding="ascii")))
        except FileNotFoundError:
            return timedelta()
