"""The methods that write messages: post, update, delete, show to one person, link to."""

from typing import Any

from bot.practice.slack import limits
from bot.practice.slack.errors import RateLimitedError, SlackError
from bot.practice.slack.objects import SLACKBOT, Channel, Json, Message
from bot.practice.slack.webapi.call import Call, Method
from bot.practice.slack.workspace import Workspace

WORDING = ("text", "blocks", "attachments", "parse", "link_names", "as_user", "markdown_text")
LOOKS = ("username", "icon_emoji", "icon_url", "mrkdwn")


def message_json(workspace: Workspace, message: Message, *, all_metadata: bool = True) -> Json:
    """Slack's message object."""
    body: Json = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "text": message.text,
        "team": workspace.team_id,
    }
    if message.bot_id:
        body["bot_id"] = message.bot_id
        body["app_id"] = message.app_id
        body["bot_profile"] = {
            "id": message.bot_id,
            "app_id": message.app_id,
            "user_id": message.user,
            "name": workspace.users[message.user].real_name,
            "deleted": False,
            "updated": 0,
            "team_id": workspace.team_id,
        }
    if message.blocks:
        body["blocks"] = message.blocks
    if message.attachments:
        body["attachments"] = message.attachments
    if message.files:
        body["files"] = workspace.files_of(message)
    if message.subtype:
        body["subtype"] = message.subtype
    if message.edited:
        body["edited"] = {"user": message.bot_id or message.user, "ts": message.edited}
    if message.thread_ts:
        body["thread_ts"] = message.thread_ts
    if message.metadata:
        only_type = {"event_type": message.metadata["event_type"]}
        body["metadata"] = message.metadata if all_metadata else only_type
    return body


def permalink(workspace: Workspace, channel: Channel, message: Message) -> str:
    """The address of a message in the browser."""
    address = (
        f"https://{workspace.company.domain}.slack.com/archives/{channel.id}"
        f"/p{message.ts.replace('.', '')}"
    )
    if message.is_reply:
        address += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return address


def writable(call: Call, argument: str = "channel") -> Channel:
    """The channel to write to; SlackError as documented for chat.postMessage."""
    workspace, name = call.workspace, str(call.get(argument))
    if name == SLACKBOT or name == workspace.bot_user:
        raise SlackError("cannot_dm_bot")
    channel = workspace.named(name) if name.startswith("#") else workspace.channel(name)
    inside = workspace.bot_user in channel.members
    if not inside and channel.is_private:
        raise SlackError("channel_not_found")
    if channel.is_archived:
        raise SlackError("is_archived")
    if not inside and "chat:write.public" not in call.scopes:
        raise SlackError("not_in_channel")
    if channel.is_im:
        _check_reachable(workspace, channel)
    return channel


def _check_reachable(workspace: Workspace, channel: Channel) -> None:
    if workspace.users[channel.other(workspace.bot_user)].deleted:
        raise SlackError("user_disabled")
    home = workspace.manifest.get("features", {}).get("app_home", {})
    if not home.get("messages_tab_enabled", False):
        raise SlackError("messages_tab_disabled")


def _content(call: Call, *, update: bool = False) -> Json:
    """The checked text, blocks and attachments that were given."""
    names = ("text", "blocks", "attachments")
    given: Json = {name: call.get(name) for name in names if name in call.arguments}
    if "markdown_text" in call.arguments:
        if given:
            raise SlackError("markdown_text_conflict")
        markdown = {"type": "markdown", "text": call.get("markdown_text")}
        given = {"text": call.get("markdown_text"), "blocks": [markdown]}
    text = given.get("text")
    if text is not None and not isinstance(text, str):
        raise SlackError("invalid_arguments", ["[ERROR] must be a string [json-pointer:/text]"])
    limits.check_message(
        text, given.get("blocks") or [], given.get("attachments") or [], update=update
    )
    return given


