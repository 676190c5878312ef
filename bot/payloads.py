"""What Slack delivers is read here: each part has its type and shape, or nothing of it is used."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pydantic import ValidationError

from bot import written
from bot.deliveries import Payload, Sent
from bot.happenings import ChannelCallback, EventCallback, MessageCallback
from bot.interactions import Action, Command, Form, Shortcut, Suggestion
from bot.shapes import part, text
from handlers.speech.errors import UnreadableRequest
from handlers.speech.request import Request


class DeliveryKind(StrEnum):
    """What a delivery is, by who answers it."""

    COMMAND = "command"
    ACTION = "action"
    FORM = "form"
    SHORTCUT = "shortcut"
    EVENT = "event"
    OPTIONS = "options"
    RATE_LIMITED = "app_rate_limited"


KINDS = {
    "block_actions": DeliveryKind.ACTION,
    "view_submission": DeliveryKind.FORM,
    "shortcut": DeliveryKind.SHORTCUT,
    "message_action": DeliveryKind.SHORTCUT,
    "event_callback": DeliveryKind.EVENT,
    "block_suggestion": DeliveryKind.OPTIONS,
    "app_rate_limited": DeliveryKind.RATE_LIMITED,
}
"""Kinds of delivery by Slack's `type`; a slash command has none."""


def kind_of(payload: object) -> DeliveryKind | None:
    """What a payload is; None when it is nothing that Duly listens to."""
    if not isinstance(payload, dict):
        return None
    if "type" not in payload and "command" in payload:
        return DeliveryKind.COMMAND
    return KINDS.get(text(payload.get("type")))


_MODELS: dict[DeliveryKind, type[Sent]] = {
    DeliveryKind.COMMAND: Command,
    DeliveryKind.ACTION: Action,
    DeliveryKind.FORM: Form,
    DeliveryKind.SHORTCUT: Shortcut,
    DeliveryKind.EVENT: EventCallback,
    DeliveryKind.OPTIONS: Suggestion,
}


OF_CHANNELS = frozenset({"channel_shared", "channel_unshared"})
"""Events about a channel, behind which there is nobody."""


def _model(kind: DeliveryKind, payload: Payload) -> type[Sent]:
    """How a delivery is read; of events, what somebody wrote is read in its own way."""
    event = part(payload, "event") if kind is DeliveryKind.EVENT else {}
    if written.is_message(event):
        return MessageCallback
    if text(event.get("type")) in OF_CHANNELS:
        return ChannelCallback
    return _MODELS[kind]


@dataclass(frozen=True)
class Delivery:
    """A delivery in Duly's words, and those parts of it by which it is routed and answered."""

    request: Request
    body: Payload


def read(kind: DeliveryKind, payload: Payload, team_id: str) -> Delivery:
    """A delivery as the workspace `team_id` reads it.

    Raises UnreadableRequest.
    """
    try:
        sent = _model(kind, payload).model_validate(payload)
    except ValidationError as error:
        # Where it went wrong is ours to name, what stood there is not.
        fault = error.errors(include_input=False, include_url=False)[0]
        raise UnreadableRequest(part=str(fault["loc"][0]), fault=fault["type"]) from None
    checked = sent.model_dump(exclude_none=True, exclude_unset=True)
    shown = surface(payload)
    view = {**checked.get("view", {}), **shown["view"]}
    return Delivery(sent.request(team_id), {**checked, **shown, "view": view})


_OF_A_VIEW = (
    "type", "id", "callback_id", "private_metadata", "previous_view_id", "root_view_id",
)  # fmt: skip
"""What says which view it is, and which lies behind it."""


def surface(payload: Payload) -> Payload:
    """The parts that say where an answer can be shown: trigger, address, a form and its fields.

    They are there whatever the rest looks like, so that even this can be said.
    """
    view = part(payload, "view")
    shown = view.get("blocks")
    inputs = [
        {"type": "input", "block_id": text(block.get("block_id"))}
        for block in (shown if isinstance(shown, list) else [])
        if isinstance(block, dict) and block.get("type") == "input" and block.get("block_id")
    ]
    return {
        "trigger_id": text(payload.get("trigger_id")),
        "response_url": text(payload.get("response_url")),
        "view": {**{name: text(view.get(name)) for name in _OF_A_VIEW}, "blocks": inputs},
    }
