"""`duly worker`: the working side, duties and delivery."""

from __future__ import annotations

import logging

import typer

from bot import health
from bot.processes import ready, signals, working
from bot.settings import Settings
from bot.terminal import in_words
from bot.worker import Worker

cli = typer.Typer(add_completion=False)
log = logging.getLogger(__name__)


@cli.command()
def worker(context: typer.Context) -> None:
    """The working side: reminders, digests, prompts and delivery."""
    with in_words(context) as settings:
        work_until_told(settings)


def work_until_told(settings: Settings) -> None:
    """Do what falls due and deliver, until a signal comes.

    Raises MissingSetting, StorageError or SlackApiError when it cannot start.
    """
    settings.need_bot_token()
    with signals() as told, ready(settings) as duly:
        duties = Worker(duly)
        with health.served(duly, health.clock_ticks(duties)):
            told.to_finish()
            with working(duties):
                log.info("Duly is working")
                told.wait()
