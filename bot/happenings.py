"""What happens in Slack reaches Duly: messages to it, channels that change, people and Home.

These are deliveries of https://docs.slack.dev/apis/events-api.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError

from bot import message_words
from bot.deliveries import Fragment, MessageParts, Payload, Sent, UserPart
from bot.profiles import person_fields
from bot.shapes import ChannelId, FileId, Name, TeamId, Ticket, UserId, Words, key_of
from handlers.front.dropped.requests import FILES, FILETYPES, NAMES
from handlers.speech.request import FieldValue, Privacy, Request

MOST_FILES, LONGEST_NAME = 50, 255
SLACK_ITSELF = "USLACKBOT"
"""By whom Slack does what nobody in particular does."""
TYPES = {
    "im": Privacy.DIRECT,
    "channel": Privacy.OPEN,
    "group": Privacy.PRIVATE,
    "mpim": Privacy.PRIVATE,
}
"""Who reads along where an event comes from; where Duly is called by name, Slack says nothing."""


def _with_id(user: object) -> object:
    """A user object is kept whole, since the directory reads it by rules of its own."""
    UserPart.model_validate(user)
    return user


class _Happened(Fragment):
    type: Name
    user: UserId | Annotated[Payload, BeforeValidator(_with_id)]
    user_team: TeamId | None = None
    team: TeamId | None = None


class _File(Fragment):
    """A file beside a message; of one that is others', or gone, Slack tells the id alone."""

    id: FileId
    name: Words = ""
    filetype: Words = ""


def _known_files(given: object) -> list[_File]:
    """Those files of a message that look like Slack's."""
    found = []
    for each in given if isinstance(given, list) else []:
        with suppress(ValidationError):
            found.append(_File.model_validate(each))
    return found[:MOST_FILES]


class _Written(MessageParts):
    """A message that somebody has just written."""

    type: Name
    user: UserId
    channel: ChannelId
    channel_type: Name | None = None
    ts: Ticket
    thread_ts: Ticket | None = None
    user_team: TeamId | None = None
    team: TeamId | None = None
    files: Annotated[list[_File], BeforeValidator(_known_files)] = Field(default=[], exclude=True)

    def shared(self) -> dict[str, FieldValue]:
        """The files beside the words, as `dropped.requests` reads them; empty without any."""
        if not self.files:
            return {}
        return {
            FILES: [each.id for each in self.files],
            NAMES: [each.name[:LONGEST_NAME] for each in self.files],
            FILETYPES: [each.filetype[:LONGEST_NAME] for each in self.files],
        }


class _Callback(Sent):
    type: Literal["event_callback"]
    team_id: TeamId
    event_id: Ticket


class MessageCallback(_Callback):
    """Somebody wrote to Duly, or in a channel that it is in; `written.may_concern` says which.

    In Duly's words it is about the message under which it stands (`thread`); `value` is its own
    place in the channel.
    """

    event: _Written

    def request(self, team_id: str) -> Request:
        """The delivery in Duly's words."""
        written = self.event
        home = written.user_team or written.team or self.team_id
        under = written.thread_ts or ""
        return Request(
            team_id=team_id,
            user_id=written.user,
            verb=written.type,
            channel_id=written.channel,
            text=written.words(),
            longest=message_words.LONGEST,
            value=written.ts,
            privacy=TYPES.get(written.channel_type or "", Privacy.UNKNOWN),
            fields=written.shared(),
            thread="" if under == written.ts else under,
            key=key_of("event", self.event_id),
            stranger=home != team_id,
        )


class _Changed(Fragment):
    type: Name
    channel: ChannelId


class ChannelCallback(_Callback):
    """Something about a channel has changed; nobody in particular did it."""

    event: _Changed

    def request(self, team_id: str) -> Request:
        """The delivery in Duly's words."""
        return Request(
            team_id=team_id,
            user_id=SLACK_ITSELF,
            verb=self.event.type,
            channel_id=self.event.channel,
            key=key_of("event", self.event_id),
        )


class EventCallback(_Callback):
    """Something happened in Slack: Home was opened, or the directory changed."""

    event: _Happened

    def request(self, team_id: str) -> Request:
        """The delivery in Duly's words."""
        happened = self.event
        profile: Mapping[str, Any] = happened.user if isinstance(happened.user, dict) else {}
        home = profile.get("team_id") or happened.user_team or happened.team or self.team_id
        return Request(
            team_id=team_id,
            user_id=profile["id"] if profile else str(happened.user),
            verb=happened.type,
            fields=person_fields(dict(profile), team_id) if profile else {},
            key=key_of("event", self.event_id),
            stranger=home != team_id,
        )
