"""Slack's rate limits: how often each method may be called before it answers 429.

Numbers from docs.slack.dev/apis/web-api/rate-limits; where Slack publishes none, a cautious guess
is marked below. Every limit is a bucket: full at first (Slack allows bursts), refilled steadily.
"""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

PER_MINUTE = {"tier 1": 1, "tier 2": 20, "tier 3": 50, "tier 4": 100, "special": 600}
POSTS_PER_CHANNEL = (4.0, 1.0)  # a short burst, then one a second
POSTS_PER_WORKSPACE = (300.0, 300 / 60)  # "several hundred per minute"; the number is a guess


@dataclass
class _Bucket:
    capacity: float
    per_second: float
    tokens: float
    filled_at: float

    def wait(self, now: float) -> float:
        """Seconds until one token is there; takes nothing."""
        self.tokens = min(
            self.capacity, self.tokens + max(0.0, now - self.filled_at) * self.per_second
        )
        self.filled_at = now
        return 0.0 if self.tokens >= 1 else (1 - self.tokens) / self.per_second


class Rates:
    """Counts calls and says how long a caller has to wait.

    Args:
        now: a clock in seconds; real monotonic time unless a test brings its own.
        enabled: False lifts every limit.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic, *, enabled: bool = True) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._buckets: dict[tuple[str, str], _Bucket] = {}
        self.enabled = enabled
        self.refused = 0

    def call(self, method: str, tier: str) -> int:
        """Count a call of `method`; 0 when it may go on, else the seconds for `Retry-After`."""
        limit = float(PER_MINUTE[tier])
        return self._take([(("method", method), limit, limit / 60)])

    def post(self, channel: str) -> int:
        """Count a new message for `channel`; 0 or the seconds for `Retry-After`."""
        return self._take(
            [
                (("channel", channel), *POSTS_PER_CHANNEL),
                (("workspace", ""), *POSTS_PER_WORKSPACE),
            ]
        )

    def _take(self, wanted: list[tuple[tuple[str, str], float, float]]) -> int:
        """Take one token from every bucket, or none at all."""
        if not self.enabled:
            return 0
        with self._lock:
            now = self._now()
            buckets = [
                self._buckets.setdefault(key, _Bucket(capacity, rate, capacity, now))
                for key, capacity, rate in wanted
            ]
            wait = max(bucket.wait(now) for bucket in buckets)
            if wait > 0:
                self.refused += 1
                return max(1, math.ceil(wait))
            for bucket in buckets:
                bucket.tokens -= 1
        return 0
