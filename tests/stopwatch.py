"""How long something takes, without the time in which the machine stood still."""

from __future__ import annotations

import threading
import time

BEAT = 0.01
STANDSTILL = 0.3
"""A machine that does not let a thread go on for so many seconds stands still."""


class Stopwatch:
    """Runs within a block; `seconds` is then what it took, and `lost` what the machine lost of it.

    A thread that only ever waits for the next beat sees when nobody goes on.
    """

    def __init__(self) -> None:
        self.seconds = self.lost = 0.0
        self._over = threading.Event()
        self._beating = threading.Thread(target=self._beat)

    def _beat(self) -> None:
        is_over = False
        while not is_over:
            before = time.monotonic()
            is_over = self._over.wait(BEAT)
            waited = time.monotonic() - before
            self.lost += waited if waited > STANDSTILL else 0.0

    def __enter__(self) -> Stopwatch:
        self._beating.start()
        self._began = time.monotonic()
        return self

    def __exit__(self, *_: object) -> None:
        took = time.monotonic() - self._began
        self._over.set()
        self._beating.join()
        self.seconds = took - self.lost
