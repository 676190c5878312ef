"""Whoever acts before the directory has brought them is looked up in Slack within seconds."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import slack as slack_client
from bot.directory import profile
from handlers.people import directory
from handlers.people.directory import Profile
from storage import people, workspaces
from storage.database import Database
from storage.people import Standing

log = logging.getLogger(__name__)

AT_ONCE = 20
"""Of users.info Slack allows a hundred in a minute (Tier 4)."""
NOT_OURS = {"user_not_found", "user_not_visible"}


def look_up(slack: WebClient, database: Database, now: datetime) -> int:
    """Ask Slack who the newcomers are, and write it down; how many there were. `now` is UTC.

    Whom our workspace does not have is somebody of a connected one. Raises SlackApiError, OSError,
    HTTPException or StorageError.
    """
    with database.read() as session:
        met = [
            (workspace.team_id, newcomer.user_id)
            for workspace in workspaces.all_of_them(session)
            for newcomer in people.newcomers(session, workspace.team_id, AT_ONCE)
        ]
    for team_id, user_id in met:
        found = _ask(slack, team_id, user_id)
        with database.write() as session:
            directory.remember(session, now, team_id, [found])
        log.info("%s is a %s of %s", user_id, found.standing, team_id)
    return len(met)


def _ask(slack: WebClient, team_id: str, user_id: str) -> Profile:
    try:
        answer: Any = slack_client.reader(slack).users_info(user=user_id)
    except SlackApiError as error:
        if error.response.get("error") not in NOT_OURS:
            raise
        return Profile(user_id=user_id, handle="", name=user_id, standing=Standing.STRANGER)
    return profile(answer["user"], team_id)
