"""`duly migrate`: the tables are brought up to this version of Duly."""

from __future__ import annotations

import typer

from bot.terminal import in_words, opened, say

cli = typer.Typer(add_completion=False)


@cli.command()
def migrate(context: typer.Context) -> None:
    """Bring the database up to this version."""
    with in_words(context) as settings, opened(settings) as database:
        database.migrate()
        say("The database is up to date.")
