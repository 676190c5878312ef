"""The doctor finds what is wrong with an installation and says in words what to do about it."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import doctor, health, manifest
from bot.app import Duly
from bot.doctor import Finding, Mark
from bot.practice.show.brightwater import SAMPLE
from bot.practice.slack.rates import Rates
from bot.practice.slack.server import serve
from bot.practice.slack.workspace import Workspace
from bot.settings import Settings
from storage import people
from storage.database import Database
from storage.people import Role
from storage.schedules import Posting, Schedule
from tests import cast
from tests.test_health import free_port

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@dataclass
class Clinic:
    """An installation of Brightwater's that is well, until a test makes it ill."""

    workspace: Workspace
    database: Database
    settings: Settings

    def findings(self, **changed: object) -> dict[str, Finding]:
        settings = Settings.model_validate(dict(self.settings) | changed)
        return {finding.name: finding for finding in doctor.examine(settings)}

    def ill(self, **changed: object) -> dict[str, str]:
        """What is to be mended, in words."""
        return self._marked(Mark.FIX, changed)

    def not_yet(self, **changed: object) -> dict[str, str]:
        """What is simply not done yet, in words."""
        return self._marked(Mark.NEXT, changed)

    def _marked(self, mark: Mark, changed: dict[str, object]) -> dict[str, str]:
        found = self.findings(**changed)
        return {name: finding.words for name, finding in found.items() if finding.mark is mark}


@pytest.fixture
def clinic(database: Database, database_url: str) -> Iterator[Clinic]:
    workspace = Workspace(manifest.build(), SAMPLE, rates=Rates(enabled=False))
    for file in Path(database_url.removeprefix("sqlite:///")).parent.glob("duly.sqlite3*"):
        file.chmod(0o600)
    with serve(workspace) as served:
        settings = Settings(
            database_url=database_url,
            slack_bot_token="xoxb-practice",
            slack_app_token="xapp-practice",
            slack_api_url=served.api_url,
        )
        yield Clinic(workspace, database, settings)


def test_a_well_installation_has_nothing_to_mend(clinic: Clinic) -> None:
    found = clinic.findings()
    assert {name: finding.words for name, finding in found.items() if finding.mark is Mark.OK} == {
        "database": "sqlite, up to date",
        "bot token": "set",
        "app token": "set",
        "Slack": "duly in Brightwater",
        "scopes": f"all {len(manifest.SCOPES)} granted",
        "clock": "agrees with Slack's",
        "Socket Mode": "can connect",
        "CCO": "Omar Haddad",
        "channel of Billing": "#billing",
        "channel of Logistics": "#logistics",
        "channel of Product": "#product",
        "channel of Sales": "#sales",
        "channel of Support": "#support",
        "channel of executives": "#executives",
    }
    assert clinic.ill() == {}


def test_a_wrong_bot_token_is_the_last_thing_that_is_looked_at(clinic: Clinic) -> None:
    assert clinic.ill(slack_bot_token="xoxb-wrong") == {
        "Slack": "Slack does not accept the bot token. Check SLACK_BOT_TOKEN."
    }
    found = clinic.findings(slack_bot_token="xoxb-wrong")
    assert list(found) == ["database", "bot token", "app token", "Slack"]


def test_a_missing_bot_token_is_said_with_where_to_get_it(clinic: Clinic) -> None:
    found = clinic.findings(slack_bot_token="")
    assert "OAuth & Permissions" in clinic.ill(slack_bot_token="")["bot token"]
    assert list(found) == ["database", "bot token", "app token"], "Slack is not asked without one"


def test_a_missing_app_token_matters_only_without_http(clinic: Clinic) -> None:
    ill = clinic.ill(slack_app_token="")
    assert list(ill) == ["app token"]
    assert "connections:write" in ill["app token"]
    over_http = clinic.findings(slack_app_token="", slack_signing_secret="s3cret")
    assert over_http["app token"].mark is Mark.OK
    assert "Socket Mode" not in over_http


