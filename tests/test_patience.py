"""Whatever the database does, a person is answered in time, and what was refused never happens."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from slack_bolt import BoltResponse
from sqlalchemy import text
from sqlmodel import Session

from bot import patience
from bot.connection import Connection
from bot.incoming import AWAY, BROKEN, BUSY, DAMAGED, FULL, READ_ONLY, UNSURE, Refused
from bot.patience import MOST_THERE_ALREADY, limit, persistently, waited_for
from handlers.speech.request import PublishHome, Reply, Request, Response
from storage import database as module
from storage.errors import (
    AlreadyThere,
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseFull,
    DatabaseReadOnly,
    DatabaseUnreachable,
    OutcomeUnknown,
    StorageError,
)
from storage.history import Event
from storage.tasks import Task
from tests.cast import OMAR, TEAM
from tests.practice import close
from tests.stage import Stage
from tests.stopwatch import Stopwatch
from tests.test_incoming import TASK, Probe, Wire, _count, _said, probe, wire

__all__ = ["probe", "wire"]
pytestmark = pytest.mark.hurried
only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
only_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture(autouse=True)
def _short_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that no test takes seconds; what matters is that the limit holds."""
    monkeypatch.setattr(patience, "ANSWER_SECONDS", 0.4)


def _answered(wire: Wire) -> str:
    """What a command is answered, well before Slack gives up."""
    with Stopwatch() as watch:
        said = _said(wire.command(TASK))
    assert watch.seconds < 2
    return said


def _is_left_alone(stage: Stage, known: int = 0) -> None:
    """Nothing was noted beside what was `known`, and nothing is later."""
    stage.settle()
    assert _count(stage, Task) == known


# --- SQLite ---


@only_sqlite
def test_another_process_that_writes_for_long_is_said_in_time(wire: Wire) -> None:
    file = wire.stage.duly.database.engine.url.database
    other = sqlite3.connect(str(file), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert _answered(wire) == BUSY
    other.execute("ROLLBACK")
    other.close()
    _is_left_alone(wire.stage)
    assert "*T-1*" in _answered(wire)


@only_sqlite
def test_another_thread_that_writes_for_long_is_said_in_time(wire: Wire) -> None:
    with wire.stage.duly.database.write():
        assert _answered(wire) == BUSY
    _is_left_alone(wire.stage)


# --- PostgreSQL ---


@contextmanager
def _stopped(url: str) -> Iterator[None]:
    """The server with all its processes says nothing at all, as if its machine were gone."""
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        row = connection.execute("SHOW data_directory").fetchone()
    assert row
    server = int((Path(row[0]) / "postmaster.pid").read_text(encoding="ascii").split()[0])
    everyone = [server, *_children(server)]
    for each in everyone:
        with suppress(ProcessLookupError):
            os.kill(each, signal.SIGSTOP)
    try:
        yield
    finally:
        for each in everyone:
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGCONT)


def _children(parent: int) -> list[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii")
    return [int(each) for each in listed.split()]


@only_postgresql
def test_a_server_that_says_nothing_is_said_in_time(wire: Wire, database_url: str) -> None:
    assert "Nothing waits for you." in _said(wire.command("list")), "connections are open"
    with _stopped(database_url):
        assert _answered(wire) == AWAY, "the open connection says nothing"
        assert _answered(wire) == AWAY, "nor is there another one"
    _is_left_alone(wire.stage)
    assert "*T-1*" in _said(wire.command(TASK))


@only_postgresql
def test_a_server_that_says_nothing_to_a_commit_leaves_open_what_became_of_it(
    wire: Wire, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = module._commit

    def into_silence(session: Session) -> None:
        with _stopped(database_url):
            commit(session)

    monkeypatch.setattr(module, "_commit", into_silence)
    assert _answered(wire) == UNSURE


@only_postgresql
def test_a_row_that_others_hold_is_said_in_time_and_costs_no_connection(
    wire: Wire, database_url: str
) -> None:
    with wire.stage.duly.database.read() as session:
        ours = session.connection().scalar(text("SELECT pg_backend_pid()"))
    assert "*T-1*" in _said(wire.command(TASK))
    with psycopg.connect(database_url.replace("+psycopg", "")) as other:
        other.execute("SELECT * FROM counters FOR UPDATE")
        assert _answered(wire) == BUSY
    _is_left_alone(wire.stage, known=1)
    with wire.stage.duly.database.read() as session:
        assert session.connection().scalar(text("SELECT pg_backend_pid()")) == ours


# --- both ---


def test_what_took_too_long_is_not_kept(wire: Wire, probe: Probe) -> None:
    def slowly(_session: Session) -> Response:
        time.sleep(0.45)
        return Reply("never")

    probe(slowly)
    before = _count(wire.stage, Event)
    assert _said(wire.command("probe")) == BUSY
    assert _count(wire.stage, Event) == before


def test_who_waited_too_long_in_a_queue_is_answered_at_once(wire: Wire) -> None:
    def never(*_: object) -> Response:
        raise AssertionError

    request = Request(team_id=TEAM, user_id=OMAR, verb="task", key="command:1.2")
    with waited_for(time.perf_counter() - 1):
        assert wire.stage.duly.incoming.carry_out(never, request) == Refused(BUSY, BUSY, ours=True)


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (DatabaseBusy(), BUSY),
        (DatabaseUnreachable(), AWAY),
        (DatabaseFull(), FULL),
        (DatabaseReadOnly(), READ_ONLY),
        (DatabaseDamaged(), DAMAGED),
        (OutcomeUnknown(), UNSURE),
        (StorageError(), BROKEN),
        (AlreadyThere(), BROKEN),
    ],
    ids=repr,
)
@only_sqlite
def test_each_failure_has_words_and_only_what_passes_is_to_be_tried_again(
    wire: Wire, probe: Probe, failure: StorageError, words: str
) -> None:
    def fail(_session: Session) -> Response:
        raise failure

    probe(fail)
    assert _said(wire.command("probe")).startswith(words.partition("{")[0])


