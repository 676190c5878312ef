"""What people choose and type: values of buttons, menus, pickers and text fields.

Written as Slack sends them; also what Slack's own client checks before it sends a form.
"""

import re
from typing import Any

from bot.practice.slack.ids import elements_of
from bot.practice.slack.objects import Json
from bot.practice.slack.shapes import units

_CHOICES = {
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "rich_text_input": "rich_text_value",
    "plain_text_input": "value",
    "number_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
}
_LISTS = ("selected_options", "selected_users", "selected_channels", "selected_conversations")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"https?://\S+")
MISSING = "Please complete this required field."


class NotPossibleError(Exception):
    """What a person cannot do on their screen; the message is a plain sentence for them."""


def selection(element: Json, given: Any) -> Json:
    """The fields by which Slack reports what was chosen or typed in an element.

    Args:
        element: the element as the app sent it.
        given: the value alone ("U012AB3CD", "2026-11-24", an option's value, a list of these), or
            an object holding it ({"user": …}, {"selected_date": …}).

    Raises:
        NotPossibleError: the element offers no such option.
    """
    name = _CHOICES.get(str(element.get("type")))
    if name is None:
        return {}
    value = _bare(given, name)
    if name == "selected_option":
        return {name: _option(element, value) if value is not None else None}
    if name == "selected_options":
        return {name: [_option(element, item) for item in value or []]}
    if name in _LISTS:
        return {name: list(value or [])}
    return {name: value if value != "" else None}


def at_first(element: Json) -> Json:
    """The fields for an element that nobody has touched: its initial value, or nothing."""
    name = _CHOICES.get(str(element.get("type")))
    if name is None:
        return {}
    key = "initial_" + name.removeprefix("selected_").removeprefix("rich_text_")
    return {name: element.get(key, [] if name in _LISTS else None)}


def _bare(given: Any, name: str) -> Any:
    if not isinstance(given, dict) or (name == "selected_option" and "text" in given):
        return given
    if name in given:
        return given[name]
    rest = [value for key, value in given.items() if key not in ("type", "action_id", "block_id")]
    return rest[0] if rest and name != "rich_text_value" else (given if rest else None)


def _option(element: Json, chosen: Any) -> Json:
    if isinstance(chosen, dict) and "external" in element["type"] and "text" in chosen:
        return {"text": chosen["text"], "value": chosen["value"]}
    if isinstance(chosen, dict):
        chosen = chosen.get("value")
    groups = element.get("option_groups") or [{"options": element.get("options") or []}]
    for group in groups:
        for option in group["options"]:
            if option["value"] == chosen:
                return dict(option)
    if "external" in element["type"]:
        return {"text": {"type": "plain_text", "text": str(chosen)}, "value": str(chosen)}
    raise NotPossibleError(f"There is no choice “{chosen}” here.")


def state_of(blocks: list[Json], earlier: Json, given: Json) -> Json:
    """`state.values` of a form: what is given now, else what was there earlier, else the initial.

    Args:
        blocks: the form's blocks.
        earlier: the values so far, in Slack's shape.
        given: {block_id: {action_id: value}}, or {block_id: value} for blocks with one element.
    """
    values: Json = {}
    for block in blocks:
        for element in elements_of(block):
            if element.get("type") not in _CHOICES or element["type"] == "overflow":
                continue
            block_id, action_id = block["block_id"], element["action_id"]
            now = _given(given, block_id, action_id)
            if now is not None:
                fields = selection(element, now)
            elif action_id in earlier.get(block_id, {}):
                fields = earlier[block_id][action_id]
            else:
                fields = at_first(element)
            values.setdefault(block_id, {})[action_id] = {"type": element["type"], **fields}
    return values


def _given(given: Json, block_id: str, action_id: str) -> Any:
    """What is given for one element, in either notation; None when nothing is."""
    value = given.get(block_id)
    if not isinstance(value, dict) or "text" in value:
        return value
    if action_id in value:
        return value[action_id]
    return value if _is_state(value) else None


def _is_state(value: Json) -> bool:
    """Whether an object is a value itself, and not a table of values by action."""
    return any(key == "value" or key.startswith("selected_") for key in value)


def client_errors(blocks: list[Json], values: Json) -> dict[str, str]:
    """What Slack's client complains about before it sends a form, by block_id."""
    errors: dict[str, str] = {}
    for block in blocks:
        if block.get("type") != "input":
            continue
        element = block["element"]
        state = values.get(block["block_id"], {}).get(element["action_id"], {})
        value = next((v for key, v in state.items() if key != "type"), None)
        if value in (None, "", []):
            problem = "" if block.get("optional") else MISSING
        else:
            problem = _complaint(element, value)
        if problem:
            errors[block["block_id"]] = problem
    return errors


def _complaint(element: Json, value: Any) -> str:
    kind = element["type"]
    if kind == "plain_text_input":
        return _length_complaint(element, str(value))
    if kind == "number_input":
        return _number_complaint(element, str(value))
    if kind == "email_text_input" and not _EMAIL.fullmatch(str(value)):
        return "Enter a valid email address."
    if kind == "url_text_input" and not _URL.fullmatch(str(value)):
        return "Enter a valid URL."
    most = element.get("max_selected_items")
    if most and isinstance(value, list) and len(value) > most:
        return f"Choose at most {most}."
    return ""


def _length_complaint(element: Json, value: str) -> str:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    length = units(value)
    if length < least:
        return f"Enter at least {least} characters."
    return f"Enter at most {most} characters." if length > most else ""


def _number_complaint(element: Json, value: str) -> str:
    try:
        amount = float(value) if element.get("is_decimal_allowed") else int(value)
    except ValueError:
        return "Enter a number."
    if element.get("min_value") and amount < float(element["min_value"]):
        return f"Enter {element['min_value']} or more."
    if element.get("max_value") and amount > float(element["max_value"]):
        return f"Enter {element['max_value']} or less."
    return ""


def find_element(
    blocks: list[Json], action_id: str, block_id: str | None, value: Any
) -> tuple[Json, Json]:
    """The block and element a person means.

    Args:
        blocks: what is on the screen.
        action_id: of the element.
        block_id: of its block; None searches them all.
        value: tells buttons with the same action_id apart.

    Raises:
        NotPossibleError: there is no such element.
    """
    found = [
        (block, element)
        for block in blocks
        for element in elements_of(block)
        if element.get("action_id") == action_id and block_id in (None, block["block_id"])
    ]
    same_value = [pair for pair in found if value is not None and pair[1].get("value") == value]
    if not found:
        raise NotPossibleError(f"There is no button or field “{action_id}” here.")
    return (same_value or found)[0]
