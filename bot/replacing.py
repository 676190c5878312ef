"""What is answered to a click takes the place of the message whose button was pressed.

Slack names an address with each click for that, good for thirty minutes and five answers:
https://docs.slack.dev/interactivity/handling-user-interaction#message_responses. Whoever knows it
can write there, so it is used while the click is answered, and is neither kept nor logged.
"""

from __future__ import annotations

import logging
from http import HTTPStatus
from http.client import HTTPException
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit

from slack_sdk.errors import SlackClientError
from slack_sdk.webhook import WebhookClient

from bot.settings import API

log = logging.getLogger(__name__)

SLACKS_OWN = ("https", "hooks.slack.com")
"""Where these addresses are, by scheme and host; those of a practice workspace are beside its API.
"""


def is_slacks(address: str, api_url: str) -> bool:
    """Whether an address is one at which the Slack answers whose Web API is at `api_url`."""
    wanted = SLACKS_OWN if api_url == API else _place(api_url)
    try:
        return _place(address) == wanted
    except ValueError:
        return False


def replace(address: str, shown: dict[str, Any], seconds: float) -> bool:
    """Show something else in the place of a message, and whether Slack has done so.

    Gives up after so many seconds; never raises for what Slack or a net does.
    """
    return _sent(address, {**shown, "replace_original": True}, seconds)


def answer(address: str, shown: dict[str, Any], seconds: float) -> bool:
    """Show something to whoever typed a command, and to nobody else. The same holds for it."""
    return _sent(address, {**shown, "response_type": "ephemeral"}, seconds)


def _sent(address: str, body: dict[str, Any], seconds: float) -> bool:
    client: Any = WebhookClient(address, retry_handlers=[])
    # Its own words say whole seconds; what it calls takes fractions as well.
    client.timeout = seconds
    try:
        answer = client.send_dict(body)
    except (URLError, HTTPException, OSError, SlackClientError) as error:
        log.warning("an answer was not shown: %s", type(error).__name__)
        return False
    if answer.status_code != HTTPStatus.OK:
        log.warning("an answer was not shown: %s", answer.status_code)
    return bool(answer.status_code == HTTPStatus.OK)


def _place(address: str) -> tuple[str, str]:
    """The scheme and the host with its port. Raises ValueError for what is no address."""
    parts = urlsplit(address)
    return parts.scheme, parts.netloc
