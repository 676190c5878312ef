"""The only way out to Slack: a client that never repeats a write, and what its errors mean."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from http.client import HTTPException
from socket import gaierror
from typing import Any, cast
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry import (
    ConnectionErrorRetryHandler,
    HttpRequest,
    HttpResponse,
    RateLimitErrorRetryHandler,
    RetryState,
)

# Slack documents JSON for methods that write. Those that read take a form: some refuse JSON, others
# pass over what it says (platform reference, section 17). A form does for any method.
WRITING = ("chat.", "views.")

TIMEOUT_SECONDS = 10
# While a person waits: Slack gives three seconds to answer a click, whatever is called meanwhile.
HURRY_SECONDS = 2
PAUSE_SECONDS = 30
# Slack asks for seconds, rarely for minutes. What asks for more is asked again before that.
LONGEST_SECONDS = 300.0
READ_AGAIN = 5
SERVER_ERROR = 500
TOO_MANY = 429

log = logging.getLogger(__name__)


class SocketRefused(Exception):
    """Slack does not let Duly connect its socket; the message says why and what to do."""


class Verdict(StrEnum):
    """What became of a call."""

    OK = "ok"
    """Slack did it."""
    LATER = "later"
    """Slack did not do it, and may when asked again."""
    HELD = "held"
    """Slack wants this method to rest for a while (429)."""
    UNKNOWN = "unknown"
    """The connection broke before the answer: it may have been done."""
    REFUSED = "refused"
    """Slack will not do it until a person changes something."""
    POINTLESS = "pointless"
    """What the call is about is not there any more."""


@dataclass(frozen=True)
class Result:
    """The outcome of one call; `words` say it to a person, `wait` is in seconds."""

    verdict: Verdict
    data: dict[str, Any]
    words: str = ""
    wait: float = 0.0
    at: datetime | None = None
    """When Slack answered, by its own clock (UTC, whole seconds)."""

    def ahead_of(self, now: datetime) -> timedelta:
        """How far Slack's clock is ahead of ours; zero where it does not say."""
        return self.at - now if self.at else timedelta()

    @property
    def code(self) -> str:
        """Slack's name for what was wrong; empty when all went well."""
        return str(self.data.get("error", ""))

    @property
    def noted(self) -> str:
        """For the log: the verdict and Slack's name for what was wrong; never its sentences.

        They may quote from the message that Slack did not accept.
        """
        return " ".join([self.verdict, *([self.code] if self.code.isidentifier() else [])])


class SlackClock:
    """Slack's clock: what its last answer said, and as much later as has passed here since.

    Nobody can set it, neither here nor by a jump of this machine's clock. It may be behind, as
    after a sleep of the machine, and is never ahead.
    """

    def __init__(self) -> None:
        self._heard: tuple[datetime, float] | None = None

    def heard(self, at: datetime) -> None:
        """Slack said just now what time it is."""
        self._heard = at, time.monotonic()

    def now(self) -> datetime | None:
        """The present instant (UTC), or None before the first answer."""
        if self._heard is None:
            return None
        at, then = self._heard
        return at + timedelta(seconds=time.monotonic() - then)


# Slack's error strings in words that say what to do. Anything else is named as it is.
WORDS = {
    "not_in_channel": "Duly is not in this channel. Invite it there with `/invite @Duly`.",
    "channel_not_found": "Duly cannot see this channel. Invite it there with `/invite @Duly`.",
    "is_archived": "The channel is archived. Choose another one with `/cx setup`.",
    "user_disabled": "The person has left. Give what they owe to somebody else.",
    "user_not_found": "Slack does not know this person.",
    "cannot_dm_bot": "Bots cannot be messaged.",
    "messages_tab_disabled": "Direct messages to Duly are switched off in the app's settings.",
    "restricted_action": "A workspace setting keeps Duly from posting here.",
    "missing_scope": "Duly lacks a permission. Install the app again from its manifest.",
    "not_authed": "There is no bot token. Put SLACK_BOT_TOKEN into .env.",
    "invalid_auth": "Slack does not accept the bot token. Check SLACK_BOT_TOKEN.",
    "not_allowed_token_type": "This is no bot token (xoxb-…). Check SLACK_BOT_TOKEN.",
    "account_inactive": "The bot token was revoked. Install the app again.",
    "token_revoked": "The bot token was revoked. Install the app again.",
    "message_not_found": "Somebody has deleted the message.",
    "msg_too_long": "The message is too long for Slack.",
    "msg_blocks_too_long": "The message is too long for Slack.",
    "invalid_blocks": "Slack does not accept how the message is built.",
}
# The same errors mean something else where the app token was shown: Slack says only `invalid_auth`.
ANOTHER = "Make a new one with the scope connections:write on your app's page, Basic Information."
SWITCH_ON = "Switch Socket Mode on, and give the app token the scope connections:write."
APP_TOKEN_WORDS = {
    "invalid_auth": f"Slack does not accept the app token. Check SLACK_APP_TOKEN. {ANOTHER}",
    "not_authed": "There is no app token. Put SLACK_APP_TOKEN into .env.",
    "not_allowed_token_type": "This is no app-level token (xapp-…). Check SLACK_APP_TOKEN.",
    "account_inactive": f"The app token was revoked. {ANOTHER}",
    "token_revoked": f"The app token was revoked. {ANOTHER}",
    "token_expired": f"The app token has expired. {ANOTHER}",
    "missing_scope": f"The app token lacks a permission. {ANOTHER}",
}
GONE = {"message_not_found", "cant_update_message", "edit_window_closed"}
PASSING = {
    "internal_error", "fatal_error", "service_unavailable", "request_timeout",
}  # fmt: skip
# Nothing is wrong with the message: it leaves as soon as somebody mends the installation.
UNTIL_MENDED = {
    "invalid_auth", "account_inactive", "token_revoked", "not_authed", "token_expired",
}  # fmt: skip


