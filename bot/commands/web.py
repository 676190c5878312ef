"""`duly web`: the web side, which answers Slack's signed requests over HTTP."""

from __future__ import annotations

import logging

import typer
import uvicorn

from bot import listening
from bot import web as site
from bot.impatience import Impatient
from bot.processes import CLOSING_SECONDS, ready, signals
from bot.settings import Settings
from bot.terminal import in_words

cli = typer.Typer(add_completion=False)
log = logging.getLogger(__name__)


@cli.command()
def web(context: typer.Context) -> None:
    """The web side: Slack's requests over HTTP."""
    with in_words(context) as settings:
        serve_until_told(settings)


def serve_until_told(settings: Settings) -> None:
    """Answer Slack's signed requests until a signal comes.

    Raises MissingSetting, StorageError or SlackApiError when it cannot start.
    """
    settings.need_bot_token()
    settings.need_signing_secret()
    # uvicorn finishes what is under way, then sends itself the signal again: it ends this process
    # as one that comes during the start does.
    with signals(), ready(settings) as duly:
        if not duly.database.is_sqlite:
            # Embedded databases have no way to call; their senders look twice a second.
            duly.caller.start()
        config = uvicorn.Config(
            site.build(duly),
            http=Impatient,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=CLOSING_SECONDS,
        )
        with listening.on("PORT", settings.host, settings.port) as listener:
            log.info("Duly listens at %s, port %d, for /slack/events", settings.host, settings.port)
            uvicorn.Server(config).run(sockets=[listener])
