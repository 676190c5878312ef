"""The objects that blocks and elements are composed of: texts, options, filters."""

from collections.abc import Mapping

from bot.practice.slack.shapes import (
    Shape,
    anything,
    array,
    boolean,
    by_type,
    choice,
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
