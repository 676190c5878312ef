"""`duly manifest`: what Duly asks of Slack, to be pasted there."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from bot import manifest
from bot.terminal import stop

FILES = (
    "Also ask for files:read, so that the CCO can drop a CSV list into direct messages, and "
    "files:write, so that the customer room pack comes to the executives' channel."
)

cli = typer.Typer(add_completion=False)


@cli.command()
def print_manifest(
    http: Annotated[
        str | None, typer.Option(help="Public address for HTTP, like https://duly.example.")
    ] = None,
    files: Annotated[bool, typer.Option("--files", help=FILES)] = False,
) -> None:
    """Print the app manifest to paste into Slack: Socket Mode, or HTTP with --http."""
    try:
        built = manifest.build(http, files=files)
    except ValueError as error:
        stop(str(error))
    sys.stdout.write(json.dumps(built, indent=2) + "\n")
