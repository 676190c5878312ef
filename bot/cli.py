"""Duly's verbs on the command line; each is a module in `bot/commands`, loaded when called."""

from __future__ import annotations

import gc
import signal
import threading
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from bot import __version__

VERBS = {
    "practice": "Try Duly without Slack: a pretend workspace and its page, with a sample company.",
    "manifest": "Print the app manifest to paste into Slack: Socket Mode, or HTTP with --http.",
    "doctor": "Look at database, tokens, scopes, clock and channels; say what to do.",
    "run": "Everything in one process, over Socket Mode.",
    "web": "The web side: Slack's requests over HTTP.",
    "worker": "The working side: reminders, digests, prompts and delivery.",
    "migrate": "Bring the database up to this version.",
    "backup": "Copy the database to a file, while Duly works; checked and counted.",
    "restore": "Bring a copy back; what may have been sent since is looked up before it is sent.",
    "setup": "Say who the CCO is; the rest is set up in Slack.",
    "policy": "Read the rules of the workspace, or change some; who changed what, and when.",
    "directory": "Copy people from Slack's directory now.",
    "moves": "Print what may become of a task, an issue or a decision, and who may.",
    "explain": "Print the very things that a figure of a scorecard is made of.",
    "freeze": "Write down the scorecards of a month or a quarter as records that nothing changes.",
    "count": "Count what Duly has done so far: promises, questions, reminders, digests.",
    "room": "Write the customer room pack of a month: one HTML page to print or to send.",
    "import": "Bring in departments, people, customers, causes, issues or tasks from CSV.",
    "export": "Write tasks, issues, asks, history and all else to a file: CSV or JSON Lines.",
}
MODULES = {verb: f"bot.commands.{verb}" for verb in VERBS} | {
    "import": "bot.commands.imports",
    "export": "bot.commands.exports",
}


class Lazy(TyperGroup):
    """Knows of each verb what it says about itself; the rest is loaded when it is called."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The verb that was typed with all it needs, in the place of its one line."""
        name, _line, rest = super().resolve_command(ctx, args)
        command = typer.main.get_command(_loaded(MODULES[str(name)]).cli)
        command.name = name
        if threading.current_thread() is threading.main_thread():
            # From here on Ctrl-C is for the command, see `bot/__main__.py`.
            signal.signal(signal.SIGINT, signal.default_int_handler)
        return name, command, rest


def _loaded(name: str) -> ModuleType:
    """Load a module with all that it needs, without a look for garbage among what stays.

    Python would look several times, which takes a fifth of the start.
    """
    looks = gc.isenabled()
    gc.disable()
    try:
        return import_module(name)
    finally:
        if looks:
            gc.enable()


cli = typer.Typer(
    cls=Lazy,
    help="Duly keeps a company's promises to its customers.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"Duly {__version__}")
        raise typer.Exit


@cli.callback()
def read_from(
    context: typer.Context,
    env_file: Annotated[
        Path | None, typer.Option(help="Where the settings are; .env where nothing is said.")
    ] = None,
    version: Annotated[  # noqa: ARG001 - its callback has answered already
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which it is.")
    ] = False,
) -> None:
    """Duly keeps a company's promises to its customers."""
    context.obj = env_file


def _line(verb: str, words: str) -> None:
    cli.command(verb, help=words)(lambda: None)


for each in VERBS.items():
    _line(*each)
