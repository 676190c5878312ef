"""Everything that differs between installations is read here, once, from the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from math import inf
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dotenv import dotenv_values
from dotenv.parser import parse_stream
from pydantic import (
    AliasGenerator,
    BaseModel,
    ConfigDict,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict
from rapidfuzz import fuzz, process

HIGHEST_PORT = 65_535
LONGEST_TICK_SECONDS = 3_600
LONGEST_SHIFT_SECONDS = 100 * 366 * 86_400
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
API = "https://slack.com/api/"
DEFAULT_FILE = Path(".env")
# Editors on Windows begin a file with a mark, which would be part of the first name.
ENCODING = "utf-8-sig"
ALIKE = 80

NAMES = MappingProxyType(
    {
        "slack_bot_token": "SLACK_BOT_TOKEN",
        "slack_app_token": "SLACK_APP_TOKEN",
        "slack_signing_secret": "SLACK_SIGNING_SECRET",
        "slack_api_url": "SLACK_API_URL",
        "database_url": "DATABASE_URL",
        "host": "HOST",
        "port": "PORT",
        "health_port": "DULY_HEALTH_PORT",
        "deadman_url": "DULY_DEADMAN_URL",
        "tick_seconds": "DULY_TICK_SECONDS",
        "log_level": "DULY_LOG_LEVEL",
        "clock_shift_file": "DULY_CLOCK_SHIFT_FILE",
    }
)

# What Bolt reads by itself.
BOLTS = ("SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_VERIFICATION_TOKEN")

# What Slack gives out has long numbers in it; what stands in examples and manuals has not.
FROM_SLACK = re.compile(r"xox.-.*\d{6,}|xapp-.*\d{6,}")
TO_BE_FILLED_IN = re.compile(r"your|token|example|change|replace|fill|xxx|[<>…*]|\.\.\.", re.I)
OTHERS = MappingProxyType(
    {
        "xoxb-": "a bot token (xoxb-…)",
        "xapp-": "an app-level token (xapp-…)",
        "xoxp-": "a user token (xoxp-…)",
        "xoxe": "a configuration token (xoxe-…)",
    }
)


class MissingSetting(Exception):
    """A setting is missing or wrong; the message says which and what to do."""


class Settings(BaseModel):
    """The environment, read once; a secret shows only whoever asks for its value."""

    model_config = ConfigDict(frozen=True, str_strip_whitespace=True, hide_input_in_errors=True)

    # The password of a database and the key of a watchdog stand in their addresses.
    database_url: SecretStr = SecretStr("sqlite:///duly.sqlite3")
    slack_bot_token: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_api_url: str = API
    host: str = "0.0.0.0"  # noqa: S104 - a web process behind a proxy listens on every interface
    port: int = 3000
    health_port: int | None = None
    deadman_url: SecretStr = SecretStr("")
    tick_seconds: float = 1.0
    log_level: str = "INFO"
    clock_shift_file: Path | None = None

    @field_validator("port", "health_port", mode="before")
    @classmethod
    def _port(cls, stated: object, info: ValidationInfo) -> object:
        if stated is None:
            return None
        return port(_name(info), str(stated))

    @field_validator("slack_api_url", "deadman_url", mode="before")
    @classmethod
    def _url(cls, stated: Any, info: ValidationInfo) -> object:
        url = (stated.get_secret_value() if isinstance(stated, SecretStr) else str(stated)).strip()
        if url and not re.fullmatch(r"https?://[^/\s]\S*", url):
            # What stands there is not shown: there may be a key in it.
            raise ValueError(
                f"{_name(info)} must be an address that begins with https:// or http://."
            )
        return url

    @field_validator("slack_api_url")
    @classmethod
    def _with_slash(cls, url: str) -> str:
        return url if url.endswith("/") else f"{url}/"

    @field_validator("tick_seconds", mode="before")
    @classmethod
    def _seconds(cls, stated: object, info: ValidationInfo) -> object:
        try:
            seconds = float(str(stated))
        except ValueError:
            seconds = inf
        if not 0 < seconds <= LONGEST_TICK_SECONDS:
            raise ValueError(
                f"{_name(info)} must be a number above 0, at most {LONGEST_TICK_SECONDS}, "
                f"not “{stated}”."
            )
        return seconds

    @field_validator("log_level", mode="before")
    @classmethod
    def _level(cls, stated: object, info: ValidationInfo) -> object:
        level = str(stated).strip().upper()
        if level not in LEVELS:
            raise ValueError(f"{_name(info)} is one of {', '.join(LEVELS)}, not “{stated}”.")
        return level

    @field_validator("clock_shift_file")
    @classmethod
    def _shift(cls, file: Path | None, info: ValidationInfo) -> Path | None:
        if file is None or not file.exists():
            return file
        try:
            seconds = float(file.read_text(encoding="ascii"))
        except (OSError, ValueError):
            seconds = inf
        if not abs(seconds) <= LONGEST_SHIFT_SECONDS:
            raise ValueError(f"{_name(info)} names {file}, which holds no number of seconds.")
        return file

    def need_bot_token(self) -> None:
        """Refuse to start without a bot token.

        Raises MissingSetting.
        """
        _need(
            "SLACK_BOT_TOKEN", self.slack_bot_token, "xoxb-",
            "Copy it from your app's page, OAuth & Permissions, into .env. "
            "`duly doctor` checks the rest.",
        )  # fmt: skip

    def need_app_token(self) -> None:
        """Refuse Socket Mode without an app-level token.

        Raises MissingSetting.
        """
        _need(
            "SLACK_APP_TOKEN", self.slack_app_token, "xapp-",
            "Make one with the scope connections:write on your app's page, Basic Information, "
            "and put it into .env.",
        )  # fmt: skip

    def need_signing_secret(self) -> None:
        """Refuse HTTP mode without the secret that proves a request is Slack's.

        Raises MissingSetting.
        """
        _need(
            "SLACK_SIGNING_SECRET", self.slack_signing_secret, "",
            "Copy it from your app's page, Basic Information, into .env.",
        )  # fmt: skip


class _Outside(Settings, BaseSettings):
    """The same, taken from the environment and a file, of which the environment wins."""

    model_config = SettingsConfigDict(
        alias_generator=AliasGenerator(validation_alias=lambda field: NAMES[field]),
        case_sensitive=True,
        env_file_encoding=ENCODING,
        env_ignore_empty=True,
        extra="ignore",
    )


def read(env_file: Path | None = None) -> Settings:
    """Settings from a file and the environment, which wins.

    Without an `env_file` that is .env, which need not be there.
    Raises MissingSetting when the file cannot be read or a value cannot be one; the message has a
    line for each.
    """
    file = env_file or DEFAULT_FILE
    if env_file is not None and not file.exists():
        raise MissingSetting(
            f"There is no file {file}. --env-file names the one with the settings."
        )
    if file.is_dir():
        raise MissingSetting(f"{file} is a folder. It must be a file with the settings.")
    try:
        return _Outside(_env_file=file)
    except ValidationError as error:
        words = "\n".join(str(each["ctx"]["error"]) for each in error.errors())
        raise MissingSetting(words) from None
    except UnicodeDecodeError:
        words = f"{file} is not text in UTF-8. Save it as UTF-8, and try again."
        raise MissingSetting(words) from None
    except OSError as error:
        raise MissingSetting(f"{file} cannot be read: {error.strerror}.") from None


def port(name: str, stated: str, *, lowest: int = 1) -> int:
    """A number that a port can have; `lowest` is 0 where 0 takes any that is free.

    Raises ValueError in words with the `name` of what was stated.
    """
    if not (re.fullmatch(r"[0-9]{1,5}", stated) and lowest <= int(stated) <= HIGHEST_PORT):
        raise ValueError(
            f"{name} must be a number from {lowest} to {HIGHEST_PORT}, not “{stated}”."
        )
    return int(stated)


@contextmanager
def kept_from_bolt() -> Iterator[None]:
    """Let Bolt see only what it is given: it would take tokens and a sign-in of its own from here.

    It warns about what it takes, in words that nobody who runs Duly can act on.
    """
    taken = {name: os.environ.pop(name) for name in BOLTS if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(taken)


def mistyped(env_file: Path | None = None) -> Mapping[str, str]:
    """Names in the file that are no settings but nearly, each with the one that is meant."""
    file = env_file or DEFAULT_FILE
    given = dotenv_values(file, encoding=ENCODING) if file.is_file() else {}
    missing = [name for name in NAMES.values() if name not in given]
    near = {}
    for name in given.keys() - set(NAMES.values()):
        found = process.extractOne(name.upper(), missing, scorer=fuzz.ratio, score_cutoff=ALIKE)
        if found:
            near[name] = found[0]
    return near


def unreadable(env_file: Path | None = None) -> list[int]:
    """The numbers of the lines in the file that are no `NAME=value`, and that nobody reads."""
    file = env_file or DEFAULT_FILE
    if not file.is_file():
        return []
    with file.open(encoding=ENCODING) as stream:
        return [each.original.line for each in parse_stream(stream) if each.error]


def _name(info: ValidationInfo) -> str:
    return NAMES[str(info.field_name)]


def _need(name: str, secret: SecretStr, begins: str, where: str) -> None:
    """Raises MissingSetting, which says what is there instead and never shows it."""
    value = secret.get_secret_value()
    other = next((words for start, words in OTHERS.items() if value.startswith(start)), "")
    if not value:
        wrong = "is missing"
    elif _is_to_be_filled_in(value, begins):
        wrong = "still holds what is to be replaced"
    elif not begins and other:
        wrong = f"holds {other}, which is no signing secret"
    elif not value.startswith(begins) and other:
        wrong = f"holds {other}, where {OTHERS[begins]} belongs"
    elif not value.startswith(begins) or not re.fullmatch(r"[!-~]+", value):
        wrong = f"is not {OTHERS.get(begins, 'a signing secret')}"
    else:
        return
    raise MissingSetting(f"{name} {wrong}. {where}")


def _is_to_be_filled_in(value: str, begins: str) -> bool:
    if FROM_SLACK.match(value) or not value.startswith(begins):
        return False
    rest = value.removeprefix(begins)
    return not rest.strip("-_. ") or bool(TO_BE_FILLED_IN.search(rest))
