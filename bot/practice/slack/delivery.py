"""How Slack reaches the app: over the app's own WebSockets, or as signed HTTP requests.

Commands and interactions wait up to three seconds for the app's acknowledgement; events are sent
in the background and repeated when nobody acknowledges them (docs.slack.dev/apis/events-api).
"""

import json
import secrets
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlencode, urlsplit

from slack_sdk.signature import SignatureVerifier

from bot.practice.slack.faults import Faults
from bot.practice.slack.objects import Json
from bot.practice.slack.sockets import ACK_SECONDS, AckOutcome, Answer, EnvelopeType, Sockets

RETRY_DELAYS = (0.0, 60.0, 300.0)  # at once, after a minute, after five
RETRY_REASONS: dict[AckOutcome, str] = {
    "operation_timeout": "http_timeout",
    "dispatch_failed": "connection_failed",
    "acknowledged": "",
}


class Delivery:
    """The way from Slack to the app.

    Args:
        faults: says how often to deliver.
        request_url: where signed HTTP requests go; None means Socket Mode.
        signing_secret: signs the HTTP requests.
        retry_delays: real seconds before each repeat of an unacknowledged event.
        ack_seconds: how long to wait for an acknowledgement.
    """

    def __init__(
        self,
        faults: Faults,
        request_url: str | None,
        signing_secret: str,
        app_id: str,
        retry_delays: Sequence[float] = RETRY_DELAYS,
        ack_seconds: float = ACK_SECONDS,
    ) -> None:
        self.request_url = request_url
        self.retry_delays = retry_delays
        self.ack_seconds = ack_seconds
        self._faults = faults
        self._signer = SignatureVerifier(signing_secret)
        self.sockets = Sockets(app_id, ack_seconds)
        self._lock = threading.Lock()
        self._under_way = 0
        self._timers: set[threading.Timer] = set()
        self._workers = ThreadPoolExecutor(16, thread_name_prefix="practice-delivery")
        self._closed = False

    @property
    def connected(self) -> bool:
        """Whether the app can be reached at all (HTTP: whether an address is known)."""
        return self.request_url is not None or len(self.sockets) > 0

    @property
    def idle(self) -> bool:
        """Whether nothing is under way to the app; repeats whose time is to come do not count."""
        return self._under_way == 0

    def send(self, kind: EnvelopeType, payload: Json) -> Answer:
        """Deliver a command or interaction and wait for the acknowledgement (up to 3 s)."""
        copies = [
            self._workers.submit(self._send_once, kind, payload, 0, "")
            for _ in range(self._faults.deliveries - 1)
        ]
        answers = [self._send_once(kind, payload, 0, ""), *(copy.result() for copy in copies)]
        return next((answer for answer in answers if answer.ok), answers[0])

    def send_event(self, payload: Json) -> None:
        """Deliver an event in the background; unacknowledged ones are repeated three times."""
        for _ in range(self._faults.deliveries):
            self._later(0, payload, 0, "")

    def verify_url(self) -> bool:
        """Ask the app's address to echo a challenge, as Slack does when it is configured."""
        challenge = secrets.token_urlsafe(24)
        answer = self._send_once(
            "events_api", {"type": "url_verification", "challenge": challenge, "token": "t"}, 0, ""
        )
        return answer.ok and challenge in json.dumps(answer.payload)

    def close(self) -> None:
        """Stop: forget repeats, and tell everyone who waits that no answer came."""
        self._closed = True
        with self._lock:
            timers = list(self._timers)
        for timer in timers:
            timer.cancel()
        self.sockets.give_up()
        self._workers.shutdown(wait=False, cancel_futures=True)

    # Events and their repeats

    def _later(self, delay: float, payload: Json, attempt: int, reason: str) -> None:
        if self._closed:
            return
        if delay <= 0:
            self._count(1)
            self._workers.submit(self._deliver_event, payload, attempt, reason)
            return

        def fire() -> None:
            with self._lock:
                self._timers.discard(timer)
            self._later(0, payload, attempt, reason)

        timer = threading.Timer(delay, fire)
        timer.daemon = True
        with self._lock:
            self._timers.add(timer)
        timer.start()

    def _deliver_event(self, payload: Json, attempt: int, reason: str) -> None:
        try:
            answer = self._send_once("events_api", payload, attempt, reason)
            if not answer.ok and answer.retry and attempt < len(self.retry_delays):
                why = RETRY_REASONS[answer.outcome]
                self._later(self.retry_delays[attempt], payload, attempt + 1, why)
        finally:
            self._count(-1)

    def _send_once(self, kind: EnvelopeType, payload: Json, attempt: int, reason: str) -> Answer:
        self._count(1)
        try:
            if self.request_url is not None:
                return self._post(self.request_url, kind, payload, attempt, reason)
            return self.sockets.send(kind, payload, attempt, reason)
        finally:
            self._count(-1)

    def _count(self, change: int) -> None:
        with self._lock:
            self._under_way += change

    # Signed HTTP

    def _post(
        self, url: str, kind: EnvelopeType, payload: Json, attempt: int, reason: str
    ) -> Answer:
        body, content_type = _encode(kind, payload)
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            **_signed(self._signer, body),
        }
        if attempt:
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason}
        parts = urlsplit(url)
        connect = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        connection = connect(parts.netloc, timeout=self.ack_seconds)
        try:
            connection.request("POST", parts.path or "/", body.encode(), headers)
            response = connection.getresponse()
            text = response.read().decode()
        except TimeoutError:
            return Answer("operation_timeout")
        except (OSError, HTTPException):
            return Answer("dispatch_failed")
        finally:
            connection.close()
        if not 200 <= response.status < 300:
            return Answer("dispatch_failed", retry=response.getheader("x-slack-no-retry") != "1")
        if "json" in (response.getheader("content-type") or "") and text:
            return Answer("acknowledged", json.loads(text))
        return Answer("acknowledged", {"text": text} if text else {})


def _encode(kind: EnvelopeType, payload: Json) -> tuple[str, str]:
    if kind == "events_api":
        return json.dumps(payload), "application/json"
    form = {"payload": json.dumps(payload)} if kind == "interactive" else payload
    return urlencode(form), "application/x-www-form-urlencoded"


def _signed(signer: SignatureVerifier, body: str) -> dict[str, str]:
    timestamp = str(int(signer.clock.now()))
    signature = signer.generate_signature(timestamp=timestamp, body=body)
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature or ""}
