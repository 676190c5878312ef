"""Slack over HTTP: signed requests in, answers out, on a small web server."""

from __future__ import annotations

import time

from fastapi import FastAPI, Request, Response
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.concurrency import run_in_threadpool

from bot import probes
from bot.app import ARRIVED, Duly


def build(duly: Duly) -> FastAPI:
    """The web application: Slack's one address, and those that say how Duly is."""
    site = FastAPI(title="Duly", docs_url=None, redoc_url=None, openapi_url=None)
    site.include_router(probes.routes(duly))

    @site.post("/slack/events")
    async def receive(request: Request) -> Response:
        arrived = time.perf_counter()
        bolt_request = to_bolt_request(request, await request.body())
        bolt_request.context[ARRIVED] = arrived
        # Bolt's own adapter runs the app on the event loop; one slow answer would stop them all.
        answer = await run_in_threadpool(duly.app.dispatch, bolt_request)
        return to_starlette_response(answer)

    return site
