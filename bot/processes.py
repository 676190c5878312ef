"""The processes that can be started: everything at once, the web side, or the working side."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from uuid import UUID

import uvicorn
from rich.console import Console
from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot import directory, health, importing, web
from bot.app import Duly
from bot.settings import Settings
from bot.worker import Worker
from handlers.imports import Order, Subject

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.2
CLOSING_SECONDS = 8


def run(settings: Settings) -> None:
    """Socket Mode and the worker in one process, until a signal comes.

    Raises MissingSetting, StorageError or SlackApiError when it cannot start.
    """
    settings.need_bot_token()
    settings.need_app_token()
    with _signals() as told, _ready(settings) as duly:
        handler = SocketModeHandler(duly.app, settings.slack_app_token)
        worker = Worker(duly)
        with health.served(duly, health.clock_ticks(worker), health.socket_is_open(handler)):
            told.to_finish()
            with _working(worker), _connected(handler):
                log.info("Duly is connected and working")
                told.wait()
                worker.finish()


def serve(settings: Settings) -> None:
    """The web side: Slack's signed requests over HTTP, until a signal comes."""
    settings.need_bot_token()
    settings.need_signing_secret()
    # uvicorn finishes what is under way, then sends itself the signal again: it ends this process
    # as one that comes during the start does.
    with _signals(), _ready(settings) as duly:
        if not duly.database.is_sqlite:
            # Embedded databases have no way to call; their senders look twice a second.
            duly.caller.start()
        uvicorn.run(
            web.build(duly),
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=CLOSING_SECONDS,
        )


def work(settings: Settings) -> None:
    """The working side: duties and delivery, until a signal comes."""
    settings.need_bot_token()
    with _signals() as told, _ready(settings) as duly:
        worker = Worker(duly)
        with health.served(duly, health.clock_ticks(worker)):
            told.to_finish()
            with _working(worker):
                log.info("Duly is working")
                told.wait()


@contextmanager
def _working(worker: Worker) -> Iterator[None]:
    try:
        worker.start()
        yield
    finally:
        worker.stop()


@contextmanager
def _connected(handler: SocketModeHandler) -> Iterator[None]:
    try:
        handler.connect()  # type: ignore[no-untyped-call]
        yield
    finally:
        # A reconnection under way can keep the library's close waiting for ever.
        closing = threading.Thread(target=handler.close, name="closing", daemon=True)
        closing.start()
        closing.join(CLOSING_SECONDS)


def copy_directory(settings: Settings) -> int:
    """Copy people from Slack's directory; how many were new or different.

    Raises MissingSetting, StorageError or SlackApiError.
    """
    settings.need_bot_token()
    with _opened(settings) as duly:
        team_id = directory.identify(duly.slack, duly.database)
        return directory.refresh(duly.slack, duly.database, team_id, duly.clock.now())


def import_files(
    settings: Settings,
    files: Sequence[tuple[Subject, Path]],
    console: Console,
    *,
    maps: Sequence[str] = (),
    routes: Sequence[str] = (),
    by: str = "",
    as_json: bool = False,
) -> None:
    """Bring CSV files into the workspace of the bot token, one after the other.

    Raises MissingSetting, UserError, StorageError or SlackApiError.
    """
    settings.need_bot_token()
    with _opened(settings) as duly:
        team_id = directory.identify(duly.slack, duly.database)
        directory.refresh_when_old(duly.slack, duly.database, team_id, duly.clock.now())
        channels = directory.channels(duly.slack)
        touched: set[UUID] = set()
        for subject, path in files:
            order = Order(subject, maps=maps, routes=routes, channels=channels, by=by)
            report = importing.run(
                duly.database, team_id, path, order, clock=duly.clock.now, console=console,
                as_json=as_json, announced=False,
            )  # fmt: skip
            touched |= set(report.tally.department_ids)
        importing.announce(duly.database, team_id, Subject.ISSUES, touched, duly.clock.now())


@contextmanager
def _opened(settings: Settings) -> Iterator[Duly]:
    """Duly with a database that fits."""
    duly = Duly(settings)
    try:
        if duly.database.is_sqlite:
            # An embedded database has one user, this process, so it may bring it up to date itself.
            duly.database.migrate()
        duly.database.check_revision()
        yield duly
    finally:
        duly.close()


@contextmanager
def _ready(settings: Settings) -> Iterator[Duly]:
    """The same, the workspace known and the directory copied, for a process that goes on."""
    with _opened(settings) as duly:
        team_id = directory.identify(duly.slack, duly.database)
        directory.refresh_when_old(duly.slack, duly.database, team_id, duly.clock.now())
        yield duly


class _Told:
    """Whether this process was told to end: before it works it does so at once, then in order."""

    def __init__(self) -> None:
        self._came = False
        self._at_once = True

    def obey(self, _signal: int, _frame: FrameType | None) -> None:
        """SIGTERM or Ctrl-C came; raises SystemExit while there is nothing to finish."""
        self._came = True
        if self._at_once:
            raise SystemExit(0)

    def to_finish(self) -> None:
        """From now on there is work under way, which is finished first."""
        self._at_once = False

    def wait(self) -> None:
        """Wait until the signal comes."""
        # Not an event without a limit: the kernel may hand the signal to another thread, and the
        # main one, which alone obeys it, would sleep on.
        while not self._came:
            time.sleep(LOOK_SECONDS)
        log.info("Duly was told to stop, and finishes what is under way")


@contextmanager
def _signals() -> Iterator[_Told]:
    """Listen for SIGTERM and Ctrl-C from the first moment on, until the block ends."""
    told = _Told()
    before = {each: signal.signal(each, told.obey) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield told
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
