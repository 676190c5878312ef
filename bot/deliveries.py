"""What all deliveries of Slack have in common: their parts, who reads along, and who sent them.

Each says itself what it means in Duly's words: see `interactions` and `happenings`.
"""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from bot import message_words
from bot.shapes import TeamId, UserId, Words
from handlers.speech.request import Privacy, Request

Payload = dict[str, Any]


class Fragment(BaseModel):
    """A part of a delivery, of which only what is named here is read."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="ignore")


class UserPart(Fragment):
    """Whoever did something, and the workspace where they belong."""

    id: UserId
    team_id: TeamId | None = None


class MessageParts(Fragment):
    """A message, of which no words are kept here; apps write into blocks and attachments."""

    text: Words = Field(default="", exclude=True)
    blocks: Any = Field(default=None, exclude=True)
    attachments: Any = Field(default=None, exclude=True)

    def words(self) -> str:
        """All that it says, as `message_words` reads it."""
        return message_words.of(
            {"text": self.text, "blocks": self.blocks, "attachments": self.attachments}
        )


def privacy_of(channel_name: str) -> Privacy:
    """Who reads along where a delivery comes from, by the name that Slack gives that.

    Of places that not everybody reads Slack does not tell the name:
    https://docs.slack.dev/interactivity/implementing-slash-commands
    """
    if channel_name == "privategroup" or channel_name.startswith("mpdm-"):
        return Privacy.PRIVATE
    return Privacy.DIRECT if channel_name == "directmessage" else Privacy.OPEN


class Sent(Fragment):
    """What all deliveries have in common: a person, of our workspace or a connected one."""

    def request(self, team_id: str) -> Request:
        """The delivery in Duly's words."""
        raise NotImplementedError
