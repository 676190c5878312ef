"""`duly doctor`: everything that an installation needs is looked at, and what is wrong is said."""

from __future__ import annotations

import logging

import typer

from bot import doctor as examination
from bot.terminal import console, in_words, say

cli = typer.Typer(add_completion=False)


@cli.command()
def doctor(context: typer.Context) -> None:
    """Look at database, tokens, scopes, clock and channels; say what to do."""
    with in_words(context) as settings:
        # What goes wrong is said as a finding; the libraries need not say it, too.
        logging.disable(logging.CRITICAL)
        try:
            findings = list(examination.examine(settings))
        finally:
            logging.disable(logging.NOTSET)
    for finding in findings:
        mark = "[green]ok [/]" if finding.well else "[red]fix[/]"
        console.print(f"{mark} {finding.name}:", end=" ")
        say(finding.words)
    if not all(finding.well for finding in findings):
        raise typer.Exit(1)
