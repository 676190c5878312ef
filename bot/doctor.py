"""The doctor looks at an installation and says in words what to do about what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from http.client import HTTPException
from pathlib import Path
from shlex import quote
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import files, manifest, readings
from bot import settings as settings_file
from bot import slack as slack_client
from bot.clock import Clock
from bot.settings import MissingSetting, Settings
from bot.slack import SocketRefused
from handlers.executives.scores import records
from storage import departments, frozen, people, schedules, workspaces
from storage.database import Database
from storage.errors import (
    DatabaseDamaged,
    DatabaseEmpty,
    DatabaseNewer,
    DatabaseOlder,
    DatabaseUnreachable,
    StorageError,
)
from storage.frozen import FrozenScore
from storage.people import Person, Role
from storage.schedules import Posting, Schedule

SKEW_SECONDS = 60
HELD_BACK = (
    "Slack held some back in {count:,} minutes since Duly started, last at {latest:%H:%M} UTC on "
    "{latest:%d %b}: more than 30,000 came within an hour. Nothing typed or pressed is among them. "
    "Let what changes many profiles in Slack do it in smaller parts, and run `duly directory`, "
    "which copies what was missed."
)
ALTERED = (
    "{count} of {of} are not as they were written, or do not follow the one before: {numbers}. "
    "Somebody changed the database itself. Compare with a backup: `duly restore` brings one back."
)
UPLOADS = "files:write"
MAY_NOT_UPLOAD = (
    "one is to come to the executives' channel each month, and files:write is missing. Update the "
    "app with `duly manifest --files`, reinstall it; or end it in Slack with `/cx room off`."
)
MOST_NAMED, AT_ONCE = 10, 20
"""So many records are named, and so many read at once: each may be long."""
# What Slack says of a channel that Duly was not yet invited to.
NOT_INVITED = {"not_in_channel", "channel_not_found"}


class Mark(StrEnum):
    """How something stands that was looked at."""

    OK = "ok"
    NEXT = "next"
    """Nothing is wrong; it is simply not done yet."""
    FIX = "fix"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `words` say what to do where it is not well."""

    mark: Mark
    name: str
    words: str


def examine(settings: Settings, env_file: Path | None = None) -> Iterator[Finding]:
    """Look at settings, files, database, tokens, scopes, clock, events and channels, in that order.

    Events only where a running Duly can be asked about them.
    """
    yield from _spelling(env_file)
    yield from _privacy(settings, env_file)
    place, database = _opened(settings)
    yield place
    try:
        if database is not None:
            yield from _frozen(database)
        yield from _tokens(settings)
        if _is_there(settings.need_bot_token):
            yield from _slack(settings, database)
    finally:
        if database is not None:
            database.close()


def _spelling(env_file: Path | None) -> Iterator[Finding]:
    for line in settings_file.unreadable(env_file):
        words = f"line {line} of {env_file or settings_file.DEFAULT_FILE} is not NAME=value."
        yield Finding(Mark.FIX, "setting", words)
    for name, meant in settings_file.mistyped(env_file).items():
        words = f"{name} is none, and nobody reads it. Did you mean {meant}?"
        yield Finding(Mark.FIX, "setting", words)


def _privacy(settings: Settings, env_file: Path | None) -> Iterator[Finding]:
    try:
        open_files = files.open_to_others(settings, env_file)
    except DatabaseUnreachable:
        # That there is no address is said about the database.
        return
    if open_files:
        names = " ".join(quote(str(file)) for file in open_files)
        words = f"anybody on this machine may read them. Run: chmod 600 {names}"
        yield Finding(Mark.FIX, "files", words)


def _opened(settings: Settings) -> tuple[Finding, Database | None]:
    """The finding about the database, and the database where it can be used."""
    try:
        files.need_place(settings)
        file = files.database_file(settings)
    except (MissingSetting, StorageError) as error:
        return Finding(Mark.FIX, "database", str(error)), None
    if file and not file.exists():
        words = f"{file} is not there yet. The first start makes it, or `duly migrate`."
        return Finding(Mark.NEXT, "database", words), None
    database = Database(settings.database_url.get_secret_value())
    found = _database(database)
    if found.mark is Mark.OK:
        return found, database
    database.close()
    return found, None


def _database(database: Database) -> Finding:
    try:
        database.check_revision()
    except DatabaseEmpty:
        words = "nothing is in it yet. Run `duly migrate` before the first start."
        return Finding(Mark.NEXT, "database", words)
    except (DatabaseDamaged, DatabaseNewer, DatabaseOlder) as error:
        return Finding(Mark.FIX, "database", str(error))
    except StorageError as error:
        # The words of a driver may go over several lines.
        words = " ".join(str(error).split()).rstrip(".?")
        return Finding(Mark.FIX, "database", f"{words}. Check DATABASE_URL.")
    return Finding(Mark.OK, "database", f"{database.engine.dialect.name}, up to date")


