"""The charts of the customer room pack: SVG within the page, without scripts or addresses.

Pygal draws them; what it adds for a page of its own (scripts, notes of where it comes from, fonts,
things to hover over) is taken out. Beside each the same numbers stand in a table.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, tostring

import pygal
from markupsafe import Markup
from pygal.style import Style

# Pygal puts itself into each import of the process that fails, to look for maps in a way that
# Python has given up. There are none here.
sys.meta_path[:] = [each for each in sys.meta_path if not isinstance(each, pygal.PluginImportFixer)]

NAMESPACE = "{http://www.w3.org/2000/svg}"
DARK, LIGHT = "#2b2b2b", "#c4c4c4"
"""They differ on paper without colours, too."""
_LEFT_OUT = {"script", "title", "desc"}
_SPARE = {"plot tooltip-overlay"}
LABEL = 40
"""Characters of a label beside a bar."""
_STYLE = Style(
    background="#ffffff", plot_background="#ffffff", foreground="#1a1a1a",
    foreground_strong="#1a1a1a", foreground_subtle="#8a8a8a", colors=(DARK, LIGHT),
    value_colors=("#ffffff", "#1a1a1a"), font_family="sans-serif", opacity="1",
    opacity_hover="1", transition="0s", label_font_size=14, major_label_font_size=14,
    value_font_size=14, legend_font_size=14,
)  # fmt: skip


def stacked(
    key: str, says: str, labels: Sequence[str], series: Mapping[str, Sequence[int]]
) -> Markup:
    """Bars of counts beside each other, one for each label; `says` is what it shows, in words."""
    chart = pygal.StackedBar(**_shape(height=300), show_y_labels=False, legend_at_bottom=True)
    chart.x_labels = list(labels)
    return _drawn(chart, key, says, series)


def lying(key: str, says: str, labels: Sequence[str], name: str, counts: Sequence[int]) -> Markup:
    """Bars of counts below each other, the first on top."""
    chart = pygal.HorizontalBar(
        **_shape(height=30 + 38 * len(labels)), show_x_labels=False, show_legend=False
    )
    # Pygal draws the first one lowest.
    chart.x_labels = [_short(each) for each in reversed(labels)]
    return _drawn(chart, key, says, {name: list(reversed(counts))})


def _shape(height: int) -> dict[str, object]:
    return {
        "js": (), "style": _STYLE, "width": 760, "height": height, "print_values": True,
        "print_zeroes": False, "show_y_guides": False, "show_x_guides": False, "margin": 4,
        "value_formatter": _whole, "truncate_label": -1, "truncate_legend": -1,
        "disable_xml_declaration": True, "classes": ("chart",),
    }  # fmt: skip


def _whole(value: float | None) -> str:
    return f"{int(value):,}" if value else ""


def _short(label: str) -> str:
    return label if len(label) <= LABEL else f"{label[: LABEL - 1].rstrip()}…"


def _drawn(
    chart: pygal.graph.graph.Graph, key: str, says: str, series: Mapping[str, Sequence[int]]
) -> Markup:
    # Else the same pack would be another file each time.
    chart.uuid = key
    for name, counts in series.items():
        chart.add(name, list(counts))
    root = _plain(chart.render_tree())
    root.set("role", "img")
    root.set("aria-label", says)
    # Markup of ElementTree, which escapes all text that it holds.
    return Markup(tostring(root, encoding="unicode"))  # noqa: S704


def _plain(element: Element) -> Element:
    """The same without what is no drawing, and as part of a page rather than a file."""
    element.tag = str(element.tag).removeprefix(NAMESPACE)
    element.attrib.pop("xmlns", None)
    for child in list(element):
        # A comment has a function for its tag.
        spare = not isinstance(child.tag, str) or child.get("class") in _SPARE
        if spare or child.tag.removeprefix(NAMESPACE) in _LEFT_OUT:
            element.remove(child)
        else:
            _plain(child)
    return element
