"""What people find on their screens: buttons, forms and the newest question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.practice.slack.objects import Json, Message, Note, View
from storage.decisions import Impact
from storage.inquiries import InquiryAnswer
from tests import cast
from tests.chaos.hearing import UNANSWERED
from tests.chaos.world import HOME_OF, Watched

OF_A_FACT = f"inquiry.{InquiryAnswer.BECAUSE}"
IN_WORDS = frozenset({
    OF_A_FACT,
    *(f"decision.{impact}" for impact in (
        Impact.NONE, Impact.KNOWN, Impact.NOBODY, Impact.WRITTEN, Impact.NAMED, Impact.IN_VAIN,
    )),
})  # fmt: skip
"""The answers to a question that need nothing but words; each kind of question has one."""


@dataclass(frozen=True)
class Button:
    """A button of a message or note, or a choice behind its “…”."""

    channel: str
    ts: str
    action: str
    block: str
    chosen: str | None = None


def find(slack: Watched, who: str, ref: str, action: str) -> Button | None:
    """A button about something: the newest in a person's messages, or else in their channel."""
    for place in (slack.dm(who).id, HOME_OF.get(who)):
        for message in reversed(slack.messages(place) if place else []):
            for button in _buttons(place or "", message, ref, action):
                return button
    return None


def find_in_notes(slack: Watched, who: str, ref: str, action: str) -> Button | None:
    """A button under an answer that only this person sees."""
    for note in reversed(slack.notes(who)):
        for button in _buttons(note.channel, note, ref, action):
            return button
    return None


def newest_question(slack: Watched) -> tuple[Message, Button, str] | None:
    """The newest question in the executives' channel, an answer in words to it, and its number."""
    for message in reversed(slack.messages(cast.EXECUTIVES)):
        for block, element in _elements(message):
            action = str(element.get("action_id"))
            if action in IN_WORDS:
                button = Button(cast.EXECUTIVES, message.ts, action, block["block_id"])
                return message, button, str(element["value"])
    return None


def is_unanswered(message: Message, button: Button) -> bool:
    """Whether nobody has answered a question yet, as far as its card shows."""
    return button.action == OF_A_FACT or UNANSWERED in str(message.blocks)


def last_text(view: View) -> str:
    """The block of a form's last field for text that must be filled in."""
    texts = [
        block
        for block in view.blocks
        if block.get("element", {}).get("type") == "plain_text_input" and not block.get("optional")
    ]
    return str(texts[-1]["block_id"])


def _buttons(channel: str, thing: Message | Note, ref: str, action: str) -> Iterator[Button]:
    choice = f"{action}|{ref}"
    for block, element in _elements(thing):
        if element.get("action_id") == action and element.get("value") == ref:
            yield Button(channel, thing.ts, action, block["block_id"])
        if any(option["value"] == choice for option in element.get("options") or []):
            yield Button(channel, thing.ts, element["action_id"], block["block_id"], choice)


def _elements(thing: Message | Note) -> Iterator[tuple[Json, Json]]:
    for block in thing.blocks:
        for element in block.get("elements", []):
            yield block, element
