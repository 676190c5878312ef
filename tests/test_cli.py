"""The command line does what it says, or says in one sentence why not and what to do."""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

import pytest
from sqlmodel import select
from typer.testing import CliRunner, Result

import bot
from bot import exporting, logs, manifest
from bot.app import Duly
from bot.cli import VERBS, cli
from bot.practice.show.brightwater import SAMPLE
from bot.practice.slack.rates import Rates
from bot.practice.slack.server import Served, serve
from bot.practice.slack.workspace import Workspace
from bot.settings import BOLTS, Settings
from bot.slices import Slices
from handlers.front import exports
from storage.customers import Customer
from storage.database import Database
from storage.issues import Issue
from storage.people import Person
from storage.tasks import Task
from tests import cast

HOME = Path(__file__).resolve().parents[1]
OURS = ("SLACK_", "DULY_", "DATABASE_URL", "HOST", "PORT")
TOKENS = MappingProxyType({"SLACK_BOT_TOKEN": "xoxb-practice", "SLACK_APP_TOKEN": "xapp-practice"})
only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def _own_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """An empty folder, none of our settings, and the log levels as they were."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith(OURS):
            monkeypatch.delenv(name)
    loggers = [logging.getLogger(name) for name in (None, *logs.QUIET)]
    levels = [logger.level for logger in loggers]
    yield
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


@pytest.fixture(scope="module")
def slack() -> Iterator[Served]:
    """A pretend Slack that the commands may ask."""
    with serve(Workspace(manifest.build(), SAMPLE, rates=Rates(enabled=False))) as served:
        yield served


def duly(*words: str, **settings: str) -> Result:
    return CliRunner().invoke(cli, list(words), env=settings)


def _one_sentence(done: Result) -> str:
    """What was said on standard error, if the command stopped as it should."""
    assert done.exit_code == 1
    assert isinstance(done.exception, SystemExit)
    assert done.stdout == ""
    [line] = done.stderr.strip().splitlines()
    return line


def test_help_names_every_verb() -> None:
    done = duly("--help")
    assert done.exit_code == 0
    for verb in VERBS:
        assert f" {verb} " in done.stdout, verb


@pytest.mark.parametrize("verb", list(VERBS))
def test_every_verb_of_the_table_can_be_called_and_explains_itself(verb: str) -> None:
    for asked in ("--help", "-h"):
        done = duly(verb, asked)
        assert done.exit_code == 0, done.output
        assert f"{verb} [OPTIONS]" in done.stdout


def test_the_version_is_that_of_the_package() -> None:
    done = duly("--version")
    assert (done.exit_code, done.stdout) == (0, f"Duly {bot.__version__}\n")


@pytest.mark.parametrize(
    ("loaded", "spared"),
    [
        ("bot.cli", "sqlalchemy slack_sdk slack_bolt fastapi pydantic"),
        # What one process with an embedded database can do without, and would hold all its life.
        ("bot.commands.run", "fastapi uvicorn psycopg rich bot.practice bot.importing"),
        ("bot.commands.worker", "fastapi uvicorn psycopg bot.practice bot.importing"),
        ("bot.commands.web", "bot.practice bot.importing bot.doctor"),
    ],
)
def test_a_verb_loads_only_what_it_needs(loaded: str, spared: str, tmp_path: Path) -> None:
    script = f"import sys, {loaded}; print(*(set({spared.split()!r}) & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True,
        cwd=tmp_path, env={"PYTHONPATH": str(HOME)},
    )  # fmt: skip
    assert done.stdout.split() == []


@pytest.mark.parametrize("loading", ["typer", "sqlalchemy", "bot.app", "bot.worker"])
def test_ctrl_c_while_duly_is_loading_leaves_no_trace(loading: str, tmp_path: Path) -> None:
    script = f"""
import os, signal, sys
from bot.__main__ import main

class Impatient:
    def find_spec(self, name, path, target=None):
        if name == {loading!r}:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Impatient())
