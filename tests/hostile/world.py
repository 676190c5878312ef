"""Duly under attack: its real web application, a real database, and a pretend Slack behind it."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response
from sqlalchemy import Connection, event

from bot import directory, manifest, web
from bot.app import Duly
from bot.incoming import Refused
from bot.logs import Discreet
from bot.practice.show.brightwater import SAMPLE
from bot.practice.slack.objects import Message
from bot.practice.slack.rates import Rates
from bot.practice.slack.server import serve
from bot.practice.slack.workspace import Workspace
from bot.settings import Settings
from bot.worker import Worker
from handlers.speech.request import FormErrors
from storage import outbox, workspaces
from storage.outbox import MessageState
from tests import cast
from tests.hostile.payloads import SECRET, Sent
from tests.hostile.values import CHANNELS, PEOPLE
from tests.stage import StoryClock

CHANGES = re.compile(r"\s*(INSERT INTO|UPDATE|DELETE FROM) \"?(?P<table>\w+)", re.IGNORECASE)
PRIVATE = "kestrel5private"
"""Stands in a decision that only executives and the CCO may read."""
QUIET_ROUNDS = 3


class Commits(set[str]):
    """The tables that committed transactions have changed since it was emptied."""

    def listen(self, duly: Duly) -> None:
        """Begin to listen to one database."""
        engine = duly.database.engine
        event.listen(engine, "after_cursor_execute", self._done)
        event.listen(engine, "commit", self._kept)
        event.listen(engine, "rollback", self._undone)

    def _done(self, connection: Connection, _cursor: object, words: str, *_more: object) -> None:
        if change := CHANGES.match(words):
            connection.info.setdefault("changed", set()).add(change["table"].lower())

    def _kept(self, connection: Connection) -> None:
        self.update(connection.info.pop("changed", ()))

    def _undone(self, connection: Connection) -> None:
        connection.info.pop("changed", None)


class Heard(logging.Handler):
    """What is logged, as it would be written down."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(Discreet("%(levelname)s %(name)s %(message)s"))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    def taken(self) -> list[str]:
        """What was heard since the last time."""
        lines, self.lines = self.lines, []
        return lines


@dataclass
class Told:
    """What came of one request; `changed` are the tables with committed changes."""

    response: Response
    refused: bool
    changed: set[str]
    log: list[str]
    shown: list[Any]


class Site:
    """The web application, asked in this process over HTTP as it is written down (ASGI)."""

    def __init__(self, application: FastAPI, runner: asyncio.Runner) -> None:
        transport = ASGITransport(application, raise_app_exceptions=False)
        self._client = AsyncClient(transport=transport, base_url="http://testserver")
        self._runner = runner

    def post(self, body: bytes, headers: dict[str, bytes]) -> Response:
        """Send one request to the address that Slack knows."""
        sending = self._client.post("/slack/events", content=body, headers=headers)
        return self._runner.run(sending)


class World:
    """One Duly with work in every state, and what is needed to watch it."""

    def __init__(self, duly: Duly, workspace: Workspace, site: Site, heard: Heard) -> None:
        self.duly, self.workspace = duly, workspace
        self._site, self._heard = site, heard
        self.commits = Commits()
        self.commits.listen(duly)
        self._refused = False
        # Whether a request was refused is known inside alone; outside it is a sentence like others.
        inner = duly.incoming.carry_out
        duly.incoming.carry_out = partial(self._carry_out, inner)  # type: ignore[method-assign]

    def _carry_out(self, inner: Any, *given: Any) -> Any:
        answer = inner(*given)
        self._refused = isinstance(answer, (Refused, FormErrors))
        return answer

    def post(self, sent: Sent) -> Told:
        """Send one request, and gather everything that came of it."""
        self.commits.clear()
        self._heard.taken()
        self._refused = False
        stood = self.workspace.home(sent.user)
        headers = {name: value.encode("latin-1") for name, value in sent.headers.items()}
        response = self._site.post(sent.body, headers)
        views = [view.body for view in self.workspace.views(sent.user)]
        home = self.workspace.home(sent.user)
        self.workspace.screens.clear(sent.user)
        # What was drawn earlier was for whom they were then.
        drawn = [home.body] if home and home is not stood else []
        shown = [*views, *drawn, _json_of(response)]
        refused = self._refused or '"response_action": "errors"' in response.text
        return Told(response, refused, set(self.commits), self._heard.taken(), shown)

    def deliver(self) -> list[str]:
        """Send what has been stored to the pretend Slack; what it would not take, in words."""
        worker = Worker(self.duly)
        idle = 0
        while idle < QUIET_ROUNDS:
            worker.tick()
            idle = 0 if self.duly.sender.run_once() else idle + 1
            self.workspace.clock.forward(timedelta(seconds=2))
        with self.duly.database.read() as session:
            failed = session.execute(
                outbox.TABLE.select().where(outbox.TABLE.c.state == MessageState.FAILED)
            ).all()
        # Nothing reaches who or what the pretend Slack has never heard of; all else must.
        return [
            f"{row.key} to {row.lane}: {row.error}" for row in failed
            if row.key != PLANTED and row.lane in (*PEOPLE, *CHANNELS)
        ]  # fmt: skip

    def messages(self) -> list[Message]:
        """Everything that Duly has written to anybody."""
        channels = list(self.workspace.channels.values())
        return [message for channel in channels for message in channel.messages.values()]


