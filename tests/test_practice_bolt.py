"""An app written with Bolt works in the practice workspace unchanged, over sockets and HTTP."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI, Request
from slack_bolt import App
from slack_bolt.adapter.fastapi import SlackRequestHandler
from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot.practice.slack.people import People
from bot.practice.slack.server import Served, serve
from tests.practice import button, client, close, form, manifest, section, workspace


def bolt_app(served: Served) -> App:
    app = App(
        client=client(served),
        signing_secret=served.workspace.signing_secret,
        process_before_response=True,
    )

    @app.command("/cx")
    def command(ack: Any, body: dict[str, Any], client: Any) -> None:
        if body["text"] == "form":
            client.views_open(trigger_id=body["trigger_id"], view=form())
            ack()
            return
        row = {"type": "actions", "elements": [button("go")]}
        ack(text="hello", blocks=[section("hello"), row])

    @app.action("go")
    def go(ack: Any, respond: Any) -> None:
        ack()
        respond("gone", replace_original=True)

    @app.view("form")
    def submitted(ack: Any, view: dict[str, Any], body: dict[str, Any], client: Any) -> None:
        title = view["state"]["values"]["title"]["typed"]["value"]
        if title == "bad":
            ack(response_action="errors", errors={"title": "No."})
            return
        client.chat_postMessage(channel=body["user"]["id"], text=title)
        ack()

    @app.event("app_home_opened")
    def home(event: dict[str, Any], client: Any) -> None:
        view = {"type": "home", "blocks": [section("Your promises")]}
        client.views_publish(user_id=event["user"], view=view)

    return app


@contextmanager
def over_sockets(served: Served) -> Iterator[None]:
    handler = SocketModeHandler(bolt_app(served), "xapp-practice")
    handler.connect()
    assert served.workspace.wait_until(lambda: served.workspace.delivery.connected)
    yield
    close(handler.client, served.workspace)


@contextmanager
def over_http(served: Served) -> Iterator[None]:
    api, handler = FastAPI(), SlackRequestHandler(bolt_app(served))

    @api.post("/slack/events")
    async def events(request: Request) -> Any:
        return await handler.handle(request)

    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(api, log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    delivery = served.workspace.delivery
    delivery.request_url = f"http://127.0.0.1:{listener.getsockname()[1]}/slack/events"
    assert served.workspace.wait_until(lambda: server.started)
    assert delivery.verify_url()
    yield
    server.should_exit = True
    thread.join()
    listener.close()


@pytest.mark.parametrize("transport", [over_sockets, over_http])
def test_a_bolt_app_answers_commands_clicks_forms_and_home(
    transport: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    with serve(workspace(manifest=manifest())) as served, transport(served):
        store, people = served.workspace, People(served.workspace)
        assert people.command("U0SARA", "C0BILLING", "/cx").ok
        note = store.notes("U0SARA")[-1]
        assert store.plain(note) == "hello\n[Go]"
        assert people.click("U0SARA", "C0BILLING", note.ts, "go").ok
        assert store.notes("U0SARA")[-1].text == "gone"

        assert people.command("U0SARA", "C0BILLING", "/cx form").ok
        view = store.view("U0SARA")
        assert view is not None
        people.submit("U0SARA", view.id, {"title": "bad"})
        assert view.errors == {"title": "No."}
        people.submit("U0SARA", view.id, {"title": "good"})
        assert store.view("U0SARA") is None
        assert store.direct_messages("U0SARA")[-1].text == "good"

        people.open_home("U0SARA")
        assert store.wait_until(lambda: store.home("U0SARA"))
        home = store.home("U0SARA")
        assert home is not None
        assert store.plain(home) == "Your promises"
        assert store.wait_until(lambda: store.delivery.idle)
        assert caplog.records == []
