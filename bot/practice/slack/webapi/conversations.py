"""The methods about channels and direct messages: list, look into, open, read back."""

from collections.abc import Sequence
from datetime import timedelta

from bot.practice.slack.clock import moment_of, stamp
from bot.practice.slack.errors import SlackError
from bot.practice.slack.objects import Channel, Json, Message
from bot.practice.slack.webapi.call import Call, Method, cursor
from bot.practice.slack.webapi.chat import message_json
from bot.practice.slack.workspace import Workspace

TYPE_OF_KIND = {"channels": "public_channel", "groups": "private_channel", "im": "im"}
ANY_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
ANY_READ = ("channels:read", "groups:read", "im:read", "mpim:read")


def channel_json(workspace: Workspace, channel: Channel) -> Json:
    """Slack's channel object."""
    body: Json = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.is_archived,
        "is_im": channel.is_im,
        "is_org_shared": False,
        "context_team_id": workspace.team_id,
        "updated": 0,
    }
    if channel.is_im:
        other = channel.other(workspace.bot_user)
        gone = workspace.users[other].deleted
        return {**body, "user": other, "is_user_deleted": gone, "priority": 0}
    nothing = {"value": "", "creator": "", "last_set": 0}
    return {
        **body,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_general": channel.name == "general",
        "is_shared": bool(channel.shared_with),
        "is_ext_shared": bool(channel.shared_with),
        "is_pending_ext_shared": bool(channel.sharing_pending),
        "pending_shared": list(channel.sharing_pending),
        "pending_connected_team_ids": list(channel.sharing_pending),
        "shared_team_ids": [workspace.team_id, *channel.shared_with],
        "is_member": workspace.bot_user in channel.members,
        "topic": {**nothing, "value": channel.topic},
        "purpose": nothing,
        "num_members": len(channel.members),
    }


def list_channels(call: Call) -> Json:
    """conversations.list: what the app can see of the types asked for."""
    types = str(call.get("types") or "public_channel").split(",")
    found = [c for c in _visible(call, types) if not _hidden(call, c)]
    page, following = call.page(found, 100)
    return _listing(call, page, following)


def users_conversations(call: Call) -> Json:
    """users.conversations: where a user (the bot by default) is a member."""
    types = str(call.get("types") or "public_channel").split(",")
    user = str(call.get("user") or call.workspace.bot_user)
    call.workspace.user(user)
    found = [c for c in _visible(call, types) if user in c.members and not _hidden(call, c)]
    page, following = call.page(found, 100)
    return _listing(call, page, following)


def _listing(call: Call, page: Sequence[Channel], following: str) -> Json:
    channels = [channel_json(call.workspace, c) for c in page]
    return {"channels": channels, "response_metadata": {"next_cursor": following}}


def _hidden(call: Call, channel: Channel) -> bool:
    return channel.is_archived and call.flag("exclude_archived")


def _visible(call: Call, types: list[str]) -> list[Channel]:
    workspace = call.workspace
    for kind, name in TYPE_OF_KIND.items():
        if name in types:
            call.need(f"{kind}:read")
    unknown = set(types) - {*TYPE_OF_KIND.values(), "mpim"}
    if unknown:
        raise SlackError("invalid_types")
    with workspace.lock:
        channels = sorted(workspace.channels.values(), key=lambda c: c.id)
    return [
        c
        for c in channels
        if TYPE_OF_KIND[c.kind] in types and (not c.is_private or workspace.bot_user in c.members)
    ]


def info(call: Call) -> Json:
    """conversations.info."""
    channel = call.readable_channel("read")
    body = channel_json(call.workspace, channel)
    if not call.flag("include_num_members"):
        body.pop("num_members", None)
    return {"channel": body}


def members(call: Call) -> Json:
    """conversations.members."""
    channel = call.readable_channel("read")
    page, following = call.page(sorted(channel.members), 100)
    return {"members": list(page), "response_metadata": {"next_cursor": following}}


def open_dm(call: Call) -> Json:
    """conversations.open: the direct message with one person."""
    workspace = call.workspace
    if call.get("channel"):
        channel = call.readable_channel("read")
        return {"channel": {"id": channel.id}, "no_op": True, "already_open": True}
    users = [name for name in str(call.get("users") or "").split(",") if name]
    if not users:
        raise SlackError("users_list_not_supplied")
    call.need("im:write" if len(users) == 1 else "mpim:write")
    if len(users) > 1:
        raise SlackError("not_enough_users")  # group messages are not part of the practice
    user = workspace.user(users[0])
    if user.deleted:
        raise SlackError("user_disabled")
    if user.is_bot:
        raise SlackError("cannot_dm_bot")
    channel = workspace.open_dm(workspace.bot_user, user.id)
    if call.flag("return_im"):
        return {"channel": channel_json(workspace, channel)}
    return {"channel": {"id": channel.id}}


