"""Slack's directory is copied here: everyone in the workspace, at the start and once a night.

It is read page by page and saved in slices, beside whatever else goes on: in a large workspace it
takes minutes, and nobody waits for it. Whoever left is in it as well, marked as gone, so that
nobody ever disappears from it unnoticed.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlmodel import Session

from bot import slack as slack_client
from bot.channels import facts_of
from bot.patience import limit, persistently
from bot.profiles import person_fields
from bot.slices import Slices
from handlers.front.away import sources
from handlers.people import directory
from handlers.people.directory import Profile
from storage import audits, freezings, workspaces, yields
from storage.database import Database
from storage.errors import StorageError

log = logging.getLogger(__name__)

PAGE = 1_000
"""The most that Slack gives at once (users.list and conversations.list, Tier 2)."""
FRESH = timedelta(hours=24)
AT_FIRST_SECONDS, START_SECONDS = 1.0, 30
BEGINNINGS = 3
AGAIN_SECONDS = 30
ENDING_SECONDS = 2
CURSOR_EXPIRED = "invalid_cursor"


def identify(slack: WebClient, database: Database) -> str:
    """Ask Slack who we are and remember the workspace; its team id.

    Whoever starts waits START_SECONDS for others that write at that moment. Raises SlackApiError
    when the token is not accepted, and StorageError.
    """
    answer: Any = slack.auth_test()
    persistently(partial(_remember, database, answer), limit(START_SECONDS))
    return str(answer["team_id"])


def _remember(database: Database, answer: Any) -> None:
    with database.write() as session:
        workspaces.remember(session, answer["team_id"], answer["team"], answer["user_id"])
        audits.begin(session, answer["team_id"])
        yields.begin(session, answer["team_id"])
        freezings.begin(session, answer["team_id"])


@contextmanager
def kept_up(
    slack: WebClient, database: Database, team_id: str, clock: Callable[[], datetime]
) -> Iterator[None]:
    """Copy the directory in the background when it is old, until the block ends.

    A first copy is waited for, a moment and no longer: in most workspaces it is whole by then.
    """
    stop, begun = threading.Event(), threading.Event()

    def copy() -> None:
        try:
            while not stop.is_set():
                if refresh_when_old(slack, database, team_id, clock(), stop=stop, begun=begun):
                    return
                begun.set()
                stop.wait(AGAIN_SECONDS)
        finally:
            begun.set()

    thread = threading.Thread(target=copy, name="directory", daemon=True)
    thread.start()
    if _copied_at(database, team_id) is None:
        begun.wait(AT_FIRST_SECONDS)
    try:
        yield
    finally:
        stop.set()
        # It may be waiting for Slack; then it ends with the process.
        thread.join(ENDING_SECONDS)


def refresh(
    slack: WebClient,
    database: Database,
    team_id: str,
    now: datetime,
    *,
    stop: threading.Event | None = None,
    begun: threading.Event | None = None,
) -> int:
    """Copy the directory; how many people were new or different.

    `begun` is set once the first page is in; `stop` ends it early, and then it counts as not done.
    Raises SlackApiError, OSError, HTTPException or StorageError; what is in stays.
    """
    people, changes, slices = 0, 0, Slices()
    for page in _pages(slack, team_id):
        began = time.perf_counter()
        changes += _save(database, now, team_id, page, slices)
        people += len(page)
        if begun:
            begun.set()
        if stop and stop.is_set():
            return changes
        # As long a rest as the work: others of this process want to work, too.
        time.sleep(time.perf_counter() - began)
    with database.write() as session:
        workspace = workspaces.find(session, team_id)
        if workspace:
            workspace.directory_at = now
            session.add(workspace)
    log.info("directory of %s: %d people, %d changes", team_id, people, changes)
    return changes


def refresh_when_old(
    slack: WebClient,
    database: Database,
    team_id: str,
    now: datetime,
    *,
    stop: threading.Event | None = None,
    begun: threading.Event | None = None,
) -> bool:
    """Copy the directory unless that was done within a day; whether it is fresh afterwards.

    A failure is logged, and waits for the next time.
    """
    try:
        last = _copied_at(database, team_id)
        # However far ahead: a clock that was is no reason to wait.
        if last is None or abs(now - last) >= FRESH:
            refresh(slack, database, team_id, now, stop=stop, begun=begun)
    except SlackApiError as error:
        log.warning("the directory could not be read: %s", slack_client.words_of(error))
        return False
    except (OSError, HTTPException, StorageError) as error:
        log.warning("the directory could not be copied: %s", type(error).__name__)
        return False
    return True


def channels(slack: WebClient) -> dict[str, str]:
    """Channel ids by name, of every channel that the bot can see and no other company reads."""
    reader = slack_client.reader(slack)
    found: dict[str, str] = {}
    cursor = ""
    while True:
        page: Any = reader.conversations_list(
            types="public_channel,private_channel", exclude_archived=True, limit=PAGE,
            cursor=cursor,
        )  # fmt: skip
        ours = (each for each in page["channels"] if not facts_of(each).is_shared)
        found.update({channel["name"]: channel["id"] for channel in ours})
        cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
        if not cursor:
            return found


def _copied_at(database: Database, team_id: str) -> datetime | None:
    with database.read() as session:
        workspace = workspaces.find(session, team_id)
        return workspace.directory_at if workspace else None


def _save(
    database: Database, now: datetime, team_id: str, page: list[Profile], slices: Slices
) -> int:
    """Write down what is new in a page; how much. Where nothing is new, nothing is locked."""
    with database.read() as session:
        news = directory.news(session, team_id, page)

    def save(session: Session, profiles: Sequence[Profile]) -> int:
        return directory.remember(session, now, team_id, profiles)

    changes = sum(slices.write_all(database, news, save))
    with database.read() as session:
        away = sources.news(session, now, team_id, page)

    def read(session: Session, profiles: Sequence[Profile]) -> int:
        for each in profiles:
            sources.read_status(session, now, team_id, each)
        return len(profiles)

    slices.write_all(database, away, read)
    return changes


def _pages(slack: WebClient, team_id: str) -> Iterator[list[Profile]]:
    """Everyone, page by page; from the beginning again when Slack forgot where we were."""
    reader = slack_client.reader(slack)
    cursor, beginnings = "", 1
    while True:
        try:
            page: Any = reader.users_list(limit=PAGE, cursor=cursor)
        except SlackApiError as error:
            if error.response.get("error") != CURSOR_EXPIRED or beginnings == BEGINNINGS:
                raise
            cursor, beginnings = "", beginnings + 1
            continue
        yield [profile(user, team_id) for user in page["members"]]
        cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
        if not cursor:
            return


def profile(user: dict[str, Any], team_id: str) -> Profile:
    """What a Slack user object says of somebody, seen from our workspace."""
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
        status_text=str(facts["status_text"]),
        status_emoji=str(facts["status_emoji"]),
        status_expiration=int(str(facts["status_expiration"])),
    )
