"""The words of a message: its text, or what is written in the parts that an app made it of.

Apps often leave `text` empty and write into blocks or attachments:
https://docs.slack.dev/reference/block-kit/blocks and
https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.shapes import text
from handlers.speech import blocks, cleaning

LONGEST = 60_000
"""Characters of a message: 40,000 at Slack, and some that are written as entities."""
_DEEPEST = 10
_WRITTEN = ("pretext", "title", "text", "value", "alt_text")
"""The parts that hold words of their own, in the order in which they are read."""
_INSIDE = ("fields", "elements", "accessory", "blocks", "message", "attachments")
"""The parts that hold others."""
_RICH = "rich_text"


def of(message: dict[str, object]) -> str:
    """A message's words in Slack's markup; empty where there are none."""
    written = text(message.get("text"))
    if cleaning.line(written):
        return written[:LONGEST]
    found = [line for name in ("blocks", "attachments") for line in _lines(message.get(name), 0)]
    return "\n".join(line for line in found if cleaning.line(line))[:LONGEST]


def _lines(part: object, depth: int) -> Iterator[str]:
    """What is written in a part and in those inside of it, line by line."""
    if depth > _DEEPEST:
        return
    if isinstance(part, list):
        for each in part:
            yield from _lines(each, depth + 1)
    if not isinstance(part, dict):
        return
    if text(part.get("type")).startswith(_RICH):
        yield "".join(_rich(part, depth))
        return
    for name in _WRITTEN:
        yield from _written(part, name)
    for name in _INSIDE:
        yield from _lines(part.get(name), depth + 1)
    if not any(part.get(name) for name in (*_WRITTEN, *_INSIDE)):
        yield text(part.get("fallback"))


def _written(part: dict[str, object], name: str) -> Iterator[str]:
    value = part.get(name)
    if (isinstance(value, str) and name != "value") or _is_field(part, name):
        yield text(value)
    elif name == "text" and isinstance(value, dict):
        said = text(value.get("text"))
        yield blocks.escaped(said) if value.get("type") == "plain_text" else said


def _is_field(part: dict[str, object], name: str) -> bool:
    """Whether this is the value of a field of an attachment, and not that of a button."""
    return name == "value" and "title" in part and "type" not in part


def _rich(part: object, depth: int) -> Iterator[str]:
    """A block of rich text as markup; each list item and each quotation is a line."""
    if depth > _DEEPEST or not isinstance(part, dict):
        return
    match text(part.get("type")):
        case "text":
            yield blocks.escaped(text(part.get("text")))
        case "link":
            address = text(part.get("url"))
            yield f"<{blocks.escaped(address)}|{blocks.escaped(text(part.get('text')) or address)}>"
        case "user":
            yield f"<@{text(part.get('user_id'))}>"
        case "channel":
            yield f"<#{text(part.get('channel_id'))}>"
        case "usergroup":
            yield f"<!subteam^{text(part.get('usergroup_id'))}>"
        case "broadcast":
            yield f"<!{text(part.get('range'))}>"
        case "emoji":
            yield f":{text(part.get('name'))}:"
        case _:
            inner = part.get("elements")
            for each in inner if isinstance(inner, list) else []:
                yield from _rich(each, depth + 1)
            yield "\n"
