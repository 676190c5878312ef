"""Every element of Block Kit: its fields, their lengths and where it may appear."""

from typing import Any

from bot.practice.slack.blockkit.composition import (
    CONFIRM,
    DISPATCH,
    EVERYWHERE,
    FILTER,
    HOME,
    ID,
    MESSAGE,
    MODAL,
    OPTION,
    OPTION_GROUP,
    TEXT_OPTION,
    URL,
    Shapes,
    plain,
)
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
