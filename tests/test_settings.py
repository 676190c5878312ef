"""The environment is read once, wins over .env, and is refused in one sentence when it is wrong."""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot import settings
from bot.settings import MissingSetting, Settings

HOME = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def _own_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in os.environ.keys() & set(settings.NAMES.values()):
        monkeypatch.delenv(name)


@pytest.fixture
def env_file(tmp_path: Path) -> Path:
    return tmp_path / ".env"


def test_without_anything_the_defaults_hold() -> None:
    assert settings.read().model_dump() == Settings().model_dump()


def test_every_setting_is_read_from_the_file(env_file: Path, tmp_path: Path) -> None:
    env_file.write_text(
        "SLACK_BOT_TOKEN= xoxb-1 \nSLACK_APP_TOKEN=xapp-1\nSLACK_SIGNING_SECRET=s3cret\n"
        "DATABASE_URL=postgresql://duly@db/duly\nHOST=127.0.0.1\nPORT=8000\n"
        "DULY_TICK_SECONDS=0.5\nDULY_LOG_LEVEL=debug\nSLACK_API_URL=http://127.0.0.1:9/api\n"
        f"DULY_CLOCK_SHIFT_FILE={tmp_path}/shift\n"
        "DULY_HEALTH_PORT=9090\nDULY_DEADMAN_URL= https://example.com/ping/1 \n",
        encoding="utf-8",
    )
    expected = Settings(
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
    assert settings.read().model_dump() == expected.model_dump()
    assert set(settings.NAMES) == set(expected.model_dump()), "each has a name outside"


def test_the_example_names_every_setting_and_no_other() -> None:
    example = (HOME / ".env.example").read_text(encoding="utf-8")
    named = {
        line.lstrip("#").partition("=")[0]
        for line in example.splitlines()
        if "=" in line and " " not in line.partition("=")[0]
    }
    assert named == set(settings.NAMES.values())


def test_the_example_as_it_is_asks_for_the_tokens(env_file: Path) -> None:
    env_file.write_bytes((HOME / ".env.example").read_bytes())
    read = settings.read()
    for need in (read.need_bot_token, read.need_app_token):
        with pytest.raises(MissingSetting, match="still holds what is to be replaced"):
            need()
    with pytest.raises(MissingSetting, match="SLACK_SIGNING_SECRET is missing"):
        read.need_signing_secret()


def test_the_environment_wins_over_the_file(
    env_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env_file.write_text("SLACK_BOT_TOKEN=xoxb-file\nPORT=8000\nHOST=::1\n", encoding="utf-8")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-environment")
    monkeypatch.setenv("HOST", "")
    monkeypatch.setenv("port", "x")
    read = settings.read()
    assert read.slack_bot_token.get_secret_value() == "xoxb-environment"
    assert (read.port, read.host) == (8000, "::1"), "what is empty is not given"


def test_empty_values_mean_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in settings.NAMES.values():
        monkeypatch.setenv(name, "")
    assert settings.read().model_dump() == Settings().model_dump()


def test_what_else_stands_in_the_environment_or_the_file_does_not_matter(
    env_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env_file.write_text("export COMPOSE_PROJECT=x\nSLACK_CHANNEL=#cx\nnonsense\n", "utf-8")
    monkeypatch.setenv("TICK_SECONDS", "x")
    monkeypatch.setenv("LOG_LEVEL", "x")
    assert settings.read().model_dump() == Settings().model_dump()


# --- the file ---


def test_a_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    settings.read()
    with pytest.raises(MissingSetting, match=r"no file .*live\.env\. --env-file"):
        settings.read(tmp_path / "live.env")


def test_a_file_that_cannot_be_read_is_one_sentence(env_file: Path) -> None:
    env_file.mkdir()
    with pytest.raises(MissingSetting, match="is a folder"):
        settings.read()
    env_file.rmdir()
    env_file.write_text("PORT=8000\n", encoding="utf-16")
    with pytest.raises(MissingSetting, match="is not text in UTF-8"):
        settings.read(env_file)


def test_a_file_that_may_not_be_read_is_one_sentence(
    env_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env_file.write_text("PORT=8000\n", encoding="utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pydantic_settings.sources.providers.dotenv.dotenv_values", refuse)
    with pytest.raises(MissingSetting, match=r"\.env cannot be read: Permission denied\."):
        settings.read()


def test_a_file_with_the_mark_of_windows_is_read(env_file: Path) -> None:
    env_file.write_text("PORT=8000\r\nHOST=::1\r\n", encoding="utf-8-sig")
    assert (settings.read().port, settings.read().host) == (8000, "::1")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("SLACK_BOT_TOKN", "SLACK_BOT_TOKEN"),
        ("slack_bot_token", "SLACK_BOT_TOKEN"),
        ("SLACK_TOKEN", "SLACK_BOT_TOKEN"),
        ("SLACK_SIGNING_SECRETS", "SLACK_SIGNING_SECRET"),
        ("DATABSE_URL", "DATABASE_URL"),
        ("DULY_PORT", ""),
        ("COMPOSE_PROJECT_NAME", ""),
        ("SUPPORT_EMAIL", ""),
    ],
)
def test_a_name_that_is_nearly_a_setting_is_found(env_file: Path, typed: str, meant: str) -> None:
    env_file.write_text(f"PORT=8000\nPORTS=1\n{typed}=x\n", encoding="utf-8")
    assert settings.mistyped() == ({typed: meant} if meant else {})


# --- values ---


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "three thousand"),
        ("PORT", "3000.5"),
        ("PORT", "-1"),
        ("PORT", "70000"),
        ("PORT", "nan"),
        ("PORT", "0"),
        ("PORT", "9" * 5_000),
        ("DULY_HEALTH_PORT", "health"),
        ("DULY_HEALTH_PORT", "0"),
        ("DULY_HEALTH_PORT", "65536"),
        ("DULY_TICK_SECONDS", "often"),
        ("DULY_TICK_SECONDS", "0"),
        ("DULY_TICK_SECONDS", "-1"),
        ("DULY_TICK_SECONDS", "inf"),
        ("DULY_TICK_SECONDS", "nan"),
        ("DULY_TICK_SECONDS", "1e300"),
        ("DULY_LOG_LEVEL", "LOUD"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_its_name(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(MissingSetting) as refused:
        settings.read()
    [line] = str(refused.value).splitlines()
    assert line.startswith(f"{name} ")
    assert line.endswith(f"“{value}”.")


@pytest.mark.parametrize("name", ["DULY_DEADMAN_URL", "SLACK_API_URL"])
@pytest.mark.parametrize(
    "value", ["example.com/s3cret", "file:///etc/s3cret", "https://", "https://x/s3 cret"]
)
def test_an_address_that_is_none_is_refused_without_showing_it(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(MissingSetting, match=f"^{name} must be an address that begins") as refused:
        settings.read()
    assert "s3" not in str(refused.value)


@pytest.mark.parametrize("held", ["", "hello", "nan", "1e300", "\u0661 \ud7ff", "5 6"])
def test_a_rehearsal_clock_that_holds_no_seconds_is_refused(
    held: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shift = tmp_path / "shift"
    monkeypatch.setenv("DULY_CLOCK_SHIFT_FILE", str(shift))
    assert settings.read().clock_shift_file == shift, "it may come later"
    shift.write_text("86400.5\n", encoding="utf-8")
    assert settings.read().clock_shift_file == shift
    shift.write_text(held, encoding="utf-8")
    with pytest.raises(MissingSetting, match=r"DULY_CLOCK_SHIFT_FILE names .* holds no number"):
        settings.read()


def test_everything_that_is_wrong_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "x")
    monkeypatch.setenv("DULY_LOG_LEVEL", "LOUD")
    with pytest.raises(MissingSetting) as refused:
        settings.read()
    assert [line.split()[0] for line in str(refused.value).splitlines()] == [
        "PORT",
        "DULY_LOG_LEVEL",
    ]


# --- secrets ---

SECRETS = ("slack_bot_token", "slack_app_token", "slack_signing_secret", "database_url")


@pytest.mark.parametrize("broken", [{}, {"PORT": "x"}])
def test_a_secret_is_never_printed(
    broken: dict[str, str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for field in SECRETS:
        monkeypatch.setenv(settings.NAMES[field], "xoxb-s3cret")
    monkeypatch.setenv("DULY_DEADMAN_URL", "https://example.com/s3cret")
    for name, value in broken.items():
        monkeypatch.setenv(name, value)
    shown = []
    try:
        read = settings.read()
    except MissingSetting:
        shown.append(traceback.format_exc())
    else:
        logging.getLogger().error("%s %r", read, read)
        shown += [str(read), repr(read), read.model_dump_json(), caplog.text]
        for need in (read.need_app_token, read.need_signing_secret):
            with pytest.raises(MissingSetting) as refused:
                need()
            shown.append(str(refused.value))
    assert shown
    assert "s3cret" not in "".join(shown)


def test_a_mistake_in_our_own_code_shows_no_secret_either() -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(slack_bot_token=["xoxb-s3cret"])  # type: ignore[arg-type]
    assert "s3cret" not in str(refused.value)


BOT, APP = "OAuth & Permissions", "connections:write"
REPLACE = "still holds what is to be replaced"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("slack_bot_token", "", "SLACK_BOT_TOKEN is missing. Copy it from your app's page"),
        ("slack_bot_token", "xoxb-", REPLACE),
        ("slack_bot_token", "xoxb-…", REPLACE),
        ("slack_bot_token", "xoxb-your-token", REPLACE),
        ("slack_bot_token", "xoxb-your-bot-token-here", REPLACE),
        ("slack_bot_token", "xoxb-xxxxxxxx", REPLACE),
        ("slack_bot_token", "xoxb-<token>", REPLACE),
        ("slack_bot_token", "xapp-1-A1-123456789-abc", "holds an app-level token (xapp-…), where"),
        ("slack_bot_token", "xoxp-1-2-3", "holds a user token (xoxp-…), where a bot token"),
        ("slack_bot_token", "nonsense", "is not a bot token (xoxb-…)"),
        ("slack_bot_token", "xoxb-1 xoxb-2", "is not a bot token (xoxb-…)"),
        ("slack_bot_token", "xoxb-1é", "is not a bot token (xoxb-…)"),
        ("slack_app_token", "", "SLACK_APP_TOKEN is missing. Make one with the scope"),
        ("slack_app_token", "xapp-", REPLACE),
        ("slack_app_token", "xapp-your-app-token", REPLACE),
        ("slack_app_token", "xoxb-1-2", "holds a bot token (xoxb-…), where an app-level token"),
        ("slack_signing_secret", "", "SLACK_SIGNING_SECRET is missing. Copy it from"),
        ("slack_signing_secret", "your-signing-secret", REPLACE),
        ("slack_signing_secret", "xoxb-1-2", "holds a bot token (xoxb-…), which is no signing"),
    ],
)
def test_what_is_no_token_is_said_with_where_to_get_one(field: str, value: str, words: str) -> None:
    needs: dict[str, Callable[[Settings], None]] = {
        "slack_bot_token": Settings.need_bot_token,
        "slack_app_token": Settings.need_app_token,
        "slack_signing_secret": Settings.need_signing_secret,
    }
    with pytest.raises(MissingSetting) as refused:
        needs[field](Settings.model_validate({field: value}))
    said = str(refused.value)
    assert said.startswith(settings.NAMES[field])
    assert words in said
    assert ".env" in said
    assert len(value) < 8 or value not in said


@given(st.from_regex(r"\A[0-9]{10,13}-[0-9]{10,13}-[A-Za-z0-9]{24}\Z"))
def test_what_slack_gives_out_is_taken_whatever_letters_it_has(rest: str) -> None:
    Settings(slack_bot_token=f"xoxb-{rest}").need_bot_token()
    Settings(slack_app_token=f"xapp-1-A0{rest}").need_app_token()


@given(st.from_regex(r"\A[0-9a-f]{32}\Z"))
def test_a_signing_secret_of_slack_is_taken(secret: str) -> None:
    Settings(slack_signing_secret=secret).need_signing_secret()