def join(call: Call) -> Json:
    """conversations.join: the bot enters a public channel."""
    workspace = call.workspace
    channel = workspace.channel(str(call.get("channel")))
    if channel.is_private:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    with workspace.changing():
        channel.members.add(workspace.bot_user)
    return {"channel": channel_json(workspace, channel)}


def history(call: Call) -> Json:
    """conversations.history: newest first; answers in threads are left out."""
    channel = call.readable_channel("history")
    messages = [m for m in _seen(call, channel) if not m.is_reply or m.broadcast]
    messages.sort(key=lambda m: m.ts, reverse=True)
    page, following = _older(call, messages)
    return {
        "messages": _listed(call, channel, page),
        "has_more": bool(following),
        "pin_count": 0,
        "channel_actions_ts": None,
        "channel_actions_count": 0,
        "response_metadata": {"next_cursor": following},
    }


def _older(call: Call, messages: list[Message]) -> tuple[list[Message], str]:
    """A page of messages, newest first, and the cursor of the next.

    The cursor names a stamp, so that messages posted meanwhile do not shift the pages.
    """
    before = call.position("next_ts")
    if before:
        messages = [m for m in messages if m.ts < stamp(before)]
    limit = call.limit(100)
    if len(messages) <= limit:
        return messages, ""
    page = messages[:limit]
    return page, cursor("next_ts", int(page[-1].ts.replace(".", "")))


def replies(call: Call) -> Json:
    """conversations.replies: a thread, oldest first, its first message included."""
    channel = call.readable_channel("history")
    ts = str(call.get("ts"))
    start = channel.messages.get(ts)
    if start is None:
        raise SlackError("thread_not_found")
    thread = start.thread_ts or start.ts
    messages = [m for m in _seen(call, channel) if m.ts == thread or m.thread_ts == thread]
    messages.sort(key=lambda m: m.ts)
    page, following = call.page(messages, 1000)
    return {
        "messages": _listed(call, channel, page),
        "has_more": bool(following),
        "response_metadata": {"next_cursor": following},
    }


def _seen(call: Call, channel: Channel) -> list[Message]:
    """The messages between oldest and latest that the history already shows."""
    workspace = call.workspace
    oldest, latest = str(call.get("oldest") or "0"), call.get("latest")
    for name, given in (("oldest", oldest), ("latest", latest)):
        if given and not str(given).replace(".", "", 1).isdigit():
            raise SlackError(f"invalid_ts_{name}")
    inclusive = call.flag("inclusive")
    low = moment_of(oldest)
    high = moment_of(str(latest)) if latest else None
    shown_until = workspace.clock.now() - timedelta(seconds=workspace.faults.history_lag)

    def between(message: Message) -> bool:
        moment = moment_of(message.ts)
        if inclusive and moment in (low, high):
            return moment <= shown_until
        return low < moment <= shown_until and (high is None or moment < high)

    with workspace.lock:
        return [m for m in channel.messages.values() if between(m)]


def _listed(call: Call, channel: Channel, messages: Sequence[Message]) -> list[Json]:
    """Messages as history gives them: with the size of the thread below each."""
    full = call.flag("include_all_metadata")
    with call.workspace.lock:
        threads = channel.threads()
    return [
        {
            **message_json(call.workspace, message, all_metadata=full),
            **_thread_json(message, threads.get(message.ts, [])),
        }
        for message in messages
    ]


def _thread_json(message: Message, answers: list[Message]) -> Json:
    if not answers:
        return {}
    users = list(dict.fromkeys(answer.user for answer in answers))
    return {
        "thread_ts": message.ts,
        "reply_count": len(answers),
        "reply_users": users,
        "reply_users_count": len(users),
        "latest_reply": answers[-1].ts,
        "is_locked": False,
        "subscribed": False,
    }


_LIST = ("types", "exclude_archived", "limit", "cursor")
_SPAN = ("oldest", "latest", "inclusive", "limit", "cursor", "include_all_metadata")
METHODS = {
    "conversations.list": Method(list_channels, "tier 2", (), _LIST, ANY_READ),
    "users.conversations": Method(users_conversations, "tier 2", (), (*_LIST, "user"), ANY_READ),
    "conversations.info": Method(
        info, "tier 3", ("channel",), ("include_locale", "include_num_members"), ANY_READ
    ),
    "conversations.members": Method(members, "tier 4", ("channel",), ("limit", "cursor"), ANY_READ),
    "conversations.open": Method(
        open_dm, "tier 3", (), ("channel", "users", "return_im", "prevent_creation")
    ),
    "conversations.join": Method(join, "tier 3", ("channel",), (), ("channels:join",)),
    "conversations.history": Method(history, "tier 3", ("channel",), _SPAN, ANY_HISTORY),
    "conversations.replies": Method(replies, "tier 3", ("channel", "ts"), _SPAN, ANY_HISTORY),
}
