"""A file goes to Slack in three steps: it is announced, its bytes are sent, and it is shown.

https://docs.slack.dev/messaging/working-with-files#upload. Nobody sees anything of it before the
third.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, build_opener

from slack_sdk import WebClient

from bot.channels import facts_of
from bot.downloads import Stay, is_slacks
from bot.slack import WORDS, Result, Verdict, call

TIMEOUT_SECONDS = 30
MISSING_SCOPE = "missing_scope"
GONE = "tombstone"
"""How Slack shows a file that was deleted."""
NEWEST = 15
"""The most messages that Slack shows at once to every app."""


class NotUploaded(Exception):
    """Slack or the network did not take it, and may when asked again; `wait` is in seconds."""

    def __init__(self, why: str, wait: float = 0.0) -> None:
        """Say for the log why, and how long Slack wants to be left alone."""
        self.wait = wait
        super().__init__(why)


class UploadRefused(Exception):
    """Slack will not do it until a person changes something."""

    def __init__(self, code: str, words: str) -> None:
        """Keep Slack's name for what is wrong, and what it means for people."""
        self.code, self.words = code, words
        super().__init__(code)


@dataclass(frozen=True)
class Announced:
    """A file to be: its id, and the address that takes its bytes."""

    file_id: str
    address: str


def check_place(slack: WebClient, channel_id: str) -> bool:
    """Whether only people of this company read a channel that Duly may write to.

    Raises UploadRefused where it may not, and NotUploaded.
    """
    channel = _asked(slack, "conversations.info", {"channel": channel_id})["channel"]
    for code, is_so in (
        ("is_archived", channel.get("is_archived")),
        ("not_in_channel", not channel.get("is_member")),
    ):
        if is_so:
            raise UploadRefused(code, WORDS[code])
    return not facts_of(channel).is_shared


def announce(slack: WebClient, name: str, length: int) -> Announced:
    """Announce a file of so many bytes. Raises UploadRefused or NotUploaded."""
    said = {"filename": name, "length": length}
    answer = _asked(slack, "files.getUploadURLExternal", said)
    return Announced(str(answer["file_id"]), str(answer["upload_url"]))


def send(slack: WebClient, address: str, content: bytes) -> None:
    """Send the bytes to the address that Slack named for them. Raises NotUploaded."""
    if not is_slacks(address, slack.base_url):
        # What the month was like goes to nobody but Slack.
        raise NotUploaded("not Slack's address")
    headers = {"Content-Type": "application/octet-stream"}
    request = Request(address, content, headers, method="POST")  # noqa: S310 - checked above
    try:
        with build_opener(Stay).open(request, timeout=TIMEOUT_SECONDS) as answer:
            answer.read()
    except HTTPError as error:
        raise NotUploaded(str(error.code)) from error
    except (OSError, HTTPException) as error:
        raise NotUploaded(type(error).__name__) from error


def open_place(slack: WebClient, person_id: str) -> str:
    """The channel of the direct messages with a person. Raises UploadRefused or NotUploaded."""
    opened = _asked(slack, "conversations.open", {"users": person_id})
    return str(opened["channel"]["id"])


def show(slack: WebClient, file_id: str, title: str, channel_id: str, comment: str) -> Result:
    """Ask Slack to show what was sent, below `comment` (markup); what became of that."""
    return call(
        slack,
        "files.completeUploadExternal",
        {
            "files": json.dumps([{"id": file_id, "title": title}]),
            "channel_id": channel_id,
            "initial_comment": comment,
        },
    )


def is_shown(slack: WebClient, file_id: str, channel_id: str) -> bool:
    """Whether a file was ever shown in a channel or to a person; one that was deleted since was.

    Raises UploadRefused where Duly may not look, and NotUploaded.
    """
    try:
        file = _asked(slack, "files.info", {"file": file_id})["file"]
    except UploadRefused as refusal:
        if refusal.code in {"file_not_found", "file_deleted"}:
            return refusal.code == "file_deleted"
        raise
    places = [place for kind in ("channels", "groups", "ims") for place in file.get(kind, [])]
    return channel_id in places


def standing(slack: WebClient, file_id: str, channel_id: str) -> str:
    """The stamp of the message that shows a file in a channel; empty while Slack has none.

    It is among the newest there: it was shown just now. Raises UploadRefused, also where somebody
    has deleted the file, and NotUploaded.
    """
    query: dict[str, Any] = {"channel": channel_id, "limit": NEWEST}
    for message in _asked(slack, "conversations.history", query).get("messages", []):
        for file in message.get("files") or []:
            if file.get("id") == file_id and file.get("mode") == GONE:
                raise UploadRefused("file_deleted", "")
            if file.get("id") == file_id:
                return str(message["ts"])
    return ""


def _asked(slack: WebClient, method: str, payload: dict[str, Any]) -> dict[str, Any]:
    """Slack's answer. Raises UploadRefused or NotUploaded."""
    result = call(slack, method, payload)
    if result.verdict == Verdict.OK:
        return result.data
    if result.verdict in {Verdict.REFUSED, Verdict.POINTLESS}:
        raise UploadRefused(result.code, result.words)
    raise NotUploaded(result.noted, result.wait)
