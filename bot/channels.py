"""Slack is asked in the background which channels are private, and which other companies read."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import slack as slack_client
from handlers.front import channels
from handlers.front.channels import WhoReads
from storage import workspaces
from storage.database import Database

log = logging.getLogger(__name__)

AT_ONCE = 20
"""Of conversations.info Slack allows fifty in a minute (Tier 3)."""
NOT_SEEN = {"channel_not_found", "not_in_channel", "is_archived", "missing_scope"}
"""What Slack says of channels that Duly cannot see; nothing is posted there either."""
SHARED = ("is_ext_shared", "is_org_shared", "is_pending_ext_shared")
"""What a channel is called that others read than this workspace, or that they are asked to:
https://docs.slack.dev/reference/objects/conversation-object"""


def look_up(slack: WebClient, database: Database, now: datetime) -> int:
    """Ask Slack about channels of which nothing fresh is known; how many. `now` is UTC.

    Raises SlackApiError, OSError, HTTPException or StorageError.
    """
    with database.read() as session:
        wanted = [
            (workspace.team_id, channel_id)
            for workspace in workspaces.all_of_them(session)
            for channel_id in channels.to_ask(session, now, workspace.team_id, AT_ONCE)
        ]
    for team_id, channel_id in wanted:
        facts = _ask(slack, channel_id)
        with database.write() as session:
            channels.remember(session, now, team_id, channel_id, facts, asked=True)
        log.info("channel %s: private %s, shared %s", channel_id, facts.is_private, facts.is_shared)
    return len(wanted)


def _ask(slack: WebClient, channel_id: str) -> WhoReads:
    try:
        answer: Any = slack_client.reader(slack).conversations_info(channel=channel_id)
    except SlackApiError as error:
        if error.response.get("error") not in NOT_SEEN:
            raise
        return WhoReads()
    return facts_of(answer["channel"])


def facts_of(channel: dict[str, Any]) -> WhoReads:
    """What a channel object of Slack says."""
    is_private = bool(channel.get("is_private") or channel.get("is_im") or channel.get("is_mpim"))
    pending = channel.get("pending_shared") or channel.get("pending_connected_team_ids")
    return WhoReads(is_private, bool(pending or any(channel.get(name) for name in SHARED)))
