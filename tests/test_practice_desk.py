"""The desk: the JSON that the page of the practice workspace lives on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from websockets.sync.client import connect

from tests.practice import App, button, connected, form, section


def answering(kind: str, payload: dict[str, Any]) -> Any:
    if kind == "slash_commands":
        return {"text": "noted: " + payload["text"]}
    if payload["type"] == "view_submission":
        typed = payload["view"]["state"]["values"]["title"]["typed"]["value"]
        if typed == "bad":
            return {"response_action": "errors", "errors": {"title": "No."}}
    return None


class Desk:
    """The page's side of the desk."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.url = app.served.url

    def state(self, acting: str = "U0SARA") -> dict[str, Any]:
        answer = httpx.get(f"{self.url}/desk/state", params={"as": acting})
        return dict(answer.json())

    def messages(self, channel: str, acting: str = "U0SARA") -> list[dict[str, Any]]:
        params = {"as": acting, "channel": channel}
        return list(httpx.get(f"{self.url}/desk/messages", params=params).json()["messages"])

    def do(self, verb: str, acting: str = "U0SARA", **body: Any) -> httpx.Response:
        return httpx.post(f"{self.url}/desk/{verb}", json={"as": acting, **body})


@pytest.fixture(scope="module")
def app() -> Iterator[App]:
    with connected(answering) as app:
        yield app


@pytest.fixture
def desk(app: App) -> Desk:
    app.workspace.screens.clear("U0SARA")
    return Desk(app)


def test_the_state_shows_the_workspace_as_one_person_sees_it(desk: Desk) -> None:
    state = desk.state()
    assert state["team"]["name"] == "Brightwater"
    assert state["app"] == {"name": "Duly", "bot_user_id": "U0DULY", "connected": True}
    assert state["commands"][0]["command"] == "/cx"
    assert state["me"]["initials"] == "SN"
    assert datetime.fromisoformat(state["me"]["local_time"]).utcoffset() is not None
    names = {channel["name"]: channel for channel in state["channels"]}
    assert "executives" not in names
    assert names["billing"]["is_member"]
    assert names["billing"]["unread"] == 0
    assert [dm["user_id"] for dm in state["dms"]] == ["U0DULY"]
    omar = desk.state("U0OMAR")
    assert "executives" in {channel["name"] for channel in omar["channels"]}


def test_a_message_is_said_read_and_counted_as_unread_by_others(desk: Desk) -> None:
    assert desk.do("command", channel="C0BILLING", text="hello @maria").json() == {"ok": True}
    shown = desk.messages("C0BILLING", "U0MARIA")[-1]
    assert (shown["user"], shown["text"]) == ("U0SARA", "hello <@U0MARIA>")
    assert datetime.fromisoformat(shown["when"]).tzinfo is not None

    def unread(user: str) -> int:
        channels = desk.state(user)["channels"]
        return int(next(c["unread"] for c in channels if c["id"] == "C0BILLING"))

    assert (unread("U0MARIA"), unread("U0SARA")) == (1, 0)
    desk.do("read", "U0MARIA", channel="C0BILLING")
    assert unread("U0MARIA") == 0


def test_an_answer_to_a_command_is_a_note_for_one_person(desk: Desk) -> None:
    desk.do("command", channel="C0BILLING", text="/cx list")
    shown = desk.messages("C0BILLING")[-1]
    assert (shown["text"], shown["ephemeral"], shown["user"]) == ("noted: list", True, "U0DULY")
    assert not any(m["ephemeral"] for m in desk.messages("C0BILLING", "U0MARIA"))
    desk.do("dismiss", ts=shown["ts"])
    assert not any(m["ephemeral"] for m in desk.messages("C0BILLING"))


def test_a_button_is_pressed_by_its_place(desk: Desk) -> None:
    row = {"type": "actions", "block_id": "row", "elements": [button("go", value="7")]}
    ts = desk.app.web.chat_postMessage(channel="C0BILLING", text="x", blocks=[row])["ts"]
    answer = desk.do("click", channel="C0BILLING", ts=ts, block_id="row", action_id="go")
    assert answer.json() == {"ok": True}
    assert desk.app.payloads("block_actions")[-1]["actions"][0]["value"] == "7"


