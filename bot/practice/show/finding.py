"""Buttons and choices found by what is written on them, the way a person finds them."""

from collections.abc import Iterator

from bot.practice.slack.objects import Json, Message, Note, View
from bot.practice.slack.workspace import Workspace

Button = tuple[str, Message | Note, str, str, str | None]
"""Channel, message, block id, action id and, for a “…” menu, the choice."""


def find_button(workspace: Workspace, user: str, label: str, about: str) -> list[Button]:
    """Every button with this label that a person sees, in notes and messages, newest first.

    `about` must be what the button carries, such as T-2, unless it is empty.
    """
    found: list[Button] = []
    for place, thing in _seen_by(workspace, user):
        for block in thing.blocks:
            for element in _elements(block):
                choice = _choice(element, label, about)
                if choice is not None:
                    found.append(
                        (place, thing, block["block_id"], element["action_id"], choice or None)
                    )
    return sorted(found, key=lambda each: each[1].ts, reverse=True)


def chosen(view: View, block_id: str, value: object) -> object:
    """What a form stores for a choice, or a list of choices, named by its label."""
    labels: dict[object, object] = {}
    for block in view.blocks:
        if block.get("block_id") == block_id:
            options = block.get("element", {}).get("options", [])
            labels = {option["text"]["text"]: option["value"] for option in options}
    if isinstance(value, list):
        return [labels.get(each, each) for each in value]
    return labels.get(value, value)


def button_in(view: View, label: str) -> Json | None:
    """The button of a form with this label; None where there is none."""
    return next(
        (
            element
            for block in view.blocks
            for element in _elements(block)
            if element.get("text", {}).get("text") == label
        ),
        None,
    )


def is_searched(view: View, block_id: str) -> bool:
    """Whether the choices of a field are found while somebody types."""
    return any(
        block.get("block_id") == block_id
        and block.get("element", {}).get("type") == "external_select"
        for block in view.blocks
    )


def _seen_by(workspace: Workspace, user: str) -> Iterator[tuple[str, Message | Note]]:
    for note in workspace.notes(user):
        yield note.channel, note
    for channel in list(workspace.channels.values()):
        if user in channel.members:
            for message in workspace.messages(channel.id):
                yield channel.id, message


def _elements(block: Json) -> list[Json]:
    accessory = block.get("accessory")
    found = [*block.get("elements", []), *([accessory] if accessory else [])]
    return [element for element in found if "action_id" in element]


def _choice(element: Json, label: str, about: str) -> str | None:
    """The choice behind a label in a “…” menu, "" for a button of that label, else None."""
    text = element.get("text")
    if isinstance(text, dict) and text.get("text") == label:
        return "" if about in ("", element.get("value", "")) else None
    for option in element.get("options", []):
        verb, _, value = str(option["value"]).partition("|")
        if option["text"]["text"] == label and about in ("", value, verb):
            return str(option["value"])
    return None
