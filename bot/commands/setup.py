"""`duly setup`: who holds the CCO's office is said on the server, where nobody in Slack can yet."""

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

CCO = "Who is CCO, by handle, e-mail or Slack id. Repeatable; others stay."

cli = typer.Typer(add_completion=False)


@cli.command()
def setup(
    context: typer.Context,
    cco: Annotated[list[str] | None, typer.Option(help=CCO)] = None,
) -> None:
    """Say who the CCO is; the rest is set up in Slack."""
    if not cco:
        stop("Say who the CCO is: `duly setup --cco USER`.")
    with in_words(context) as settings:
        for line in name_ccos(settings, cco):
            say(line)


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
