"""`duly run`: everything in one process, over Socket Mode."""

from __future__ import annotations

import logging
from typing import Annotated

import typer

from bot import health
from bot.connection import Connection
from bot.processes import connected, end_with_stdin, ready, signals, working
from bot.settings import Settings
from bot.terminal import in_words
from bot.worker import Worker

cli = typer.Typer(add_completion=False)
log = logging.getLogger(__name__)


@cli.command()
def run(
    context: typer.Context,
    until_stdin_ends: Annotated[bool, typer.Option(hidden=True)] = False,
) -> None:
    """Everything in one process, over Socket Mode."""
    if until_stdin_ends:
        # A practice workspace holds the other end: however it ends, its bot does not outlive it.
        end_with_stdin()
    with in_words(context) as settings:
        run_until_told(settings)


def run_until_told(settings: Settings) -> None:
    """Socket Mode and the worker in one process, until a signal comes.

    Raises MissingSetting, StorageError or SlackApiError when it cannot start.
    """
    settings.need_bot_token()
    settings.need_app_token()
    with signals() as told, ready(settings) as duly:
        connection = Connection(duly, settings.slack_app_token.get_secret_value())
        worker = Worker(duly)
        with health.served(duly, health.clock_ticks(worker), health.socket_is_open(connection)):
            told.to_finish()
            with working(worker), connected(connection):
                log.info("Duly is connected and working")
                told.wait()
                worker.finish()
