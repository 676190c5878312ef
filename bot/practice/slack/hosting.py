"""A small web server in a thread, that is up when its block begins and gone when it has ended."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from websockets.exceptions import InvalidState

STARTING_SECONDS = 10.0
LAST_WORDS_SECONDS = 0.2
"""For an answer that is just being given."""


class _Server(uvicorn.Server):
    """Ends the moment it is told to.

    uvicorn looks ten times a second whether it shall, and then waits for another tenth.
    """

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._told = asyncio.Event()

    def end(self) -> None:
        """Hang up on everybody; from any thread."""
        self.should_exit = self.force_exit = True
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._told.set)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)
        self.up.set()

    async def main_loop(self) -> None:
        """Serve until told to end."""
        await self.on_tick(0)
        await self._told.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let go of every connection."""
        for server in self.servers:
            server.close()
        for listener in sockets or []:
            listener.close()
        for connection in list(self.server_state.connections):
            _let_go(connection)
        if self.server_state.tasks:
            await asyncio.wait(self.server_state.tasks, timeout=LAST_WORDS_SECONDS)


def _let_go(connection: Any) -> None:
    try:
        connection.shutdown()
    except InvalidState:
        # The other side is just closing a socket itself, for which uvicorn is not prepared.
        connection.transport.close()


@contextmanager
def hosted(app: Any, listener: socket.socket, **options: Any) -> Iterator[None]:
    """Serve an ASGI application in a thread until the block ends; `options` are uvicorn's.

    Raises OSError when it does not start.
    """
    config = uvicorn.Config(app, lifespan="off", log_level="warning", access_log=False, **options)
    server = _Server(config)
    thread = threading.Thread(
        target=server.run, kwargs={"sockets": [listener]}, name="web server", daemon=True
    )
    thread.start()
    try:
        if not server.up.wait(STARTING_SECONDS):
            raise OSError("The web server did not start.")
        yield
    finally:
        server.end()
        thread.join(STARTING_SECONDS)
        listener.close()
