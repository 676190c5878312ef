"""A survey tool's delivery is believed only when it was signed with the key just now.

Signed as the Standard Webhooks specification has it (https://www.standardwebhooks.com).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from bot.envelope import TurnedAway

SOON_SECONDS = 300
"""What was signed longer ago, or is to come, may be a copy."""
ID, STAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
VERSION = "v1"
MOST_SIGNATURES = 10
"""A sender who changes its key signs with both; more are a stranger's."""
_DIGITS = re.compile(r"[0-9]{1,12}")
_ID = re.compile(r"[!-~]{1,300}")


def is_signed(
    secret: str, sent_id: str, stamp: str, signatures: str, body: bytes, now: float
) -> bool:
    """Whether these very bytes were signed with a key within five minutes of `now` (Unix time).

    The signature is HMAC-SHA256 over “id.time.body”; `secret` is the Base64 of the key.
    """
    if not _ID.fullmatch(sent_id) or not _DIGITS.fullmatch(stamp):
        return False
    if abs(now - int(stamp)) > SOON_SECONDS:
        return False
    expected = sign(secret, sent_id, stamp, body)
    given = signatures.split(" ", MOST_SIGNATURES)[:MOST_SIGNATURES]
    return any(hmac.compare_digest(expected, _bytes(each)) for each in given)


def sign(secret: str, sent_id: str, stamp: str, body: bytes) -> bytes:
    """The signature as it stands in the header, with its version."""
    signed = b".".join([sent_id.encode(), stamp.encode(), body])
    digest = hmac.new(_key(secret), signed, hashlib.sha256).digest()
    return b",".join([VERSION.encode(), base64.b64encode(digest)])


def opened(body: bytes) -> Mapping[str, Any]:
    """What a signed body says. Raises TurnedAway (400) where it is no JSON object."""
    try:
        payload = json.loads(body.decode())
    except (ValueError, RecursionError) as error:
        raise TurnedAway(HTTPStatus.BAD_REQUEST) from error
    if not isinstance(payload, dict):
        raise TurnedAway(HTTPStatus.BAD_REQUEST)
    return payload


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret, validate=True)
    except binascii.Error:
        return secret.encode()


def _bytes(signature: str) -> bytes:
    return signature.encode("utf-8", "replace")
