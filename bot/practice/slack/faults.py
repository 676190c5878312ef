"""Misbehaviour on request: what a real network and a real Slack do on a bad day.

Each switch may be set from any thread while the workspace runs. Nothing is ever wrong by default.
"""

import random
import threading
from dataclasses import asdict, dataclass
from typing import Literal

How = Literal[
    "drop_before", "drop_after", "error_500", "ratelimited", "fatal_error", "invalid_cursor",
]  # fmt: skip
HOWS: tuple[How, ...] = (
    "drop_before", "drop_after", "error_500", "ratelimited", "fatal_error", "invalid_cursor",
)  # fmt: skip


@dataclass
class Fault:
    """One kind of misbehaviour of the Web API.

    Attributes:
        how: `drop_before` closes the connection and does nothing; `drop_after` does the work and
            then closes it; `error_500` answers an HTML error page after doing nothing;
            `ratelimited` answers 429; `fatal_error` answers `{"ok": false}` after doing the work;
            `invalid_cursor` forgets the cursor of a list, and lets its first page pass.
        remaining: calls it still applies to; None means for good.
        method: only this method; None means every method.
        channel: only calls for this channel or user; None means every one.
        retry_after: seconds, for `ratelimited`.
        probability: share of matching calls that it strikes.
    """

    how: How
    remaining: int | None = 1
    method: str | None = None
    channel: str | None = None
    retry_after: int = 1
    probability: float = 1.0

    def matches(self, method: str, channel: str | None, *, follows: bool = False) -> bool:
        """Whether a call of `method` for `channel`, which `follows` a cursor, may be struck."""
        if self.how == "invalid_cursor" and not follows:
            return False
        return self.method in (None, method) and self.channel in (None, channel)


class Faults:
    """The switches, all off at first.

    Args:
        seed: makes the faults with a probability repeatable.
    """

    def __init__(self, seed: int = 0) -> None:
        self._lock = threading.Lock()
        self._random = random.Random(seed)  # noqa: S311  no secret depends on it
        self._faults: list[Fault] = []
        self.history_lag = 0.0
        self.deliveries = 1
        self.answer_delay = 0.0
        self.struck = 0

    def fail_next(
        self,
        n: int | None = 1,
        *,
        how: How = "error_500",
        method: str | None = None,
        channel: str | None = None,
        retry_after: int = 1,
        probability: float = 1.0,
    ) -> None:
        """Make the next `n` matching calls (None: all from now on) go wrong; see `Fault`."""
        if how not in HOWS:
            raise ValueError(f"Unknown fault {how!r}; choose one of {', '.join(HOWS)}.")
        with self._lock:
            self._faults.append(Fault(how, n, method, channel, retry_after, probability))

    def lag_history(self, seconds: float) -> None:
        """Let history and threads show messages only this many (pretend) seconds after posting."""
        self.history_lag = seconds

    def deliver_times(self, n: int) -> None:
        """Send every command, interaction and event `n` times at once; 1 is normal."""
        self.deliveries = max(1, n)

    def delay_answers(self, seconds: float) -> None:
        """Let every Web API answer take this many real seconds longer."""
        self.answer_delay = seconds

    def clear(self) -> None:
        """Behave again."""
        with self._lock:
            self._faults.clear()
        self.lag_history(0)
        self.deliver_times(1)
        self.delay_answers(0)

    def strike(self, method: str, channel: str | None, *, follows: bool = False) -> Fault | None:
        """The fault that this call meets, if any; uses one of its strokes up."""
        with self._lock:
            for fault in self._faults:
                if not fault.matches(method, channel, follows=follows):
                    continue
                if fault.probability < 1 and self._random.random() >= fault.probability:
                    continue
                if fault.remaining is not None:
                    fault.remaining -= 1
                    if fault.remaining <= 0:
                        self._faults.remove(fault)
                self.struck += 1
                return fault
        return None

    def state(self) -> dict[str, object]:
        """All switches, for the page."""
        with self._lock:
            faults = [asdict(fault) for fault in self._faults]
        return {
            "fail_next": faults,
            "history_lag": self.history_lag,
            "deliveries": self.deliveries,
            "answer_delay": self.answer_delay,
            "struck": self.struck,
        }
