"""Whatever comes in and whatever breaks, the log never has what people wrote."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from itertools import count, islice
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import text

from bot import routes
from bot.logs import FORMAT, Discreet
from storage.database import Database
from tests.cast import OMAR, SARA, TEAM
from tests.stage import Stage
from tests.wire import Wire, signed

SECRET = "kestrelfurious"
TYPES = {"form": "application/x-www-form-urlencoded", "json": "application/json"}
NUMBERS = count(1)


@pytest.fixture
def log() -> Iterator[list[str]]:
    """Every line that any logger writes at any level, as Duly writes it down."""
    lines: list[str] = []

    class Written(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    written = Written()
    written.setFormatter(Discreet(FORMAT))
    root = logging.getLogger()
    named = [root, *(logging.getLogger(name) for name in list(root.manager.loggerDict))]
    levels = [logger.level for logger in named]
    root.addHandler(written)
    for logger in named:
        logger.setLevel(logging.DEBUG)
    yield lines
    for logger, level in zip(named, levels, strict=True):
        logger.setLevel(level)
    root.removeHandler(written)


def _deliveries() -> Iterator[tuple[str, str]]:
    """Deliveries of every kind, with the secret in every field that can hold words."""
    number = next(NUMBERS)
    who = {"user": {"id": OMAR, "team_id": TEAM, "name": SECRET}, "team": {"id": TEAM}}
    address = f"https://hooks.slack.com/actions/{SECRET}"
    common = {**who, "trigger_id": f"{number}.1", "response_url": address, SECRET: SECRET}
    said = [f"{verb} {SECRET} to {SECRET}" for verb in [*routes.VERBS, SECRET]]
    for words in [f"task {SECRET} to <@{SARA}> by friday", *said]:
        body = {
            "command": "/cx", "team_id": TEAM, "user_id": OMAR, "channel_name": SECRET,
            "trigger_id": f"{number}.{next(NUMBERS)}", "text": words,
        }  # fmt: skip
        yield "form", urlencode(body)
    interactions: list[dict[str, Any]] = []
    for verb in [*routes.BUTTONS, SECRET]:
        action = {"action_id": verb, "value": SECRET, "block_id": SECRET}
        interactions.append(
            {"type": "block_actions", "actions": [action], "message": {"text": SECRET}}
        )
    for verb in [*routes.FORMS, SECRET]:
        entered = {"value": SECRET, "selected_option": {"value": SECRET}}
        names = ("title", "words", "reason", "owner", "date", "name", "customer", SECRET)
        values = {name: {name: {"value": SECRET}} for name in names}
        values["choice"] = {"choice": {"selected_option": entered}}
        view = {
            "id": f"V{next(NUMBERS)}", "hash": "1.a", "type": "modal", "callback_id": verb,
            "private_metadata": SECRET, "title": SECRET, "state": {"values": values},
            "blocks": [{"type": "input", "block_id": SECRET}],
        }  # fmt: skip
        interactions.append({"type": "view_submission", "view": view})
    interactions += [
        {"type": "message_action", "callback_id": verb, "message": {"text": SECRET}}
        for verb in [*routes.SHORTCUTS, SECRET]
    ]
    interactions += [
        {"type": "block_suggestion", "action_id": verb, "value": SECRET}
        for verb in [*routes.CHOICES, SECRET]
    ]
    for interaction in interactions:
        trigger = f"{number}.{next(NUMBERS)}"
        yield (
            "form",
            urlencode({"payload": json.dumps({**common, **interaction, "trigger_id": trigger})}),
        )
    changed = {"id": SARA, "name": SECRET, "tz": SECRET, "profile": {"real_name": SECRET}}
    for event in (
        {"type": "user_change", "user": changed},
        {"type": "user_change", "user": {**changed, "id": SECRET}},
        {"type": "message", "text": SECRET, "user": OMAR},
        {"type": SECRET},
        {"type": "app_home_opened", "user": SECRET, "tab": SECRET},
    ):
        envelope = {"type": "event_callback", "team_id": TEAM, "event_id": f"Ev{next(NUMBERS)}"}
        yield "json", json.dumps({**envelope, "event": event})


def _broken() -> Iterator[tuple[str, str]]:
    """Bodies that cannot be opened, or hold no delivery."""
    yield "json", f'{{"{SECRET}":'
    yield "json", f'["{SECRET}"]'
    yield "json", json.dumps({"type": SECRET, "text": SECRET})
    yield "form", f"text={SECRET}"
    yield "form", f"payload={SECRET}"
    yield "form", urlencode({"payload": json.dumps({"type": "block_actions", "actions": SECRET})})


def _send(wire: Wire, *, secret: str, each: int = 1) -> list[int]:
    """Send everything or one delivery of so many, signed with `secret`; the statuses."""
    statuses = []
    for kind, body in [*islice(_deliveries(), 0, None, each), *_broken()]:
        raw = body.encode()
        proof = signed(raw) if secret == "ours" else signed(raw, secret=secret)
        statuses.append(wire.send(raw, {"Content-Type": TYPES[kind], **proof})[0])
    return statuses


only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@only_sqlite
def test_what_a_stranger_sends_leaves_no_word(stage: Stage, log: list[str]) -> None:
    assert set(_send(Wire(stage), secret="somebody-elses")) == {401}
    assert SECRET not in "\n".join(log).lower()


@only_sqlite
def test_what_people_send_leaves_no_word_and_what_is_broken_none_either(
    stage: Stage, log: list[str]
) -> None:
    statuses = _send(Wire(stage), secret="ours")
    stage.settle()
    assert set(statuses) <= {200, 400}
    assert len(log) > 1_000, "everybody speaks at this level"
    assert SECRET not in "\n".join(log).lower()


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/at/all.sqlite3", f"postgresql://{SECRET}@127.0.0.1:1/{SECRET}"]
)
@only_sqlite
@pytest.mark.hurried
def test_a_database_that_is_away_is_told_without_a_word(
    stage: Stage, url: str, log: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    away = Database(url)
    monkeypatch.setattr(stage.duly.incoming, "_database", away)
    # Each of them is answered after two seconds, when all hope is gone.
    statuses = _send(Wire(stage), secret="ours", each=40)
    away.close()
    assert 500 not in statuses
    assert SECRET not in "\n".join(log).lower()
    assert "no memory for" in "\n".join(log)


@pytest.mark.tampers
def test_a_database_that_breaks_under_a_statement_is_told_without_a_word(
    stage: Stage, log: list[str]
) -> None:
    with stage.duly.database.write() as session:
        session.connection().execute(text("ALTER TABLE tasks RENAME COLUMN title TO gone"))
    statuses = _send(Wire(stage), secret="ours", each=10)
    assert 500 not in statuses
    assert SECRET not in "\n".join(log).lower()
    assert "broke" in "\n".join(log)