def client(token: str | None, base_url: str, timeout: int = TIMEOUT_SECONDS) -> WebClient:
    """A client that sends each request once: its defaults would post twice after a cut.

    `timeout` is in seconds.
    """
    return WebClient(token=token, base_url=base_url, timeout=timeout, retry_handlers=[])


def hurried(slack: WebClient, seconds: float) -> WebClient:
    """The same client for a call that somebody waits for; it gives up after so many seconds."""
    client: Any = copy(slack)
    # Its own words say whole seconds; what it calls takes fractions as well.
    client.timeout = seconds
    return cast(WebClient, client)


class _Rest(RateLimitErrorRetryHandler):
    """Waits as long as Slack asks, as far as that makes sense; the library's would wait a week."""

    def prepare_for_next_attempt(
        self,
        *,
        state: RetryState,
        request: HttpRequest,  # noqa: ARG002 - the library calls it so
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002
    ) -> None:
        """Rest, and ask for another try."""
        # The library keeps a list for each header.
        headers = response.headers if response else {}
        stated = {name: "".join(values) for name, values in headers.items()}
        time.sleep(_seconds(header(stated, "Retry-After")))
        state.next_attempt_requested = True
        state.increment_current_attempt()


def reader(slack: WebClient) -> WebClient:
    """A client of the same workspace for reading: it waits when Slack asks, and asks again."""
    again = [
        _Rest(max_retry_count=READ_AGAIN),
        ConnectionErrorRetryHandler(),
    ]
    return WebClient(
        token=slack.token, base_url=slack.base_url, timeout=TIMEOUT_SECONDS, retry_handlers=again
    )


def socket_address(slack: WebClient, app_token: str) -> str:
    """Where Socket Mode may connect once; an app token that Slack does not accept is named.

    Raises SocketRefused, or SlackApiError for what is not the token's fault.
    """
    try:
        return str(slack.apps_connections_open(app_token=app_token)["url"])
    except SlackApiError as error:
        refusal = _refusal(error)
        if refusal.verdict in {Verdict.HELD, Verdict.UNKNOWN}:
            raise
        code = refusal.code
        words = APP_TOKEN_WORDS.get(code, f"Slack said {code}. {SWITCH_ON}")
        raise SocketRefused(words) from error


def words_of(error: SlackApiError) -> str:
    """A refusal in a sentence that says what to do."""
    return _refusal(error).words


def header(headers: Mapping[str, str], name: str) -> str:
    """A header of an answer, however its name is written; empty when there is none."""
    return next((value for key, value in headers.items() if key.lower() == name.lower()), "")


def call(slack: WebClient, method: str, payload: dict[str, Any]) -> Result:
    """Call a method once and say what became of it; never raises for what Slack or a net does."""
    writes = method.startswith(WRITING)
    body: dict[str, Any] = {"json": payload} if writes else {"params": payload}
    try:
        response = slack.api_call(method, **body)
    except SlackApiError as error:
        return replace(_refusal(error), at=_date(error.response.headers))
    except (URLError, HTTPException, OSError, SlackClientError) as error:
        return _broken(error)
    data = response.data
    at = _date(response.headers)
    return Result(Verdict.OK, data if isinstance(data, dict) else {}, at=at)


def _date(headers: Mapping[str, Any]) -> datetime | None:
    """The moment (UTC) that an answer carries, however its header is kept."""
    stated = header(headers, "Date")
    try:
        moment = parsedate_to_datetime(stated if isinstance(stated, str) else "".join(stated))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _refusal(error: SlackApiError) -> Result:
    status = error.response.status_code
    data = error.response.data if isinstance(error.response.data, dict) else {}
    code = str(data.get("error", status))
    if status == TOO_MANY or code == "ratelimited":
        wait = _seconds(header(error.response.headers, "Retry-After"))
        return Result(Verdict.HELD, data, "Slack asked for a pause.", wait)
    if status >= SERVER_ERROR or not code.replace("-", "_").isidentifier():
        # Not Slack's own answer but that of something on the way, such as a page in HTML.
        return Result(Verdict.UNKNOWN, data, f"Slack answered {status} and nothing more.")
    if code in PASSING:
        return Result(Verdict.UNKNOWN, data, f"Slack answered {code}.")
    details = (data.get("response_metadata") or {}).get("messages") or []
    words = WORDS.get(code, " ".join([f"Slack said {code}.", *details]))
    if code in GONE:
        return Result(Verdict.POINTLESS, data, words)
    if code in UNTIL_MENDED:
        return Result(Verdict.LATER, data, words, 60)
    return Result(Verdict.REFUSED, data, words)


def _seconds(stated: str) -> float:
    """How long to rest when Slack asks for so many seconds."""
    asked = float(stated) if stated.isdigit() else PAUSE_SECONDS
    if asked > LONGEST_SECONDS:
        log.warning("Slack asks for a pause of %.0f s; it is asked again sooner", asked)
    return min(asked, LONGEST_SECONDS)


def _broken(error: Exception) -> Result:
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, (ConnectionRefusedError, gaierror)):
        # Nothing was written: asking again cannot double anything.
        return Result(Verdict.LATER, {}, "Slack could not be reached.", 5)
    return Result(Verdict.UNKNOWN, {}, f"The connection to Slack broke ({type(cause).__name__}).")
