"""Charts and tables are young blocks: where Slack takes none, the same is sent again as text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers.speech import charts, tables
from handlers.speech.request import Json
from storage.outbox import Message

YOUNG, PLAIN = "young", "plain"
"""In the payload of a card, which is drawn when it is sent: it has such blocks, or gets none."""


def has(message: Message) -> bool:
    """Whether a message that was sent has a block that Slack may not take."""
    return bool(message.payload.get(YOUNG)) or among(message.payload.get("blocks", []))


def drop(message: Message) -> None:
    """Let it be sent again as text; a card is drawn so."""
    if message.card_id is not None:
        message.payload = {PLAIN: True}
    else:
        message.payload = {**message.payload, "blocks": as_text(message.payload["blocks"])}


def noted(message: Message, payload: dict[str, Any], kept: dict[str, Any]) -> dict[str, Any]:
    """What is sent of a card that was drawn; what is `kept` of it notes how it is drawn."""
    if message.payload.get(PLAIN):
        kept[PLAIN] = True
        return {**payload, "blocks": as_text(payload["blocks"])}
    if among(payload["blocks"]):
        kept[YOUNG] = True
    return payload


def among(built: Sequence[Json]) -> bool:
    """Whether any block is one that Slack may not take."""
    return charts.has_chart(built) or tables.has_table(built)


def as_text(built: Sequence[Json]) -> list[Json]:
    """The same blocks with text in the place of charts and tables."""
    return tables.as_text(charts.as_text(built))
