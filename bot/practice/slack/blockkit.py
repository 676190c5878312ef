"""Block Kit as data: every block and element, its fields, their lengths and where it may appear.

Sources: docs.slack.dev/reference/block-kit, docs.slack.dev/blocks.json and the limits that official
SDKs carry. Where sources disagree the stricter one is kept, so that what passes here passes there.
"""

from collections.abc import Mapping
from typing import Any

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

MESSAGE, MODAL, HOME = "message", "modal", "home"
EVERYWHERE = (MESSAGE, MODAL, HOME)
Shapes = Mapping[str, Shape]

ID = string(255)
URL = string(3000, 1)


def text(most: int, *, plain: bool = False, least: int = 1) -> Shape:
    """A text object of `least` to `most` characters; plain means no mrkdwn."""
    words = {"type": anything, "text": string(most, least)}
    shapes = {"plain_text": record(words, {"emoji": boolean})}
    if not plain:
        shapes["mrkdwn"] = record(words, {"verbatim": boolean})
    return by_type(shapes)


def plain(most: int, least: int = 1) -> Shape:
    """A plain_text object."""
    return text(most, plain=True, least=least)


CONFIRM = record(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": choice("primary", "danger")},
)


def _option(words: Shape) -> Shape:
    return record({"text": words, "value": string(150)}, {"description": text(75), "url": URL})


OPTION = _option(plain(75))
TEXT_OPTION = _option(text(75))  # radio buttons and checkboxes may use mrkdwn
OPTION_GROUP = record({"label": plain(75), "options": array(OPTION, 100, 1)})
FILTER = record(
    optional={
        "include": array(choice("im", "mpim", "private", "public"), least=1),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    }
)
DISPATCH = record(
    optional={"trigger_actions_on": array(choice("on_enter_pressed", "on_character_entered"), 2, 1)}
)


def _initial_is_offered(problems: Problems, value: dict[str, Any], pointer: str) -> None:
    """What is chosen at first must be one of the options, word for word."""
    groups = value.get("option_groups") or [{"options": value.get("options") or []}]
    offered = [(o["value"], o["text"]["text"]) for group in groups for o in group["options"]]
    chosen = value.get("initial_options") or []
    name = "initial_options"
    if value.get("initial_option"):
        chosen, name = [value["initial_option"]], "initial_option"
    if any((o["value"], o["text"]["text"]) not in offered for o in chosen):
        problems.add(f"{name} must match an option", f"{pointer}/{name}")


def _element(
    required: Shapes | None = None,
    optional: Shapes | None = None,
    *,
    one_of: tuple[str, ...] = (),
    also: Shape = anything,
) -> Shape:
    common = {"type": anything, "action_id": ID, "confirm": CONFIRM, "focus_on_load": boolean}
    return record(required, {**common, **(optional or {})}, one_of=one_of, also=also)


def _field(optional: Shapes) -> Shape:
    """An element that people type into."""
    typed = {"placeholder": plain(150), "dispatch_action_config": DISPATCH}
    return _element(None, {**typed, **optional})


def _menu(optional: Shapes, one_of: tuple[str, ...] = (), also: Shape = anything) -> Shape:
    """A select menu."""
    return _element(None, {"placeholder": plain(150), **optional}, one_of=one_of, also=also)


_OPTIONS: dict[str, Shape] = {
    "options": array(OPTION, 100, 1),
    "option_groups": array(OPTION_GROUP, 100, 1),
}
_MANY: dict[str, Shape] = {"max_selected_items": number(1)}
_STATIC = ("options", "option_groups")
_WORKFLOW = record({"trigger": anything})

