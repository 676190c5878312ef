"""`duly practice`: a pretend Slack with a sample company, in the browser or as a transcript."""

from __future__ import annotations

from typing import Annotated

import typer

from bot import manifest, settings
from bot.practice.show import launch
from bot.terminal import in_words, stop

cli = typer.Typer(add_completion=False)


@cli.command()
def practice(
    context: typer.Context,
    tour: Annotated[bool, typer.Option(help="Play a scripted fortnight and stop.")] = False,
    quarter: Annotated[
        bool, typer.Option(help="Play the executives' channel over a quarter and stop.")
    ] = False,
    port: Annotated[
        int, typer.Option(help="Where the page is served; 0 for any that is free.")
    ] = 8080,
) -> None:
    """Try Duly without Slack: a pretend workspace and its page, with a sample company."""
    try:
        settings.port("--port", str(port), lowest=0)
    except ValueError as error:
        stop(str(error))
    with in_words(context):
        if tour or quarter:
            raise typer.Exit(launch.tour(manifest.build(), quarter=quarter))
        launch.practice(port, manifest.build(files=True))