sys.argv = ["duly", "run"]
main()
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False,
        cwd=tmp_path, env={"PYTHONPATH": str(HOME)},
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")


@pytest.mark.parametrize(
    ("verb", "settings", "name"),
    [
        ("run", {}, "SLACK_BOT_TOKEN"),
        ("web", {}, "SLACK_BOT_TOKEN"),
        ("worker", {}, "SLACK_BOT_TOKEN"),
        ("directory", {}, "SLACK_BOT_TOKEN"),
        ("run", {"SLACK_BOT_TOKEN": "xapp-swapped"}, "SLACK_BOT_TOKEN"),
        ("run", {"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN"),
        ("run", {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN"),
        ("web", {"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_SIGNING_SECRET"),
        ("run", {"PORT": "x"}, "PORT"),
        ("run", {"DULY_LOG_LEVEL": "LOUD"}, "DULY_LOG_LEVEL"),
        ("migrate", {"DATABASE_URL": "nonsense"}, "DATABASE_URL"),
        ("migrate", {"DATABASE_URL": "sqlite:///"}, "everything would be lost"),
        ("count", {"DATABASE_URL": "sqlite://"}, "everything would be lost"),
        ("run", {**TOKENS, "DATABASE_URL": "sqlite:///:memory:"}, "everything would be lost"),
        ("migrate", {"DATABASE_URL": "mysql://nobody@127.0.0.1/nothing"}, "DATABASE_URL"),
    ],
)
def test_what_is_missing_or_wrong_is_one_sentence(
    verb: str, settings: dict[str, str], name: str
) -> None:
    assert name in _one_sentence(duly(verb, **settings))


@pytest.mark.parametrize("verb", ["run", "migrate", "doctor", "backup copy", "count"])
def test_settings_that_were_named_and_are_not_there_are_not_replaced_by_others(
    verb: str, tmp_path: Path
) -> None:
    said = _one_sentence(duly("--env-file", "live.env", *verb.split(), DATABASE_URL="sqlite:///x"))
    assert said.startswith("There is no file live.env.")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("verb", ["run", "web", "worker", "directory", "policy"])
def test_a_token_that_slack_does_not_accept_is_one_sentence(slack: Served, verb: str) -> None:
    tokens = {**TOKENS, "SLACK_BOT_TOKEN": "xoxb-wrong", "SLACK_SIGNING_SECRET": "s3cret"}
    said = _one_sentence(duly(verb, **tokens, SLACK_API_URL=slack.api_url))
    assert said.startswith("Slack does not accept the bot token. Check SLACK_BOT_TOKEN.")


def test_the_token_that_is_wrong_is_named(slack: Served) -> None:
    tokens = {**TOKENS, "SLACK_APP_TOKEN": "xapp-wrong", "DULY_LOG_LEVEL": "ERROR"}
    said = _one_sentence(duly("run", **tokens, SLACK_API_URL=slack.api_url))
    assert said.startswith("Slack does not accept the app token. Check SLACK_APP_TOKEN.")


@pytest.mark.parametrize(
    ("verb", "setting"),
    [("web", "PORT"), ("run", "DULY_HEALTH_PORT"), ("worker", "DULY_HEALTH_PORT")],
)
def test_a_port_that_nobody_can_have_is_one_sentence(
    slack: Served, verb: str, setting: str
) -> None:
    settings = {**TOKENS, "SLACK_SIGNING_SECRET": "s3cret", "SLACK_API_URL": slack.api_url}
    settings |= {"DULY_LOG_LEVEL": "ERROR"}
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = _one_sentence(duly(verb, **settings, **{setting: port, "HOST": "127.0.0.1"}))
        assert said.startswith(f"{setting} is {port}, and nobody can listen there at 127.0.0.1: ")
        assert "already in use" in said
        for host in ("300.1.1.1", "no host", "x" * 80):
            said = _one_sentence(duly(verb, **settings, **{setting: port, "HOST": host}))
            assert said == f"HOST is “{host}”, which is no address."
        said = _one_sentence(duly(verb, **settings, **{setting: port, "HOST": "192.0.2.1"}))
        assert "nobody can listen there at 192.0.2.1: " in said


@pytest.mark.parametrize("port", ["99999", "-1", "65536"])
def test_a_page_on_a_port_that_is_none_is_one_sentence(port: str) -> None:
    said = _one_sentence(duly("practice", "--port", port))
    assert said == f"--port must be a number from 0 to 65535, not “{port}”."


def _damaged(file: Path, how: str) -> None:
    """A database as a bad disk or a bad copy leaves it."""
    content = bytearray(file.read_bytes())
    if how == "no database":
        content[:100] = b"x" * 100
    elif how == "torn pages":
        content[200:] = os.urandom(len(content) - 200)
    else:
        del content[len(content) // 3 :]
    file.write_bytes(content)


@only_sqlite
@pytest.mark.parametrize("how", ["no database", "torn pages", "cut off"])
def test_a_damaged_database_is_one_sentence_for_every_verb(
    slack: Served, database: Database, database_url: str, tmp_path: Path, how: str
) -> None:
    database.close()
    file = Path(database_url.removeprefix("sqlite:///"))
    _damaged(file, how)
    left = file.read_bytes()
    (tmp_path / "issues.csv").write_text("title,department\nBilled twice,Billing\n", "utf-8")
    settings = {**TOKENS, "SLACK_SIGNING_SECRET": "s3cret", "SLACK_API_URL": slack.api_url}
    settings |= {"DATABASE_URL": database_url, "DULY_LOG_LEVEL": "ERROR"}
    for verb in (
        "run", "web", "worker", "migrate", "backup copy", "count", "directory", "policy",
        "import issues issues.csv", "export tasks", "restore --already",
    ):  # fmt: skip
        said = _one_sentence(duly(*verb.split(), **settings))
        assert said, verb
        assert "SELECT" not in said
        assert "sqlalche.me" not in said
    shown = duly("doctor", **settings)
    assert shown.exit_code == 1
    assert "fix  database: " in shown.stdout
    assert not (tmp_path / "copy").exists()
    assert file.read_bytes() == left


def test_rules_are_read_and_changed(slack: Served, database_url: str) -> None:
    def policy(*typed: str) -> list[str]:
        settings = {**TOKENS, "SLACK_API_URL": slack.api_url, "DATABASE_URL": database_url}
        done = duly("policy", *typed, **settings, DULY_LOG_LEVEL="ERROR")
        return [str(done.exit_code), *(done.stdout + done.stderr).splitlines()]

    assert policy("--history") == ["0", "Every rule is as usual; nobody has changed one."]
    would = [
        "1 rule would change:", "  acknowledge.1.key: 1 h → 2 h",
        "Nobody would have read more or fewer messages in the last fortnight.",
    ]  # fmt: skip
    assert policy("acknowledge.1.key=2 h", "--dry-run") == ["0", *would]
    assert policy("acknowledge.1.key=2 h", "bundle_at=8:45") == [
        "0", "2 rules changed. They count for what is asked from now on:",
        "  acknowledge.1.key: 1 h → 2 h", "  bundle_at: 9:30 → 8:45",
    ]  # fmt: skip
    assert "acknowledge.1.key = 2 h   (usually 1 h)" in policy()
    assert "acknowledge.1.key = 1 h" in policy("--as-of", "2020-01-01")
    assert policy("bundle_at=8:45") == ["0", "That is in force already. Nothing was changed."]
    assert policy("bundle_at=noon")[0] == "1"
    assert policy("--history", "snoozes=3")[0] == "1"
    story = policy("--history")
    assert story[1].startswith("Version 1, ")
    assert story[1].endswith(", on the server")
    assert story[2:] == ["  acknowledge.1.key: 1 h → 2 h", "  bundle_at: 9:30 → 8:45"]


@pytest.mark.parametrize("where", ["nowhere/duly.sqlite3", "file/duly.sqlite3", "."])
def test_a_place_where_no_database_can_be_is_one_sentence(tmp_path: Path, where: str) -> None:
    (tmp_path / "file").touch()
    settings = {**TOKENS, "DATABASE_URL": f"sqlite:///{where}", "DULY_LOG_LEVEL": "ERROR"}
    for verb in ("run", "migrate", "backup copy", "count", "directory"):
        said = _one_sentence(duly(*verb.split(), **settings))
        assert said.startswith(f"DATABASE_URL names {Path(where)}."), verb
    assert "fix  database: DATABASE_URL names" in duly("doctor", **settings).stdout


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("| true", ""),
        (">&-", ""),
        (">&- 2>&-", ""),
        (">/dev/full", "The answer could not be written: No space left on device.\n"),
    ],
)
def test_where_nobody_reads_the_answer_there_is_no_trace(
    to: str, said: str, tmp_path: Path
) -> None:
    command = "\n".join(f"{sys.executable} -m bot {verb} {to}" for verb in ("-h", "manifest"))
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, check=False, cwd=tmp_path,
        env={"PYTHONPATH": str(HOME)},
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("", 2 * said)


def test_a_slack_that_cannot_be_reached_is_one_sentence() -> None:
    done = duly("directory", **TOKENS, SLACK_API_URL="http://127.0.0.1:1/api/")
    assert done.exit_code == 1
    assert isinstance(done.exception, SystemExit)
    [line] = done.stderr.strip().splitlines()
    assert (
        line == "Slack cannot be reached: [Errno 111] Connection refused. `duly doctor` says more."
    )


def test_a_database_of_a_newer_duly_is_left_alone(slack: Served, database_url: str) -> None:
    database = Database(database_url)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    settings = {**TOKENS, "SLACK_SIGNING_SECRET": "s3cret", "DATABASE_URL": database_url}
    for verb in ("migrate", "run", "web", "worker"):
        done = duly(verb, **settings, SLACK_API_URL=slack.api_url)
        assert "newer Duly" in _one_sentence(done), verb


def test_no_traceback_reaches_the_terminal(tmp_path: Path) -> None:
    done = _process(tmp_path, "run")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("SLACK_BOT_TOKEN is missing")
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_file_is_read_and_the_environment_wins(tmp_path: Path, slack: Served) -> None:
    (tmp_path / ".env").write_text(
        f"SLACK_BOT_TOKEN=xoxb-wrong\nSLACK_API_URL={slack.api_url}\n"
        f"DATABASE_URL=sqlite:///{tmp_path}/here.sqlite3\n",
        encoding="utf-8",
    )
    assert "Slack does not accept the bot token" in _one_sentence(duly("directory"))
    done = duly("directory", SLACK_BOT_TOKEN="xoxb-practice")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "here.sqlite3").exists()


@pytest.mark.parametrize("again", [False, True])
def test_migrate_brings_a_database_up_to_date_and_does_no_harm_twice(
    database_url: str, again: bool
) -> None:
    database = Database(database_url)
    if not again:
        _empty(database)
    done = duly("migrate", DATABASE_URL=database_url)
    assert (done.exit_code, done.stdout) == (0, "The database is up to date.\n"), done.output
    database.check_revision()
    database.close()


def _empty(database: Database) -> None:
    """As somebody finds it who has just made it."""
    with database.engine.begin() as connection:
        if database.is_sqlite:
            names = connection.exec_driver_sql(
                "SELECT name FROM pragma_table_list WHERE schema = 'main'"
                " AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite_%'"
            ).scalars()
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            for name in list(names):
                connection.exec_driver_sql(f"DROP TABLE {name}")
        else:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")


@only_sqlite
def test_the_directory_is_copied_on_demand(
    slack: Served, database: Database, database_url: str
) -> None:
    settings = {**TOKENS, "SLACK_API_URL": slack.api_url, "DATABASE_URL": database_url}
    slack.workspace.user(cast.LEE).title = "Clerk"
    assert duly("directory", **settings).stdout.endswith("people were new or different.\n")
    with database.read() as session:
        lee = session.get(Person, (cast.TEAM, cast.LEE))
        assert lee is not None
        assert lee.title == "Clerk"
    assert duly("directory", **settings).stdout == "0 people were new or different.\n"


@only_sqlite
def test_the_doctor_prints_every_finding_and_fails_when_one_is_ill(
    slack: Served, database: Database, database_url: str
) -> None:
    settings = {**TOKENS, "SLACK_API_URL": slack.api_url, "DATABASE_URL": database_url}
    for file in Path(database_url.removeprefix("sqlite:///")).parent.glob("duly.sqlite3*"):
        file.chmod(0o600)
    well = duly("doctor", **settings)
    assert well.exit_code == 0, well.output
    assert "ok   scopes: all" in well.stdout
    ill = duly("doctor", **{**settings, "SLACK_BOT_TOKEN": "xoxb-wrong"})
    assert ill.exit_code == 1
    assert "fix  Slack: Slack does not accept the bot token." in ill.stdout


@only_sqlite
def test_what_a_month_meant_for_customers_is_written_to_one_page(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    database.close()
    file = tmp_path / "room.html"
    done = duly("room", "--month", "2026-01", "--out", str(file), DATABASE_URL=database_url)
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == f"Customer room, January 2026 in {file}.\n"
    assert file.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    again = duly("room", "--month", "2026-01", "--out", str(file), DATABASE_URL=database_url)
    assert "--force" in _one_sentence(again)
    printed = duly("room", "--month", "2026-01", DATABASE_URL=database_url)
    assert printed.stdout.rstrip().endswith("</html>")
    unclear = duly("room", "--month", "soon", DATABASE_URL=database_url)
    assert _one_sentence(unclear).endswith("Write the year and the month: 2026-11, or november.")


def test_what_duly_has_done_is_counted_for_people_and_machines(
    database: Database, database_url: str
) -> None:
    shown = duly("count", DATABASE_URL=database_url)
    counted = json.loads(duly("count", "--json", DATABASE_URL=database_url).stdout)
    assert counted
    assert set(counted.values()) == {0}
    assert len(shown.stdout.splitlines()) == len(counted)


@only_sqlite
def test_a_file_imported_twice_adds_nothing_the_second_time(
    slack: Served, database: Database, database_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "issues.csv"
    file.write_text(
        "title,department,customer,severity\n"
        "Billed twice for October,Billing,Acme,2\n"
        "Delivery a week late,Logistics,Globex,3\n",
        encoding="utf-8",
    )
    settings = {**TOKENS, "SLACK_API_URL": slack.api_url, "DATABASE_URL": database_url}
    reports = []
    for _ in range(2):
        done = _process(
            tmp_path, "import", "issues", str(file), "--by", "omar", "--json", **settings
        )
        assert done.returncode == 0, done.stderr
        report = json.loads(done.stdout)
        reports.append((report["added"], report["already_there"], report["rejected"]))
    assert reports == [(2, 0, []), (0, 2, [])]
    with database.read() as session:
        assert len(session.exec(select(Issue)).all()) == 2


@only_sqlite
@pytest.mark.parametrize(
    ("rows", "rejected", "status"),
    [
        (",Billing\n,Sales\n", 2, 1),
        (",Billing\nA,Sales\n", 1, 1),
        ("A,Sales\n", 0, 0),
        ("", 0, 0),
    ],
)
@pytest.mark.parametrize("trial", [(), ("--dry-run",)], ids=["real", "dry run"])
def test_a_file_ends_with_a_status_that_says_whether_every_row_is_in(
    slack: Served,
    database: Database,
    database_url: str,
    tmp_path: Path,
    rows: str,
    rejected: int,
    status: int,
    trial: tuple[str, ...],
) -> None:
    (tmp_path / "issues.csv").write_text(f"title,department\n{rows}", encoding="utf-8")
    settings = {**TOKENS, "SLACK_API_URL": slack.api_url, "DATABASE_URL": database_url}
    done = duly("import", "issues", "issues.csv", "--json", *trial, **settings)
    assert done.exit_code == status
    report = json.loads(done.stdout)
    assert len(report["rejected"]) == report["refused"] == rejected
    with database.read() as session:
        assert len(session.exec(select(Issue)).all()) == (0 if trial else report["added"])


@only_sqlite
def test_an_import_is_listed_and_taken_back_by_its_number(
    slack: Served, database: Database, database_url: str, tmp_path: Path
) -> None:
    (tmp_path / "issues.csv").write_text("id,title,department\n1,Late,Billing\n", encoding="utf-8")
    settings = {**TOKENS, "SLACK_API_URL": slack.api_url, "DATABASE_URL": database_url}
    assert duly("import", "issues", "issues.csv", "--from", "zendesk", **settings).exit_code == 0
    listed = duly("import", "list", **settings)
    assert "issues from issues.csv: 1 added" in listed.stdout
    undone = duly("import", "undo", "1", **settings)
    assert (undone.exit_code, undone.stdout) == (0, "Import 1: one row taken back.\n")
    assert "taken back" in duly("import", "list", **settings).stdout
    assert "There is no import 2." in _one_sentence(duly("import", "undo", "2", **settings))
    with database.read() as session:
        [issue] = session.exec(select(Issue)).all()
    assert (issue.state, issue.source) == ("withdrawn", "import:1:zendesk/1")


@only_sqlite
def test_an_import_that_is_interrupted_begins_no_other_file_and_says_so(
    slack: Served,
    database: Database,
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "customers.csv").write_text("name\nUmbrella\n", encoding="utf-8")
    (tmp_path / "issues.csv").write_text("title\nA\n", encoding="utf-8")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Slices, "write_what", interrupt)
    settings = {**TOKENS, "SLACK_API_URL": slack.api_url, "DATABASE_URL": database_url}
    done = duly("import", "company", str(tmp_path), **settings)
    assert done.exit_code == 130
    assert "import the file again for the rest" in done.stdout
    assert "issues.csv" not in done.stdout


@only_sqlite
def test_a_company_is_rehearsed_as_a_whole(
    slack: Served, database: Database, database_url: str, tmp_path: Path
) -> None:
    """The task names a customer whom only the other file brings."""
    (tmp_path / "customers.csv").write_text("name\nUmbrella\n", encoding="utf-8")
    task = "title,owner,customer,due\nCall,tom,Umbrella,2026-12-01\n"
    (tmp_path / "tasks.csv").write_text(task, encoding="utf-8")
    settings = {**TOKENS, "SLACK_API_URL": slack.api_url, "DATABASE_URL": database_url}
    done = duly("import", "company", str(tmp_path), "--dry-run", **settings)
    assert done.stdout.count("1  would be added") == 2
    assert "left out" not in done.stdout.lower()
    with database.read() as session:
        assert session.exec(select(Task)).all() == []
        names = [each.name for each in session.exec(select(Customer)).all()]
    assert "Umbrella" not in names


@only_sqlite
def test_a_file_that_is_not_there_is_one_sentence(
    slack: Served, database: Database, database_url: str
) -> None:
    settings = {**TOKENS, "SLACK_API_URL": slack.api_url, "DATABASE_URL": database_url}
    said = _one_sentence(duly("import", "issues", "nowhere.csv", **settings))
    assert "nowhere.csv" in said


# --- exports ---


@pytest.fixture
def full(database: Database, database_url: str) -> str:
    """The address of a database with two tasks in it, one of them private."""
    with database.write() as session:
        for number, audience in ((1, "department"), (2, "private")):
            given = {"owner_id": cast.SARA, "created_by": cast.BEN, "created_at": cast.MONDAY}
            session.add(
                Task(team_id=cast.TEAM, number=number, title="=Zoë", audience=audience, **given)
            )
    return database_url


@only_sqlite
def test_a_table_is_written_to_standard_output_or_to_a_file(full: str, tmp_path: Path) -> None:
    shown = duly("export", "tasks", DATABASE_URL=full)
    assert shown.exit_code == 0, shown.output
    assert shown.stderr == ""
    assert shown.stdout_bytes.startswith(b"\xef\xbb\xbfref,title,state,")
    assert [line[:9] for line in shown.stdout_bytes.decode().split("\r\n")[1:]] == [
        "T-1,'=Zoë", "T-2,'=Zoë", "",
    ]  # fmt: skip
    written = duly("export", "tasks", "--out", "tasks.csv", DATABASE_URL=full)
    assert (written.exit_code, written.stdout) == (0, "")
    assert written.stderr == "Two rows in tasks.csv.\n"
    assert (tmp_path / "tasks.csv").read_bytes() == shown.stdout_bytes
    assert (tmp_path / "tasks.csv").stat().st_mode & 0o777 == 0o600
    lines = duly("export", "tasks", "--as", "@hana", "--out", "tasks.jsonl", DATABASE_URL=full)
    assert lines.exit_code == 0, lines.output
    [row] = (tmp_path / "tasks.jsonl").read_text(encoding="utf-8").splitlines()
    assert (json.loads(row)["ref"], json.loads(row)["title"]) == ("T-1", "=Zoë")
    assert sorted(path.name for path in tmp_path.iterdir() if "sqlite" not in path.name) == [
        "tasks.csv", "tasks.jsonl",
    ]  # fmt: skip


@only_sqlite
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("people --since 2026-11-01",
         "People are exported as they are now, whenever they changed. Leave `--since` out."),
        ("customers --department Billing",
         "Customers belong to no department. Leave `--department` out."),
        ("tasks --department Biling", "I don't know a department called “Biling”."),
        ("tasks --as @nobody", "Slack's directory has nobody called “@nobody”."),
        ("tasks --workspace Elsewhere",
         "No workspace here is called “Elsewhere”. Choose one with `--workspace`: Brightwater"),
        ("tasks --out there.csv",
         "there.csv is there already. Add `--force` to replace it, or choose another name."),
        ("tasks --out nowhere/tasks.csv",
         "There is no folder nowhere. Create it, or choose another."),
        ("tasks --out folder", "folder is a folder. Add the name of a file to it."),
        ("tasks --out there.csv/tasks.csv",
         "There is no folder there.csv. Create it, or choose another."),
        ("tasks --force --out /dev/full",
         "/dev/full could not be written: No space left on device. Nothing of it was kept."),
    ],
)  # fmt: skip
def test_an_export_that_cannot_be_is_one_sentence(
    full: str, tmp_path: Path, words: str, said: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "there.csv").write_text("mine", encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    assert _one_sentence(duly("export", *words.split(), DATABASE_URL=full)).startswith(said)
    assert (tmp_path / "there.csv").read_text(encoding="utf-8") == "mine"
    assert sorted(tmp_path.iterdir()) == before


@only_sqlite
def test_a_file_is_replaced_where_that_is_wanted(full: str, tmp_path: Path) -> None:
    there = tmp_path / "there.csv"
    there.write_text("mine", encoding="utf-8")
    there.chmod(0o644)
    done = duly("export", "people", "--out", "there.csv", "--force", DATABASE_URL=full)
    assert done.exit_code == 0, done.output
    assert there.read_text(encoding="utf-8-sig").startswith("user,name,")
    assert there.stat().st_mode & 0o777 == 0o600


@only_sqlite
@pytest.mark.parametrize(
    ("words", "what", "status"),
    [
        ("tickets", "No such command", 2),
        ("tasks --since 1.11.", "--since", 2),
        ("tasks --format xlsx", "--format", 2),
        ("", "Missing command", 2),
    ],
)
def test_words_that_an_export_does_not_know_are_named(
    full: str, words: str, what: str, status: int
) -> None:
    done = duly("export", *words.split(), DATABASE_URL=full)
    assert done.exit_code == status
    assert what in done.stderr
    assert "Traceback" not in done.stderr


@only_sqlite
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(
    ("out", "said"),
    [
        ((), "Interrupted: not all of it was written, but one row."),
        (("--out", "tasks.csv"), "Interrupted. tasks.csv was not written."),
    ],
)
def test_an_export_that_is_interrupted_leaves_nothing_half_done(
    full: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    out: tuple[str, ...],
    said: str,
    how: signal.Signals,
) -> None:
    monkeypatch.setattr(exporting, "PAGE", 1)
    real, pages = exports.read, []

    def interrupted(*words: object) -> object:
        pages.append(words)
        if len(pages) > 1:
            signal.raise_signal(how)
        return real(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(exports, "read", interrupted)
    before = sorted(tmp_path.iterdir())
    done = duly("export", "tasks", *out, DATABASE_URL=full)
    assert done.exit_code == 1
    assert done.stderr == f"{said}\n"
    assert sorted(tmp_path.iterdir()) == before


@only_sqlite
@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("| head -c 10 >/dev/null", ""),
        (">&-", ""),
        (">/dev/full", "The answer could not be written: No space left on device.\n"),
    ],
)
def test_where_nobody_reads_an_export_there_is_no_trace(
    full: str, database: Database, tmp_path: Path, to: str, said: str
) -> None:
    with database.write() as session:
        for number in range(3, 2_000):
            given = {"owner_id": cast.SARA, "created_by": cast.BEN, "created_at": cast.MONDAY}
            session.add(Task(team_id=cast.TEAM, number=number, title="Call " * 20, **given))
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m bot export tasks {to}"], capture_output=True,
        text=True, check=False, cwd=tmp_path,
        env={"PYTHONPATH": str(HOME), "DATABASE_URL": full},
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("", said)


def _process(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own, as people start it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=folder,
        env={**kept, "PYTHONPATH": str(HOME), **settings},
    )


def test_what_bolt_would_take_from_the_environment_does_not_disturb(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for name in BOLTS:
        monkeypatch.setenv(name, "xoxb-other")

    duly = Duly(Settings(database_url=f"sqlite:///{tmp_path}/duly.sqlite3"))
    duly.close()
    assert duly.app.oauth_flow is None
    assert caplog.text == ""
    assert {os.environ[name] for name in BOLTS} == {"xoxb-other"}, "and it is still there"


@only_sqlite
@pytest.mark.parametrize(
    ("verb", "begun"), [("run", "connected and working"), ("web", "listens"), ("worker", "working")]
)
def test_a_process_says_in_its_own_words_that_it_began_and_ends(
    slack: Served, database: Database, database_url: str, tmp_path: Path, verb: str, begun: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    settings = {**TOKENS, "SLACK_SIGNING_SECRET": "s3cret", "SLACK_API_URL": slack.api_url}
    settings |= {"DATABASE_URL": database_url, "HOST": "127.0.0.1", "PORT": port}
    with subprocess.Popen(
        [sys.executable, "-m", "bot", verb], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, cwd=tmp_path, env={"PYTHONPATH": str(HOME), **settings},
    ) as process:  # fmt: skip
        assert process.stderr is not None
        lines = []
        while not lines or begun not in lines[-1]:
            lines.append(process.stderr.readline())
            assert lines[-1], "it ended"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (0, "")
    for line in [*lines, *err.splitlines()]:
        assert " INFO bot." in line


@only_sqlite
def test_rows_that_were_left_out_are_for_their_owner_alone(
    slack: Served, database: Database, database_url: str, tmp_path: Path
) -> None:
    (tmp_path / "issues.csv").write_text("title,severity\nBilled twice,9\n", "utf-8")
    settings = {**TOKENS, "SLACK_API_URL": slack.api_url, "DATABASE_URL": database_url}
    done = duly("import", "issues", "issues.csv", **settings)
    assert "issues.rejected.csv" in done.stdout
    assert (tmp_path / "issues.rejected.csv").stat().st_mode & 0o777 == 0o600
