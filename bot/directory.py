"""Slack's directory is copied here: everyone in the workspace, at the start and once a night."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import slack as slack_client
from bot.incoming import person_fields
from handlers import directory
from handlers.directory import Profile
from storage import audits, workspaces
from storage.database import Database

log = logging.getLogger(__name__)

PAGE = 200
FRESH = timedelta(hours=24)


def identify(slack: WebClient, database: Database) -> str:
    """Ask Slack who we are and remember the workspace; its team id.

    Raises SlackApiError when the token is not accepted.
    """
    answer: Any = slack.auth_test()
    with database.write() as session:
        workspaces.remember(session, answer["team_id"], answer["team"], answer["user_id"])
        audits.begin(session, answer["team_id"])
    return str(answer["team_id"])


def refresh(slack: WebClient, database: Database, team_id: str, now: datetime) -> int:
    """Copy the directory; how many people were new or different."""
    profiles = [_profile(user, team_id) for user in _users(slack)]
    with database.write() as session:
        count = directory.remember(session, team_id, profiles)
        workspace = workspaces.find(session, team_id)
        if workspace:
            workspace.directory_at = now
            session.add(workspace)
    log.info("directory of %s: %d people, %d changes", team_id, len(profiles), count)
    return count


def refresh_when_old(slack: WebClient, database: Database, team_id: str, now: datetime) -> None:
    """Copy the directory unless that was done within a day; a failure waits for the next time."""
    with database.read() as session:
        workspace = workspaces.find(session, team_id)
        last = workspace.directory_at if workspace else None
    if last is not None and now - last < FRESH:
        return
    try:
        refresh(slack, database, team_id, now)
    except SlackApiError as error:
        log.warning("the directory could not be read: %s", slack_client.words_of(error))
    except (OSError, HTTPException) as error:
        log.warning("the directory could not be read: %s", type(error).__name__)


def channels(slack: WebClient) -> dict[str, str]:
    """Channel ids by name, of every channel the bot can see."""
    reader = slack_client.reader(slack)
    found: dict[str, str] = {}
    cursor = ""
    while True:
        page: Any = reader.conversations_list(
            types="public_channel,private_channel", exclude_archived=True, limit=PAGE,
            cursor=cursor,
        )  # fmt: skip
        found.update({channel["name"]: channel["id"] for channel in page["channels"]})
        cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
        if not cursor:
            return found


def _users(slack: WebClient) -> Iterator[dict[str, Any]]:
    reader = slack_client.reader(slack)
    cursor = ""
    while True:
        page: Any = reader.users_list(limit=PAGE, cursor=cursor)
        yield from page["members"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
        if not cursor:
            return


def _profile(user: dict[str, Any], team_id: str) -> Profile:
    facts = person_fields(user, team_id)
    return Profile(
        user_id=user["id"],
        handle=str(facts["handle"]),
        name=str(facts["name"]),
        title=str(facts["title"]),
        email=str(facts["email"]),
        zone=str(facts["zone"]),
        gone=bool(facts["gone"]),
        is_bot=bool(facts["is_bot"]),
        standing=str(facts["standing"]),
        is_admin=bool(facts["is_admin"]),
    )
