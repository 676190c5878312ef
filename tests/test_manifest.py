"""The manifest asks Slack for what Duly uses, all of it and nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from bot import manifest, routes
from bot.cli import cli

HOME = Path(__file__).resolve().parents[1]
SCHEMA = json.loads(
    (HOME / "tests" / "data" / "slack-manifest-schema-v2.json").read_text(encoding="utf-8")
)
ADDRESS = "https://duly.example"

# What each method needs of a bot token (platform reference, section 1).
NEEDS: dict[str, set[str]] = {
    "apps.connections.open": set(),
    "auth.test": set(),
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.history": {"channels:history", "groups:history", "im:history"},
    "conversations.info": {"channels:read", "groups:read"},
    "conversations.list": {"channels:read", "groups:read"},
    "conversations.open": {"im:write"},
    "conversations.replies": {"channels:history", "groups:history", "im:history"},
    "users.list": {"users:read", "users:read.email"},
    "views.open": set(),
    "views.publish": set(),
    "views.push": set(),
    "views.update": set(),
}


# The same for what a workspace has to want.
FILES_NEED: dict[str, set[str]] = {
    "files.info": {"files:read"},
    "files.getUploadURLExternal": {"files:write"},
    "files.completeUploadExternal": {"files:write"},
}


# What Slack wants for each event (https://docs.slack.dev/reference/events).
HEARS = {
    "app_mention": "app_mentions:read",
    "channel_shared": "channels:read",
    "channel_unshared": "groups:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "team_join": "users:read",
    "user_change": "users:read",
}


def _called() -> set[str]:
    """Every Slack method that the code names, as a string or as a method of the client."""
    paths = [
        *(HOME / "bot").glob("*.py"),
        *(HOME / "bot" / "commands").glob("*.py"),
        *(HOME / "storage").glob("*.py"),
    ]
    code = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    families = "|".join({method.split(".")[0] for method in NEEDS} | {"files", "usergroups", "dnd"})
    named = set(re.findall(rf'"((?:{families})\.[A-Za-z.]+)"', code))
    asked = set(re.findall(rf"\b(?:slack|reader)\.((?:{families})_[A-Za-z_]+)\(", code))
    return {method.replace(".", "_") for method in named} | asked


@pytest.mark.parametrize("address", [None, ADDRESS])
def test_slack_accepts_the_manifest(address: str | None) -> None:
    built = manifest.build(address)
    assert built["_metadata"]["major_version"] == 2, "the version that the schema is of"
    jsonschema.validate(built, SCHEMA)
    shown = built["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 174 <= len(shown["long_description"]) <= 4000
    assert re.fullmatch(r"#[0-9a-f]{6}", shown["background_color"])
    assert len(built["features"]["bot_user"]["display_name"]) <= 80
    [command] = built["features"]["slash_commands"]
    assert re.fullmatch(r"/[a-z]{1,31}", command["command"])
    assert len(command["description"]) <= 2000
    assert len(command["usage_hint"]) <= 1000
    shortcuts = built["features"]["shortcuts"]
    assert 1 <= len(shortcuts) <= 10
    for shortcut in shortcuts:
        assert shortcut["type"] in {"message", "global"}
        assert 1 <= len(shortcut["name"]) <= 24
        assert 1 <= len(shortcut["description"]) <= 150
        assert len(shortcut["callback_id"]) <= 255
    settings = built["settings"]
    assert settings["interactivity"]["is_enabled"]
    assert settings["socket_mode_enabled"] == (address is None)
    assert settings["token_rotation_enabled"] is False


@pytest.mark.parametrize(
    ("where", "spoilt"),
    [
        (("display_information", "name"), "x" * 36),
        (("features", "bot_user", "always_on"), True),
        (("features", "slash_commands", 0, "command"), None),
        (("oauth_config", "scopes", "bot"), "commands"),
        (("settings", "event_subscriptions", "bot_events"), ["no_such_event", 7]),
        (("settings", "socket_mode"), True),
    ],
)
def test_slack_s_schema_refuses_a_manifest_that_is_spoilt_in_one_place(
    where: tuple[str | int, ...], spoilt: object
) -> None:
    built: Any = manifest.build()
    place = built
    for step in where[:-1]:
        place = place[step]
    place[where[-1]] = spoilt
    with pytest.raises(jsonschema.ValidationError) as refusal:
        jsonschema.validate(built, SCHEMA)
    assert set(refusal.value.absolute_path) <= set(where) | {0, 1}


def test_over_http_everything_has_the_same_address_and_in_socket_mode_nothing_has_one() -> None:
    for address in (ADDRESS, f"{ADDRESS}/"):
        text = json.dumps(manifest.build(address))
        assert re.findall(r'https://[^"]*', text) == ["https://duly.example/slack/events"] * 4
    assert "url" not in json.dumps(manifest.build())


@pytest.mark.parametrize(
    ("address", "sent_to"),
    [
        ("https://duly.example", "https://duly.example/slack/events"),
        (" https://duly.example/ ", "https://duly.example/slack/events"),
        ("https://duly.example/slack/events", "https://duly.example/slack/events"),
        ("https://duly.example/slack/events/", "https://duly.example/slack/events"),
        ("https://duly.example/bots/duly/", "https://duly.example/bots/duly/slack/events"),
        ("https://duly.example:8443", "https://duly.example:8443/slack/events"),
        ("HTTPS://Duly.Example", "https://Duly.Example/slack/events"),
        ("https://[2001:db8::1]", "https://[2001:db8::1]/slack/events"),
    ],
)
def test_the_path_is_added_once(address: str, sent_to: str) -> None:
    built = manifest.build(address)
    assert built["settings"]["event_subscriptions"]["request_url"] == sent_to
    assert built["features"]["slash_commands"][0]["url"] == sent_to


@pytest.mark.parametrize(
    "address",
    [
        *("", " ", "duly.example", "http://duly.example", "ftp://duly.example", "https://"),
        *("https:///slack/events", "https:duly.example", "//duly.example", "https://-"),
        *("https://duly.example:port", "https://duly.example:99999", "https://duly.example:0"),
        *(
            "https://duly example",
            "https://düly.example",
            "https://[::1",
            "https://duly.example/ a",
        ),
        *("https://duly.example/<x>", "https://duly.example/\u202e", "x" * 5_000, "xoxb-1"),
    ],
)
def test_what_slack_cannot_send_to_is_one_sentence(address: str) -> None:
    _refuses(address, manifest.NO_ADDRESS)


@pytest.mark.parametrize(
    "address",
    [
        *("https://duly:s3cret@duly.example", "https://duly@duly.example"),
        *("https://duly.example?team=1", "https://duly.example/?", "https://duly.example/#events"),
    ],
)
def test_an_address_with_more_than_slack_should_know_is_one_sentence(address: str) -> None:
    _refuses(address, manifest.TOO_MUCH)


def _refuses(address: str, words: str) -> None:
    printed = CliRunner().invoke(cli, ["manifest", "--http", address])
    assert (printed.exit_code, printed.stdout) == (1, "")
    assert printed.stderr == f"{words}\n"


def test_the_scopes_cover_every_method_and_there_is_no_other() -> None:
    assert _called() == {method.replace(".", "_") for method in (*NEEDS, *FILES_NEED)}
    wanted = set.union({"commands"}, HEARS.values(), *NEEDS.values())
    assert set(manifest.build()["oauth_config"]["scopes"]["bot"]) == wanted
    assert set(manifest.SCOPES) == wanted
    assert all(manifest.SCOPES.values()), "each with its reason"


def test_files_are_asked_for_only_where_a_workspace_wants_that_and_the_manifest_says_why() -> None:
    printed = CliRunner().invoke(cli, ["manifest", "--files"])
    built = json.loads(printed.stdout)
    jsonschema.validate(built, SCHEMA)
    without = manifest.build()
    asked = set(built["oauth_config"]["scopes"]["bot"])
    wanted = set.union(*FILES_NEED.values())
    assert asked - set(without["oauth_config"]["scopes"]["bot"]) == wanted
    assert wanted == set(manifest.FILE_SCOPES)
    said = built["display_information"]["long_description"]
    assert all(scope in said for scope in wanted)
    assert "files:" not in json.dumps(without)


def test_what_the_manifest_announces_has_a_handler_and_the_other_way_round() -> None:
    built: dict[str, Any] = manifest.build()
    commands = {command["command"] for command in built["features"]["slash_commands"]}
    assert commands == {routes.COMMAND}
    shortcuts = [shortcut["callback_id"] for shortcut in built["features"]["shortcuts"]]
    assert sorted(shortcuts) == sorted(routes.SHORTCUTS)
    events = built["settings"]["event_subscriptions"]["bot_events"]
    assert {event.partition(".")[0] for event in events} == set(routes.EVENTS)
    assert set(events) == {*HEARS, "app_home_opened"}, "and this one wants no scope"


def test_mentions_in_a_command_arrive_as_ids() -> None:
    assert manifest.build()["features"]["slash_commands"][0]["should_escape"] is True


def test_home_and_messages_are_switched_on() -> None:
    tabs = manifest.build()["features"]["app_home"]
    assert tabs["home_tab_enabled"]
    assert tabs["messages_tab_enabled"]


def test_the_manifest_in_the_repository_is_the_one_that_is_printed() -> None:
    printed = CliRunner().invoke(cli, ["manifest"])
    assert printed.exit_code == 0
    assert printed.stdout == (HOME / "manifest.json").read_text(encoding="utf-8")


def test_the_manifest_for_http_is_printed_with_its_address() -> None:
    printed = CliRunner().invoke(cli, ["manifest", "--http", ADDRESS])
    assert json.loads(printed.stdout) == manifest.build(ADDRESS)
