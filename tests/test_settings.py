"""The environment is read once, wins over .env, and is refused in one sentence when it is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import settings
from bot.settings import MissingSetting, Settings

NO_FILE = "/nowhere/.env"


def test_without_anything_the_defaults_hold() -> None:
    assert settings.read({}, NO_FILE) == Settings()


def test_every_setting_of_the_example_is_read(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(
        "SLACK_BOT_TOKEN= xoxb-1 \nSLACK_APP_TOKEN=xapp-1\nSLACK_SIGNING_SECRET=s3cret\n"
        "DATABASE_URL=postgresql://duly@db/duly\nHOST=127.0.0.1\nPORT=8000\n"
        "DULY_TICK_SECONDS=0.5\nDULY_LOG_LEVEL=debug\nSLACK_API_URL=http://127.0.0.1:9/api\n"
        f"DULY_CLOCK_SHIFT_FILE={tmp_path}/shift\n"
        "DULY_HEALTH_PORT=9090\nDULY_DEADMAN_URL= https://example.com/ping/1 \n",
        encoding="utf-8",
    )
    assert settings.read({}, str(file)) == Settings(
        database_url="postgresql://duly@db/duly",
        slack_bot_token="xoxb-1",
        slack_app_token="xapp-1",
        slack_signing_secret="s3cret",
        slack_api_url="http://127.0.0.1:9/api/",
        host="127.0.0.1",
        port=8000,
        tick_seconds=0.5,
        log_level="DEBUG",
        clock_shift_file=tmp_path / "shift",
        health_port=9090,
        deadman_url="https://example.com/ping/1",
    )


def test_the_example_names_every_setting_that_is_read_and_no_other() -> None:
    home = Path(__file__).resolve().parents[1]
    example = (home / ".env.example").read_text(encoding="utf-8")
    named = {
        line.lstrip("#").partition("=")[0]
        for line in example.splitlines()
        if "=" in line and " " not in line.partition("=")[0]
    }
    code = (home / "bot" / "settings.py").read_text(encoding="utf-8")
    assert named == set(re.findall(r'"([A-Z_]{4,})"', code)) - set(settings.LEVELS)


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("SLACK_BOT_TOKEN=xoxb-file\nPORT=8000\n", encoding="utf-8")
    read = settings.read({"SLACK_BOT_TOKEN": "xoxb-environment"}, str(file))
    assert (read.slack_bot_token, read.port) == ("xoxb-environment", 8000)


def test_empty_values_of_the_example_mean_the_defaults() -> None:
    empty = {"DATABASE_URL": "", "PORT": "", "HOST": "", "DULY_LOG_LEVEL": "", "SLACK_API_URL": ""}
    empty |= {"DULY_HEALTH_PORT": "", "DULY_DEADMAN_URL": ""}
    assert settings.read(empty, NO_FILE) == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "three thousand"),
        ("PORT", "3000.5"),
        ("PORT", "-1"),
        ("PORT", "70000"),
        ("PORT", "nan"),
        ("PORT", "0"),
        ("DULY_HEALTH_PORT", "health"),
        ("DULY_HEALTH_PORT", "0"),
        ("DULY_HEALTH_PORT", "65536"),
        ("DULY_DEADMAN_URL", "example.com/ping"),
        ("DULY_DEADMAN_URL", "file:///etc/passwd"),
        ("DULY_DEADMAN_URL", "https://"),
        ("DULY_TICK_SECONDS", "often"),
        ("DULY_TICK_SECONDS", "0"),
        ("DULY_TICK_SECONDS", "-1"),
        ("DULY_TICK_SECONDS", "inf"),
        ("DULY_TICK_SECONDS", "nan"),
        ("DULY_LOG_LEVEL", "LOUD"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_its_name(name: str, value: str) -> None:
    with pytest.raises(MissingSetting) as refused:
        settings.read({name: value}, NO_FILE)
    assert name in str(refused.value)
    assert f"“{value}”" in str(refused.value)


@pytest.mark.parametrize(
    ("need", "wrong", "right", "words"),
    [
        (Settings.need_bot_token, {"slack_bot_token": ""}, {"slack_bot_token": "xoxb-1"}, "xoxb-"),
        (
            Settings.need_bot_token,
            {"slack_bot_token": "xapp-1"},
            {"slack_bot_token": "xoxb-1"},
            "OAuth & Permissions",
        ),
        (
            Settings.need_app_token,
            {"slack_app_token": "xoxb-1"},
            {"slack_app_token": "xapp-1"},
            "connections:write",
        ),
        (
            Settings.need_signing_secret,
            {"slack_signing_secret": ""},
            {"slack_signing_secret": "x"},
            "Basic Information",
        ),
    ],
)
def test_what_is_missing_is_said_with_where_to_get_it(
    need: Callable[[Settings], None], wrong: dict[str, str], right: dict[str, str], words: str
) -> None:
    need(Settings(**right))  # type: ignore[arg-type]
    with pytest.raises(MissingSetting, match=r"\.env") as refused:
        need(Settings(**wrong))  # type: ignore[arg-type]
    assert words in str(refused.value)
    assert next(iter(wrong)).upper() in str(refused.value)