# --- trying again ---


def _failing(*failures: StorageError) -> Callable[[], str]:
    coming = iter(failures)
    last = failures[-1]

    def work() -> str:
        raise next(coming, last)

    return work


def _chain(error: BaseException) -> list[BaseException]:
    """Everything that an error is chained to; it must come to an end."""
    seen: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting:
        each = waiting.pop()
        if each is not None:
            assert each not in seen, "a cycle"
            seen.append(each)
            waiting += [each.__cause__, each.__context__ if not each.__cause__ else None]
    return seen


def test_a_doubt_is_not_forgotten_over_later_failures_and_chains_no_cycle() -> None:
    failures = (OutcomeUnknown("one"), DatabaseUnreachable("two"), DatabaseUnreachable("three"))
    with pytest.raises(OutcomeUnknown) as raised:
        persistently(_failing(*failures), limit(0.3))
    assert _chain(raised.value)
    with pytest.raises(OutcomeUnknown) as raised:
        persistently(_failing(OutcomeUnknown("one"), StorageError("ours")), limit(0.3))
    assert _chain(raised.value)


def test_what_lasts_is_not_tried_again() -> None:
    tries = []

    def work() -> None:
        tries.append(1)
        raise DatabaseFull

    with pytest.raises(DatabaseFull):
        persistently(work, limit(0.3))
    assert len(tries) == 1


@pytest.mark.parametrize(
    ("failures", "most"),
    [
        ([AlreadyThere("there")], MOST_THERE_ALREADY),
        # Here it was a race: each of them is another one.
        ([AlreadyThere("there"), DatabaseBusy("busy")] * 4 + [StorageError("ours")], 9),
    ],
)
def test_a_row_that_is_always_there_is_not_waited_for(
    failures: list[StorageError], most: int
) -> None:
    tries = []
    work = _failing(*failures)

    def counted() -> None:
        tries.append(1)
        work()

    with pytest.raises(type(failures[-1])):
        persistently(counted, limit(600))
    assert len(tries) == most


def test_who_loses_a_race_comes_again() -> None:
    coming = iter([AlreadyThere("there")] * (MOST_THERE_ALREADY - 1))

    def work() -> str:
        for failure in coming:
            raise failure
        return "done"

    assert persistently(work, limit(600)) == "done"


# --- a queue before anybody listens ---


@only_sqlite
def test_what_waited_for_a_thread_of_the_socket_counts_as_well(stage: Stage) -> None:
    connection = Connection(stage.duly, "xapp-practice")
    waited: list[float] = []
    original = stage.duly.receive

    def receive(payload: object, arrived: float | None = None) -> BoltResponse:
        waited.append(time.perf_counter() - (arrived or 0))
        time.sleep(0.05)
        return original(payload, arrived)

    stage.duly.receive = receive  # type: ignore[method-assign]
    try:
        for number in range(20):
            body = {"type": "slash_commands", "envelope_id": str(number), "payload": {}}
            connection.client.enqueue_message(json.dumps(body))
        assert stage.workspace.wait_until(lambda: len(waited) == 20)
    finally:
        connection.client.closed = True
        connection.client.message_workers.shutdown()
    assert max(waited) >= 0.05, "ten threads, twenty deliveries: half of them waited"


@only_sqlite
def test_a_form_of_more_than_64_kib_comes_through_the_socket(stage: Stage) -> None:
    connection = Connection(stage.duly, "xapp-practice")
    came: list[int] = []

    def receive(payload: object, _arrived: float | None = None) -> BoltResponse:
        came.append(len(json.dumps(payload)))
        body = json.dumps({"response_action": "update", "view": {"text": "y" * 100_000}})
        return BoltResponse(status=200, body=body, headers={"content-type": "application/json"})

    stage.duly.receive = receive  # type: ignore[method-assign]
    stage.workspace.manifest["settings"]["socket_mode_enabled"] = True
    try:
        connection.connect()  # type: ignore[no-untyped-call]
        sockets = stage.workspace.delivery.sockets
        assert stage.workspace.wait_until(lambda: len(sockets) == 1)
        form = {"type": "view_submission", "view": {"private_metadata": "x" * 150_000}}
        answer = sockets.send("interactive", form, 0, "")
        assert (answer.ok, came[0] > 150_000) == (True, True)
        assert len(json.dumps(answer.payload)) > 100_000
    finally:
        close(connection.client, stage.workspace)


@only_sqlite
def test_slack_is_not_called_for_an_answer_that_would_come_too_late(stage: Stage) -> None:
    before = stage.workspace.home(OMAR)
    with waited_for(time.perf_counter() - 2.7):
        stage.duly.answering.publish_home(OMAR, PublishHome({"type": "home", "blocks": []}))
    assert stage.workspace.home(OMAR) == before
    with waited_for(time.perf_counter() - 2.0):
        stage.duly.answering.publish_home(OMAR, PublishHome({"type": "home", "blocks": []}))
    assert stage.workspace.home(OMAR) != before