ELEMENT_SHAPES: dict[str, Shape] = {
    "button": _element(
        {"text": plain(75)},
        {
            "value": string(2000),
            "url": URL,
            "style": choice("primary", "danger"),
            "accessibility_label": string(75),
            "agent_prompt": string(4000),
            "agent_prompt_display": anything,
        },
    ),
    "workflow_button": _element(
        {"text": plain(75), "workflow": _WORKFLOW},
        {"style": choice("primary", "danger"), "accessibility_label": string(75)},
    ),
    "icon_button": _element(
        {"icon": string(), "text": plain(75)},
        {
            "value": string(2000),
            "accessibility_label": string(75),
            "visible_to_user_ids": array(string(), 10),
        },
    ),
    "feedback_buttons": _element({"positive_button": anything, "negative_button": anything}),
    "overflow": _element({"options": array(OPTION, 5, 1)}),
    "checkboxes": _element(
        {"options": array(TEXT_OPTION, 10, 1)},
        {"initial_options": array(TEXT_OPTION, 10, 1)},
        also=_initial_is_offered,
    ),
    "radio_buttons": _element(
        {"options": array(TEXT_OPTION, 10, 1)},
        {"initial_option": TEXT_OPTION},
        also=_initial_is_offered,
    ),
    "static_select": _menu(
        {"initial_option": OPTION, **_OPTIONS}, one_of=_STATIC, also=_initial_is_offered
    ),
    "multi_static_select": _menu(
        {"initial_options": array(OPTION, 100, 1), **_OPTIONS, **_MANY},
        one_of=_STATIC,
        also=_initial_is_offered,
    ),
    "external_select": _menu({"initial_option": OPTION, "min_query_length": number(0)}),
    "multi_external_select": _menu(
        {"initial_options": array(OPTION, 100, 1), "min_query_length": number(0), **_MANY}
    ),
    "users_select": _menu({"initial_user": string(least=1)}),
    "multi_users_select": _menu({"initial_users": array(string(least=1)), **_MANY}),
    "channels_select": _menu({"initial_channel": string(least=1), "response_url_enabled": boolean}),
    "multi_channels_select": _menu({"initial_channels": array(string(least=1)), **_MANY}),
    "conversations_select": _menu(
        {
            "initial_conversation": string(least=1),
            "default_to_current_conversation": boolean,
            "response_url_enabled": boolean,
            "filter": FILTER,
        }
    ),
    "multi_conversations_select": _menu(
        {
            "initial_conversations": array(string(least=1)),
            "default_to_current_conversation": boolean,
            "filter": FILTER,
            **_MANY,
        }
    ),
    "datepicker": _menu({"initial_date": string(10, 10)}),
    "timepicker": _menu({"initial_time": string(5, 5), "timezone": string()}),
    "datetimepicker": _element(None, {"initial_date_time": number(1000000000, 9999999999)}),
    "plain_text_input": _field(
        {
            "initial_value": string(3000),
            "multiline": boolean,
            "min_length": number(0, 3000),
            "max_length": number(1, 3000),
        }
    ),
    "rich_text_input": _field(
        {"initial_value": anything, "min_lines": number(1), "max_lines": number(1)}
    ),
    "number_input": _element(
        {"is_decimal_allowed": boolean},
        {
            "placeholder": plain(150),
            "dispatch_action_config": DISPATCH,
            "initial_value": string(),
            "min_value": string(),
            "max_value": string(),
        },
    ),
    "email_text_input": _field({"initial_value": string()}),
    "url_text_input": _field({"initial_value": string()}),
    "file_input": _element(None, {"filetypes": array(string()), "max_files": number(1, 10)}),
    "image": record(
        {"type": anything, "alt_text": string(2000, 1)},
        {"image_url": URL, "slack_file": anything},
        one_of=("image_url", "slack_file"),
    ),
}

ELEMENT_SURFACES = {
    "datetimepicker": (MESSAGE, MODAL),
    "number_input": (MODAL,),
    "email_text_input": (MODAL,),
    "url_text_input": (MODAL,),
    "file_input": (MODAL,),
    "rich_text_input": (MODAL, HOME),
    "workflow_button": (MESSAGE,),
    "icon_button": (MESSAGE,),
    "feedback_buttons": (MESSAGE,),
}

