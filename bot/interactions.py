"""What people do on a screen reaches Duly: commands, clicks, choices, forms and shortcuts.

These are deliveries of https://docs.slack.dev/interactivity.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field

from bot import message_words
from bot.deliveries import Fragment, MessageParts, Sent, UserPart, privacy_of
from bot.shapes import ChannelId, Name, TeamId, Text, Ticket, UserId, Words, key_of
from handlers.speech import blocks, evidence, phrases
from handlers.speech.request import CHANNEL, FieldValue, Privacy, Request

_DOMAIN = re.compile(r"[a-z0-9-]{1,80}", re.ASCII)
_MOMENT = re.compile(r"[0-9]{1,12}\.[0-9]{6}", re.ASCII)
"""The name of a workspace in its addresses, and by what Slack names a message in its channel."""


class _Team(Fragment):
    id: TeamId
    domain: Words = ""


class _Enterprise(Fragment):
    id: TeamId


class _Channel(Fragment):
    id: ChannelId | Literal[""] = ""
    name: Words = ""


class _Option(Fragment):
    value: Text


class _State(Fragment):
    """What was entered into one input, whatever its kind."""

    selected_users: list[UserId] | None = None
    selected_conversations: list[ChannelId] | None = None
    selected_channels: list[ChannelId] | None = None
    selected_options: list[_Option] | None = None
    selected_option: _Option | None = None
    value: Text | None = None
    selected_date: Text | None = None
    selected_time: Text | None = None
    selected_user: UserId | None = None
    selected_conversation: ChannelId | UserId | None = None
    selected_channel: ChannelId | None = None

    def entered(self) -> FieldValue:
        """The value, several of them, or None when the input was left empty."""
        given = next((name for name in _State.model_fields if name in self.model_fields_set), "")
        value = getattr(self, given, None)
        if given == "selected_options":
            return [option.value for option in self.selected_options or []]
        if given.endswith("s"):
            return list(value or [])
        return value.value if isinstance(value, _Option) else value


class _Values(Fragment):
    values: dict[Text, dict[Text, _State]] = Field(default_factory=dict)


class Command(Sent):
    """A slash command: its first word is the verb."""

    command: Text
    team_id: TeamId
    user_id: UserId
    trigger_id: Ticket
    channel_id: ChannelId | Literal[""] = ""
    channel_name: Words = Field(default="", exclude=True)
    text: Words = ""

    def request(self, team_id: str) -> Request:
        """The delivery in Duly's words."""
        verb, rest = phrases.first_word(self.text)
        return Request(
            team_id=team_id,
            user_id=self.user_id,
            channel_id=self.channel_id,
            verb=verb.lower(),
            text=rest,
            said=self.text,
            key=key_of("command", self.trigger_id),
            stranger=self.team_id != team_id,
            privacy=privacy_of(self.channel_name),
        )


class _Interaction(Sent):
    """What a person did on a screen.

    `team` is where they did it and `user.team_id` where they belong. In an organisation with
    several workspaces (`enterprise`) its people may belong to another one and act in ours.
    """

    type: Text
    user: UserPart
    team: _Team | None = None
    enterprise: _Enterprise | None = None

    def is_stranger(self, team_id: str) -> bool:
        """Whether the person belongs to a connected workspace."""
        here = self.team.id if self.team else ""
        if self.enterprise and here == team_id:
            return False
        return (self.user.team_id or here or team_id) != team_id


class _Clicked(Fragment):
    action_id: Name
    type: Text | None = None
    block_id: Text | None = None
    value: Words = ""
    selected_option: _Option | None = None
    selected_user: UserId | None = None

    @property
    def chosen(self) -> str:
        """What a button carries, or what was chosen in a menu."""
        option = self.selected_option.value if self.selected_option else ""
        return self.value or option or self.selected_user or ""


class _Screen(Fragment):
    """The open form or Home in which something was clicked."""

    private_metadata: Words = ""


