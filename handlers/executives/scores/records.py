"""What a frozen record says, and whether it is as it was written.

The content is canonical JSON (keys in order, no white space, ASCII), its digest SHA-256 over that.
So anybody can compute it again, and see that neither a record nor the row of them was altered.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from handlers.executives.scores.rules import MINIMUM, Figure, Measure, Scored
from handlers.executives.scores.standards import Standards
from storage.frozen import FrozenScore, RecordEnds

FIRST = ""
"""What the first record of a workspace names as the one before."""
Content = Mapping[str, Any]
_FIGURES = re.compile(r'"figures":(\{[^{}]*\})')
_MINIMUM = re.compile(r'"minimum":(\d+)', re.ASCII)


def canonical(content: Content) -> str:
    """The one way in which a content is written: keys in order, no white space, ASCII alone."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def digest(content: str) -> str:
    """SHA-256 over what is written, in hexadecimal."""
    return hashlib.sha256(content.encode("ascii")).hexdigest()


# --- what a record says ---


def figures(record: FrozenScore) -> dict[Measure, Figure]:
    """The figures of a record, by measure."""
    said = json.loads(record.content)
    minimum = said.get("minimum", MINIMUM)
    return {
        Measure(name): Figure(Measure(name), met, of, total, minimum)
        for name, (met, of, total) in said["figures"].items()
    }


def figure_in(record: RecordEnds, measure: Measure) -> Figure | None:
    """One figure of a record of which only both ends were read; None where it has none."""
    found, minimum = _FIGURES.search(record.begins), _MINIMUM.search(record.closes)
    numbers = json.loads(found[1]).get(measure) if found else None
    if numbers is None:
        return None
    met, of, total = numbers
    return Figure(measure, met, of, total, int(minimum[1]) if minimum else MINIMUM)


def standards(record: FrozenScore) -> Standards:
    """By which house rules a record is read; those that were frozen first say of no goals."""
    said = json.loads(record.content)
    goals = {Measure(name): percent for name, percent in said.get("goals", {}).items()}
    return Standards(said.get("minimum", MINIMUM), goals, is_trial=said["trial"])


def inputs(record: FrozenScore, measure: Measure) -> list[Scored]:
    """The things behind one of its figures; who held them is in no record."""
    said = json.loads(record.content)["inputs"].get(measure, [])
    return [
        Scored(noun, number, datetime.fromisoformat(at), None, bool(met), value)
        for noun, number, at, met, value in said
    ]


class CountsAs(StrEnum):
    """What is right of a thing that counted otherwise in a figure."""

    MET = "met"
    MISSED = "missed"
    OUT = "out"
    """It does not count in it at all."""


class Corrected(NamedTuple):
    """What a record says of the one that it corrects: of which thing, in which figure, what."""

    measure: Measure
    noun: str
    number: int
    course: CountsAs
    dispute: int


def correction(record: FrozenScore) -> Corrected | None:
    """What a record corrects; None for one as it was frozen."""
    said = json.loads(record.content).get("correction")
    if said is None:
        return None
    return Corrected(
        Measure(said["measure"]),
        said["noun"],
        said["number"],
        CountsAs(said["as"]),
        said["dispute"],
    )


def corrected(record: FrozenScore, change: Corrected) -> Content | None:
    """The content of a record with one thing put right in one figure; None where nothing differs.

    What is said goes for all lines of that thing in the figure, which is counted anew from them.
    """
    content: dict[str, Any] = json.loads(record.content)
    lines = content["inputs"].get(change.measure, [])
    met = int(change.course is CountsAs.MET)
    right = [
        line if line[:2] != [change.noun, change.number] else [*line[:3], met, line[4]]
        for line in lines
        if change.course is not CountsAs.OUT or line[:2] != [change.noun, change.number]
    ]
    if right == lines:
        return None
    content["inputs"][change.measure] = right
    content["figures"][change.measure] = [
        sum(line[3] for line in right), len(right), sum(line[4] for line in right)
    ]  # fmt: skip
    content["corrects"] = record.number
    content["correction"] = {
        "measure": change.measure, "noun": change.noun, "number": change.number,
        "as": change.course, "dispute": change.dispute,
    }  # fmt: skip
    return content


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
        "corrects": record.corrects,
    }
    try:
        said = json.loads(record.content)
    except ValueError:
        return False
    return isinstance(said, dict) and all(said.get(name) == value for name, value in stands.items())


def instant(at: datetime) -> str:
    """An instant as records have it: ISO 8601 in UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