_SELECTS = (
    "static_select",
    "external_select",
    "users_select",
    "conversations_select",
    "channels_select",
)
_MENUS = (*_SELECTS, *(f"multi_{name}" for name in _SELECTS))
_PICKERS = ("checkboxes", "radio_buttons", "datepicker", "timepicker", "datetimepicker")
_TYPED = (
    "plain_text_input",
    "rich_text_input",
    "number_input",
    "email_text_input",
    "url_text_input",
    "file_input",
)
IN_ACTIONS = ("button", "workflow_button", "overflow", *_MENUS, *_PICKERS, "rich_text_input")
IN_SECTION = ("button", "workflow_button", "overflow", "image", *_MENUS, *_PICKERS)
IN_INPUT = (*_MENUS, *_PICKERS, *_TYPED)


def element(*allowed: str) -> Shape:
    """One of the allowed elements, on a surface where it may appear."""
    inner = by_type(ELEMENT_SHAPES, allowed)

    def check(problems: Problems, value: Any, pointer: str) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if problems.surface not in ELEMENT_SURFACES.get(str(kind), EVERYWHERE):
            problems.add(f"unsupported type: {kind} in a {problems.surface}", f"{pointer}/type")
            return
        inner(problems, value, pointer)

    return check


def _distinct_action_ids(problems: Problems, value: dict[str, Any], pointer: str) -> None:
    seen: set[str] = set()
    for index, item in enumerate(value["elements"]):
        action_id = item.get("action_id")
        if action_id in seen:
            problems.add(f"`action_id` {action_id} already exists", f"{pointer}/elements/{index}")
        if action_id:
            seen.add(action_id)


_STYLE = record(optional=dict.fromkeys(("bold", "italic", "strike", "code", "underline"), boolean))
_CLIENT_STYLE = record(
    optional=dict.fromkeys(
        ("bold", "italic", "strike", "highlight", "client_highlight", "unlink"), boolean
    )
)


def _inline(required: Shapes, style: Shape = _CLIENT_STYLE, **more: Shape) -> Shape:
    return record({"type": anything, **required}, {"style": style, **more})


RICH_INLINE = by_type(
    {
        "text": _inline({"text": string(least=1)}, _STYLE),
        "link": _inline({"url": URL}, _STYLE, text=string(), unsafe=boolean),
        "user": _inline({"user_id": string(least=1)}),
        "channel": _inline({"channel_id": string(least=1)}),
        "usergroup": _inline({"usergroup_id": string(least=1)}),
        "team": _inline({"team_id": string(least=1)}),
        "emoji": _inline({"name": string(least=1)}, unicode=string(), skin_tone=number()),
        "broadcast": _inline({"range": choice("here", "channel", "everyone")}),
        "color": _inline({"value": string(least=1)}),
        "date": _inline(
            {"timestamp": number(), "format": string(least=1)}, url=string(), fallback=string()
        ),
    }
)
_RICH_SECTION = record({"type": anything, "elements": array(RICH_INLINE)})
RICH_PART = by_type(
    {
        "rich_text_section": _RICH_SECTION,
        "rich_text_list": record(
            {
                "type": anything,
                "style": choice("bullet", "ordered"),
                "elements": array(_RICH_SECTION),
            },
            {"indent": number(0, 8), "offset": number(0), "border": number(0, 1)},
        ),
        "rich_text_quote": record(
            {"type": anything, "elements": array(RICH_INLINE)}, {"border": number(0, 1)}
        ),
        "rich_text_preformatted": record(
            {"type": anything, "elements": array(RICH_INLINE)},
            {"border": number(0, 1), "language": string()},
        ),
    }
)


def _block(
    required: Shapes | None = None,
    optional: Shapes | None = None,
    *,
    one_of: tuple[str, ...] = (),
    also: Shape = anything,
) -> Shape:
    common = {"type": anything, "block_id": ID}
    return record(required, {**common, **(optional or {})}, one_of=one_of, also=also)


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
    "data_visualization": _block({"title": string(50, 1), "chart": anything}),
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
