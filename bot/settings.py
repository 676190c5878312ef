"""Everything that differs between installations is read here, once, from the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from pathlib import Path

from dotenv import dotenv_values

HIGHEST_PORT = 65_535
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
API = "https://slack.com/api/"


class MissingSetting(Exception):
    """A setting is missing or wrong; the message says which and what to do."""


@dataclass(frozen=True)
class Settings:
    """The environment, read once; the names are those of `.env.example` in small letters."""

    database_url: str = "sqlite:///duly.sqlite3"
    slack_bot_token: str = ""
    slack_app_token: str = ""
    slack_signing_secret: str = ""
    slack_api_url: str = API
    host: str = "0.0.0.0"  # noqa: S104 - a web process behind a proxy listens on every interface
    port: int = 3000
    health_port: int | None = None
    deadman_url: str = ""
    tick_seconds: float = 1.0
    log_level: str = "INFO"
    clock_shift_file: Path | None = None

    def need_bot_token(self) -> None:
        """Refuse to start without a bot token.

        Raises MissingSetting.
        """
        if not self.slack_bot_token.startswith("xoxb-"):
            raise MissingSetting(
                "SLACK_BOT_TOKEN is missing or is no bot token (xoxb-…). Copy it from your app's "
                "page, OAuth & Permissions, into .env. `duly doctor` checks the rest."
            )

    def need_app_token(self) -> None:
        """Refuse Socket Mode without an app-level token.

        Raises MissingSetting.
        """
        if not self.slack_app_token.startswith("xapp-"):
            raise MissingSetting(
                "SLACK_APP_TOKEN is missing or is no app-level token (xapp-…). Make one with the "
                "scope connections:write on your app's page, Basic Information, and put it "
                "into .env."
            )

    def need_signing_secret(self) -> None:
        """Refuse HTTP mode without the secret that proves a request is Slack's.

        Raises MissingSetting.
        """
        if not self.slack_signing_secret:
            raise MissingSetting(
                "SLACK_SIGNING_SECRET is missing. Copy it from your app's page, Basic "
                "Information, into .env."
            )


def read(environment: Mapping[str, str] | None = None, env_file: str = ".env") -> Settings:
    """Settings from a .env file and the environment, which wins.

    Raises MissingSetting when a number or a level cannot be one.
    """
    given = os.environ if environment is None else environment
    values = {key: value for key, value in dotenv_values(env_file).items() if value is not None}
    values.update(given)
    shift = values.get("DULY_CLOCK_SHIFT_FILE", "")
    default = Settings()
    return Settings(
        database_url=values.get("DATABASE_URL") or default.database_url,
        slack_bot_token=values.get("SLACK_BOT_TOKEN", "").strip(),
        slack_app_token=values.get("SLACK_APP_TOKEN", "").strip(),
        slack_signing_secret=values.get("SLACK_SIGNING_SECRET", "").strip(),
        slack_api_url=_with_slash(values.get("SLACK_API_URL") or API),
        host=values.get("HOST") or default.host,
        port=_port(values, "PORT") or default.port,
        health_port=_port(values, "DULY_HEALTH_PORT"),
        deadman_url=_url(values, "DULY_DEADMAN_URL"),
        tick_seconds=_seconds(values, default.tick_seconds),
        log_level=_level(values, default.log_level),
        clock_shift_file=Path(shift) if shift else None,
    )


def _port(values: Mapping[str, str], name: str) -> int | None:
    stated = values.get(name)
    if not stated:
        return None
    if not (stated.isdecimal() and 0 < int(stated) <= HIGHEST_PORT):
        raise MissingSetting(f"{name} must be a number from 1 to {HIGHEST_PORT}, not “{stated}”.")
    return int(stated)


def _url(values: Mapping[str, str], name: str) -> str:
    stated = values.get(name, "").strip()
    if stated and not re.match(r"https?://[^/\s]", stated):
        raise MissingSetting(f"{name} must begin with https:// or http://, not “{stated}”.")
    return stated


def _seconds(values: Mapping[str, str], default: float) -> float:
    stated = values.get("DULY_TICK_SECONDS") or str(default)
    try:
        seconds = float(stated)
    except ValueError:
        seconds = 0
    if not 0 < seconds < inf:
        raise MissingSetting(f"DULY_TICK_SECONDS must be a number above 0, not “{stated}”.")
    return seconds


def _level(values: Mapping[str, str], default: str) -> str:
    stated = values.get("DULY_LOG_LEVEL") or default
    if stated.upper() not in LEVELS:
        raise MissingSetting(f"DULY_LOG_LEVEL is one of {', '.join(LEVELS)}, not “{stated}”.")
    return stated.upper()


def _with_slash(url: str) -> str:
    return url if url.endswith("/") else f"{url}/"