def test_a_form_is_shown_refused_and_sent(desk: Desk) -> None:
    trigger = desk.app.workspace.tickets.new_trigger("U0SARA")
    view = desk.app.web.views_open(trigger_id=trigger, view=form())["view"]
    assert [v["id"] for v in desk.state()["views"]] == [view["id"]]

    def submit(text: str) -> Any:
        values = {"title": {"typed": {"type": "plain_text_input", "value": text}}}
        return desk.do("submit", view_id=view["id"], values=values).json()

    assert submit("bad") == {"ok": True, "errors": {"title": "No."}}
    assert desk.state()["views"][0]["errors"] == {"title": "No."}
    assert submit("good") == {"ok": True}
    assert desk.state()["views"] == []


def test_home_is_opened_and_pressed(desk: Desk) -> None:
    desk.do("home", "U0WEI")
    home = {"type": "home", "blocks": [section("Hi", accessory=button("go"))]}
    desk.app.web.views_publish(user_id="U0WEI", view=home)
    assert desk.state("U0WEI")["home"]["blocks"][0]["text"]["text"] == "Hi"
    assert desk.do("click", "U0WEI", home=True, action_id="go").json() == {"ok": True}


@pytest.mark.parametrize(
    ("verb", "body", "sentence"),
    [
        ("command", {"channel": "C0EXEC", "text": "hi"}, "Only members of this channel"),
        ("command", {"channel": "C0NOWHERE", "text": "hi"}, "There is no such channel."),
        ("click", {"channel": "C0BILLING", "ts": "1.1", "action_id": "x"}, "no longer there"),
        ("submit", {"view_id": "V0GONE"}, "no longer open"),
        ("click", {"home": True, "action_id": "x"}, "nothing on Home"),
        ("shortcut", {"callback_id": "nope"}, "no shortcut"),
        ("clock", {"minutes": -5}, "only forward"),
        ("clock", {"to": "2031-01-01T00:00:00"}, "needs a time zone"),
        ("clock", {"to": "soon"}, "asked wrongly"),
        ("faults", {"fail_next": {"how": "explode"}}, "Choose one of"),
        ("command", {"channel": "C0BILLING"}, "asked wrongly"),
    ],
)
def test_what_is_not_possible_is_said_in_a_sentence(
    desk: Desk, verb: str, body: dict[str, Any], sentence: str
) -> None:
    answer = desk.do(verb, **body)
    assert answer.status_code == 400
    assert sentence in answer.json()["error"]


def test_private_channels_cannot_be_read_by_others(desk: Desk) -> None:
    params = {"as": "U0SARA", "channel": "C0EXEC"}
    answer = httpx.get(f"{desk.url}/desk/messages", params=params)
    assert answer.status_code == 400


def test_the_clock_runs_forward_in_the_background_and_can_be_stopped(desk: Desk) -> None:
    begun = datetime.fromisoformat(desk.state()["now"])
    desk.do("clock", minutes=60 * 24)
    store = desk.app.workspace
    assert store.wait_until(lambda: desk.state()["running"])
    assert store.wait_until(lambda: store.clock.now() - begun > timedelta(minutes=29))
    desk.do("clock", stop=True)
    assert not desk.state()["running"]
    assert store.clock.now() - begun < timedelta(hours=23)


def test_the_feed_tells_when_something_has_changed(desk: Desk) -> None:
    address = desk.url.replace("http", "ws") + "/desk/feed?as=U0SARA"
    with connect(address) as feed:
        first = json.loads(feed.recv(5))["version"]
        desk.app.workspace.post("C0BILLING", "U0MARIA", "news")
        assert json.loads(feed.recv(5))["version"] > first


def test_the_faults_are_set_and_shown(desk: Desk) -> None:
    fail = {"n": 2, "how": "error_500", "method": "chat.update"}
    answer = desk.do("faults", deliveries=2, history_lag=5, fail_next=fail)
    shown = answer.json()["faults"]
    assert (shown["deliveries"], shown["history_lag"]) == (2, 5.0)
    assert shown["fail_next"][0]["remaining"] == 2
    assert desk.state()["faults"] == shown
    assert desk.do("faults", clear=True).json()["faults"]["fail_next"] == []


def test_the_page_is_served(desk: Desk) -> None:
    assert httpx.get(desk.url).status_code == 200
