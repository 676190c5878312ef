"""The methods for files: what Slack tells of one that people have shared, and how apps upload one.

An upload goes in three steps: it is announced, its bytes are sent to an address made for it, and
it is completed, which shows it in a channel
(docs.slack.dev/messaging/working-with-files#upload).
"""

from typing import Any

from bot.practice.slack import limits
from bot.practice.slack.errors import SlackError
from bot.practice.slack.files import MOST_BYTES, SharedFile, Upload
from bot.practice.slack.ids import new_id
from bot.practice.slack.objects import Channel, Json
from bot.practice.slack.webapi import chat
from bot.practice.slack.webapi.call import Call, Method


def info(call: Call) -> Json:
    """files.info: a file, for whoever is where it was shared."""
    workspace = call.workspace
    file = workspace.files.get(str(call.get("file")))
    if file is None or not workspace.is_in_reach(file.id):
        raise SlackError("file_not_found")
    if file.is_deleted:
        raise SlackError("file_deleted")
    told = file.to_slack(workspace.base_url, workspace.team_id)
    return {"file": told | _shares(call, file)}


def _shares(call: Call, file: SharedFile) -> Json:
    """Where a file was shared, and by which messages."""
    kinds: dict[str, list[str]] = {"channels": [], "groups": [], "ims": []}
    shares: dict[str, Json] = {}
    for channel in list(call.workspace.channels.values()):
        stamps = [each.ts for each in channel.messages.values() if file.id in each.files]
        if not stamps:
            continue
        kind = "ims" if channel.is_im else channel.kind
        kinds[kind].append(channel.id)
        told = [{"ts": ts, "channel_name": channel.name} for ts in stamps]
        shares.setdefault("private" if channel.is_private else "public", {})[channel.id] = told
    return {**kinds, "shares": shares}


def get_upload_url(call: Call) -> Json:
    """files.getUploadURLExternal: an address for so many bytes, and the id of the file to be."""
    length = str(call.get("length"))
    if not length.isdigit() or not 0 < int(length) <= MOST_BYTES:
        raise SlackError("invalid_arguments", ["[ERROR] must be a positive number [/length]"])
    name = str(call.get("filename"))
    if not name:
        raise SlackError("invalid_arguments", ["[ERROR] must not be empty [/filename]"])
    workspace, upload = call.workspace, Upload(new_id("F"), name, int(length))
    with workspace.changing():
        workspace.uploads[upload.id] = upload
    return {"file_id": upload.id, "upload_url": f"{workspace.base_url}/upload/v1/{upload.id}"}


def complete_upload(call: Call) -> Json:
    """files.completeUploadExternal: what was uploaded becomes files, shown in a channel."""
    workspace = call.workspace
    with workspace.changing():
        given = [(_upload(call, each), each) for each in _given(call)]
        channel = chat.writable(call, "channel_id") if call.get("channel_id") else None
        comment = str(call.get("initial_comment") or "")
        limits.check_message(comment or "-", [], [], update=False)
        files = [_file(call, upload, str(each.get("title") or "")) for upload, each in given]
        if channel is not None:
            _show(call, channel, comment, [file.id for file in files])
    return {"files": [_completed(call, file) for file in files]}


def _given(call: Call) -> list[Json]:
    given: Any = call.get("files")
    is_list = isinstance(given, list) and all(isinstance(each, dict) for each in given)
    if not is_list or not given:
        raise SlackError("invalid_arguments", ["[ERROR] must be a list of files [/files]"])
    return list(given)


def _upload(call: Call, given: Json) -> Upload:
    """One that was announced and filled, and is not completed yet; SlackError file_not_found."""
    upload = call.workspace.uploads.get(str(given.get("id")))
    if upload is None or upload.content is None or upload.is_completed:
        raise SlackError("file_not_found")
    return upload


def _file(call: Call, upload: Upload, title: str) -> SharedFile:
    workspace, upload.is_completed = call.workspace, True
    created = int(workspace.clock.now().timestamp())
    content = upload.content or b""
    file = SharedFile(upload.id, upload.name, content, workspace.bot_user, created, title=title)
    workspace.files[file.id] = file
    return file


def _show(call: Call, channel: Channel, comment: str, file_ids: list[str]) -> None:
    workspace = call.workspace
    workspace.post(
        channel.id, workspace.bot_user, comment, bot_id=workspace.bot_id,
        app_id=workspace.app_id, subtype="file_share", files=file_ids,
    )  # fmt: skip


def _completed(call: Call, file: SharedFile) -> Json:
    """What Slack tells at once; who may not read files reads no more than this."""
    if "files:read" not in call.scopes:
        return {"id": file.id, "title": file.title}
    return file.to_slack(call.workspace.base_url, call.workspace.team_id)


_WRITE = ("files:write",)
METHODS = {
    "files.info": Method(info, "tier 4", ("file",), scopes=("files:read",)),
    "files.getUploadURLExternal": Method(
        get_upload_url, "tier 4", ("filename", "length"), ("alt_txt", "snippet_type"), _WRITE
    ),
    "files.completeUploadExternal": Method(
        complete_upload,
        "tier 4",
        ("files",),
        ("channel_id", "initial_comment", "thread_ts", "channels", "blocks"),
        _WRITE,
    ),
}
