"""What all commands share: their settings, and what stops them in one sentence on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from typing import NoReturn
from urllib.error import URLError

import typer
from slack_sdk.errors import SlackApiError

from bot import files, logs
from bot import settings as settings_file
from bot import slack as slack_client
from bot.outputs import AnswerLost
from bot.settings import MissingSetting, Settings
from handlers.speech.errors import UserError
from storage.database import Database
from storage.errors import StorageError


@contextmanager
def in_words(context: typer.Context) -> Iterator[Settings]:
    """Settings and logging; what stops a command is one sentence and exit status 1."""
    env_file: Path | None = context.obj
    try:
        settings = settings_file.read(env_file)
        logs.configure(settings.log_level)
        with files.private():
            yield settings
    except (MissingSetting, UserError, slack_client.SocketRefused) as error:
        stop(str(error))
    except StorageError as error:
        # The words of a driver may go over several lines.
        stop(" ".join(str(error).split()))
    except SlackApiError as error:
        stop(f"{slack_client.words_of(error)} `duly doctor` says more.")
    except URLError as error:
        stop(f"Slack cannot be reached: {error.reason}. `duly doctor` says more.")
    except AnswerLost:
        # Nobody reads what is said here; `bot/__main__.py` knows the end of it.
        raise
    except (OSError, HTTPException) as error:
        stop(f"{error}. `duly doctor` says more.")


def stop(words: str) -> NoReturn:
    """Say what is wrong, and end with status 1."""
    typer.secho(words, fg="red", err=True)
    raise typer.Exit(1)


def say(words: str) -> None:
    """One sentence, as it is."""
    typer.echo(words)


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The database of the settings, until the block ends.

    Raises MissingSetting or DatabaseUnreachable when there can be none.
    """
    files.need_place(settings)
    database = Database(settings.database_url.get_secret_value())
    try:
        yield database
    finally:
        database.close()