def test_an_app_token_that_cannot_connect_is_said(clinic: Clinic) -> None:
    ill = clinic.ill(slack_app_token="xapp-wrong")
    assert list(ill) == ["Socket Mode"]
    assert "Slack does not accept the app token. Check SLACK_APP_TOKEN." in ill["Socket Mode"]
    clinic.workspace.manifest["settings"]["socket_mode_enabled"] = False
    assert "Switch Socket Mode on" in clinic.ill()["Socket Mode"]


@pytest.mark.parametrize(
    ("changed", "name", "words"),
    [
        ({"slack_bot_token": "xoxb-"}, "bot token", "still holds what is to be replaced"),
        ({"slack_bot_token": "xoxb-your-token"}, "bot token", "is to be replaced"),
        ({"slack_app_token": "xapp-"}, "app token", "still holds what is to be replaced"),
        ({"slack_bot_token": "xapp-practice"}, "bot token", "holds an app-level token (xapp-…)"),
        ({"slack_app_token": "xoxb-practice"}, "app token", "holds a bot token (xoxb-…)"),
        ({"slack_signing_secret": "<secret>"}, "signing secret", "is to be replaced"),
    ],
)
def test_a_token_that_is_none_is_said_by_its_name(
    clinic: Clinic, changed: dict[str, object], name: str, words: str
) -> None:
    ill = clinic.ill(**changed)
    assert list(ill) == [name]
    assert ill[name].startswith(next(iter(changed)).upper())
    assert words in ill[name]


