"""What the bot still has to do, read from its own numbers, so that the clock can wait for it."""

import re
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException

ASK_SECONDS = 5.0
STUCK_SECONDS = 30.0
LEAVING_SECONDS = 5.0
_NUMBER = re.compile(r"^(duly_\w+(?:\{[^}]*\})?) ([\d.e+]+)$", re.MULTILINE)
_DUE = ("duly_nudges_due", "duly_schedules_due")
_LEAVING = ('duly_messages{state="pending"}', 'duly_messages{state="sending"}')


class Backlog:
    """The backlog of a bot whose numbers are at a port of this machine.

    Args:
        port: of the bot's `/metrics`.
        alive: whether the bot runs; nobody waits for one that does not.
        now: real seconds.
    """

    def __init__(
        self,
        port: int,
        alive: Callable[[], bool],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._port = port
        self._alive = alive
        self._now = now
        self._least = float("inf")
        self._since = now()

    def begin(self) -> None:
        """Time has moved: from now on the bot has new things to do."""
        self._least, self._since = float("inf"), self._now()

    def is_behind(self) -> bool:
        """Whether to wait on: something is due, and the bot gets on with it.

        Messages get a few seconds to leave; Slack takes one a second for each channel, and time
        need not stand still for a long queue. A bot that gets nowhere for half a minute is not
        waited for any longer.
        """
        if not self._alive():
            return False
        numbers = self._numbers()
        waited = self._now() - self._since
        if numbers is None:
            return waited < STUCK_SECONDS
        due = sum(numbers.get(name, 0.0) for name in _DUE)
        if not due:
            leaving = sum(numbers.get(name, 0.0) for name in _LEAVING)
            return bool(leaving) and waited < LEAVING_SECONDS
        if due < self._least:
            self._least, self._since = due, self._now()
        return waited < STUCK_SECONDS

    def _numbers(self) -> dict[str, float] | None:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=ASK_SECONDS)
        try:
            connection.request("GET", "/metrics")
            answer = connection.getresponse()
            text = answer.read().decode()
        except (OSError, HTTPException):
            return None
        finally:
            connection.close()
        if answer.status != 200:
            return None
        return {name: float(value) for name, value in _NUMBER.findall(text)}
