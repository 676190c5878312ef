"""Told to stop, Duly finishes what is under way, leaves the rest for later, and ends well."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from sqlmodel import select

from bot import manifest, worker
from bot.practice.show.brightwater import SAMPLE
from bot.practice.slack.objects import User
from bot.practice.slack.people import People
from bot.practice.slack.rates import Rates
from bot.practice.slack.server import serve
from bot.practice.slack.workspace import Workspace
from bot.sender import AT_ONCE
from bot.worker import Duty
from handlers.speech import blocks
from storage import outbox, workspaces
from storage.database import Database
from storage.outbox import Message
from tests import cast
from tests.cast import TEAM
from tests.processes import started
from tests.stage import Stage
from tests.stopwatch import Stopwatch

only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WAITING = 4
LANES = [f"U1P{number:03}" for number in range(AT_ONCE + WAITING)]
PATIENCE_SECONDS = 15
"""Until something is seen; a stop itself must not take longer than ten."""


@dataclass
class House:
    """A pretend Slack, a database and the settings of processes that come and go."""

    workspace: Workspace
    database: Database
    env_file: Path
    port: int

    def write(self) -> None:
        """One message into each lane."""
        now = self.workspace.clock.now()
        with self.database.write() as session:
            for lane in LANES:
                outbox.add(
                    session, team_id=TEAM, now=now, key=f"to:{lane}", lane=lane,
                    method="chat.postMessage",
                    payload={"text": lane, "blocks": blocks.message(blocks.section(lane))},
                )  # fmt: skip

    def states(self) -> list[str]:
        with self.database.read() as session:
            return sorted(session.exec(select(Message.state)))

    def posted(self) -> list[str]:
        """The lane of every message that Slack has, as often as it has it."""
        return sorted(
            message.text
            for channel in list(self.workspace.channels.values())
            for message in list(channel.messages.values())
            if message.user == cast.BOT
        )


@pytest.fixture
def house(database: Database, database_url: str, tmp_path: Path) -> Iterator[House]:
    workspace = Workspace(manifest.build(), SAMPLE, rates=Rates(enabled=False))
    for user_id in LANES:
        workspace.add_user(User(user_id, user_id.lower(), user_id))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    with serve(workspace) as served:
        env_file = tmp_path / "env"
        env_file.write_text(_settings(database_url, served.api_url, port), encoding="utf-8")
        with database.write() as session:
            known = workspaces.find(session, TEAM)
            assert known is not None
            known.directory_at = workspace.clock.now()
        yield House(workspace, database, env_file, port)


def _settings(database_url: str, api_url: str, port: int) -> str:
    return (
        f"DATABASE_URL='{database_url}'\nSLACK_API_URL={api_url}\nDULY_TICK_SECONDS=0.1\n"
        "SLACK_BOT_TOKEN=xoxb-practice\nSLACK_APP_TOKEN=xapp-practice\n"
        "SLACK_SIGNING_SECRET=practice-signing-secret\nDULY_LOG_LEVEL=ERROR\n"
        f"HOST=127.0.0.1\nPORT={port}\n"
    )


def wait(until: Callable[[], object], what: str) -> None:
    give_up = time.monotonic() + PATIENCE_SECONDS
    while not until():
        assert time.monotonic() < give_up, what
        time.sleep(0.01)


def stop(process: ForkServerProcess, by: signal.Signals = signal.SIGTERM) -> float:
    """Tell a process to stop; seconds until it has ended, with status 0."""
    assert process.pid is not None
    with Stopwatch() as watch:
        os.kill(process.pid, by)
        process.join(PATIENCE_SECONDS)
    assert process.exitcode == 0
    return watch.seconds


@pytest.mark.parametrize("verb", ["worker", "run"])
def test_what_is_being_sent_is_finished_and_the_rest_waits_for_the_next_start(
    house: House, verb: str
) -> None:
    with started(verb, house.env_file) as [process]:
        # The first message says that everything is running.
        with house.database.write() as session:
            outbox.add(
                session, team_id=TEAM, now=house.workspace.clock.now(), key="first",
                lane="C0EXEC", method="chat.postMessage", payload={"text": "0"},
            )  # fmt: skip
        wait(lambda: house.states() == ["sent"], "it works")
        house.workspace.faults.delay_answers(2)
        house.write()
        wait(lambda: house.states().count("sending") == AT_ONCE, "they are being sent")
        assert stop(process) < 10
    assert house.states() == ["pending"] * WAITING + ["sent"] * (AT_ONCE + 1)
    with house.database.read() as session:
        query = select(Message).where(Message.state == "pending")
        assert {message.attempts for message in session.exec(query)} == {0}
    assert len(house.posted()) == AT_ONCE + 1
    house.workspace.faults.clear()
    with started(verb, house.env_file) as [process]:
        wait(lambda: set(house.states()) == {"sent"}, "the rest is sent")
        stop(process)
    assert house.posted() == sorted(["0", *LANES]), "each of them once"


@only_sqlite
@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("verb", ["run", "web", "worker"])
def test_a_stop_during_the_start_ends_it_at_once_and_well(
    verb: str, by: signal.Signals, database: Database, database_url: str, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(PATIENCE_SECONDS)
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/api/"
        env_file = tmp_path / "env"
        env_file.write_text(_settings(database_url, address, 1), encoding="utf-8")
        with started(verb, env_file) as [process]:
            called, _ = silent.accept()
            with called:
                # It has asked and waits. A signal that comes in the very step from the one to the
                # other is heard when the call gives up: no Python program can do better.
                called.settimeout(PATIENCE_SECONDS)
                assert called.recv(1)
                time.sleep(0.2)
                assert stop(process, by) < 3, "whatever it waits for"


def test_a_request_that_is_being_answered_is_answered(house: House) -> None:
    house.workspace.delivery.request_url = f"http://127.0.0.1:{house.port}/slack/events"
    people = People(house.workspace)
    with started("web", house.env_file) as [process]:
        wait(lambda: _alive(house.port), "it answers")
        house.workspace.faults.delay_answers(1)
        answers = []
        asking = threading.Thread(
            target=lambda: answers.append(people.command(cast.OMAR, "C0BILLING", "/cx issue"))
        )
        asking.start()
        time.sleep(0.4)
        assert answers == [], "the form is being opened"
        assert stop(process) < 10
        asking.join()
    assert [answer.ok for answer in answers] == [True]
    assert house.workspace.view(cast.OMAR) is not None


def _alive(port: int) -> bool:
    try:
        with urlopen(Request(f"http://127.0.0.1:{port}/healthz"), timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@only_sqlite
def test_a_stop_comes_between_two_rows_and_not_after_the_last(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = []

    def handle_one(_session: object, _now: object) -> bool:
        done.append(len(done))
        if len(done) == 3:
            stage.worker.finish()
        return True

    endless = Duty("endless", lambda *_: None, handle_one, lambda *_: None)
    monkeypatch.setattr(worker, "DUTIES", (endless, endless))
    stage.worker.tick()
    assert done == [0, 1, 2]
    stage.worker.tick()
    assert done == [0, 1, 2], "and nothing new is begun"


@only_sqlite
def test_long_housekeeping_does_not_hold_up_a_stop(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "HOUSEKEEPING_SECONDS", 0.01)
    monkeypatch.setattr(worker, "NEWCOMERS_SECONDS", 0.01)
    monkeypatch.setattr(worker, "FINISHING_SECONDS", 0.2)
    copying, let_go = threading.Event(), threading.Event()

    def copy(*_: object) -> None:
        copying.set()
        let_go.wait(PATIENCE_SECONDS)

    monkeypatch.setattr(worker.directory, "refresh_when_old", copy)
    stage.worker.start()
    assert copying.wait(PATIENCE_SECONDS)
    with Stopwatch() as watch:
        stage.worker.stop()
        let_go.set()
    assert watch.seconds < 2
