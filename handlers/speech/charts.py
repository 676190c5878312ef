"""Figures week by week as Slack's own bar chart, and as bars of text where Slack takes no chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from slackblocks import (
    AxisConfig,
    BarChart,
    Block,
    DataPoint,
    DataSeries,
    DataVisualizationBlock,
)

from handlers.speech.lengths import cut
from handlers.speech.request import Json

CHART = "data_visualization"
"""What Slack calls the block."""
TITLE, LABEL = 50, 20
"""Characters of a title, and of a category or series (platform reference, section 3)."""
POINTS, SERIES = 20, 12
"""Most categories and series of a chart."""
WIDEST = 10
FILLED, LIGHT = "█", "░"


def bars(title: str, categories: Sequence[str], series: Mapping[str, Sequence[int]]) -> Block:
    """Bars side by side: for each category, whose labels differ, the count of each series.

    Each series has a count for each category, and there are at most `POINTS` and `SERIES` of them.
    """
    labels = [cut(each, LABEL) for each in categories]
    shown = [
        DataSeries(
            cut(name, LABEL),
            [DataPoint(label, count) for label, count in zip(labels, counts, strict=True)],
        )
        for name, counts in series.items()
    ]
    return DataVisualizationBlock(cut(title, TITLE), BarChart(shown, AxisConfig(labels)))


def has_chart(built: Sequence[Json]) -> bool:
    """Whether any block of a message is a chart."""
    return any(block.get("type") == CHART for block in built)


def as_text(built: Sequence[Json]) -> list[Json]:
    """The same message with bars of text in the place of each chart."""
    return [_preformatted(block) if block.get("type") == CHART else block for block in built]


def _preformatted(block: Json) -> Json:
    words = "\n".join([str(block["title"]), *lines(block["chart"])])
    part = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": words}]}
    return {"type": "rich_text", "block_id": block["block_id"], "elements": [part]}


def lines(chart: Mapping[str, Any]) -> list[str]:
    """A line for each category: “12 Oct ██████░░ 6 of 8”, the first series of all of them.

    The widest bar has `WIDEST` signs; where it stands for more, all are shortened alike.
    """
    counts = [[int(point["value"]) for point in each["data"]] for each in chart["series"]]
    labels = [str(point["label"]) for point in chart["series"][0]["data"]]
    totals = [sum(each) for each in zip(*counts, strict=True)]
    most = max(max(totals, default=0), 1)
    scale = min(1.0, WIDEST / most)
    width, wide = max(map(len, labels), default=0), min(most, WIDEST)
    found = []
    for label, first, total in zip(labels, counts[0], totals, strict=True):
        whole, filled = _signs(total, scale), min(_signs(first, scale), _signs(total, scale))
        if first < total and filled == whole:
            filled -= 1
        bar = f"{FILLED * filled}{LIGHT * (whole - filled)}"
        said = f"{first:,} of {total:,}" if total else "none"
        found.append(f"{label:<{width}} {bar:<{wide}} {said}")
    return found


def _signs(count: int, scale: float) -> int:
    """How many signs stand for a count: at least one for anything."""
    return max(round(count * scale), 1) if count else 0
