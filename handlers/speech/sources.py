"""Where a figure comes from: its file and its day, or that somebody wrote it down."""

from __future__ import annotations

from datetime import date

from handlers.speech import blocks
from handlers.speech import words as plain

SHOWN = 60
"""Characters of the name of a file."""


def of(file: str | None, first: date, last: date, today: date) -> str:
    """“costs.csv of Mon 2 Nov”, “written down on Mon 2 Nov”, or between which days, as markup.

    `file` is empty where a form brought it, and None where several sources did.
    """
    if first != last:
        return f"from {plain.plain_day(first, today)} to {plain.plain_day(last, today)}"
    day = plain.plain_day(last, today)
    if file is None:
        return f"from several sources on {day}"
    return f"{blocks.safe(file, SHOWN)} of {day}" if file else f"written down on {day}"
