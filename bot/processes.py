"""How Duly's processes begin and end: opened and known to Slack first, stopped in order last."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from types import FrameType

from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot import directory, files
from bot import slack as slack_client
from bot.app import Duly
from bot.settings import Settings
from bot.worker import Worker
from storage.database import Database
from storage.errors import DatabaseBusy, DatabaseOlder, StorageError

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.2
CLOSING_SECONDS = 8
ORPHANED_SECONDS = 3


@contextmanager
def working(worker: Worker) -> Iterator[None]:
    """What falls due is done while the block runs."""
    try:
        worker.start()
        # What is there by now stays: to look through it again for what may go would stop everybody
        # for a tenth of a second, now and then.
        gc.freeze()
        yield
    finally:
        worker.stop()


@contextmanager
def connected(handler: SocketModeHandler) -> Iterator[None]:
    """Slack can reach us through its socket while the block runs.

    Raises SocketRefused or SlackApiError when Slack does not let us.
    """
    try:
        handler.client.wss_uri = slack_client.socket_address(
            handler.client.web_client, handler.app_token
        )
        handler.connect()  # type: ignore[no-untyped-call]
        yield
    finally:
        # A reconnection under way can keep the library's close waiting for ever.
        closing = threading.Thread(target=handler.close, name="closing", daemon=True)
        closing.start()
        closing.join(CLOSING_SECONDS)


@contextmanager
def opened(settings: Settings) -> Iterator[Duly]:
    """Duly with a database that fits.

    Raises MissingSetting or StorageError when there is none.
    """
    files.need_place(settings)
    duly = Duly(settings)
    try:
        if duly.database.is_sqlite:
            # An embedded database has one user, this process, so it may bring it up to date itself.
            _migrate(duly.database)
        duly.database.check_revision()
        yield duly
    finally:
        duly.close()


def _migrate(database: Database) -> None:
    """Bring the tables up to date, in a process of its own: the memory that it takes goes with it.

    Raises StorageError.
    """
    try:
        database.check_revision()
    except (DatabaseOlder, DatabaseBusy):
        # No open connection may be shared with another process.
        database.close()
        # A fork has everything loaded already, and nothing of Duly runs yet that it could disturb.
        aside = multiprocessing.get_context("fork").Process(
            target=_migrate_at, args=(database.address,), daemon=True
        )
        aside.start()
        aside.join()
    # What went wrong there goes wrong here, where it is said; else there is nothing to do.
    database.migrate()


def _migrate_at(address: str) -> None:
    with closing(Database(address)) as database, suppress(StorageError):
        database.migrate()


@contextmanager
def ready(settings: Settings) -> Iterator[Duly]:
    """The same, the workspace known and its directory being copied, for a process that goes on."""
    with opened(settings) as duly:
        team_id = directory.identify(duly.slack, duly.database)
        duly.serves(team_id)
        with directory.kept_up(duly.slack, duly.database, team_id, duly.clock.now):
            yield duly


def end_with_stdin() -> None:
    """End this process when whoever started it is gone: then the pipe at its stdin ends.

    A pipe ends however its other side ended, on every system. There may be nobody left to finish
    anything with, so that what has not ended in order after some seconds is cut off; whatever was
    not committed never was.
    """
    watching = threading.Thread(target=_follow_stdin, name="stdin", daemon=True)
    watching.start()


def _follow_stdin() -> None:
    # Not through sys.stdin: its lock would be held when the interpreter ends.
    while os.read(sys.stdin.fileno(), 4096):
        pass
    log.warning("whoever started Duly is gone, so Duly ends, too")
    signal.pthread_kill(int(threading.main_thread().ident or 0), signal.SIGTERM)
    time.sleep(ORPHANED_SECONDS)
    os._exit(1)


class EndSignal:
    """Whether this process was told to end: before it works it does so at once, then in order."""

    def __init__(self) -> None:
        self.came = False
        self._at_once = True

    def obey(self, _signal: int, _frame: FrameType | None) -> None:
        """SIGTERM or Ctrl-C came; raises SystemExit while there is nothing to finish."""
        self.came = True
        if self._at_once:
            raise SystemExit(0)

    def to_finish(self) -> None:
        """From now on there is work under way, which is finished first."""
        self._at_once = False

    def wait(self) -> None:
        """Wait until the signal comes."""
        # Not an event without a limit: the kernel may hand the signal to another thread, and the
        # main one, which alone obeys it, would sleep on.
        while not self.came:
            time.sleep(LOOK_SECONDS)
        log.info("Duly was told to stop, and finishes what is under way")


@contextmanager
def signals() -> Iterator[EndSignal]:
    """Listen for SIGTERM and Ctrl-C from the first moment on, until the block ends."""
    told = EndSignal()
    before = {each: signal.signal(each, told.obey) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield told
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
