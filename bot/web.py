"""Slack over HTTP: signed requests in, answers out, on a small web server."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.concurrency import run_in_threadpool

from bot.app import Duly


def build(duly: Duly) -> FastAPI:
    """The web application: Slack's one address, and a sign of life."""
    site = FastAPI(title="Duly", docs_url=None, redoc_url=None, openapi_url=None)

    @site.post("/slack/events")
    async def receive(request: Request) -> Response:
        # Bolt's own adapter runs the app on the event loop; one slow answer would stop them all.
        bolt_request = to_bolt_request(request, await request.body())
        answer = await run_in_threadpool(duly.app.dispatch, bolt_request)
        return to_starlette_response(answer)

    @site.get("/healthz")
    async def alive() -> dict[str, str]:
        return {"status": "alive"}

    return site
