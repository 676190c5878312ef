"""The pretend Slack on the network: Web API, sockets, response_urls, and whatever is put beside."""

import asyncio
import contextlib
import json
import logging
import socket
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request, WebSocket
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.requests import ClientDisconnect
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.practice.slack import answers, webapi
from bot.practice.slack.errors import SlackError
from bot.practice.slack.faults import Fault
from bot.practice.slack.hosting import hosted
from bot.practice.slack.workspace import Workspace

log = logging.getLogger(__name__)

UPLOADING = "upload"
"""What faults call the sending of the bytes of a file, which is no method of the Web API."""
More = Callable[[FastAPI, Workspace], None]
"""Puts something of its own beside what Slack serves, such as a page to look at the workspace."""


def nothing_more(_app: FastAPI, _workspace: Workspace) -> None:
    """Slack alone."""


def build(workspace: Workspace, more: More = nothing_more) -> FastAPI:
    """The ASGI application for a workspace."""
    app = FastAPI(title="Practice workspace", openapi_url=None)

    @app.api_route("/api/{method}", methods=["GET", "POST"])
    async def web_api(method: str, request: Request) -> Response:
        return await _web_api(workspace, method, request)

    @app.websocket("/link/")
    async def link(websocket: WebSocket, ticket: str = "") -> None:
        await workspace.delivery.sockets.serve(websocket, ticket)

    @app.post("/response/{reply_id}")
    async def response_url(reply_id: str, request: Request) -> Response:
        return await _respond(workspace, reply_id, request)

    @app.get("/files-pri/{place}/{rest:path}")
    def private_file(place: str, rest: str, request: Request) -> Response:
        del rest
        return _private_file(workspace, place.partition("-")[2], request)

    @app.post("/upload/v1/{file_id}")
    async def upload(file_id: str, request: Request) -> Response:
        return await _upload(workspace, file_id, request)

    more(app, workspace)
    return app


@dataclass(frozen=True)
class Served:
    """A pretend Slack that runs."""

    url: str
    workspace: Workspace

    @property
    def api_url(self) -> str:
        """The base_url for slack_sdk's WebClient."""
        return f"{self.url}/api/"


@contextmanager
def serve(
    workspace: Workspace, more: More = nothing_more, host: str = "127.0.0.1", port: int = 0
) -> Iterator[Served]:
    """Run a workspace on the network until the block ends; port 0 takes a free one.

    Raises:
        OSError: the port is taken.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    url = f"http://{host}:{listener.getsockname()[1]}"
    workspace.base_url = url
    # Its own clock says when, which may be ahead.
    options = {"http": _Connection, "ws": "websockets-sansio", "date_header": False}
    with hosted(build(workspace, more), listener, **options):
        try:
            yield Served(url, workspace)
        finally:
            workspace.close()


class _Connection(H11Protocol):
    """An HTTP connection that a request may cut, for the faults that drop the line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inner: Any = self.app

        async def app(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
            scope["practice.cut"] = self._cut
            await inner(scope, receive, send)

        self.app = app

    def _cut(self) -> None:
        self.transport.close()


async def _cut(request: Request) -> Response:
    """Close the connection without an answer."""
    cut = request.scope.get("practice.cut")
    if cut is not None:
        cut()
        while not await request.is_disconnected():
            await asyncio.sleep(0.001)
    return Response(status_code=500)


async def _web_api(workspace: Workspace, method: str, request: Request) -> Response:
    try:
        token, given, as_json = await _arguments(request)
    except ClientDisconnect:
        return Response(status_code=400)  # who called has died in mid-sentence
    if workspace.faults.answer_delay:
        await asyncio.sleep(workspace.faults.answer_delay)
    place = given.get("channel") or given.get("user_id")
    follows = bool(given.get("cursor"))
    fault = workspace.faults.strike(method, str(place) if place else None, follows=follows)
    early = await _strike_before(fault, request)
    if early is not None:
        return early
    reply = webapi.answer(workspace, method, token, given, as_json=as_json)
    if fault is not None and fault.how == "drop_after":
        return await _cut(request)
    if fault is not None:
        return JSONResponse({"ok": False, "error": "fatal_error"})
    return JSONResponse(reply.body, reply.status, reply.headers)


async def _strike_before(fault: Fault | None, request: Request) -> Response | None:
    """The misbehaviour that comes before the work is done."""
    if fault is None:
        return None
    if fault.how == "drop_before":
        return await _cut(request)
    if fault.how == "error_500":
        return PlainTextResponse("<html>Internal Server Error</html>", 500)
    if fault.how == "ratelimited":
        return JSONResponse(
            {"ok": False, "error": "ratelimited"},
            429,
            {"Retry-After": str(fault.retry_after)},
        )
    if fault.how == "invalid_cursor":
        return JSONResponse({"ok": False, "error": "invalid_cursor"})
    return None


async def _arguments(request: Request) -> tuple[str | None, dict[str, Any], bool]:
    """The token and arguments of a call, from the header, the query, a form or JSON; if JSON."""
    given: dict[str, Any] = dict(request.query_params)
    kind = request.headers.get("content-type", "")
    body: Any = None
    if kind.startswith("application/json"):
        with contextlib.suppress(ValueError):
            body = json.loads(await request.body() or b"{}")
            given |= body if isinstance(body, dict) else {}
    elif kind:
        async with request.form() as form:
            given |= dict(form.items())
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    token = bearer.strip() if scheme.lower() == "bearer" else given.get("token")
    return token or None, given, bool(body)


def _private_file(workspace: Workspace, file_id: str, request: Request) -> Response:
    """What is in a file; whoever may not read it gets Slack's page to sign in, with status 200."""
    _, _, token = request.headers.get("authorization", "").partition(" ")
    may_read = token == workspace.bot_token and "files:read" in webapi.scopes_of(workspace)
    file = workspace.files.get(file_id)
    if not may_read or file is None or not workspace.is_in_reach(file_id):
        return HTMLResponse("<!DOCTYPE html><html><title>Sign in | Slack</title></html>")
    if file.is_deleted:
        return PlainTextResponse("", 404)
    return Response(file.content, media_type=file.kind[1])


async def _upload(workspace: Workspace, file_id: str, request: Request) -> Response:
    """Take the bytes of a file that was announced: as many as that said, and no others."""
    try:
        content = await request.body()
    except ClientDisconnect:
        return Response(status_code=400)
    fault = workspace.faults.strike(UPLOADING, None)
    early = await _strike_before(fault, request)
    if early is not None:
        return early
    upload = workspace.uploads.get(file_id)
    if upload is None or upload.is_completed:
        return PlainTextResponse("not found", 404)
    if len(content) != upload.length:
        return PlainTextResponse("not the length that was announced", 400)
    upload.content = content
    if fault is not None:
        return await _cut(request)
    return PlainTextResponse(f"OK - {len(content)}")


async def _respond(workspace: Workspace, reply_id: str, request: Request) -> Response:
    try:
        body = json.loads(await request.body())
    except ValueError:
        return JSONResponse({"ok": False, "error": "invalid_payload"}, 400)
    try:
        answers.respond(workspace, reply_id, body)
    except SlackError as error:
        return JSONResponse(error.to_slack(), 404 if error.error.endswith("_url") else 400)
    return PlainTextResponse("ok")
