"""The processes that can be started: everything at once, the web side, or the working side."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from uuid import UUID

import uvicorn
from rich.console import Console
from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot import directory, importing, web
from bot.app import Duly
from bot.settings import Settings
from bot.worker import Worker
from handlers.imports import Order, Subject

log = logging.getLogger(__name__)

CLOSING_SECONDS = 8


def run(settings: Settings) -> None:
    """Socket Mode and the worker in one process, until a signal comes.

    Raises MissingSetting, StorageError or SlackApiError when it cannot start.
    """
    settings.need_bot_token()
    settings.need_app_token()
    duly = _ready(settings)
    socket = SocketModeHandler(duly.app, settings.slack_app_token)
    worker = Worker(duly)
    worker.start()
    socket.connect()  # type: ignore[no-untyped-call]
    log.info("Duly is connected and working")
    _until_told_to_stop()
    _close(socket)
    worker.stop()
    duly.close()


def _close(socket: SocketModeHandler) -> None:
    """Stop listening; a reconnection under way can keep the library's close waiting for ever."""
    closing = threading.Thread(target=socket.close, name="closing", daemon=True)
    closing.start()
    closing.join(CLOSING_SECONDS)


def serve(settings: Settings) -> None:
    """The web side: Slack's signed requests over HTTP, until a signal comes."""
    settings.need_bot_token()
    settings.need_signing_secret()
    duly = _ready(settings)
    if not duly.database.is_sqlite:
        # Embedded databases have no way to call; their senders look twice a second.
        duly.caller.start()
    uvicorn.run(web.build(duly), host=settings.host, port=settings.port, log_config=None)
    duly.close()


def work(settings: Settings) -> None:
    """The working side: duties and delivery, until a signal comes."""
    settings.need_bot_token()
    duly = _ready(settings)
    worker = Worker(duly)
    worker.start()
    log.info("Duly is working")
    _until_told_to_stop()
    worker.stop()
    duly.close()


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
    """Duly with a database that fits, for a command that ends by itself."""
    duly = Duly(settings)
    try:
        if duly.database.is_sqlite:
            duly.database.migrate()
        duly.database.check_revision()
        yield duly
    finally:
        duly.close()


def _ready(settings: Settings) -> Duly:
    """Everything built, the database checked, the workspace known, the directory copied."""
    duly = Duly(settings)
    if duly.database.is_sqlite:
        # An embedded database has one user, this process, so it may bring it up to date itself.
        duly.database.migrate()
    duly.database.check_revision()
    team_id = directory.identify(duly.slack, duly.database)
    directory.refresh_when_old(duly.slack, duly.database, team_id, duly.clock.now())
    return duly


def _until_told_to_stop() -> None:
    stopped = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    stopped.wait()