def _frozen(database: Database) -> Iterator[Finding]:
    """Whether each frozen scorecard is as it was written; nothing is said where there are none."""
    with database.read() as session:
        teams = [each.team_id for each in workspaces.all_of_them(session)]
    for team_id in teams:
        count, altered = 0, list[int]()
        before: FrozenScore | None = None
        while chain := _behind(database, team_id, before.number if before else 0):
            altered += records.altered(chain, before)
            count, before = count + len(chain), chain[-1]
        if altered:
            numbers = ", ".join(map(str, altered[:MOST_NAMED]))
            words = ALTERED.format(count=len(altered), of=count, numbers=numbers)
            yield Finding(Mark.FIX, "frozen scorecards", words)
        elif count:
            words = f"{count:,}, all as they were written"
            yield Finding(Mark.OK, "frozen scorecards", words)


def _behind(database: Database, team_id: str, number: int) -> list[FrozenScore]:
    with database.read() as session:
        return frozen.behind(session, team_id, number, AT_ONCE)


def _is_there(need: Callable[[], None]) -> bool:
    """Without it there is nothing to ask Slack about."""
    try:
        need()
    except MissingSetting:
        return False
    return True


def _tokens(settings: Settings) -> Iterator[Finding]:
    over_http = _is_there(settings.need_signing_secret)
    needs = (("bot token", settings.need_bot_token), ("app token", settings.need_app_token))
    for name, need in needs:
        try:
            need()
        except MissingSetting as error:
            if name == "app token" and over_http and not settings.slack_app_token:
                words = "none, which is fine over HTTP: a signing secret is set"
                yield Finding(Mark.OK, name, words)
                continue
            yield Finding(Mark.FIX, name, str(error))
        else:
            yield Finding(Mark.OK, name, "set")
    if settings.slack_signing_secret and not over_http:
        try:
            settings.need_signing_secret()
        except MissingSetting as error:
            yield Finding(Mark.FIX, "signing secret", str(error))


def _slack(settings: Settings, database: Database | None) -> Iterator[Finding]:
    slack = slack_client.client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    found, answer = _identity(slack)
    yield found
    if answer is None:
        return
    yield _scopes(answer)
    yield _clock(answer, settings)
    if _is_there(settings.need_app_token):
        yield _socket(slack, settings)
    yield from _events(settings)
    if database is not None:
        yield from _workspace(database, slack, answer)


def _identity(slack: WebClient) -> tuple[Finding, Any]:
    try:
        answer = slack.auth_test()
    except SlackApiError as error:
        return Finding(Mark.FIX, "Slack", slack_client.words_of(error)), None
    except (OSError, HTTPException) as error:
        why = error.reason if isinstance(error, URLError) else error
        words = f"{slack.base_url} cannot be reached ({why}). Check the network or SLACK_API_URL."
        return Finding(Mark.FIX, "Slack", words), None
    return Finding(Mark.OK, "Slack", f"{answer['user']} in {answer['team']}"), answer


def _scopes(answer: Any) -> Finding:
    stated = slack_client.header(answer.headers, "x-oauth-scopes")
    granted = {scope.strip() for scope in stated.split(",")}
    missing = sorted(set(manifest.SCOPES) - granted)
    if not stated:
        return Finding(Mark.OK, "scopes", "Slack did not say which are granted")
    if missing:
        words = f"missing: {', '.join(missing)}. Update the app with `duly manifest`, reinstall it."
        return Finding(Mark.FIX, "scopes", words)
    more = "".join(f", and {scope}" for scope in sorted(set(manifest.FILE_SCOPES) & granted))
    return Finding(Mark.OK, "scopes", f"all {len(manifest.SCOPES)} granted{more}")


def _uploads(answer: Any, planned: Sequence[Schedule]) -> Iterator[Finding]:
    """Whether what is wanted each month may be uploaded; nothing where nobody wants it."""
    stated = slack_client.header(answer.headers, "x-oauth-scopes")
    is_missing = stated and UPLOADS not in {scope.strip() for scope in stated.split(",")}
    if is_missing and any(each.kind == Posting.ROOM and each.next_at for each in planned):
        yield Finding(Mark.FIX, "room packs", MAY_NOT_UPLOAD)


