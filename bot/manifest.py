"""What Duly asks of Slack, as the app manifest that a workspace installs it from."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from bot import routes
from bot.written import MESSAGE

Manifest = dict[str, Any]

# Each scope with the reason Duly needs it; there is no other.
SCOPES = {
    "app_mentions:read": "hear what is said to @Duly in a channel that it is in",
    "chat:write": "post cards, reminders and digests, and keep them up to date",
    "commands": "/cx and the shortcuts",
    "users:read": "names, zones and who has left",
    "users:read.email": "match people of a CSV file by e-mail",
    "channels:read": "find public channels by name, check that Duly is in them and who reads them",
    "groups:read": "the same for private channels",
    "channels:history": "hear replies under a card, and look whether a message arrived",
    "groups:history": "the same in private channels",
    "im:history": "the same in direct messages",
    "im:write": "open the direct message in which to look",
}
FILE_SCOPES = {
    "files:read": "read a CSV file that the CCO drops into Duly's direct messages",
    "files:write": "upload the customer room pack to the executives' channel",
}
"""These only for a workspace that wants it so; the description of the app says why."""
EVENTS = "/slack/events"
PLACES = ("channels", "groups", "im")
"""Where messages are heard: under cards in channels, and in direct messages."""
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[?[0-9a-f:.]+\]?")
PATH = re.compile(r"[A-Za-z0-9._~/-]*")
NO_ADDRESS = (
    "--http takes the public address that Slack sends to, like https://duly.example: "
    "https, the name of a host, and no more."
)
TOO_MUCH = "--http takes an address without a user, a password, a question mark or a #."
LONG_DESCRIPTION = (
    "Duly keeps a company's promises to its customers. It holds the one task list that says what "
    "each part of the organisation will do for customers and by when. It gives every issue to the "
    "department that can correct it and prevent it, reminds owners pleasantly and firmly until "
    "they answer, and asks executives what a decision means for customers before they take it."
)
WITH_FILES = (
    " It may read files (files:read) so that whoever looks after customers can drop a CSV list "
    "into its direct messages, look at a rehearsal there and bring it in. It reads no other file. "
    "It may upload files (files:write) for one thing: the customer room pack, a page that tells "
    "executives what a month meant for customers, when they ask for it."
)


def build(url: str | None = None, *, files: bool = False) -> Manifest:
    """The manifest, schema version 2: Socket Mode, or HTTP at `url` (https://host).

    With `files` it asks for leave to read them, too, and says why. Raises ValueError in words
    when Slack could send nothing there.
    """
    address = None if url is None else _where_slack_sends(url.strip())
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Duly",
            "description": "Keeps a company's promises to its customers.",
            "long_description": LONG_DESCRIPTION + (WITH_FILES if files else ""),
            "background_color": "#1f4d43",
        },
        "features": _features(address),
        "oauth_config": {"scopes": {"bot": sorted({**SCOPES, **(FILE_SCOPES if files else {})})}},
        "settings": _settings(address),
    }


def _where_slack_sends(url: str) -> str:
    """Our one path at a public address, which may have it already or lie below another path."""
    try:
        parts = urlsplit(url)
        is_public = parts.scheme == "https" and HOST.fullmatch(parts.hostname or "")
        is_port = parts.port != 0
    except ValueError:
        is_public = is_port = False
    if not is_public or not is_port or not PATH.fullmatch(parts.path):
        raise ValueError(NO_ADDRESS)
    if "@" in parts.netloc or "?" in url or "#" in url:
        raise ValueError(TOO_MUCH)
    below = parts.path.rstrip("/").removesuffix(EVENTS).rstrip("/")
    return f"https://{parts.netloc}{below}{EVENTS}"


def _features(address: str | None) -> Manifest:
    command: Manifest = {
        "command": routes.COMMAND,
        "description": "Give, take and keep promises to customers",
        "usage_hint": "task … to @owner by friday | issue … | list | help",
        "should_escape": True,
    }
    if address:
        command["url"] = address
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "Duly", "always_online": True},
        "slash_commands": [command],
        "shortcuts": [
            {
                "name": "Make this a task",
                "type": "message",
                "callback_id": "task.from_message",
                "description": "Give somebody a customer task from this message",
            },
            {
                "name": "Add to a task or issue",
                "type": "message",
                "callback_id": "note.from_message",
                "description": "Keep this message in the story of a promise",
            },
            {
                "name": "Customer said this",
                "type": "message",
                "callback_id": "answer.from_message",
                "description": "Keep the words of a customer, and call back where they are low",
            },
            {
                "name": "Give a task",
                "type": "global",
                "callback_id": "task.shortcut",
                "description": "One thing one person will do for a customer",
            },
            {
                "name": "Report an issue",
                "type": "global",
                "callback_id": "issue.shortcut",
                "description": "What a customer experienced and should not have",
            },
        ],
    }


def _subscriptions() -> set[str]:
    """The events that Duly handles; messages are subscribed to by where they are written."""
    return (set(routes.EVENTS) - {MESSAGE}) | {f"{MESSAGE}.{place}" for place in PLACES}


def _settings(address: str | None) -> Manifest:
    events: Manifest = {"bot_events": sorted(_subscriptions())}
    interactivity: Manifest = {"is_enabled": True}
    if address:
        events["request_url"] = address
        interactivity["request_url"] = address
        interactivity["message_menu_options_url"] = address
    return {
        "event_subscriptions": events,
        "interactivity": interactivity,
        "org_deploy_enabled": False,
        "socket_mode_enabled": address is None,
        "token_rotation_enabled": False,
    }
