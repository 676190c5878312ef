"""Three addresses for machines: `/healthz`, `/readyz` and `/metrics`."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import uvicorn
from fastapi import APIRouter, FastAPI, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot import listening
from bot.app import Duly
from bot.health import Check, database_takes_writes
from bot.impatience import Impatient

T = TypeVar("T")

# A probe gives up after some seconds, and so do we, whatever hangs.
PATIENCE_SECONDS = 4
CLOSING_SECONDS = 3
UNAVAILABLE = 503

NO_ANSWER = f"The database did not answer within {PATIENCE_SECONDS} seconds."


def routes(duly: Duly, *checks: Check) -> APIRouter:
    """The three addresses."""
    router = APIRouter()
    every = (database_takes_writes(duly.database, duly.clock), *checks)
    # Threads of their own: requests may be using all the others, and waiting.
    lookers = ThreadPoolExecutor(2, thread_name_prefix="health")

    async def look(work: Callable[[], T]) -> T:
        loop = asyncio.get_running_loop()
        return await asyncio.wait_for(loop.run_in_executor(lookers, work), PATIENCE_SECONDS)

    @router.get("/healthz")
    async def alive() -> dict[str, str]:
        return {"status": "alive"}

    @router.get("/readyz")
    async def ready() -> JSONResponse:
        try:
            reasons = [why for why in await look(lambda: [check() for check in every]) if why]
        except TimeoutError:
            reasons = [NO_ANSWER]
        if reasons:
            return JSONResponse({"ready": False, "reasons": reasons}, UNAVAILABLE)
        return JSONResponse({"ready": True})

    @router.get("/metrics")
    async def metrics() -> Response:
        try:
            text = await look(lambda: generate_latest(duly.metrics.registry))
        except TimeoutError:
            return Response(NO_ANSWER, UNAVAILABLE)
        return Response(text, media_type=CONTENT_TYPE_LATEST)

    return router


@contextmanager
def served(duly: Duly, port: int, *checks: Check) -> Iterator[None]:
    """Answer on this port while the block runs.

    Raises MissingSetting when nobody can listen there.
    """
    site = FastAPI(title="Duly", docs_url=None, redoc_url=None, openapi_url=None)
    site.include_router(routes(duly, *checks))
    config = uvicorn.Config(site, http=Impatient, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    with listening.on("DULY_HEALTH_PORT", duly.settings.host, port) as listener:
        sockets = {"sockets": [listener]}
        thread = threading.Thread(target=server.run, kwargs=sockets, name="health", daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.should_exit = True
            thread.join(CLOSING_SECONDS)
