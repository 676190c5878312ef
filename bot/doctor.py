"""The doctor looks at an installation and says in words what to do about what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import manifest
from bot import slack as slack_client
from bot.clock import Clock
from bot.settings import MissingSetting, Settings
from storage import departments, people, workspaces
from storage.database import Database
from storage.errors import DatabaseUnreachable, StorageError
from storage.people import Role

SKEW_SECONDS = 60


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `words` say what to do when it is not well."""

    well: bool
    name: str
    words: str


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at the database, the tokens, the scopes, the clock and the channels, in that order."""
    try:
        database = Database(settings.database_url.get_secret_value())
    except StorageError as error:
        yield Finding(False, "database", str(error))
        return
    try:
        yield _database(database)
        yield from _tokens(settings)
        if not _has_bot_token(settings):
            return
        slack = slack_client.client(
            settings.slack_bot_token.get_secret_value(), settings.slack_api_url
        )
        identity = _identity(slack)
        yield identity[0]
        if identity[1] is not None:
            yield _scopes(identity[1])
            yield _clock(identity[1], settings)
            if settings.slack_app_token:
                yield _socket(slack, settings)
            yield from _workspace(database, slack, str(identity[1]["team_id"]))
    finally:
        database.close()


def _database(database: Database) -> Finding:
    try:
        database.check_revision()
    except DatabaseUnreachable as error:
        return Finding(False, "database", f"{error}. Check DATABASE_URL.")
    except StorageError as error:
        return Finding(False, "database", str(error))
    return Finding(True, "database", f"{database.engine.dialect.name}, up to date")


def _has_bot_token(settings: Settings) -> bool:
    """Without one there is nothing to ask Slack about."""
    try:
        settings.need_bot_token()
    except MissingSetting:
        return False
    return True


def _tokens(settings: Settings) -> Iterator[Finding]:
    needs = (("bot token", settings.need_bot_token), ("app token", settings.need_app_token))
    for name, need in needs:
        try:
            need()
        except MissingSetting as error:
            if name == "app token" and settings.slack_signing_secret:
                yield Finding(True, name, "none, which is fine over HTTP: a signing secret is set")
                continue
            yield Finding(False, name, str(error))
        else:
            yield Finding(True, name, "set")


def _identity(slack: WebClient) -> tuple[Finding, Any]:
    try:
        answer = slack.auth_test()
    except SlackApiError as error:
        return Finding(False, "Slack", slack_client.words_of(error)), None
    except (OSError, HTTPException) as error:
        words = f"{slack.base_url} cannot be reached ({error}). Check the network or SLACK_API_URL."
        return Finding(False, "Slack", words), None
    return Finding(True, "Slack", f"{answer['user']} in {answer['team']}"), answer


def _scopes(answer: Any) -> Finding:
    stated = slack_client.header(answer.headers, "x-oauth-scopes")
    granted = {scope.strip() for scope in stated.split(",")}
    missing = sorted(set(manifest.SCOPES) - granted)
    if not stated:
        return Finding(True, "scopes", "Slack did not say which are granted")
    if missing:
        words = f"missing: {', '.join(missing)}. Update the app with `duly manifest`, reinstall it."
        return Finding(False, "scopes", words)
    return Finding(True, "scopes", f"all {len(manifest.SCOPES)} granted")


def _clock(answer: Any, settings: Settings) -> Finding:
    if settings.clock_shift_file is not None:
        here = f"{Clock(settings.clock_shift_file).now():%a %d %b %Y %H:%M} UTC"
        return Finding(True, "clock", f"a rehearsal: DULY_CLOCK_SHIFT_FILE makes it {here}")
    stated = slack_client.header(answer.headers, "date")
    if not stated:
        return Finding(True, "clock", "Slack did not say what time it is")
    skew = abs((datetime.now(UTC) - parsedate_to_datetime(stated)).total_seconds())
    if skew > SKEW_SECONDS:
        words = f"{skew:.0f} seconds away from Slack's. Switch on time synchronisation (NTP)."
        return Finding(False, "clock", words)
    return Finding(True, "clock", "agrees with Slack's")


def _socket(slack: WebClient, settings: Settings) -> Finding:
    try:
        slack.apps_connections_open(app_token=settings.slack_app_token.get_secret_value())
    except SlackApiError as error:
        words = (
            f"Slack said {error.response.get('error')}. Switch Socket Mode on, and give the app "
            "token the scope connections:write."
        )
        return Finding(False, "Socket Mode", words)
    return Finding(True, "Socket Mode", "can connect")


def _workspace(database: Database, slack: WebClient, team_id: str) -> Iterator[Finding]:
    try:
        with database.read() as session:
            workspace = workspaces.find(session, team_id)
            ccos = people.with_role(session, team_id, Role.CCO)
            known = departments.everyone(session, team_id)
    except StorageError:
        return
    if not ccos:
        yield Finding(False, "CCO", "nobody yet. Somebody types `/cx setup` in Slack.")
    else:
        yield Finding(True, "CCO", ", ".join(cco.name for cco in ccos))
    channels = {each.name: each.channel_id for each in known}
    channels["executives"] = workspace.executive_channel_id if workspace else None
    for name, channel_id in channels.items():
        yield _channel(slack, name, channel_id)


def _channel(slack: WebClient, name: str, channel_id: str | None) -> Finding:
    label = f"channel of {name}"
    if not channel_id:
        return Finding(False, label, "none yet. `/cx setup` chooses it.")
    try:
        answer: Any = slack.conversations_info(channel=channel_id)
    except SlackApiError as error:
        return Finding(False, label, slack_client.words_of(error))
    channel = answer["channel"]
    if channel.get("is_archived"):
        return Finding(False, label, slack_client.WORDS["is_archived"])
    if not channel.get("is_member"):
        return Finding(False, label, slack_client.WORDS["not_in_channel"])
    return Finding(True, label, f"#{channel['name']}")
