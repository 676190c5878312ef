"""At the edge, what is too large, unsigned or no delivery goes no further, and is not quoted."""

from __future__ import annotations

import copy
import json
import logging
import socket
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import event as watch
from sqlmodel import func, select

from bot import impatience, web
from bot.logs import FORMAT, Discreet
from handlers.speech.errors import UnreadableRequest
from storage.people import Person
from storage.receipts import Receipt
from storage.tables import metadata
from storage.tasks import Task
from storage.workspaces import Workspace
from tests.cast import OMAR, SARA, TEAM
from tests.stage import Stage
from tests.wire import Wire, signed

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
SECRETS = ("Kestrel", "furious")
HELD_BACK = "duly_events_held_back_minutes_total"
THEIRS = " ".join(SECRETS)


@pytest.fixture
def wire(stage: Stage) -> Wire:
    """A way to speak to the app as Slack does, and as strangers do."""
    return Wire(stage)


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[list[str]]:
    """Everything that anybody logs, as it is written down."""
    lines: list[str] = []

    class Written(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    written = Written()
    written.setFormatter(Discreet(FORMAT))
    root = logging.getLogger()
    root.addHandler(written)
    with caplog.at_level(logging.DEBUG):
        yield lines
    root.removeHandler(written)


def _rows(stage: Stage, table: Any) -> int:
    with stage.duly.database.read() as session:
        return int(session.exec(select(func.count()).select_from(table)).one())


def _people(stage: Stage) -> set[str]:
    with stage.duly.database.read() as session:
        return set(session.exec(select(Person.user_id)))


def _everything(stage: Stage) -> str:
    """All that the database holds, as text."""
    with stage.duly.database.read() as session:
        return "\n".join(
            repr(row)
            for table in metadata.sorted_tables
            for row in session.connection().execute(table.select())
        )


# --- size and time ---


def test_a_body_that_says_it_is_too_large_is_refused_unread(wire: Wire) -> None:
    body = b"a=1&" * 2_500_000
    began = time.perf_counter()
    assert wire.send(body, {"Content-Type": FORM, **signed(b"")})[0] == 413
    assert time.perf_counter() - began < 10


def test_a_body_that_turns_out_to_be_too_large_is_refused_as_soon_as_it_is(wire: Wire) -> None:
    chunks = (b"a=1&" * 25_000 for _ in range(100))
    assert wire.send(chunks, {"Content-Type": FORM, **signed(b"")})[0] == 413


def test_one_and_a_half_hundred_megabytes_are_refused_and_not_kept(wire: Wire) -> None:
    chunk = b"x" * 1_000_000
    assert wire.send((chunk for _ in range(150)), {"Content-Type": JSON})[0] == 413


def test_as_much_as_slack_may_send_is_read(wire: Wire) -> None:
    text = f"list {'x' * (web.MOST_BYTES - 10_000)}"
    delivery = {"command": "/cx", "team_id": TEAM, "user_id": OMAR, "trigger_id": "1.2"}
    assert wire.post(urlencode({**delivery, "text": text}), FORM)[0] == 200


def test_whoever_waits_for_a_word_before_a_large_body_hears_no(wire: Wire) -> None:
    with socket.create_connection((wire.address.hostname, wire.address.port), 5) as client:
        client.sendall(
            b"POST /slack/events HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
            b"Content-Length: 50000000\r\n\r\n"
        )
        assert client.recv(1_000).startswith(b"HTTP/1.1 413")


def test_a_body_that_dribbles_in_is_given_up(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "BODY_SECONDS", 0.2)
    monkeypatch.setattr(web, "LINGER_SECONDS", 0.2)
    with socket.create_connection((wire.address.hostname, wire.address.port), 5) as client:
        client.sendall(b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n")
        for _ in range(3):
            client.sendall(b"a")
            time.sleep(0.02)
        assert client.recv(1_000).startswith(b"HTTP/1.1 408")
        while client.recv(1_000):
            pass


@pytest.mark.parametrize(
    ("head", "rest"),
    [
        (b"", b""),
        (b"POST /slack/events HTTP/1.1\r\nHost: x\r\n", b"X"),
        (b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", b"G"),
        (b"POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\r\n", b"a"),
    ],
)
def test_a_connection_that_asks_for_nothing_is_closed(
    wire: Wire, monkeypatch: pytest.MonkeyPatch, head: bytes, rest: bytes
) -> None:
    monkeypatch.setattr(impatience, "SILENT_SECONDS", 0.2)
    with socket.create_connection((wire.address.hostname, wire.address.port), 10) as client:
        client.sendall(head)
        assert _is_closed(client, rest)


def _is_closed(client: socket.socket, rest: bytes) -> bool:
    """Whether the other side ends a connection on which a byte is sent now and then."""
    client.settimeout(0.02)
    for _ in range(500):
        try:
            client.sendall(rest)
            if not client.recv(1_000):
                return True
        except TimeoutError:
            continue
        except ConnectionError:
            return True
    return False


def test_whoever_goes_away_under_way_leaves_nothing_behind(wire: Wire, log: list[str]) -> None:
    with socket.create_connection((wire.address.hostname, wire.address.port), 5) as client:
        client.sendall(
            b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n" + COMMAND[:50]
        )
    assert "*T-1*" in wire.command("task Call Globex to @sara by friday")[1]
    assert not any("Traceback" in line or SECRETS[0] in line for line in log)


def test_so_many_bodies_at_once_are_held_and_no_more(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "HELD_BYTES", 1_500_000)
    head = b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 999999\r\n\r\n"
    with socket.create_connection((wire.address.hostname, wire.address.port), 5) as waiting:
        waiting.sendall(head + b"x" * 900_000)
        time.sleep(0.2)
        assert wire.send(b"x" * 900_000, {"Content-Type": FORM})[0] == 503
        assert wire.command("list")[0] == 200, "what is small finds room"
    assert wire.send(b"x" * 900_000, {"Content-Type": FORM})[0] == 401, "there is room again"


# --- signature and age, before anything is opened ---

COMMAND = urlencode(
    {"command": "/cx", "team_id": TEAM, "user_id": OMAR, "trigger_id": "1.2", "text": THEIRS}
).encode()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Slack-Signature": "v0=1"},
        {"X-Slack-Request-Timestamp": "1"},
        signed(COMMAND, secret="another"),
        signed(COMMAND + b"x"),
        signed(COMMAND, age=301),
        signed(COMMAND, age=-4_000),
        signed(COMMAND, stamp="soon"),
        signed(COMMAND, stamp=""),
        signed(COMMAND, stamp="9" * 4_000),
        signed(COMMAND, stamp="-1"),
        signed(COMMAND, stamp="1e9"),
        {**signed(COMMAND), "X-Slack-Signature": "v0=\xe9\xff"},
    ],
)
def test_what_slack_did_not_sign_just_now_is_refused_in_silence(
    wire: Wire, log: list[str], headers: dict[str, str]
) -> None:
    status, said = wire.send(COMMAND, {"Content-Type": FORM, **headers})
    assert (status, said) == (401, "Not signed by Slack.")
    assert _rows(wire.stage, Receipt) == 0
    assert not any("Traceback" in line or any(s in line for s in SECRETS) for line in log)


def test_a_header_said_twice_is_not_believed(wire: Wire) -> None:
    proof = signed(COMMAND)
    names = [*proof, *proof]
    lines = "".join(f"{name}: {proof[name]}\r\n" for name in names)
    with socket.create_connection((wire.address.hostname, wire.address.port), 5) as client:
        head = f"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM}\r\n{lines}"
        client.sendall(f"{head}Content-Length: {len(COMMAND)}\r\n\r\n".encode() + COMMAND)
        assert client.recv(1_000).startswith(b"HTTP/1.1 401")


BROKEN_BODIES = [
    (b'{"a":', JSON),
    (b"\xff\xfe", JSON),
    (b"[]", JSON),
    (b"7", JSON),
    (b'"text"', JSON),
    (b"null", JSON),
    (b"", JSON),
    (b'{"type": NaN}', JSON),
    (b'{"type": -Infinity}', JSON),
    (b"[" * 200_000, JSON),
    (b'{"a":' * 100_000, JSON),
    (b'{"a": ' + b"9" * 5_000 + b"}", JSON),
    (b"payload={", FORM),
    (b"payload=[]", FORM),
    (b"payload=", FORM),
    (b"payload=%ff", FORM),
    (b"\xff\xfe", FORM),
    (b"text=hello", FORM),
    (b"", FORM),
    (b"a=1&" * 200_000, FORM),
    (b'{"type": "event_callback"}', "text/plain"),
    (COMMAND, "text/plain"),
    (COMMAND, "multipart/form-data; boundary=x"),
    (COMMAND, ""),
    (COMMAND, JSON),
]


@pytest.mark.parametrize(("body", "kind"), BROKEN_BODIES)
def test_what_cannot_be_opened_is_refused_whoever_signed_it(
    wire: Wire, log: list[str], body: bytes, kind: str
) -> None:
    assert wire.send(body, {"Content-Type": kind})[0] == 401
    assert wire.send(body, {"Content-Type": kind, **signed(body)})[0] == 400
    assert not any("Traceback" in line or "Error" in line for line in log)


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
def test_slacks_address_takes_nothing_but_deliveries(wire: Wire, method: str) -> None:
    assert wire.send(b"", {}, method)[0] == 405


@pytest.mark.parametrize("headers", [{}, signed(b"ssl_check=1&token=x")])
def test_slack_may_look_at_the_certificate(wire: Wire, headers: dict[str, str]) -> None:
    assert wire.send(b"ssl_check=1&token=x", {"Content-Type": FORM, **headers}) == (200, "")


def test_the_address_is_confirmed_to_slack_alone(wire: Wire) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc"}).encode()
    assert wire.send(body, {"Content-Type": JSON})[0] == 401
    status, said = wire.send(body, {"Content-Type": f"{JSON}; charset=utf-8", **signed(body)})
    assert (status, json.loads(said)) == (200, {"challenge": "abc"})


# --- the guard ---


def _payloads() -> dict[str, dict[str, Any]]:
    """One payload of each kind, each of which has an effect as it is."""
    who = {"user": {"id": OMAR, "team_id": TEAM}, "team": {"id": TEAM, "domain": "brightwater"}}
    common = {**who, "trigger_id": "12345.6789.abcdef", "enterprise": None}
    block = {"type": "input", "block_id": "title", "label": {"type": "plain_text", "text": "T"}}
    return {
        "command": {
            "command": "/cx", "team_id": TEAM, "user_id": OMAR, "channel_id": "C0BILLING",
            "text": "task Call Globex to <@U0SARA|sara> by friday", "trigger_id": "1.2.a",
        },
        "click": {
            **common, "type": "block_actions", "channel": {"id": "C0BILLING"},
            "actions": [{"action_id": "item.take", "value": "T-1", "type": "button"}],
            "message": {"ts": "1.1", "text": "T-1"},
        },
        "menu": {
            **common, "type": "block_actions", "view": {"id": "V1", "type": "home"},
            "actions": [{"action_id": "more", "selected_option": {"value": "item.no|T-1"}}],
        },
        "form": {
            **common, "type": "view_submission",
            "view": {
                "id": "V1", "hash": "1.a", "type": "modal", "callback_id": "task.send",
                "private_metadata": "", "blocks": [block],
                "state": {
                    "values": {
                        "title": {"title": {"type": "plain_text_input", "value": "Call"}},
                        "owner": {"owner": {"type": "users_select", "selected_user": SARA}},
                        "date": {"date": {"type": "datepicker", "selected_date": "2026-11-27"}},
                    }
                },
            },
        },
        "shortcut": {
            **common, "type": "message_action", "callback_id": "task.from_message",
            "channel": {"id": "C0BILLING"}, "message": {"ts": "1.1", "text": "Call them"},
        },
        "suggestion": {
            **common, "type": "block_suggestion", "action_id": "customer", "value": "ac",
        },
        "home": {
            "type": "event_callback", "team_id": TEAM, "event_id": "Ev1",
            "authorizations": [{"team_id": TEAM}],
            "event": {"type": "app_home_opened", "user": OMAR, "tab": "home"},
        },
        "change": {
            "type": "event_callback", "team_id": TEAM, "event_id": "Ev2",
            "event": {
                "type": "user_change",
                "user": {"id": SARA, "team_id": TEAM, "name": "sara", "tz": "Europe/Berlin",
                         "profile": {"real_name": "Sara Novak", "title": "x", "email": "a@b.c"}},
            },
        },
    }  # fmt: skip


GONE = object()
ODD: list[Any] = [
    None, True, 7, "<!channel>", "\ud800a\0b", [], [None], {}, {"id": {}}, GONE,
]  # fmt: skip
KINDS = ("change", "click", "command", "form", "home", "menu", "shortcut", "suggestion")


def _paths(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a payload."""
    if path:
        yield path
    if isinstance(value, dict):
        for key in value:
            yield from _paths(value[key], (*path, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _paths(part, (*path, index))


def _once(payload: dict[str, Any], number: int) -> dict[str, Any]:
    """The same again as another delivery: a repeated one only gets the answer it got."""
    fresh = copy.deepcopy(payload)
    if "trigger_id" in fresh:
        fresh["trigger_id"] = f"{number}.2.a"
    if "event_id" in fresh:
        fresh["event_id"] = f"Ev{number}"
    if "hash" in fresh.get("view", {}):
        fresh["view"]["hash"] = f"{number}.a"
    return fresh


def _with(payload: dict[str, Any], path: tuple[Any, ...], odd: object) -> dict[str, Any]:
    changed = copy.deepcopy(payload)
    place: Any = changed
    for key in path[:-1]:
        place = place[key]
    if odd is GONE:
        del place[path[-1]]
    else:
        place[path[-1]] = odd
    return changed


@pytest.mark.parametrize("name", KINDS)
def test_a_payload_of_any_shape_is_answered_and_breaks_nothing(
    wire: Wire, log: list[str], name: str
) -> None:
    duly, payload, said, number = wire.stage.duly, _payloads()[name], [], 0
    known = _people(wire.stage)
    for path in _paths(payload):
        for odd in ODD:
            number += 1
            changed = _with(_once(payload, number), path, odd)
            response = duly.receive(changed)
            assert response.status == 200, (path, odd)
            said.append(response.body)
    assert not [line for line in log if "Traceback" in line or "broke" in line]
    # What stands under a field is plain text.
    assert not [words for words in said if "<!channel>" in words and '"errors"' not in words]
    assert _rows(wire.stage, Workspace) == 1
    assert _people(wire.stage) == known


@pytest.mark.parametrize("name", ["click", "command", "form", "shortcut"])
def test_whoever_sent_what_cannot_be_read_is_told(wire: Wire, name: str) -> None:
    payload = _payloads()[name]
    trigger = wire.stage.workspace.tickets.new_trigger(OMAR)
    broken = {**payload, "user_id": 7, "user": [], "trigger_id": trigger}
    answer = wire.stage.duly.receive(broken)
    words = str(UnreadableRequest())
    match name:
        case "command":
            assert answer.body == words
        case "form":
            assert json.loads(answer.body)["errors"] == {"title": words}
        case _:
            assert words in wire.stage.sees_form(OMAR)
    assert _rows(wire.stage, Receipt) == 0


def test_what_nobody_handles_is_acknowledged_and_not_quoted(wire: Wire, log: list[str]) -> None:
    who = {"user": {"id": OMAR, "team_id": TEAM}, "team": {"id": TEAM}, "trigger_id": "1.2"}
    event = {"type": "event_callback", "team_id": TEAM, "event_id": "Ev1"}
    view = {"id": "V1", "hash": "1", "type": "modal", "callback_id": SECRETS[0]}
    for payload in (
        {"type": THEIRS},
        {"type": "view_closed", **who, "view": {"title": THEIRS}},
        {"command": f"/{SECRETS[0]}", "team_id": TEAM, "user_id": OMAR, "text": THEIRS},
        {**event, "event": {"type": "message", "text": THEIRS}},
        {**event, "event": {"type": SECRETS[0]}},
        {**event, "event": THEIRS},
        {**who, "type": "block_actions", "actions": [{"action_id": SECRETS[0], "value": THEIRS}]},
        {**who, "type": "view_submission", "view": view},
        {**who, "type": "message_action", "callback_id": SECRETS[0]},
        {**who, "type": "block_suggestion", "action_id": SECRETS[0], "value": THEIRS},
    ):
        answer = wire.stage.duly.receive(payload)
        assert answer.status == 200
        assert answer.body in ("", '{"options": []}')
    assert _rows(wire.stage, Receipt) == 0
    assert not [line for line in log if any(secret in line for secret in SECRETS)]
    assert [line for line in log if "nobody handles this" in line]


# --- one workspace ---


def test_a_payload_that_names_another_workspace_makes_none(stage: Stage) -> None:
    user = {"id": "U0ELSE", "team_id": "T0OTHER"}
    who = {"user": user, "team": {"id": "T0OTHER"}, "trigger_id": "1.2"}
    for payload in (
        {"command": "/cx", "team_id": "T0OTHER", "user_id": "U0ELSE", "trigger_id": "1"},
        {**who, "type": "block_actions", "actions": [{"action_id": "task.form", "value": ""}]},
        {**who, "type": "shortcut", "callback_id": "task.shortcut"},
        {
            "type": "event_callback", "team_id": "T0OTHER", "event_id": "Ev1",
            "event": {"type": "user_change", "user": {**user, "name": "else"}},
        },
    ):  # fmt: skip
        assert stage.duly.receive(payload).status == 200
    assert _rows(stage, Workspace) == 1
    assert "T0OTHER" not in _everything(stage)


def test_before_the_workspace_is_known_nothing_is_taken(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(stage.duly), "team_id", "")
    assert stage.duly.receive(_payloads()["command"]).status == 503
    assert _rows(stage, Task) == 0


# --- events in numbers ---


def test_an_event_that_says_nothing_new_is_not_written_down(stage: Stage) -> None:
    change = _payloads()["change"]
    writes: list[str] = []
    assert stage.duly.receive(change).status == 200
    assert _rows(stage, Receipt) == 1, "a new title"
    watch.listen(
        stage.duly.database.engine,
        "begin",
        lambda connection: writes.append(connection.get_execution_options().get("begin", "")),
    )
    change["event"]["user"]["profile"] |= {"status_text": "lunch", "status_emoji": ":taco:"}
    for number in range(5):
        assert stage.duly.receive({**change, "event_id": f"Ev9{number}"}).status == 200
    assert _rows(stage, Receipt) == 1
    assert writes
    assert not any(writes), "only looked at"


def test_events_that_slack_held_back_are_counted_and_warned_of(
    stage: Stage, log: list[str]
) -> None:
    payload = {"type": "app_rate_limited", "team_id": TEAM, "minute_rate_limited": 1518467820}
    before = stage.duly.metrics.registry.get_sample_value(HELD_BACK)
    assert stage.duly.receive(payload).status == 200
    assert stage.duly.metrics.registry.get_sample_value(HELD_BACK) == (before or 0) + 1
    assert [line for line in log if "WARNING bot.app Slack held events back" in line]
    assert _rows(stage, Receipt) == 0