def _clock(answer: Any, settings: Settings) -> Finding:
    if settings.clock_shift_file is not None:
        here = f"{Clock(settings.clock_shift_file).now():%a %d %b %Y %H:%M} UTC"
        return Finding(Mark.OK, "clock", f"a rehearsal: DULY_CLOCK_SHIFT_FILE makes it {here}")
    stated = slack_client.header(answer.headers, "date")
    if not stated:
        return Finding(Mark.OK, "clock", "Slack did not say what time it is")
    skew = abs((datetime.now(UTC) - parsedate_to_datetime(stated)).total_seconds())
    if skew > SKEW_SECONDS:
        words = f"{skew:.0f} seconds away from Slack's. Switch on time synchronisation (NTP)."
        return Finding(Mark.FIX, "clock", words)
    return Finding(Mark.OK, "clock", "agrees with Slack's")


def _socket(slack: WebClient, settings: Settings) -> Finding:
    try:
        slack_client.socket_address(slack, settings.slack_app_token.get_secret_value())
    except SocketRefused as error:
        return Finding(Mark.FIX, "Socket Mode", str(error))
    except SlackApiError as error:
        return Finding(Mark.FIX, "Socket Mode", slack_client.words_of(error))
    except (OSError, HTTPException) as error:
        return Finding(Mark.FIX, "Socket Mode", f"Slack cannot be reached ({error}).")
    return Finding(Mark.OK, "Socket Mode", "can connect")


def _events(settings: Settings) -> Iterator[Finding]:
    found = readings.held_back(settings)
    if found is None:
        return
    if found.latest is None or datetime.now(UTC) - found.latest > timedelta(days=1):
        yield Finding(Mark.OK, "events", "Slack has held none back for a day, or since the start")
        return
    words = HELD_BACK.format(count=found.minutes, latest=found.latest)
    yield Finding(Mark.FIX, "events", words)


def _workspace(database: Database, slack: WebClient, answer: Any) -> Iterator[Finding]:
    team_id = str(answer["team_id"])
    try:
        with database.read() as session:
            workspace = workspaces.find(session, team_id)
            others = [each.name for each in workspaces.all_of_them(session)]
            ccos = people.with_role(session, team_id, Role.CCO)
            left = [each for each in people.with_any_role(session, team_id) if each not in ccos]
            known = departments.everyone(session, team_id)
            planned = schedules.everyone(session, team_id)
    except StorageError as error:
        yield Finding(Mark.FIX, "workspace", " ".join(str(error).split()))
        return
    if others and workspace is None:
        words = (
            f"the database is that of {', '.join(others)}, and the bot token is of "
            f"{answer['team']}. Check DATABASE_URL and SLACK_BOT_TOKEN."
        )
        yield Finding(Mark.FIX, "workspace", words)
        return
    yield _office(ccos, [each for each in left if each.role == Role.CCO])
    yield from _uploads(answer, planned)
    if not known:
        words = "none yet. `/cx setup department` adds one, `duly import departments` many."
        yield Finding(Mark.NEXT, "departments", words)
    channels = {each.name: each.channel_id for each in known}
    channels["executives"] = workspace.executive_channel_id if workspace else None
    for name, channel_id in channels.items():
        yield _channel(slack, name, channel_id)


def _office(ccos: Sequence[Person], left: Sequence[Person]) -> Finding:
    """Who holds the CCO's office; once somebody did, an empty one is no beginning but a fault."""
    if ccos:
        return Finding(Mark.OK, "CCO", ", ".join(cco.name for cco in ccos))
    names = ", ".join(person.name for person in left)
    since = f"nobody since {names} left" if left else "nobody yet"
    words = (
        f"{since}. An admin of the workspace types `/cx setup` in Slack, "
        "or `duly setup --cco USER` says it here."
    )
    return Finding(Mark.FIX if left else Mark.NEXT, "CCO", words)


def _channel(slack: WebClient, name: str, channel_id: str | None) -> Finding:
    label = f"channel of {name}"
    if not channel_id:
        return Finding(Mark.NEXT, label, "none yet. `/cx setup` chooses it.")
    try:
        answer: Any = slack.conversations_info(channel=channel_id)
    except SlackApiError as error:
        mark = Mark.NEXT if error.response.get("error") in NOT_INVITED else Mark.FIX
        return Finding(mark, label, slack_client.words_of(error))
    except (OSError, HTTPException) as error:
        return Finding(Mark.FIX, label, f"Slack cannot be reached ({error}).")
    channel = answer["channel"]
    if channel.get("is_archived"):
        return Finding(Mark.FIX, label, slack_client.WORDS["is_archived"])
    if not channel.get("is_member"):
        return Finding(Mark.NEXT, label, slack_client.WORDS["not_in_channel"])
    return Finding(Mark.OK, label, f"#{channel['name']}")
