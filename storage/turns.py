"""Whoever wants the database waits here for a turn: people in order, then background work."""

from __future__ import annotations

import threading
from collections import deque

GIVES_WAY_SECONDS = 0.5
"""So long work in the background lets people go first; then it waits in line like one of them."""


class Turns:
    """So many at a time, and whoever waits longest is next.

    Python's own locks and semaphores go to whoever comes back first: a duty that begins its next
    transaction right after the last, or seven busy threads, would keep out for seconds a request
    that has been waiting since.
    """

    def __init__(self, places: int) -> None:
        self._free = places
        self._people: deque[threading.Lock] = deque()
        self._work: deque[threading.Lock] = deque()
        self._change = threading.Lock()

    def take(self, seconds: float, *, for_person: bool) -> bool:
        """Wait at most so long for a turn; whether it came. It is to be given back."""
        with self._change:
            if self._free:
                self._free -= 1
                return True
            # Held until somebody hands the turn over.
            turn = threading.Lock()
            turn.acquire()
            (self._people if for_person else self._work).append(turn)
        if not for_person:
            gives_way = min(seconds, GIVES_WAY_SECONDS)
            if turn.acquire(timeout=gives_way):
                return True
            seconds -= gives_way
            self._wait_in_line(turn)
        return turn.acquire(timeout=max(seconds, 0)) or not self._leave(turn)

    def give_back(self) -> None:
        """End a turn: it is whose is next."""
        with self._change:
            waiting = self._people or self._work
            if waiting:
                waiting.popleft().release()
            else:
                self._free += 1

    def _wait_in_line(self, turn: threading.Lock) -> None:
        with self._change:
            if turn in self._work:
                self._work.remove(turn)
                self._people.append(turn)

    def _leave(self, turn: threading.Lock) -> bool:
        """Wait no longer; False when the turn came at the last moment."""
        with self._change:
            if turn in self._people:
                self._people.remove(turn)
                return True
        return False
