"""One call of the Web API and what every method needs to know about it."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from bot.practice.slack.errors import SlackError
from bot.practice.slack.objects import Channel, Json
from bot.practice.slack.workspace import Workspace

T = TypeVar("T")

JSON_ARGUMENTS = {
    "blocks": "invalid_blocks_format",
    "attachments": "invalid_attachments",
    "metadata": "invalid_metadata_format",
    "view": "invalid_arguments",
    "files": "invalid_arguments",
}
FLAGS = {"true": True, "1": True, "false": False, "0": False}
MOST_PER_PAGE = 1000


@dataclass(frozen=True)
class Call:
    """A call that passed the token, rate and argument checks."""

    workspace: Workspace
    method: str
    arguments: dict[str, Any]
    scopes: set[str]

    def get(self, name: str, default: Any = None) -> Any:
        """An argument, or the default when it was not given."""
        return self.arguments.get(name, default)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A yes-or-no argument: true, "true" or "1"."""
        value = self.arguments.get(name, default)
        return FLAGS.get(str(value).lower(), default)

    def need(self, *any_of: str) -> None:
        """Refuse unless the app has one of these scopes; SlackError missing_scope."""
        if not self.scopes.intersection(any_of):
            raise SlackError(
                "missing_scope", needed=any_of[0], provided=",".join(sorted(self.scopes))
            )

    def readable_channel(self, action: str) -> Channel:
        """The channel named in the call, if the app may `read` it or see its `history`.

        SlackError channel_not_found for a private channel that the bot is not in; missing_scope;
        for history also not_in_channel.
        """
        workspace = self.workspace
        channel = workspace.channels.get(str(self.get("channel")))
        if channel is None:
            raise SlackError("channel_not_found")
        self.need(f"{channel.kind}:{action}")
        inside = workspace.bot_user in channel.members
        if not inside and channel.is_private:
            raise SlackError("channel_not_found")
        if not inside and action == "history":
            raise SlackError("not_in_channel")
        return channel

    def page(self, items: Sequence[T], default: int) -> tuple[Sequence[T], str]:
        """The part of `items` asked for with limit and cursor, and the cursor of the next part.

        SlackError invalid_limit, invalid_cursor.
        """
        limit = self.limit(default)
        start = self.position("next")
        if start > len(items):
            raise SlackError("invalid_cursor")
        end = start + limit
        return items[start:end], cursor("next", end) if end < len(items) else ""

    def limit(self, default: int) -> int:
        """How many items to answer at most; SlackError invalid_limit."""
        given = str(self.get("limit") or default)
        if not given.isdigit() or not 1 <= int(given) <= max(MOST_PER_PAGE, default):
            raise SlackError("invalid_limit")
        return int(given)

    def position(self, kind: str) -> int:
        """The number in the cursor that was given, 0 without one; SlackError invalid_cursor."""
        given = self.get("cursor")
        if not given:
            return 0
        try:
            word, _, number = base64.b64decode(str(given), validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            raise SlackError("invalid_cursor") from None
        if word != kind or not number.isdigit():
            raise SlackError("invalid_cursor")
        return int(number)


@dataclass(frozen=True)
class Method:
    """How a method is called.

    Attributes:
        run: does the work and returns the answer without its "ok".
        tier: of the rate limits: "tier 1" to "tier 4" or "special".
        required: arguments that must be given.
        optional: arguments that may be given.
        scopes: the app needs one of them; methods whose scope depends on the channel check later.
        caller: whose token it takes.
    """

    run: Callable[[Call], Json]
    tier: str
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    scopes: tuple[str, ...] = field(default=())
    caller: Literal["bot", "app", "nobody"] = "bot"


def cursor(kind: str, position: int) -> str:
    """An opaque cursor, as Slack makes them."""
    return base64.b64encode(f"{kind}:{position}".encode()).decode()


def read_arguments(given: dict[str, Any]) -> dict[str, Any]:
    """Arguments with their JSON decoded and empty ones left out.

    SlackError with the argument's own error when the JSON cannot be read.
    """
    result: dict[str, Any] = {}
    for name, value in given.items():
        if name in JSON_ARGUMENTS and isinstance(value, str) and value:
            try:
                result[name] = json.loads(value)
            except ValueError:
                raise SlackError(JSON_ARGUMENTS[name]) from None
        elif value is not None:
            result[name] = value
    return result
