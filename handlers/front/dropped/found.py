"""What was found in a dropped file is kept here in a few lines, for its message to show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from handlers.front.imports import RowShown, Subject, Tally, reports
from handlers.front.imports.plan import Understood
from handlers.speech import blocks

FoundThere = dict[str, Any]
REASONS, LINES, COLUMNS = 10, 20, 30
"""So many refused rows, sentences and columns are kept: the command line says them all."""
LONGEST = 500
"""Units of a sentence that is kept."""


def of(
    subject: Subject,
    tally: Tally,
    understood: Understood,
    shown: Sequence[RowShown],
    notes: Iterable[str],
    *,
    number: int = 0,
    is_update: bool = False,
) -> FoundThere:
    """What became of the rows of a file, or would; `number` is that of the import.

    `is_update` says that somebody wants what is here with other words changed.

    Sentences and words are plain text.
    """
    rest = understood.lines()
    # Columns are shown in a form of their own.
    named = len(understood.columns) + 1
    at = rest.index("Columns") if "Columns" in rest else len(rest)
    changes = reports.changes(tally, is_trial=not number, most=REASONS)
    said = [*notes, *changes, *rest[:at], *rest[at + named :]]
    return {
        "subject": str(subject),
        "number": number,
        "brings": tally.added + tally.updated,
        "figures": reports.figures(tally, is_trial=not number),
        "columns": [list(each) for each in understood.columns[:COLUMNS]],
        "said": [blocks.clip(line, LONGEST) for line in said if line][:LINES],
        "rows": [blocks.clip(reports.in_a_line(each), LONGEST) for each in shown],
        "refused": [
            f"row {each.row.number:,}: {blocks.clip(each.reason, LONGEST)}"
            for each in tally.left_out[:REASONS]
        ],
        "more": max(tally.refused + tally.differing - REASONS, 0),
        "changes": is_update,
    }
