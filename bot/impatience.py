"""Connections on which nothing is asked for are closed, so that strangers cannot hold them open."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

SILENT_SECONDS = 5
"""As long as uvicorn keeps a connection between two requests."""


class Impatient(H11Protocol):
    """Gives a connection some seconds to say what it wants.

    uvicorn waits without a limit for the rest of a request's head, and for the rest of a body
    that nobody reads.
    """

    def __init__(self, *parts: Any, **named: Any) -> None:
        super().__init__(*parts, **named)
        self._limit: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Somebody is there."""
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Somebody says something, which may be the whole head of a request or a sign of it."""
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is there any more."""
        super().connection_lost(exc)
        self._forget()

    def _is_idle(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _watch(self) -> None:
        if not self._is_idle():
            self._forget()
        elif self._limit is None:
            self._limit = self.loop.call_later(SILENT_SECONDS, self._give_up)

    def _forget(self) -> None:
        if self._limit is not None:
            self._limit.cancel()
            self._limit = None

    def _give_up(self) -> None:
        self._limit = None
        if self._is_idle() and not self.transport.is_closing():
            self.transport.close()
