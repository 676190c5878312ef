"""`duly web`: the web side, which answers Slack's signed requests over HTTP."""

from __future__ import annotations

import logging
from socket import socket

import typer
import uvicorn

from bot import listening
from bot import web as site
from bot.impatience import Impatient
from bot.processes import CLOSING_SECONDS, EndSignal, ready, signals
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
    with signals() as told, ready(settings) as duly:
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
            # From here on uvicorn hears the signal, and finishes what is under way.
            told.to_finish()
            _Site(config, told).run(sockets=[listener])


class _Site(uvicorn.Server):
    """Says when it listens, and ends at once where the signal came before it could hear it."""

    def __init__(self, config: uvicorn.Config, told: EndSignal) -> None:
        super().__init__(config)
        self._told = told

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        self.should_exit = self.should_exit or self._told.came
        host, port = sockets[0].getsockname()[:2] if sockets else ("", 0)
        log.info("Duly listens at %s, port %d, for /slack/events", host, port)
