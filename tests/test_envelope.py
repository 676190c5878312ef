"""What proves that Slack sent something, and what a body must be to be opened."""

from __future__ import annotations

import hmac
from http import HTTPStatus

import pytest

from bot import envelope
from bot.envelope import TurnedAway
from tests.wire import signed

BODY = b"command=%2Fcx&text=list"


def test_without_a_secret_nothing_is_believed() -> None:
    proof = signed(BODY, secret="x", stamp="1000")
    stamp, signature = proof["X-Slack-Request-Timestamp"], proof["X-Slack-Signature"]
    assert envelope.is_signed("x", stamp, signature, BODY, 1_299.0)
    assert not envelope.is_signed("x", stamp, signature, BODY, 1_301.0)
    empty = "v0=" + hmac.new(b"", b"v0:1000:" + BODY, "sha256").hexdigest()
    assert not envelope.is_signed("", stamp, empty, BODY, 1_000.0)


@pytest.mark.parametrize(
    ("body", "is_check"),
    [
        (b"ssl_check=1&token=x", True),
        (b"token=x&ssl_check=1", True),
        (b"ssl_check=1", True),
        (b"ssl_check=10", False),
        (b"text=ssl_check=1", False),
        (b"text=a%26ssl_check=1", False),
        (b"ssl_check=1&" + b"a" * 2_000, False),
        (b"", False),
    ],
)
def test_a_look_at_the_certificate_is_short_and_says_so(body: bytes, is_check: bool) -> None:
    assert envelope.is_ssl_check(body) == is_check


def test_a_form_is_a_command_or_carries_a_payload() -> None:
    assert envelope.opened(envelope.FORM, BODY) == {"command": "/cx", "text": "list"}
    assert envelope.opened(envelope.FORM, b"payload=%7B%22type%22%3A1%7D") == {"type": 1}
    with pytest.raises(TurnedAway) as away:
        envelope.opened(envelope.FORM, BODY + b"&a=1" * envelope.MOST_FIELDS)
    assert away.value.status == HTTPStatus.BAD_REQUEST
