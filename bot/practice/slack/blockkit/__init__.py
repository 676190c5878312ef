"""Block Kit as data: every block, its fields, their lengths and where it may appear.

Sources: docs.slack.dev/reference/block-kit, docs.slack.dev/blocks.json and the limits that official
SDKs carry. Where sources disagree the stricter one is kept, so that what passes here passes there.
"""

from typing import Any

from bot.practice.slack.blockkit.composition import (
    EVERYWHERE,
    ID,
    MESSAGE,
    MODAL,
    URL,
    Shapes,
    plain,
    text,
)
from bot.practice.slack.blockkit.element_shapes import (
    ELEMENT_SHAPES,
    IN_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    element,
)
from bot.practice.slack.blockkit.rich_text import RICH_PART
from bot.practice.slack.shapes import (
    Problems,
    Shape,
    anything,
    array,
    boolean,
    by_type,
    choice,
    number,
    record,
    string,
)


def _distinct_action_ids(problems: Problems, value: dict[str, Any], pointer: str) -> None:
    seen: set[str] = set()
    for index, item in enumerate(value["elements"]):
        action_id = item.get("action_id")
        if action_id in seen:
            problems.add(f"`action_id` {action_id} already exists", f"{pointer}/elements/{index}")
        if action_id:
            seen.add(action_id)


def _block(
    required: Shapes | None = None,
    optional: Shapes | None = None,
    *,
    one_of: tuple[str, ...] = (),
    also: Shape = anything,
) -> Shape:
    common = {"type": anything, "block_id": ID}
    return record(required, {**common, **(optional or {})}, one_of=one_of, also=also)


_POINT = record({"label": string(20, 1), "value": number()})
_SERIES = record({"name": string(20, 1), "data": array(_POINT, 20, 1)})
_AXES = record(
    {"categories": array(string(20, 1), 20, 1)}, {"x_label": string(50), "y_label": string(50)}
)


def _covers_every_category(problems: Problems, chart: dict[str, Any], pointer: str) -> None:
    """Every series has one point for every category, and a name of its own."""
    categories, names = chart["axis_config"]["categories"], set()
    for index, series in enumerate(chart["series"]):
        place = f"{pointer}/series/{index}"
        if series["name"] in names:
            problems.add(f"series name {series['name']} already exists", f"{place}/name")
        names.add(series["name"])
        if sorted(point["label"] for point in series["data"]) != sorted(categories):
            problems.add("must have one point for every category", f"{place}/data")


_OF_SERIES = record(
    {"type": anything, "series": array(_SERIES, 12, 1), "axis_config": _AXES},
    also=_covers_every_category,
)
_SEGMENT = record({"label": string(20, 1), "value": number(1)})
_CHART = by_type(
    {
        **dict.fromkeys(("bar", "line", "area"), _OF_SERIES),
        "pie": record({"type": anything, "segments": array(_SEGMENT, 12, 1)}),
    }
)
_CELL = by_type(
    {
        "raw_text": record({"type": anything, "text": string()}),
        "raw_number": anything,
        "rich_text": record({"type": anything, "elements": array(RICH_PART)}, {"block_id": ID}),
    }
)
_LOOSE = ("title", "subtitle", "icon", "body", "actions", "subtext", "hero_image", "slack_icon")

BLOCK_SHAPES: dict[str, Shape] = {
    "section": _block(
        None,
        {
            "text": text(3000),
            "fields": array(text(2000), 10, 1),
            "accessory": element(*IN_SECTION),
            "expand": boolean,
        },
        one_of=("text", "fields"),
    ),
    "header": _block({"text": plain(150)}),
    "divider": _block(),
    "context": _block(
        {
            "elements": array(
                by_type(
                    {
                        "image": ELEMENT_SHAPES["image"],
                        "plain_text": text(3000),
                        "mrkdwn": text(3000),
                    }
                ),
                10,
                1,
            )
        }
    ),
    "actions": _block({"elements": array(element(*IN_ACTIONS), 25, 1)}, also=_distinct_action_ids),
    "context_actions": _block(
        {"elements": array(element("feedback_buttons", "icon_button"), 5, 1)}
    ),
    "image": _block(
        {"alt_text": string(2000, 1)},
        {"image_url": URL, "slack_file": anything, "title": plain(2000)},
        one_of=("image_url", "slack_file"),
    ),
    "input": _block(
        {"label": plain(2000), "element": element(*IN_INPUT)},
        {"dispatch_action": boolean, "hint": plain(2000), "optional": boolean},
    ),
    "rich_text": _block({"elements": array(RICH_PART, least=1)}),
    "video": _block(
        {"alt_text": string(2000, 1), "title": plain(200), "thumbnail_url": URL, "video_url": URL},
        {
            "title_url": URL,
            "description": plain(200),
            "author_name": string(50),
            "provider_name": string(50),
            "provider_icon_url": URL,
        },
    ),
    "markdown": _block({"text": string(12000, 1)}),
    "alert": _block(
        {"text": text(200)}, {"level": choice("default", "info", "warning", "error", "success")}
    ),
    "card": _block(
        None, {**dict.fromkeys(_LOOSE, anything)}, one_of=("title", "body", "hero_image")
    ),
    "carousel": _block({"elements": array(anything, 10, 1)}),
    "container": _block(
        {"child_blocks": array(anything, 10, 1)},
        {
            "title": plain(150),
            "rich_text_title": anything,
            "subtitle": text(150),
            "width": string(),
            "icon": anything,
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
    ),
    "table": _block(
        {"rows": array(array(_CELL, 20, 1), 100, 1)}, {"column_settings": array(anything, 20)}
    ),
    "data_table": _block(
        {"rows": array(array(_CELL, 20, 1), 101, 2), "caption": string(least=1)},
        {"page_size": number(1, 100), "row_header_column_index": number(0, 19)},
    ),
    "data_visualization": _block({"title": string(50, 1), "chart": _CHART}),
    "plan": _block({"title": anything}, {"tasks": array(anything, 50)}),
    "task_card": _block(
        {"task_id": string(least=1), "title": anything},
        {
            "status": choice("in_progress", "complete", "error"),
            "details": anything,
            "output": anything,
            "sources": anything,
        },
    ),
}

BLOCK_SURFACES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(BLOCK_SHAPES, EVERYWHERE),
    **dict.fromkeys(
        (
            "carousel",
            "container",
            "context_actions",
            "data_table",
            "data_visualization",
            "markdown",
            "plan",
            "table",
            "task_card",
        ),
        (MESSAGE,),
    ),
    "alert": (MODAL,),
}


def block(problems: Problems, value: Any, pointer: str) -> None:
    """Check one block on the surface whose problems these are."""
    kind = value.get("type") if isinstance(value, dict) else None
    if problems.surface not in BLOCK_SURFACES.get(str(kind), EVERYWHERE):
        problems.add(f"unsupported type: {kind} in a {problems.surface}", f"{pointer}/type")
        return
    by_type(BLOCK_SHAPES)(problems, value, pointer)
    if kind == "container" and isinstance(value.get("child_blocks"), list):
        for index, child in enumerate(value["child_blocks"]):
            block(problems, child, f"{pointer}/child_blocks/{index}")
