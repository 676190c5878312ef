"""Whoever watches from elsewhere hears from Duly while all is well, and only then."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from pydantic import SecretStr
from sqlalchemy import update
from sqlmodel import col

from bot import deadman, worker
from bot.app import Duly
from bot.settings import Settings
from bot.worker import Worker
from storage import audits, workspaces
from storage.audits import Audit
from storage.database import Database
from tests.cast import MONDAY, TEAM
from tests.stage import StoryClock

only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Watcher:
    """A service elsewhere that hears."""

    def __init__(self, status: int = 200) -> None:
        self.heard: list[str] = []
        heard = self.heard

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                heard.append(self.path)
                self.send_response(status)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self.url = f"http://127.0.0.1:{self._server.server_port}/ping/secret"

    def __enter__(self) -> Watcher:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def watcher() -> Iterator[Watcher]:
    with Watcher() as built:
        yield built


@pytest.fixture
def duly(database: Database, database_url: str, watcher: Watcher) -> Iterator[Duly]:
    settings = Settings(database_url=database_url, deadman_url=watcher.url, tick_seconds=0.05)
    built = Duly(settings, StoryClock(MONDAY))
    yield built
    built.close()


def test_it_hears_when_every_workspace_was_audited_and_nothing_is_wrong(
    duly: Duly, watcher: Watcher
) -> None:
    at_work = Worker(duly)
    at_work._say_all_is_well()
    assert watcher.heard == [], "nobody has looked yet"
    at_work.tick()
    at_work._say_all_is_well()
    assert watcher.heard == ["/ping/secret"]


@pytest.mark.parametrize(
    "ill",
    [
        {"found": 1},
        {"error": "ArithmeticError: nobody can count this"},
        {"checked_at": MONDAY - timedelta(minutes=6)},
    ],
)
def test_it_does_not_hear_while_anything_is_wrong(
    duly: Duly, watcher: Watcher, ill: dict[str, object]
) -> None:
    at_work = Worker(duly)
    at_work.tick()
    with duly.database.write() as session:
        session.execute(update(Audit).where(col(Audit.team_id) == TEAM).values(ill))
    at_work._say_all_is_well()
    assert watcher.heard == []


def test_a_workspace_that_nobody_audits_is_wrong(duly: Duly, watcher: Watcher) -> None:
    at_work = Worker(duly)
    at_work.tick()
    with duly.database.write() as session:
        workspaces.remember(session, "T0OTHER", "Other", "U0DULY")
    at_work._say_all_is_well()
    assert watcher.heard == []
    with duly.database.write() as session:
        audits.begin(session, "T0OTHER")
    at_work.tick()
    at_work._say_all_is_well()
    assert watcher.heard == ["/ping/secret"]


def test_a_database_without_a_workspace_is_not_called_well(empty: Database) -> None:
    with empty.read() as session:
        assert not audits.clean(session, MONDAY)


@only_sqlite
def test_a_running_worker_tells_again_and_again(
    duly: Duly, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "WELL_SECONDS", 0.1)
    at_work = Worker(duly)
    at_work.start()
    for _ in range(500):
        if len(watcher.heard) >= 2:
            break
        threading.Event().wait(0.01)
    at_work.stop()
    assert len(watcher.heard) >= 2


@only_sqlite
def test_without_an_address_nobody_is_told(
    duly: Duly, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "WELL_SECONDS", 0.02)
    duly.settings = duly.settings.model_copy(update={"deadman_url": SecretStr("")})
    at_work = Worker(duly)
    at_work.start()
    threading.Event().wait(0.3)
    at_work.stop()
    assert watcher.heard == []


@pytest.mark.parametrize("fault", ["refuses", "answers 500", "hangs"])
def test_one_that_does_not_hear_is_one_log_line_and_stays_a_secret(
    fault: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deadman, "PATIENCE_SECONDS", 0.1)
    with Watcher(500) as failing, socket.create_server(("127.0.0.1", 0)) as hanging:
        urls = {
            "refuses": "http://127.0.0.1:1/ping/secret",
            "answers 500": failing.url,
            "hangs": f"http://127.0.0.1:{hanging.getsockname()[1]}/ping/secret",
        }
        deadman.tell(urls[fault])
    [record] = caplog.records
    assert record.levelno == logging.WARNING
    assert "did not hear" in record.getMessage()
    assert "secret" not in record.getMessage()