class Action(_Interaction):
    """A click on a button or in a menu; both carry what they are about."""

    type: Literal["block_actions"]
    trigger_id: Ticket
    actions: Annotated[list[_Clicked], Field(min_length=1)]
    channel: _Channel | None = None
    view: _Screen | None = None

    def request(self, team_id: str) -> Request:
        """The delivery in Duly's words."""
        clicked = self.actions[0]
        verb, value = clicked.action_id, clicked.chosen
        if verb == blocks.SHOW_MORE and clicked.selected_option:
            verb, _, value = clicked.selected_option.value.partition(blocks.SEPARATOR)
        return Request(
            team_id=team_id,
            user_id=self.user.id,
            channel_id=self.channel.id if self.channel else "",
            verb=verb,
            value=value,
            within=self.view.private_metadata.partition(blocks.BEHIND)[0] if self.view else "",
            key=key_of("action", self.trigger_id),
            stranger=self.is_stranger(team_id),
            privacy=privacy_of(self.channel.name if self.channel else ""),
        )


class Suggestion(_Interaction):
    """Somebody types into a menu; `text` is what they have typed so far, as they typed it."""

    type: Literal["block_suggestion"]
    action_id: Name
    value: Words = ""

    def request(self, team_id: str) -> Request:
        """The delivery in Duly's words."""
        return Request(
            team_id=team_id,
            user_id=self.user.id,
            verb=self.action_id,
            text=self.value,
            key=f"options:{self.user.id}",
            stranger=self.is_stranger(team_id),
        )


class _View(Fragment):
    id: Ticket
    hash: Ticket
    callback_id: Name
    private_metadata: Words = ""
    state: _Values | None = None


class Form(_Interaction):
    """A form that comes back filled in.

    Its key is the form as it stood, not the click: who presses Send again because Slack was
    slow to answer gets the first answer, not a second task.
    """

    type: Literal["view_submission"]
    view: _View

    def request(self, team_id: str) -> Request:
        """The delivery in Duly's words."""
        values = self.view.state.values if self.view.state else {}
        value, _, beneath = self.view.private_metadata.partition(blocks.BEHIND)
        return Request(
            team_id=team_id,
            user_id=self.user.id,
            verb=self.view.callback_id,
            value=value,
            within=beneath,
            fields={
                name: state.entered() for block in values.values() for name, state in block.items()
            },
            key=key_of("submission", self.view.id, self.view.hash),
            stranger=self.is_stranger(team_id),
        )


class Shortcut(_Interaction):
    """A shortcut; on a message it brings the message's words, in Slack's markup."""

    type: Literal["shortcut", "message_action"]
    trigger_id: Ticket
    callback_id: Name
    channel: _Channel | None = None
    message_ts: Words = ""
    message: MessageParts | None = Field(default=None, exclude=True)

    def request(self, team_id: str) -> Request:
        """The delivery in Duly's words."""
        return Request(
            team_id=team_id,
            user_id=self.user.id,
            channel_id=self.channel.id if self.channel else "",
            verb=self.callback_id,
            fields=self._place(),
            text=self.message.words() if self.message else "",
            longest=message_words.LONGEST,
            key=key_of("shortcut", self.trigger_id),
            stranger=self.is_stranger(team_id),
            privacy=self._privacy(),
        )

    def _place(self) -> dict[str, FieldValue]:
        """Where a message stands: its address, and the channel as people call it.

        Slack sends no address along; every message has one of this form:
        https://docs.slack.dev/reference/methods/chat.getPermalink
        """
        if self.message is None or self.channel is None:
            return {}
        address = ""
        if self.team and _DOMAIN.fullmatch(self.team.domain) and _MOMENT.fullmatch(self.message_ts):
            moment = self.message_ts.replace(".", "")
            address = f"https://{self.team.domain}.slack.com/archives/{self.channel.id}/p{moment}"
        found: dict[str, FieldValue] = {evidence.FIELD: address, CHANNEL: self.channel.name}
        return {name: value for name, value in found.items() if value}

    def _privacy(self) -> Privacy:
        """What people wrote to each other in direct messages is private to them."""
        privacy = privacy_of(self.channel.name if self.channel else "")
        return Privacy.PRIVATE if self.message and privacy is Privacy.DIRECT else privacy