PLANTED = "note:planted"
BEGIN = (
    (cast.OMAR, "task Rewrite the refund mail to <@U0SARA> by friday for Acme"),
    (cast.OMAR, "task Call Globex to <@U0SARA> by 2026-12-01 for Globex"),
    (cast.OMAR, "task Check the dock pass to <@U0TOM> by friday"),
    (cast.OMAR, "task Ask about the pallets to <@U0SARA> by friday"),
    (cast.OMAR, "issue Refund promised twice, not paid for Acme sev 2"),
    (cast.OMAR, "issue Nobody knows whose this is sev 3"),
    (cast.OMAR, f"impact Close the {PRIVATE} office"),
    (cast.SARA, "ack T-2"),
    (cast.TOM, "done T-3"),
    (cast.SARA, "handoff T-4 to Logistics because they know"),
)
OURS = ("Globex", "dock pass", PRIVATE)
"""Words that stand in what is remembered, and in nothing that is sent later."""
OPENINGS = (
    "task", "issue", "setup", "setup department Billing", "setup customer Acme", "impact", "stuck",
)  # fmt: skip
CLICKS = (
    *((cast.SARA, f"item.{verb}", "T-1") for verb in ("date", "snooze", "no", "handoff", "help")),
    (cast.TOM, "offer.return", "T-4"),
    (cast.OMAR, "issue.route", "I-2"),
    (cast.NORA, "decision.worse", "D-1"),
    (cast.NORA, "decision.better", "D-1"),
    (cast.OMAR, "stuck.open", ""),
)


def plant(duly: Duly) -> None:
    """What only the machinery makes: a message that Slack has refused."""
    now = duly.clock.now()
    with duly.database.write() as session:
        outbox.add(
            session, team_id=cast.TEAM, now=now, key=PLANTED, lane=cast.BEN, method=outbox.POST,
            payload={"text": "About T-1."},
        )  # fmt: skip
        session.flush()
        refused = {"state": MessageState.FAILED, "error": "Slack does not know this person."}
        session.execute(
            outbox.TABLE.update().where(outbox.TABLE.c.key == PLANTED).values(**refused)
        )


@contextmanager
def build(database_url: str, *, fill: bool) -> Iterator[World]:
    """A world over a migrated database; `fill` moves Brightwater in."""
    workspace = Workspace(
        manifest.build("https://duly.example"), SAMPLE, clock=StoryClock(cast.MONDAY),
        rates=Rates(enabled=False),
    )  # fmt: skip
    root, heard = logging.getLogger(), Heard()
    before = root.level
    with serve(workspace) as practice:
        duly = Duly(
            Settings(
                database_url=database_url, slack_bot_token=workspace.bot_token,
                slack_signing_secret=SECRET, slack_api_url=practice.api_url,
            ),
            clock=workspace.clock,
        )  # fmt: skip
        if fill:
            duly.database.migrate()
            with duly.database.write() as session:
                cast.settle(session)
        directory.refresh(duly.slack, duly.database, cast.TEAM, workspace.clock.now())
        with duly.database.read() as session:
            assert workspaces.find(session, cast.TEAM)
        root.addHandler(heard)
        # At this level a library says the most.
        root.setLevel(logging.DEBUG)
        try:
            with asyncio.Runner() as runner:
                yield World(duly, workspace, Site(web.build(duly), runner), heard)
        finally:
            root.setLevel(before)
            root.removeHandler(heard)
            duly.close()


def _json_of(response: Response) -> Any:
    try:
        return response.json()
    except ValueError:
        return {"text": response.text}
