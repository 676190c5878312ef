"""What a frozen record says, and whether it is as it was written.

The content is canonical JSON (keys in order, no white space, ASCII), its digest SHA-256 over that.
So anybody can compute it again, and see that neither a record nor the row of them was altered.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from handlers.executives.scores.rules import Figure, Measure, Scored
from storage.frozen import FrozenScore

FIRST = ""
"""What the first record of a workspace names as the one before."""
Content = Mapping[str, Any]


def canonical(content: Content) -> str:
    """The one way in which a content is written: keys in order, no white space, ASCII alone."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def digest(content: str) -> str:
    """SHA-256 over what is written, in hexadecimal."""
    return hashlib.sha256(content.encode("ascii")).hexdigest()


# --- what a record says ---


def figures(record: FrozenScore) -> dict[Measure, Figure]:
    """The figures of a record, by measure."""
    said = json.loads(record.content)["figures"]
    return {Measure(name): Figure(Measure(name), *numbers) for name, numbers in said.items()}


def inputs(record: FrozenScore, measure: Measure) -> list[Scored]:
    """The things behind one of its figures; who held them is in no record."""
    said = json.loads(record.content)["inputs"].get(measure, [])
    return [
        Scored(noun, number, datetime.fromisoformat(at), None, bool(met), value)
        for noun, number, at, met, value in said
    ]


def altered(chain: Sequence[FrozenScore], before: FrozenScore | None = None) -> Iterator[int]:
    """The numbers of records that are not as they were written, or do not follow the one before.

    `chain` is in the order in which they were written; `before` is the one ahead of it.
    """
    expected = before.digest if before else FIRST
    for record in chain:
        if not _is_as_written(record, expected):
            yield record.number
        expected = record.digest


def _is_as_written(record: FrozenScore, before: str) -> bool:
    if not record.content.isascii() or digest(record.content) != record.digest:
        return False
    stands = {
        "before": before,
        "team": record.team_id,
        "number": record.number,
        "department": str(record.department_id),
        "period": record.period,
        "until": instant(record.until),
        "frozen_at": instant(record.frozen_at),
    }
    try:
        said = json.loads(record.content)
    except ValueError:
        return False
    return isinstance(said, dict) and all(said.get(name) == value for name, value in stands.items())


def instant(at: datetime) -> str:
    """An instant as records have it: ISO 8601 in UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
