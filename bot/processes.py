"""The processes that can be started: everything at once, the web side, or the working side."""

from __future__ import annotations

import logging
import signal
import threading
from types import FrameType

import uvicorn
from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot import directory, web
from bot.app import Duly
from bot.settings import Settings
from bot.worker import Worker

log = logging.getLogger(__name__)


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
    socket.close()  # type: ignore[no-untyped-call]
    worker.stop()
    duly.close()


def serve(settings: Settings) -> None:
    """The web side: Slack's signed requests over HTTP, until a signal comes."""
    settings.need_bot_token()
    settings.need_signing_secret()
    duly = _ready(settings)
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
