"""Machines hear whether Duly lives, whether it is ready, and, in a sentence, why not."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from sqlalchemy import event, text
from sqlmodel import Session

from bot import health, manifest, probes
from bot.app import Duly
from bot.clock import Clock
from bot.connection import Connection
from bot.practice.show.brightwater import SAMPLE
from bot.practice.slack.rates import Rates
from bot.practice.slack.server import Served, serve
from bot.practice.slack.workspace import Workspace
from bot.settings import MissingSetting, Settings
from bot.worker import Worker
from storage import database as module
from storage import receipts
from storage.database import Database
from storage.errors import DatabaseDamaged, DatabaseFull, OutcomeUnknown, StorageError
from tests.practice import close
from tests.processes import started

only_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def slack() -> Iterator[Served]:
    with serve(Workspace(manifest.build(), SAMPLE, rates=Rates(enabled=False))) as served:
        yield served


@pytest.fixture
def duly(database: Database, database_url: str, slack: Served) -> Iterator[Duly]:
    built = Duly(
        Settings(
            database_url=database_url,
            slack_bot_token="xoxb-practice",
            slack_app_token="xapp-practice",
            slack_api_url=slack.api_url,
            host="127.0.0.1",
            health_port=free_port(),
        )
    )
    yield built
    built.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def ask(port: int, path: str) -> tuple[int, str]:
    """Status and body of an address; (0, "") while nobody answers."""
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read().decode()
    except OSError:
        return 0, ""


def why_not(duly: Duly, *checks: health.Check) -> list[str]:
    """The reasons for which Duly is not ready."""
    with health.served(duly, *checks):
        status, body = ask(duly.settings.health_port or 0, "/readyz")
    answer = json.loads(body)
    assert (status, answer["ready"]) == ((200, True) if status == 200 else (503, False))
    return list(answer.get("reasons", []))


# --- why it is not ready ---


def test_with_a_database_that_fits_it_is_ready(duly: Duly) -> None:
    assert why_not(duly) == []


@pytest.mark.parametrize(
    ("revision", "words"),
    [("9999", "changed by a newer Duly"), ("0001", "Run `duly migrate` first.")],
)
def test_a_database_of_another_version_is_a_reason(duly: Duly, revision: str, words: str) -> None:
    with duly.database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": revision})
    [reason] = why_not(duly)
    assert words in reason


def test_a_database_that_is_away_is_a_reason_and_its_address_stays_a_secret() -> None:
    away = Database("postgresql://somebody:s3cret@127.0.0.1:1/duly")
    assert health.database_takes_writes(away, Clock())() == "The database cannot be reached."
    away.close()


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (DatabaseFull, "There is no room left on the disk of the database."),
        (DatabaseDamaged, "The database is damaged."),
        (OutcomeUnknown, "The database cannot be reached."),
    ],
)
@only_sqlite
def test_a_write_that_fails_is_a_reason_until_one_succeeds(
    duly: Duly, failure: type[StorageError], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_session: Session) -> None:
        raise failure("with names of hosts and people")

    commit = module._commit
    monkeypatch.setattr(health, "EVERY_SECONDS", 0.0)
    check = health.database_takes_writes(duly.database, duly.clock)
    monkeypatch.setattr(module, "_commit", fail)
    assert check() == words
    monkeypatch.setattr(module, "_commit", commit)
    assert check() == ""


@only_postgresql
def test_a_standby_that_can_only_be_read_is_a_reason(duly: Duly) -> None:
    with duly.database.read() as session:
        name = session.connection().engine.url.database
    with duly.database.engine.connect() as connection:
        connection.exec_driver_sql(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        connection.commit()
    duly.database.engine.dispose()
    assert why_not(duly) == ["The database can be read, but not written to."]


def test_a_database_that_somebody_else_writes_to_for_long_is_a_reason(
    duly: Duly, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "EVERY_SECONDS", 0.0)
    check = health.database_takes_writes(duly.database, duly.clock)
    assert check() == ""
    other = Database(database_url)
    with other.write() as session, monkeypatch.context() as in_a_hurry:
        in_a_hurry.setattr(health, "WRITE_SECONDS", 0.3)
        receipts.probe(session, duly.clock.now())
        assert check() == "The database was too busy to be written to for 3 seconds."
    assert check() == ""
    other.close()


def test_a_probe_every_moment_writes_once_a_second(duly: Duly) -> None:
    writes: list[str] = []
    event.listen(duly.database.engine, "commit", lambda _: writes.append("commit"))
    check = health.database_takes_writes(duly.database, duly.clock)
    assert [check() for _ in range(50)] == [""] * 50
    assert len(writes) == 1


@only_sqlite
def test_a_clock_that_stands_still_is_a_reason_until_it_goes_on(duly: Duly) -> None:
    worker = Worker(duly)
    check = health.clock_ticks(worker)
    assert check() == ""
    worker._sign_of_life -= 61
    assert check() == "Nothing that falls due was looked for in the last 61 seconds."
    worker.tick()
    assert check() == ""


@only_sqlite
def test_a_closed_socket_is_a_reason(duly: Duly, slack: Served) -> None:
    handler = Connection(duly, "xapp-practice")
    check = health.socket_is_open(handler)
    assert check() == "The connection to Slack is not open."
    handler.connect()
    assert slack.workspace.wait_until(lambda: slack.workspace.delivery.connected)
    assert check() == ""
    close(handler.client, slack.workspace)
    assert check() == "The connection to Slack is not open."


@only_sqlite
def test_several_reasons_are_all_told(duly: Duly) -> None:
    assert why_not(duly, lambda: "One.", lambda: "", lambda: "Two.") == ["One.", "Two."]


# --- whatever hangs ---


@only_sqlite
def test_what_hangs_is_a_reason_and_holds_up_nobody(
    duly: Duly, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probes, "PATIENCE_SECONDS", 0.2)
    let_go, port = threading.Event(), duly.settings.health_port or 0
    with health.served(duly, lambda: "" if let_go.wait(20) else "never"):
        hung = [ask(port, "/readyz") for _ in range(3)]
        alive = ask(port, "/healthz")
        numbers = ask(port, "/metrics")
        let_go.set()
        time.sleep(0.1)
        assert ask(port, "/readyz")[0] == 200, "and it recovers"
    assert [json.loads(body)["reasons"] for _, body in hung] == [[probes.NO_ANSWER]] * 3
    assert alive == (200, '{"status":"alive"}')
    assert numbers == (503, probes.NO_ANSWER), "both lookers wait, so the numbers must"


@only_sqlite
def test_a_port_that_is_taken_is_one_sentence(duly: Duly) -> None:
    port = duly.settings.health_port or 0
    with (
        socket.create_server(("127.0.0.1", port)),
        pytest.raises(MissingSetting, match=f"DULY_HEALTH_PORT is {port}, .*in use"),
        health.served(duly),
    ):
        pass


@only_sqlite
def test_without_a_port_nobody_listens(duly: Duly, monkeypatch: pytest.MonkeyPatch) -> None:
    port = duly.settings.health_port or 0
    monkeypatch.setattr(duly, "settings", Settings())
    with health.served(duly):
        assert ask(port, "/healthz") == (0, "")


# --- the real processes ---


@pytest.mark.parametrize("verb", ["run", "worker", "web"])
@only_sqlite
def test_every_process_answers_at_three_addresses(
    verb: str, database: Database, database_url: str, slack: Served, tmp_path: Path
) -> None:
    port = free_port()
    env_file = tmp_path / "env"
    env_file.write_text(
        f"DATABASE_URL='{database_url}'\nSLACK_API_URL={slack.api_url}\nHOST=127.0.0.1\n"
        "SLACK_BOT_TOKEN=xoxb-practice\nSLACK_APP_TOKEN=xapp-practice\n"
        "SLACK_SIGNING_SECRET=practice-signing-secret\nDULY_LOG_LEVEL=ERROR\n"
        f"{'PORT' if verb == 'web' else 'DULY_HEALTH_PORT'}={port}\n",
        encoding="utf-8",
    )
    with started(verb, env_file) as [process]:
        until = time.monotonic() + 20
        while ask(port, "/readyz")[0] != 200 or (verb != "web" and not ticked(port)):
            assert process.is_alive()
            assert time.monotonic() < until, ask(port, "/readyz")
            time.sleep(0.05)
        assert ask(port, "/healthz") == (200, '{"status":"alive"}')
        status, numbers = ask(port, "/metrics")
        assert status == 200
        assert "duly_database_up 1.0" in numbers
        assert "process_resident_memory_bytes" in numbers
        assert ticked(port) == (0 if verb == "web" else pytest.approx(time.time(), abs=5))


def ticked(port: int) -> float:
    """When the clock last did everything, in Unix time."""
    _, numbers = ask(port, "/metrics")
    found = re.search(r"^duly_last_tick_timestamp_seconds (\S+)$", numbers, re.MULTILINE)
    assert found
    return float(found[1])
