"""Of all that is written in Slack, only people's new words to Duly are let in here.

The rest is dropped before anything of it is read, kept or logged:
https://docs.slack.dev/reference/events/message and
https://docs.slack.dev/reference/events/app_mention
"""

from __future__ import annotations

from bot.shapes import text
from handlers.speech import values

MESSAGE, MENTION = "message", "app_mention"
MESSAGES = frozenset({MESSAGE, MENTION})
"""Events that bring somebody's words."""
_BY_PEOPLE = frozenset({"", "thread_broadcast", "file_share"})
"""Subtypes of what people write: in a thread and for the channel, too, or beside a file."""
_NOT_NEW = ("bot_id", "bot_profile", "edited", "hidden")
"""What only the messages of apps have, and those that somebody has changed."""


def is_message(event: dict[str, object]) -> bool:
    """Whether an event brings somebody's words."""
    return text(event.get("type")) in MESSAGES


def may_concern(event: dict[str, object]) -> bool:
    """Whether these may be a person's new words to Duly: it is said by the shape of the event.

    They are in direct messages, where Duly is mentioned, and in a thread, which may be that of a
    card. Where Duly is mentioned in a channel, Slack brings the same words twice: see
    `replies.concerns`.
    """
    if text(event.get("subtype")) not in _BY_PEOPLE or any(event.get(name) for name in _NOT_NEW):
        return False
    is_direct = values.is_direct_channel(text(event.get("channel")))
    if text(event.get("type")) == MENTION:
        return not is_direct
    under = text(event.get("thread_ts"))
    return is_direct or under not in ("", text(event.get("ts")))
