"""Slack over HTTP: signed requests in, answers out, on a small web server."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from slack_bolt.adapter.starlette.handler import to_starlette_response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from bot import envelope, probes, survey_door
from bot.app import Duly
from bot.envelope import TurnedAway
from bot.shapes import text

MOST_BYTES = 1_000_000
"""A view of Slack's holds 250 KB at most, and comes back with what was entered."""
HELD_BYTES = 64_000_000
"""So much of all bodies together is held at once, however many come."""
BODY_SECONDS = 3
"""Slack gives up on an answer after three seconds, so nothing that takes longer is Slack's."""
LINGER_SECONDS = 5


DoorKeeper = Callable[[Duly, Headers, bytes, float], Response]
"""Answers a body that came at an instant (`time.perf_counter`)."""


def build(duly: Duly) -> FastAPI:
    """The web application: Slack's one address, and those that say how Duly is."""
    site = FastAPI(title="Duly", docs_url=None, redoc_url=None, openapi_url=None)
    site.include_router(probes.routes(duly))
    desk = _Desk(duly)

    @site.post("/slack/events")
    async def receive(request: Request) -> Response:
        return await desk.take(request, answer)

    @site.post("/surveys/{team_id}/{key_id}")
    async def deliver(request: Request, team_id: str, key_id: str) -> Response:
        return await desk.take(request, partial(survey_door.answer, team_id, key_id))

    return site


class _Desk:
    """Where bodies come in: never more than the limits, and off the event loop from there on."""

    def __init__(self, duly: Duly) -> None:
        self._duly = duly
        self._held = 0

    async def take(self, request: Request, answered: DoorKeeper) -> Response:
        """Read a request within the limits and let it be answered."""
        arrived = time.perf_counter()
        chunks: list[bytes] = []
        try:
            await self._read(request, chunks)
            # Bolt's own adapter runs the app on the event loop; one slow answer would stop them
            # all, and so would a body that takes long to open.
            body = b"".join(chunks)
            return await run_in_threadpool(answered, self._duly, request.headers, body, arrived)
        except TurnedAway as away:
            return _Refusal(away.status)
        except ClientDisconnect:
            # Nobody hears it any more.
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        finally:
            self._held -= sum(map(len, chunks))

    async def _read(self, request: Request, chunks: list[bytes]) -> None:
        """Read the body into `chunks`, all of which count as held.

        Raises TurnedAway when it is too large (413), too slow (408) or one too many (503).
        """
        stated = request.headers.get("content-length", "")
        if stated.isdecimal() and int(stated[:20]) > MOST_BYTES:
            raise TurnedAway(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        size = 0
        try:
            async with asyncio.timeout(BODY_SECONDS):
                async for chunk in request.stream():
                    chunks.append(chunk)
                    size += len(chunk)
                    self._held += len(chunk)
                    if size > MOST_BYTES:
                        raise TurnedAway(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
                    if self._held > HELD_BYTES:
                        raise TurnedAway(HTTPStatus.SERVICE_UNAVAILABLE)
        except TimeoutError as error:
            raise TurnedAway(HTTPStatus.REQUEST_TIMEOUT) from error


def answer(duly: Duly, headers: Headers, body: bytes, arrived: float) -> Response:
    """Answer a body that came at `arrived` (`time.perf_counter`): who signed it, then what it says.

    Takes as long as the work takes, so it has no place on an event loop.
    """
    if envelope.is_ssl_check(body):
        return Response()
    secret = duly.settings.slack_signing_secret.get_secret_value()
    stamp, signature = _only(headers, envelope.STAMP), _only(headers, envelope.SIGNATURE)
    if not envelope.is_signed(secret, stamp, signature, body, time.time()):
        return PlainTextResponse("Not signed by Slack.", HTTPStatus.UNAUTHORIZED)
    try:
        payload = envelope.opened(_only(headers, "content-type"), body)
    except TurnedAway as away:
        return PlainTextResponse(away.status.phrase, away.status)
    if payload.get("type") == "url_verification":
        return JSONResponse({"challenge": text(payload.get("challenge"))})
    return to_starlette_response(duly.receive(payload, arrived))


def _only(headers: Headers, name: str) -> str:
    """A header that must be there once; what is said twice is not believed."""
    values = headers.getlist(name)
    return values[0] if len(values) == 1 else ""


class _Refusal(PlainTextResponse):
    """Answers before all of a body has come, and reads the rest for a moment, keeping none of it.

    Whoever closes a connection with unread bytes resets it, and the other side may lose the answer.
    """

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase, status, {"Connection": "close"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Say no at once, then listen until the other side has finished, or long enough."""
        start = {"status": self.status_code, "headers": self.raw_headers}
        await send({"type": "http.response.start", **start})
        await send({"type": "http.response.body", "body": self.body, "more_body": True})
        if "expect" not in Request(scope).headers:
            # Whoever waits for a word before sending the body will not send it now.
            with suppress(TimeoutError):
                async with asyncio.timeout(LINGER_SECONDS):
                    while (await receive()).get("more_body"):
                        pass
        await send({"type": "http.response.body", "body": b"", "more_body": False})
