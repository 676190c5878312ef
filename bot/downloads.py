"""A file that somebody shared in Slack is fetched from there, or it is said why it cannot be.

The file object: https://docs.slack.dev/reference/objects/file-object. Whoever may not read a file
gets a page to sign in instead of it, with status 200.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.shapes import text
from handlers.front.dropped import FileOffered
from handlers.speech import values
from handlers.speech.dropped_errors import (
    FileElsewhere,
    FileGone,
    FileOfOthers,
    MayNotReadFiles,
    NoTable,
    TooLargeToDrop,
)
from handlers.speech.file_errors import FileEmpty

MOST_BYTES = 20_000_000
"""What is brought in beside everything else; the command line takes a hundred times as much."""
PIECE = 1 << 18
TIMEOUT_SECONDS = 10
HOSTS = ".slack.com"
NOT_SEEN = {"file_not_found", "file_deleted", "access_denied", "no_permission", "not_visible"}
HIDDEN = {"tombstone", "hidden_by_limit"}
GONE = (403, 404, 410)
NOT_HERE = (
    MayNotReadFiles,
    FileGone,
    FileElsewhere,
    FileOfOthers,
    TooLargeToDrop,
    FileEmpty,
    NoTable,
)
"""Why there is nothing to read, however it would be read."""
MOST_SECONDS = 120.0
MB = 1_000_000
UNNAMED = "This file"
LONGEST_NAME = 255


class NotFetched(Exception):
    """Slack or the network did not hand a file over, and may when asked again."""


@dataclass(frozen=True)
class Fetched:
    """A file that is here for a while; `digest` tells whether it is what it was before."""

    path: Path
    name: str
    digest: str


class Stay(HTTPRedirectHandler):
    """Follows no redirect: the token, and what is sent, are for Slack's own address alone."""

    def redirect_request(self, *_: Any) -> None:
        """Go nowhere else."""


@contextmanager
def fetched(slack: WebClient, team_id: str, file_id: str, name: str) -> Iterator[Fetched]:
    """A file of this workspace, as long as the block lasts; `name` is what it was called so far.

    Raises NoTable, MayNotReadFiles, FileGone, FileElsewhere, FileOfOthers, FileEmpty,
    TooLargeToDrop, or NotFetched.
    """
    shown = values.quoted(name) if name else UNNAMED
    file = _look_up(slack, file_id, shown)
    name = text(file.get("name"))[:LONGEST_NAME] or name
    shown = values.quoted(name) if name else UNNAMED
    address = _address(file, team_id, shown, slack.base_url)
    if not FileOffered(file_id, name, text(file.get("filetype"))).is_table:
        raise NoTable(file=shown)
    with NamedTemporaryFile(prefix="duly-") as kept:
        digest = _download(address, slack.token or "", kept, shown)
        yield Fetched(Path(kept.name), name, digest)


def _look_up(slack: WebClient, file_id: str, name: str) -> dict[str, Any]:
    try:
        answer: Any = slack.files_info(file=file_id)
    except SlackApiError as error:
        code = str(error.response.get("error"))
        if code == "missing_scope":
            raise MayNotReadFiles(file=name) from error
        if code in NOT_SEEN:
            raise FileGone(file=name) from error
        raise NotFetched(code) from error
    except (OSError, HTTPException) as error:
        raise NotFetched(type(error).__name__) from error
    found: dict[str, Any] = answer["file"]
    return found


def _address(file: dict[str, Any], team_id: str, name: str, base_url: str) -> str:
    """Where the file can be fetched, once it is clear that it may be."""
    if file.get("mode") in HIDDEN:
        raise FileGone(file=name)
    if file.get("is_external"):
        raise FileElsewhere(file=name)
    if file.get("user_team", team_id) != team_id:
        raise FileOfOthers(file=name)
    size = int(file.get("size") or 0)
    if size > MOST_BYTES:
        raise _too_large(name, size)
    address = str(file.get("url_private_download") or file.get("url_private") or "")
    if not is_slacks(address, base_url):
        # The token goes to nobody but Slack.
        raise FileElsewhere(file=name)
    return address


def is_slacks(address: str, base_url: str) -> bool:
    """Whether an address is Slack's own, or on the machine whose Web API is at `base_url`."""
    parts, own = urlsplit(address), urlsplit(base_url)
    is_slack = parts.scheme == "https" and (parts.hostname or "").endswith(HOSTS)
    return is_slack or (parts.scheme, parts.netloc) == (own.scheme, own.netloc)


def _download(address: str, token: str, kept: IO[bytes], name: str) -> str:
    """Keep what is there; its digest."""
    request = Request(address, headers={"Authorization": f"Bearer {token}"})  # noqa: S310 - checked
    try:
        with build_opener(Stay).open(request, timeout=TIMEOUT_SECONDS) as answer:
            if _asks_to_sign_in(answer):
                raise MayNotReadFiles(file=name)
            return _keep(answer, kept, name)
    except HTTPError as error:
        if error.code in GONE:
            raise FileGone(file=name) from error
        raise NotFetched(str(error.code)) from error
    except (OSError, HTTPException) as error:
        raise NotFetched(type(error).__name__) from error


def _asks_to_sign_in(answer: HTTPResponse) -> bool:
    return answer.headers.get_content_type() == "text/html"


def _keep(answer: HTTPResponse, kept: IO[bytes], name: str) -> str:
    size, digest, began = 0, hashlib.sha256(), time.monotonic()
    while piece := answer.read(PIECE):
        if time.monotonic() - began > MOST_SECONDS:
            raise NotFetched("too slow")
        size += len(piece)
        if size > MOST_BYTES:
            raise _too_large(name, size)
        kept.write(piece)
        digest.update(piece)
    if not size:
        raise FileEmpty(file=name)
    kept.flush()
    return digest.hexdigest()


def _too_large(name: str, size: int) -> TooLargeToDrop:
    return TooLargeToDrop(file=name, size=f"{size / MB:,.0f}", most=f"{MOST_BYTES // MB}")
