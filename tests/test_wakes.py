"""A message that one process committed leaves through another one at once, not at the next look."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import psycopg
import pytest

from bot.wakes import Caller, CommitListener
from storage.database import Database

only_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
SOON = 5.0


@pytest.fixture
def wake() -> threading.Event:
    return threading.Event()


@pytest.fixture
def pair(empty: Database, wake: threading.Event) -> Iterator[tuple[Caller, CommitListener]]:
    """One process that calls and another that listens, both connected."""
    caller, listener = Caller(empty), CommitListener(empty, wake)
    listener.start()
    caller.start()
    assert wake.wait(SOON), "whoever begins to listen looks once for what was there before"
    wake.clear()
    yield caller, listener
    caller.stop()
    listener.stop()


@only_postgresql
def test_a_commit_in_one_process_wakes_the_sender_of_another(
    pair: tuple[Caller, CommitListener], wake: threading.Event
) -> None:
    caller, _ = pair
    for _ in range(3):
        caller.call()
        assert wake.wait(SOON)
        wake.clear()


@only_postgresql
def test_a_cut_connection_is_made_anew_and_what_came_meanwhile_is_looked_for(
    empty: Database, pair: tuple[Caller, CommitListener], wake: threading.Event
) -> None:
    caller, _ = pair
    with psycopg.connect(empty.address, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert wake.wait(SOON)
    deadline, heard = time.monotonic() + SOON, False
    while not heard and time.monotonic() < deadline:
        wake.clear()
        caller.call()
        heard = wake.wait(0.2)
    assert heard


@only_postgresql
def test_many_commits_at_once_do_not_make_as_many_calls(
    empty: Database, pair: tuple[Caller, CommitListener]
) -> None:
    caller, _ = pair
    with psycopg.connect(empty.address, autocommit=True) as connection:
        connection.execute("LISTEN duly_outbox")
        for _ in range(200):
            caller.call()
        heard = list(connection.notifies(timeout=0.3))
    assert 1 <= len(heard) <= 10
