"""What is answered to a click takes the place of what was pressed, at Slack's own address alone."""

from __future__ import annotations

import logging

import pytest

from bot import replacing
from bot.settings import API

SECRET = "T0/111/kestrelfurious"


@pytest.mark.parametrize(
    ("address", "is_slacks"),
    [
        (f"https://hooks.slack.com/actions/{SECRET}", True),
        (f"http://hooks.slack.com/actions/{SECRET}", False),
        (f"https://hooks.slack.com:8443/actions/{SECRET}", False),
        (f"https://hooks.slack.com@evil.example/{SECRET}", False),
        (f"https://evil@hooks.slack.com/{SECRET}", False),
        (f"https://hooks.slack.com.evil.example/{SECRET}", False),
        (f"https://evil.example/hooks.slack.com/{SECRET}", False),
        ("https://slack.com/api/chat.postMessage", False),
        ("file:///etc/passwd", False),
        ("https://[", False),
        ("hooks.slack.com", False),
        ("", False),
    ],
)
def test_only_slacks_own_address_is_called(address: str, is_slacks: bool) -> None:
    assert replacing.is_slacks(address, API) is is_slacks


@pytest.mark.parametrize(
    ("address", "is_slacks"),
    [
        ("http://127.0.0.1:8123/response/1", True),
        ("http://127.0.0.1:8124/response/1", False),
        ("https://hooks.slack.com/actions/1", False),
    ],
)
def test_a_practice_workspace_answers_beside_its_api(address: str, is_slacks: bool) -> None:
    assert replacing.is_slacks(address, "http://127.0.0.1:8123/api/") is is_slacks


def test_who_does_not_answer_is_given_up_and_the_address_is_no_line_of_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    assert not replacing.replace(f"http://127.0.0.1:9/{SECRET}", {"text": "Undone."}, 1.0)
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("bot")]
    assert ours == ["an answer was not shown: URLError"]
    assert SECRET not in "".join(ours)
