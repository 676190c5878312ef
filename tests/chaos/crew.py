"""Duly's processes: started, killed, asked to stop, and started again as a supervisor would."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.processes import Life

STARTING_SECONDS, STOP_SECONDS = 60.0, 15.0
LOOK_SECONDS = 0.02
LAST_LINES = 12


@dataclass
class Member:
    """One of Duly's processes, through all its lives."""

    name: str
    verb: str
    port: int = 0
    life: Life | None = None
    log: Path = field(default_factory=Path)
    ready: bool = False
    doomed: str = ""
    since: float = 0.0

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self.life is not None and self.life.status is None

    def last_words(self) -> str:
        """The end of its log."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-LAST_LINES:])


class Crew:
    """Keeps every process running; `complain` is told about ends that should not be."""

    def __init__(
        self,
        members: list[Member],
        settings: dict[str, str],
        folder: Path,
        connected: Callable[[], bool],
        complain: Callable[[str], None],
    ) -> None:
        self.members = members
        self.kills = self.stops = self.falls = 0
        self._settings = settings
        self._folder = folder
        self._connected = connected
        self._complain = complain
        self._lock = threading.RLock()
        self._serial = 0
        self._on_duty = False
        self._closed = threading.Event()
        (folder / "logs").mkdir()
        self._thread = threading.Thread(target=self._tend, name="crew", daemon=True)
        self._thread.start()

    def start(self) -> None:
        """Let everybody work."""
        self._on_duty = True

    def reachable(self) -> bool:
        """Whether Slack finds somebody."""
        return any(each.ready and each.alive for each in self.members if each.verb != "worker")

    def wait_until_ready(self) -> None:
        """Wait until everybody is at work. Raises TimeoutError."""
        for each in self.members:
            self.wait_for(each)

    def wait_for(self, member: Member) -> None:
        """Wait until one is at work. Raises TimeoutError."""
        deadline = time.monotonic() + STARTING_SECONDS
        while not member.ready:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{member.name} does not start:\n{member.last_words()}")
            time.sleep(LOOK_SECONDS)

    def kill(self, member: Member) -> None:
        """SIGKILL: not one instruction more."""
        with self._lock:
            if member.alive and member.life is not None:
                member.doomed = "killed"
                member.life.kill()
                self.kills += 1

    def stop(self, member: Member) -> None:
        """SIGTERM: it shall end by itself, tidily and soon."""
        with self._lock:
            if member.alive and member.ready and not member.doomed and member.life is not None:
                member.doomed, member.since = "stopped", time.monotonic()
                member.life.terminate()
                self.stops += 1

    def kill_all(self) -> None:
        """The power goes: nobody is alive afterwards, and nobody starts."""
        with self._lock:
            self._on_duty = False
            for each in self.members:
                if each.life is not None:
                    each.life.kill()
                each.life, each.ready, each.doomed = None, False, ""

    def close(self) -> None:
        """End everybody."""
        self._closed.set()
        self._thread.join(10)
        self.kill_all()

    def _tend(self) -> None:
        while not self._closed.wait(LOOK_SECONDS):
            with self._lock:
                for each in self.members if self._on_duty else ():
                    self._look_after(each)

    def _look_after(self, member: Member) -> None:
        if member.life is None or not member.alive:
            self._check_end(member)
            self._start(member)
        elif member.doomed == "stopped" and time.monotonic() - member.since > STOP_SECONDS:
            self._complain(
                f"{member.name} did not stop within {STOP_SECONDS:.0f} s of a SIGTERM "
                f"({member.log.name})"
            )
            member.doomed = "killed"
            member.life.kill()
        elif not member.ready and not member.doomed:
            member.ready = self._is_ready(member)

    def _check_end(self, member: Member) -> None:
        """An end is in order after a SIGKILL, with status 0 after a SIGTERM, and while starting."""
        if member.life is None or member.doomed == "killed":
            return
        status = member.life.status
        if member.doomed == "stopped":
            if status:
                self._complain(
                    f"{member.name} ended with status {status} after a SIGTERM ({member.log.name})"
                )
        elif member.ready:
            self._complain(
                f"{member.name} ended by itself with status {status} ({member.log.name}):\n"
                f"{member.last_words()}"
            )
        else:
            # Slack or the database was away just then; a supervisor starts it again.
            self.falls += 1

    def _start(self, member: Member) -> None:
        self._serial += 1
        member.log = self._folder / "logs" / f"{self._serial:04}-{member.name}.log"
        member.log.touch()
        settings = self._settings | ({"PORT": str(member.port)} if member.port else {})
        member.life, member.ready, member.doomed = (
            Life(member.verb, settings, member.log),
            False,
            "",
        )
        member.since = time.monotonic()

    def _is_ready(self, member: Member) -> bool:
        if member.verb == "web":
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", member.port)) == 0
        works = b"working" in member.log.read_bytes()
        return works and (member.verb != "run" or self._connected())
