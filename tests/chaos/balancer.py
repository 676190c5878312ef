"""One address before several web processes: each gets its turn, and those that are gone none."""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

CHUNK = 65_536


class Balancer:
    """Passes connections on; what breaks behind it breaks before it, too."""

    def __init__(self, ports: Sequence[int]) -> None:
        self._ports = list(ports)
        self._turn = itertools.count()
        self._under_way: set[asyncio.Task[None]] = set()
        self.port = 0

    async def serve(self, started: threading.Event, stopped: asyncio.Event) -> None:
        """Listen until told to stop."""
        server = await asyncio.start_server(self._pass_on, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        started.set()
        async with server:
            await stopped.wait()
        for each in self._under_way:
            each.cancel()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        with suppress(OSError, asyncio.CancelledError):
            behind = await self._connect()
            if behind is not None:
                ways = ((reader, behind[1]), (behind[0], writer))
                await asyncio.gather(*(_pump(*way) for way in ways))
        # Where nobody listens, or the one behind was killed, the caller sees a closed line.
        writer.transport.abort()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        """The next process that accepts; nothing was sent yet, so that going on is safe."""
        start = next(self._turn)
        for step in range(len(self._ports)):
            port = self._ports[(start + step) % len(self._ports)]
            with suppress(ConnectionError):
                return await asyncio.open_connection("127.0.0.1", port)
        return None


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()
    finally:
        writer.close()


@contextmanager
def balanced(ports: Sequence[int]) -> Iterator[str]:
    """The address of a balancer before these ports, until the block ends."""
    balancer, started = Balancer(ports), threading.Event()
    loop = asyncio.new_event_loop()
    stopped = asyncio.Event()

    def run() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(balancer.serve(started, stopped))

    thread = threading.Thread(target=run, name="balancer", daemon=True)
    thread.start()
    started.wait(10)
    try:
        yield f"http://127.0.0.1:{balancer.port}"
    finally:
        loop.call_soon_threadsafe(stopped.set)
        thread.join(10)
