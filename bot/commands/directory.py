"""`duly directory`: people are copied from Slack's directory at once."""

from __future__ import annotations

import typer

from bot import directory as people
from bot.processes import opened
from bot.settings import Settings
from bot.terminal import in_words, say

cli = typer.Typer(add_completion=False)


@cli.command()
def directory(context: typer.Context) -> None:
    """Copy people from Slack's directory now."""
    with in_words(context) as settings:
        say(f"{copy_directory(settings)} people were new or different.")


def copy_directory(settings: Settings) -> int:
    """Copy people from Slack's directory; how many were new or different.

    Raises MissingSetting, StorageError or SlackApiError.
    """
    settings.need_bot_token()
    with opened(settings) as duly:
        team_id = people.identify(duly.slack, duly.database)
        return people.refresh(duly.slack, duly.database, team_id, duly.clock.now())
