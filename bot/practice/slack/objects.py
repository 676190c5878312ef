"""What a Slack workspace consists of: people, channels, messages, notes and views.

Each knows how Slack writes it down in its answers (docs.slack.dev/reference/objects).
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

Json = dict[str, Any]

SLACKBOT = "USLACKBOT"

ZONE_LABELS = {
    "CET": "Central European Time",
    "CEST": "Central European Summer Time",
    "EST": "Eastern Standard Time",
    "EDT": "Eastern Daylight Time",
    "GMT": "Greenwich Mean Time",
    "BST": "British Summer Time",
    "IST": "India Standard Time",
    "UTC": "Coordinated Universal Time",
}


@dataclass
class User:
    """A member of the workspace: a person, the app's bot user, or Slackbot."""

    id: str
    name: str
    real_name: str
    title: str = ""
    tz: str = "UTC"
    is_bot: bool = False
    deleted: bool = False
    color: str = "9f69e7"
    status_text: str = ""
    status_emoji: str = ""
    status_expiration: int = 0
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_admin: bool = False
    is_owner: bool = False
    is_primary_owner: bool = False
    home_team: str = ""
    """The workspace they belong to, when it is a connected one (Slack Connect) and not this."""
    updated: int = 0

    @property
    def initials(self) -> str:
        """The letters of the avatar."""
        return "".join(word[0] for word in self.real_name.split()[:2]).upper()

    def tz_label(self, now: datetime) -> str:
        """The zone in words, as Slack names it at this moment."""
        short = now.astimezone(ZoneInfo(self.tz)).tzname() or self.tz
        return ZONE_LABELS.get(short, f"{self.tz.rsplit('/', 1)[-1].replace('_', ' ')} Time")

    def to_slack(self, team_id: str, now: datetime) -> Json:
        """Slack's user object."""
        offset = now.astimezone(ZoneInfo(self.tz)).utcoffset()
        profile = {
            "title": self.title,
            "phone": "",
            "skype": "",
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.name,
            "display_name_normalized": self.name,
            "status_text": self.status_text,
            "status_emoji": self.status_emoji,
            "status_expiration": self.status_expiration,
            "first_name": self.real_name.split()[0],
            "last_name": " ".join(self.real_name.split()[1:]),
            "team": self.home_team or team_id,
        }
        user = {
            "id": self.id,
            "team_id": self.home_team or team_id,
            "name": self.name,
            "deleted": self.deleted,
            "color": self.color,
            "real_name": self.real_name,
            "tz": self.tz,
            "tz_label": self.tz_label(now),
            "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
            "profile": profile,
            "is_admin": self.is_admin,
            "is_owner": self.is_owner,
            "is_primary_owner": self.is_primary_owner,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": self.is_ultra_restricted,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": self.updated,
        }
        if self.deleted:  # Slack leaves the time zone out once an account is deactivated
            user = {k: v for k, v in user.items() if not k.startswith("tz") and k != "real_name"}
        return user


@dataclass
class Message:
    """One message of a channel or direct message."""

    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    edited: str | None = None
    thread_ts: str | None = None
    bot_id: str | None = None
    app_id: str | None = None
    subtype: str | None = None
    attachments: list[Json] = field(default_factory=list)
    broadcast: bool = False
    files: list[str] = field(default_factory=list)
    """The ids of what is shared by it."""

    @property
    def is_reply(self) -> bool:
        """Whether it sits in a thread below another message."""
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass
class Channel:
    """A channel, or a direct message between two people (`pair` is set)."""

    id: str
    name: str
    topic: str = ""
    is_private: bool = False
    members: set[str] = field(default_factory=set)
    pair: tuple[str, str] | None = None
    is_archived: bool = False
    shared_with: tuple[str, ...] = ()
    """Other workspaces whose people read it (Slack Connect), by team id."""
    sharing_pending: tuple[str, ...] = ()
    """Those that are invited to and have not accepted."""
    created: int = 0
    messages: dict[str, Message] = field(default_factory=dict)

    @property
    def is_im(self) -> bool:
        """Whether this is a direct message."""
        return self.pair is not None

    @property
    def kind(self) -> str:
        """The scope family that guards it: channels, groups or im."""
        if self.is_im:
            return "im"
        return "groups" if self.is_private else "channels"

    @property
    def spoken_name(self) -> str:
        """The name Slack sends to apps; private places are not named."""
        if self.is_im:
            return "directmessage"
        return "privategroup" if self.is_private else self.name

    def other(self, user_id: str) -> str:
        """The other person of a direct message."""
        first, second = self.pair or (user_id, user_id)
        return second if first == user_id else first

    def threads(self) -> dict[str, list[Message]]:
        """The answers in threads, oldest first, by the stamp of the message they answer."""
        found: dict[str, list[Message]] = {}
        for message in self.messages.values():
            if message.thread_ts is not None and message.is_reply:
                found.setdefault(message.thread_ts, []).append(message)
        return found


@dataclass
class Note:
    """A message only one person sees; gone when it is dismissed or the page is reloaded."""

    ts: str
    user: str
    channel: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    author: str = SLACKBOT
    thread_ts: str | None = None


@dataclass
class View:
    """A form (modal) on someone's screen, or someone's Home tab."""

    id: str
    user: str
    hash: str
    body: Json
    root_view_id: str
    previous_view_id: str | None = None
    values: Json = field(default_factory=dict)
    errors: dict[str, str] | None = None

    @property
    def type(self) -> str:
        """Either modal or home."""
        return str(self.body["type"])

    @property
    def blocks(self) -> list[Json]:
        """The blocks shown."""
        return list(self.body.get("blocks", []))

    def to_slack(self, team_id: str, app_id: str, bot_id: str) -> Json:
        """Slack's view object, with every optional field filled in."""
        body = self.body
        return {
            "id": self.id,
            "team_id": team_id,
            "type": body["type"],
            "blocks": body.get("blocks", []),
            "private_metadata": body.get("private_metadata", ""),
            "callback_id": body.get("callback_id", ""),
            "state": {"values": self.values},
            "hash": self.hash,
            "title": body.get("title") or {"type": "plain_text", "text": "View Title"},
            "clear_on_close": bool(body.get("clear_on_close", False)),
            "notify_on_close": bool(body.get("notify_on_close", False)),
            "close": body.get("close"),
            "submit": body.get("submit"),
            "submit_disabled": False,
            "previous_view_id": self.previous_view_id,
            "root_view_id": self.root_view_id,
            "app_id": app_id,
            "external_id": body.get("external_id", ""),
            "app_installed_team_id": team_id,
            "bot_id": bot_id,
        }


@dataclass
class Trigger:
    """Leave to open one form, given with an interaction; good for three seconds and one use."""

    id: str
    user: str
    born: float
    view_id: str | None = None
    used: bool = False


@dataclass
class ReplyAddress:
    """A `response_url`: up to five answers within thirty minutes, to where something happened."""

    id: str
    user: str
    channel: str
    born: float
    message_ts: str | None = None
    is_note: bool = False
    uses: int = 0
