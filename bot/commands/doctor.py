"""`duly doctor`: everything that an installation needs is looked at, and what is wrong is said."""

from __future__ import annotations

import logging

import typer

from bot import doctor as examination
from bot.doctor import Mark
from bot.terminal import in_words, say

COLOURS = {Mark.OK: "green", Mark.NEXT: "yellow", Mark.FIX: "red"}

cli = typer.Typer(add_completion=False)


@cli.command()
def doctor(context: typer.Context) -> None:
    """Look at settings, database, tokens, scopes, clock and channels; say what to do.

    Each line begins with ok, with next for what is simply not done yet, or with fix. The exit
    status is 1 when there is something to fix.
    """
    with in_words(context) as settings:
        # What goes wrong is said as a finding; the libraries need not say it, too.
        logging.disable(logging.CRITICAL)
        try:
            findings = list(examination.examine(settings, context.obj))
        finally:
            logging.disable(logging.NOTSET)
    for finding in findings:
        mark = typer.style(f"{finding.mark:<4}", fg=COLOURS[finding.mark])
        say(f"{mark} {finding.name}: {finding.words}")
    if any(finding.mark is Mark.FIX for finding in findings):
        raise typer.Exit(1)
