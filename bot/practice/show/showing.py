"""What the page shows to the person the reader is acting as: people, places, forms, messages."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.practice.slack import invitations
from bot.practice.slack.clock import moment_of
from bot.practice.slack.objects import SLACKBOT, Channel, Json, Message, Note, User, View
from bot.practice.slack.workspace import Workspace

VIEW_BODY = (
    "type", "title", "submit", "close", "blocks", "callback_id", "private_metadata",
)  # fmt: skip
"""What the page is shown of a form, as the app sent it."""


def state(workspace: Workspace, person: User) -> Json:
    """Everything but the messages, as `person` sees it."""
    now = workspace.clock.now()
    features = workspace.manifest.get("features", {})
    app = workspace.users[workspace.bot_user].real_name
    with workspace.lock:
        channels = list(workspace.channels.values())
        home = workspace.home(person.id)
        return {
            "version": workspace.version,
            "now": now.isoformat(),
            "running": workspace.clock.running,
            "catching_up": workspace.clock.waiting,
            "team": {
                "id": workspace.team_id,
                "name": workspace.company.name,
                "domain": workspace.company.domain,
            },
            "app": {
                "name": app,
                "bot_user_id": workspace.bot_user,
                "connected": workspace.delivery.connected,
            },
            "commands": _commands(features, app),
            "shortcuts": _picked(
                features.get("shortcuts", []), "name", "type", "callback_id", "description"
            ),
            "me": _user(person, now),
            "users": _users(workspace, channels, now),
            "channels": [
                _channel(workspace, person, each)
                for each in channels
                if not each.is_im and (not each.is_private or person.id in each.members)
            ],
            "dms": [
                _direct(workspace, person, each)
                for each in channels
                if each.is_im and person.id in each.members
            ],
            "views": [_view(view) for view in workspace.views(person.id)],
            "home": {"id": home.id, "blocks": home.blocks} if home else None,
            "faults": workspace.faults.state(),
        }


def _commands(features: Json, app: str) -> list[Json]:
    """The app's commands, and those that Slack itself has."""
    own = _picked(features.get("slash_commands", []), "command", "description", "usage_hint")
    return own + [
        {"command": command, "description": says.format(app=app), "usage_hint": ""}
        for command, says in invitations.COMMANDS.items()
    ]


def _picked(entries: list[Json], *keys: str) -> list[Json]:
    return [{key: entry.get(key, "") for key in keys} for entry in entries]


def _users(workspace: Workspace, channels: list[Channel], now: datetime) -> list[Json]:
    """Everybody, with how much of what the app wrote to them is unread."""
    waiting = _waiting(workspace, channels)
    return [
        _user(user, now) | {"unread": waiting.get(user.id, 0)} for user in workspace.users.values()
    ]


def _direct(workspace: Workspace, person: User, channel: Channel) -> Json:
    return {
        "id": channel.id,
        "user_id": channel.other(person.id),
        "unread": workspace.unread(person.id, channel),
        "last_ts": _last(channel),
    }


def _view(view: View) -> Json:
    return {
        "id": view.id,
        "hash": view.hash,
        "errors": view.errors,
        "values": view.values,
        **{key: view.body.get(key) for key in VIEW_BODY},
    }


def _waiting(workspace: Workspace, channels: list[Channel]) -> dict[str, int]:
    """How much of what the app wrote to each person is unread, by user id."""
    app = workspace.bot_user
    readers = {c.other(app): c for c in channels if c.is_im and app in c.members}
    return {user: workspace.unread(user, channel) for user, channel in readers.items()}


def _user(user: User, now: datetime) -> Json:
    return {
        "id": user.id,
        "name": user.name,
        "real_name": user.real_name,
        "title": user.title,
        "tz": user.tz,
        "tz_label": user.tz_label(now),
        "local_time": now.astimezone(ZoneInfo(user.tz)).isoformat(),
        "initials": user.initials,
        "color": user.color,
        "is_bot": user.is_bot or user.id == SLACKBOT,
        "deleted": user.deleted,
    }


def _channel(workspace: Workspace, person: User, channel: Channel) -> Json:
    member = person.id in channel.members
    return {
        "id": channel.id,
        "name": channel.name,
        "topic": channel.topic,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "is_member": member,
        "bot_is_member": workspace.bot_user in channel.members,
        "unread": workspace.unread(person.id, channel) if member else 0,
        "last_ts": _last(channel),
    }


def _last(channel: Channel) -> str | None:
    return next(reversed(channel.messages), None)


def messages(workspace: Workspace, person: User, channel: Channel) -> list[Json]:
    """A channel's messages and the notes only `person` sees, oldest first."""
    with workspace.lock:
        threads = channel.threads()
        shown = [
            _message(m, len(threads.get(m.ts, []))) | {"files": _files(workspace, m)}
            for m in channel.messages.values()
        ]
    notes = [_note(note) for note in workspace.notes(person.id, channel.id)]
    return sorted([*shown, *notes], key=lambda entry: str(entry["ts"]))


def _files(workspace: Workspace, message: Message) -> list[Json]:
    """What a message shares; of what was deleted only that it was there."""
    shared = [workspace.files[file_id] for file_id in message.files]
    return [
        {"id": "" if file.is_deleted else file.id,
         "name": "This file was deleted." if file.is_deleted else file.title or file.name,
         "size": len(file.content)}
        for file in shared
    ]  # fmt: skip


def _message(message: Message, replies: int) -> Json:
    return {
        "ts": message.ts,
        "user": message.user,
        "text": message.text,
        "blocks": message.blocks,
        "edited": message.edited,
        "thread_ts": message.thread_ts,
        "reply_count": replies,
        "ephemeral": False,
        "when": moment_of(message.ts).isoformat(),
    }


def _note(note: Note) -> Json:
    return {
        "ts": note.ts,
        "user": note.author,
        "text": note.text,
        "blocks": note.blocks,
        "edited": None,
        "thread_ts": note.thread_ts,
        "reply_count": 0,
        "ephemeral": True,
        "when": moment_of(note.ts).isoformat(),
    }