def test_a_database_of_another_workspace_is_said(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
        session.execute(text("DELETE FROM people"))
        session.execute(text("DELETE FROM departments"))
        session.execute(text("UPDATE workspaces SET team_id = 'T0OTHER', name = 'Elsewhere'"))
    assert clinic.ill() == {
        "workspace": (
            "the database is that of Elsewhere, and the bot token is of Brightwater. "
            "Check DATABASE_URL and SLACK_BOT_TOKEN."
        )
    }


def test_an_installation_at_its_very_beginning_has_only_next_steps(
    clinic: Clinic, tmp_path: Path
) -> None:
    fresh = {"database_url": f"sqlite:///{tmp_path}/fresh.sqlite3"}
    database = Database(fresh["database_url"])
    database.migrate()
    database.close()
    (tmp_path / "fresh.sqlite3").chmod(0o600)
    assert clinic.ill(**fresh) == {}
    assert list(clinic.not_yet(**fresh)) == ["CCO", "departments", "channel of executives"]


def test_files_that_others_may_read_are_named_with_the_command_that_mends_it(
    clinic: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = Path(clinic.settings.database_url.get_secret_value().removeprefix("sqlite:///"))
    kept = Path(f"{file}.before-restore")
    for path, mode in ((Path(".env"), 0o644), (file, 0o604), (kept, 0o640)):
        path.touch()
        path.chmod(mode)
    said = clinic.ill()["files"]
    assert said.endswith(f"Run: chmod 600 .env {file}"), "a group was chosen by somebody"
    subprocess.run(said.partition("Run: ")[2].split(), check=True)
    assert clinic.ill() == {}


def test_a_name_that_nobody_reads_is_said_with_the_one_that_is_meant(
    clinic: Clinic, tmp_path: Path
) -> None:
    env_file = tmp_path / "live.env"
    env_file.touch(0o600)
    env_file.write_text("PORT=1\nSLACK_APP_TOKEN s3cret\nSLACK_BOT_TOKN=xoxb-s3cret\n", "utf-8")
    ill = [each for each in doctor.examine(clinic.settings, env_file) if each.mark is not Mark.OK]
    assert {each.name for each in ill} == {"setting"}
    assert [each.words for each in ill] == [
        f"line 2 of {env_file} is not NAME=value.",
        "SLACK_BOT_TOKN is none, and nobody reads it. Did you mean SLACK_BOT_TOKEN?",
    ]


def test_missing_scopes_are_named_with_the_way_to_get_them(clinic: Clinic) -> None:
    clinic.workspace.manifest["oauth_config"]["scopes"]["bot"].remove("im:history")
    clinic.workspace.manifest["oauth_config"]["scopes"]["bot"].remove("users:read.email")
    assert clinic.ill() == {
        "scopes": (
            "missing: im:history, users:read.email. Update the app with `duly manifest`, "
            "reinstall it."
        )
    }


def test_a_pack_that_may_not_be_uploaded_is_said_where_one_is_wanted(clinic: Clinic) -> None:
    scopes = clinic.workspace.manifest["oauth_config"]["scopes"]["bot"]
    assert "files:write" not in scopes
    schedule = Schedule(team_id=cast.TEAM, kind=Posting.ROOM, channel_id=cast.EXECUTIVES)
    with clinic.database.write() as session:
        session.add(schedule)
    assert clinic.ill() == {}, "nobody wants one"
    with clinic.database.write() as session:
        session.get_one(Schedule, (cast.TEAM, schedule.schedule_id)).next_at = datetime.now(UTC)
    [words] = clinic.ill().values()
    assert "files:write is missing. Update the app with `duly manifest --files`" in words
    scopes.append("files:write")
    assert clinic.ill() == {}


def test_channels_where_duly_cannot_post_are_named_with_what_to_do(clinic: Clinic) -> None:
    workspace = clinic.workspace
    workspace.named("billing").members.discard(workspace.bot_user)
    workspace.named("logistics").is_archived = True
    workspace.named("executives").members.discard(workspace.bot_user)
    del workspace.channels[workspace.named("support").id]
    with clinic.database.write() as session:
        session.execute(text("UPDATE departments SET channel_id = NULL WHERE name = 'Sales'"))
    assert clinic.ill() == {
        "channel of Logistics": "The channel is archived. Choose another one with `/cx setup`.",
    }
    assert clinic.not_yet() == {
        "channel of Billing": "Duly is not in this channel. Invite it there with `/invite @Duly`.",
        "channel of Support": "Duly cannot see this channel. Invite it there with `/invite @Duly`.",
        "channel of Sales": "none yet. `/cx setup` chooses it.",
        "channel of executives": (
            "Duly cannot see this channel. Invite it there with `/invite @Duly`."
        ),
    }


HOW = (
    "An admin of the workspace types `/cx setup` in Slack, or `duly setup --cco USER` says it here."
)


def test_a_company_without_a_cco_is_told_how_to_get_one(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        for cco in people.with_role(session, cast.TEAM, Role.CCO):
            cco.role = Role.MEMBER
            session.add(cco)
    assert clinic.ill() == {}
    assert clinic.not_yet() == {"CCO": f"nobody yet. {HOW}"}


@pytest.mark.parametrize("facts", [{"gone": True}, {"standing": "guest"}])
def test_an_office_whose_holder_left_is_empty_and_that_is_said(
    clinic: Clinic, facts: dict[str, object]
) -> None:
    with clinic.database.write() as session:
        for cco in people.with_role(session, cast.TEAM, Role.CCO):
            for name, value in facts.items():
                setattr(cco, name, value)
            session.add(cco)
    assert clinic.ill() == {"CCO": f"nobody since Omar Haddad left. {HOW}"}


def test_a_database_that_does_not_fit_is_said_with_what_to_do(
    clinic: Clinic, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.sqlite3"
    new = {"database_url": f"sqlite:///{empty}"}
    assert (clinic.ill(**new), empty.exists()) == ({}, False)
    assert "is not there yet. The first start makes it" in clinic.not_yet(**new)["database"]
    empty.touch(0o600)
    assert clinic.ill(**new) == {}
    assert "nothing is in it yet. Run `duly migrate`" in clinic.not_yet(**new)["database"]
    empty.write_bytes(b"This is no database. " * 500)
    assert "The database is damaged" in clinic.ill(**new)["database"]
    with clinic.database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert clinic.ill() == {"database": "The database is not up to date. Run `duly migrate` first."}
    with clinic.database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert "changed by a newer Duly (revision 9999)" in clinic.ill()["database"]
    assert "Update this installation" in clinic.ill()["database"]


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/at/all.sqlite3", "postgresql://nobody@127.0.0.1:1/nothing"]
)
def test_a_database_that_cannot_be_reached_is_said_and_the_rest_looked_at(
    clinic: Clinic, url: str
) -> None:
    found = clinic.findings(database_url=url)
    assert found["database"].mark is Mark.FIX
    assert "DATABASE_URL" in found["database"].words
    assert "\n" not in found["database"].words
    assert found["Slack"].mark is Mark.OK


def test_an_address_that_is_none_is_said_in_words(clinic: Clinic) -> None:
    assert clinic.ill(database_url="no address at all") == {
        "database": (
            "DATABASE_URL is not a database address. "
            "Use sqlite:///duly.sqlite3 or postgresql://user@host/name."
        )
    }


def test_a_slack_that_cannot_be_reached_is_said_with_its_address(clinic: Clinic) -> None:
    ill = clinic.ill(slack_api_url="http://127.0.0.1:1/api/")
    assert list(ill) == ["Slack"]
    assert "http://127.0.0.1:1/api/ cannot be reached" in ill["Slack"]
    assert "SLACK_API_URL" in ill["Slack"]


def test_a_slack_that_answers_with_a_page_is_said(clinic: Clinic) -> None:
    clinic.workspace.faults.fail_next(1, how="error_500", method="auth.test")
    assert clinic.ill() == {"Slack": "Slack answered 500 and nothing more."}


def test_a_clock_that_is_wrong_is_said(clinic: Clinic, empty: Database) -> None:
    with _slack_of_another_time() as url:
        ill = clinic.ill(slack_api_url=url, slack_app_token="", slack_signing_secret="s3cret")
    assert ill["clock"].endswith("Switch on time synchronisation (NTP).")
    assert int(ill["clock"].split()[0]) > 10**8


@pytest.mark.parametrize(
    ("ago", "mark"),
    [(None, Mark.OK), (timedelta(hours=23), Mark.FIX), (timedelta(hours=25), Mark.OK)],
)
def test_events_that_slack_held_back_are_told_for_a_day_with_what_to_do(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, ago: timedelta | None, mark: Mark
) -> None:
    duly = Duly(clinic.settings.model_copy(update={"health_port": free_port()}))
    with health.served(duly):
        if ago is not None:
            with monkeypatch.context() as then:
                at = time.time() - ago.total_seconds()
                then.setattr("bot.metrics.time.time", lambda: at)
                for _ in range(3):
                    duly.receive({"type": "app_rate_limited", "team_id": cast.TEAM})
        found = clinic.findings(**dict(duly.settings))["events"]
    duly.close()
    assert found.mark is mark
    if mark is Mark.FIX:
        assert "in 3 minutes since Duly started" in found.words
        assert "run `duly directory`" in found.words


@pytest.mark.parametrize("said", [b"# no numbers", b"\xff\xfe", b"duly_x{ 1", b""])
def test_of_events_nothing_is_said_where_no_duly_answers(clinic: Clinic, said: bytes) -> None:
    with _answering(said) as port:
        assert "events" not in clinic.findings(host="127.0.0.1", health_port=port)
    assert "events" not in clinic.findings(host="127.0.0.1", health_port=free_port())
    assert "events" not in clinic.findings(host="no such host", health_port=free_port())


def test_a_rehearsal_clock_is_named_so_that_nobody_wonders(clinic: Clinic, tmp_path: Path) -> None:
    shift = tmp_path / "shift"
    shift.write_text("86400", encoding="ascii")
    found = clinic.findings(clock_shift_file=shift)["clock"]
    assert found.mark is Mark.OK
    assert "DULY_CLOCK_SHIFT_FILE" in found.words


@contextmanager
def _slack_of_another_time() -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            body = {"ok": True, "team_id": "T1", "user": "duly", "team": "X", "user_id": "U1"}
            answer = json.dumps(body).encode()
            self.send_response_only(200)
            self.send_header("Date", "Sat, 01 Jan 2000 00:00:00 GMT")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    with _listening(Handler) as port:
        yield f"http://127.0.0.1:{port}/"


@contextmanager
def _answering(said: bytes) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response_only(200)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            pass

    with _listening(Handler) as port:
        yield port


@contextmanager
def _listening(handler: type[BaseHTTPRequestHandler]) -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()
