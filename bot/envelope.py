"""An HTTP request is believed only when Slack signed it just now, and only then is it opened."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, NoReturn
from urllib.parse import parse_qsl

SOON_SECONDS = 300
"""Slack advises to ignore what was signed longer ago:
https://docs.slack.dev/authentication/verifying-requests-from-slack
"""
STAMP, SIGNATURE = "x-slack-request-timestamp", "x-slack-signature"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
MOST_FIELDS = 100
"""Slack sends about a dozen fields; a form may say `&` a million times."""

_DIGITS = re.compile(r"[0-9]{1,12}")
_SSL_CHECK = re.compile(rb"(?:^|&)ssl_check=1(?:&|$)")
SHORT_BYTES = 1_000


class TurnedAway(Exception):
    """A request that is not taken, with the status that says why; its content is never quoted."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


def is_signed(secret: str, stamp: str, signature: str, body: bytes, now: float) -> bool:
    """Whether Slack signed these very bytes within five minutes of `now` (seconds, Unix time).

    Bolt's own check reads the body as text first, which not every body is.
    """
    if not secret or not _DIGITS.fullmatch(stamp) or abs(now - int(stamp)) > SOON_SECONDS:
        # Without a secret anybody could sign.
        return False
    signed = b":".join([b"v0", stamp.encode(), body])
    expected = f"v0={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"
    # As bytes: of text it takes only ASCII, and a stranger may send anything.
    return hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))


def is_ssl_check(body: bytes) -> bool:
    """Whether Slack only looks at our certificate; it does so without a signature.

    https://docs.slack.dev/interactivity/implementing-slash-commands
    """
    return len(body) <= SHORT_BYTES and _SSL_CHECK.search(body) is not None


def opened(content_type: str, body: bytes) -> Mapping[str, Any]:
    """The payload of a body that Slack signed.

    Raises TurnedAway (400) when it is none.
    """
    kind = content_type.partition(";")[0].strip().lower()
    try:
        text = body.decode()
        payload = _read_form(text) if kind == FORM else _read_json(text) if kind == JSON else None
    except (ValueError, RecursionError) as error:
        raise TurnedAway(HTTPStatus.BAD_REQUEST) from error
    if not isinstance(payload, dict):
        raise TurnedAway(HTTPStatus.BAD_REQUEST)
    return payload


def _read_form(text: str) -> Any:
    fields = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    if "payload" in fields:
        return _read_json(fields["payload"])
    return fields if "command" in fields else None


def _read_json(text: str) -> Any:
    return json.loads(text, parse_constant=_no_constant)


def _no_constant(_name: str) -> NoReturn:
    raise ValueError("no number of JSON")