def _thread(call: Call, channel: Channel) -> str | None:
    """The stamp of the thread to answer in; SlackError thread_not_found."""
    ts = call.get("thread_ts")
    if not ts:
        return None
    parent = channel.messages.get(str(ts))
    if parent is None:
        raise SlackError("thread_not_found")
    return parent.thread_ts or parent.ts


def post_message(call: Call) -> Json:
    """chat.postMessage."""
    workspace = call.workspace
    channel = writable(call)
    content = _content(call)
    thread = _thread(call, channel)
    metadata = limits.check_metadata(call.get("metadata"))
    wait = workspace.rates.post(channel.id)
    if wait:
        raise RateLimitedError(wait)
    message = workspace.post(
        channel.id,
        workspace.bot_user,
        content.get("text") or "",
        blocks=content.get("blocks") or [],
        attachments=content.get("attachments") or [],
        metadata=metadata,
        thread_ts=thread,
        broadcast=call.flag("reply_broadcast"),
        bot_id=workspace.bot_id,
        app_id=workspace.app_id,
    )
    return {
        "channel": channel.id,
        "ts": message.ts,
        "message": message_json(workspace, message),
    }


def update(call: Call) -> Json:
    """chat.update; what is not given stays as it was."""
    workspace = call.workspace
    channel = workspace.channels.get(str(call.get("channel")))
    if channel is None or (channel.is_private and workspace.bot_user not in channel.members):
        raise SlackError("channel_not_found")
    if channel.is_archived:
        raise SlackError("is_archived")
    message = _own(call, channel, "cant_update_message")
    fields: dict[str, Any] = _content(call, update=True)
    fields = {name: value if value is not None else "" for name, value in fields.items()}
    if "metadata" in call.arguments:
        fields["metadata"] = limits.check_metadata(call.get("metadata"))
    message = workspace.update(channel.id, message.ts, **fields)
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": message_json(workspace, message),
    }


def delete(call: Call) -> Json:
    """chat.delete."""
    channel = call.workspace.channel(str(call.get("channel")))
    message = _own(call, channel, "cant_delete_message")
    call.workspace.delete(channel.id, message.ts)
    return {"channel": channel.id, "ts": message.ts}


def _own(call: Call, channel: Channel, refusal: str) -> Message:
    """The bot's own message named in the call."""
    message = call.workspace.message(channel.id, str(call.get("ts")))
    if message.bot_id != call.workspace.bot_id:
        raise SlackError(refusal)
    return message


def post_ephemeral(call: Call) -> Json:
    """chat.postEphemeral."""
    workspace = call.workspace
    channel = writable(call)
    user = str(call.get("user"))
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    content = _content(call)
    note = workspace.note(
        user,
        channel.id,
        content.get("text") or "",
        blocks=content.get("blocks") or [],
        author=workspace.bot_user,
        thread_ts=_thread(call, channel),
    )
    return {"message_ts": note.ts}


def get_permalink(call: Call) -> Json:
    """chat.getPermalink."""
    workspace = call.workspace
    channel = workspace.channel(str(call.get("channel")))
    message = workspace.message(channel.id, str(call.get("message_ts")))
    return {"channel": channel.id, "permalink": permalink(workspace, channel, message)}


_WRITE = ("chat:write",)
METHODS = {
    "chat.postMessage": Method(
        post_message,
        "special",
        ("channel",),
        (
            *WORDING,
            *LOOKS,
            "thread_ts",
            "reply_broadcast",
            "metadata",
            "unfurl_links",
            "unfurl_media",
        ),
        _WRITE,
    ),
    "chat.update": Method(
        update,
        "tier 3",
        ("channel", "ts"),
        (*WORDING, "metadata", "reply_broadcast", "file_ids", "unfurl_links", "unfurl_media"),
        _WRITE,
    ),
    "chat.delete": Method(delete, "tier 3", ("channel", "ts"), ("as_user",), _WRITE),
    "chat.postEphemeral": Method(
        post_ephemeral, "tier 4", ("channel", "user"), (*WORDING, *LOOKS, "thread_ts"), _WRITE
    ),
    "chat.getPermalink": Method(get_permalink, "special", ("channel", "message_ts")),
}
