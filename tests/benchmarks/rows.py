"""What a benchmark found: one figure against its floor, and whether that is good enough."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Row:
    """One line of the result; `ratio` is what is judged, and small is good."""

    name: str
    floor: float
    figure: float
    ratio: float
    goal: float
    unit: str
    met: bool


def row(name: str, figure: float, floor: float, *, goal: float, unit: str) -> Row:
    """A figure of which less is better: it may be `goal` times its floor."""
    return _row(name, floor, figure, figure / floor, goal, unit)


def rate(name: str, figure: float, at_least: float, *, unit: str) -> Row:
    """A figure of which more is better: the ratio is what is wanted over what was reached."""
    return _row(name, at_least, figure, at_least / figure, 1.0, unit)


def _row(name: str, floor: float, figure: float, ratio: float, goal: float, unit: str) -> Row:
    return Row(name, round(floor, 3), round(figure, 3), round(ratio, 3), goal, unit, ratio <= goal)


def timed(work: Callable[[], object]) -> float:
    """How long something takes, in milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that so many percent of all values do not exceed."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def as_json(rows: Sequence[Row]) -> str:
    """All rows on one line of JSON."""
    return json.dumps({"rows": [asdict(each) for each in rows]})


def show(rows: Sequence[Row]) -> None:
    """Print all rows as a table."""
    table = Table("", "figure", "floor", "unit", "ratio", "goal", "")
    for column in (1, 2, 4, 5):
        table.columns[column].justify = "right"
    for each in rows:
        table.add_row(
            each.name,
            f"{each.figure:,.2f}",
            f"{each.floor:,.2f}",
            each.unit,
            f"{each.ratio:.2f}",
            f"≤ {each.goal:g}",
            "[green]met[/]" if each.met else "[red]missed[/]",
        )
    Console().print(table)
