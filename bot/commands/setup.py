"""`duly setup`: the CCO and the currency are said on the server, where nobody in Slack can yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from bot import directory
from bot.processes import opened
from bot.settings import Settings
from bot.terminal import in_words, say, stop
from handlers.front import setup as handlers
from handlers.front.setup import cards

CURRENCY = "In which currency all amounts are, such as EUR; “none” for bare numbers."
CCO = "Who is CCO, by handle, e-mail or Slack id. Repeatable; others stay."

cli = typer.Typer(add_completion=False)


@cli.command()
def setup(
    context: typer.Context,
    cco: Annotated[list[str] | None, typer.Option(help=CCO)] = None,
    currency: Annotated[str, typer.Option(help=CURRENCY)] = "",
) -> None:
    """Say who the CCO is, or in which currency amounts are; the rest is set up in Slack."""
    if not cco and not currency:
        stop(
            "Say who the CCO is, `duly setup --cco USER`, or in which currency amounts are, "
            "`duly setup --currency EUR`."
        )
    with in_words(context) as settings:
        for line in name_ccos(settings, cco) if cco else ():
            say(line)
        if currency:
            say(name_currency(settings, currency))


def name_ccos(settings: Settings, users: Sequence[str]) -> list[str]:
    """Give the office to these people, all of them or none; what was done, line by line.

    Raises MissingSetting, UserError, StorageError or SlackApiError.
    """
    settings.need_bot_token()
    with opened(settings) as duly:
        team_id = directory.identify(duly.slack, duly.database)
        directory.refresh_when_old(duly.slack, duly.database, team_id, duly.clock.now())
        with duly.database.write() as session:
            named = handlers.name_ccos(session, duly.clock.now(), team_id, users)
            return [cards.cco_named(each.person, is_new=each.is_new) for each in named]


def name_currency(settings: Settings, words: str) -> str:
    """Say in which currency the workspace's amounts are, and return what was done.

    Raises MissingSetting, UserError, StorageError or SlackApiError.
    """
    settings.need_bot_token()
    with opened(settings) as duly:
        team_id = directory.identify(duly.slack, duly.database)
        with duly.database.write() as session:
            return cards.currency_saved(
                handlers.name_currency(session, duly.clock.now(), team_id, words)
            )
