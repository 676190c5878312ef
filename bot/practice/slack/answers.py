"""What an app's answer does on the screen: acknowledgements of commands, and response_url posts."""

from typing import Any

from bot.practice.slack import limits
from bot.practice.slack.errors import SlackError
from bot.practice.slack.objects import Json, ReplyAddress
from bot.practice.slack.workspace import Workspace


def show_answer(workspace: Workspace, user: str, channel: str, answer: Json) -> None:
    """Show what a command was acknowledged with, to the person alone or in the channel.

    Raises:
        SlackError: the answer breaks Slack's limits.
    """
    if not (answer.get("text") or answer.get("blocks") or answer.get("attachments")):
        return
    _check(answer)
    fields: dict[str, Any] = {"blocks": answer.get("blocks") or []}
    if answer.get("response_type") == "in_channel":
        workspace.post(
            channel,
            workspace.bot_user,
            answer.get("text") or "",
            attachments=answer.get("attachments") or [],
            bot_id=workspace.bot_id,
            app_id=workspace.app_id,
            **fields,
        )
        return
    workspace.note(user, channel, answer.get("text") or "", author=workspace.bot_user, **fields)


def respond(workspace: Workspace, reply_id: str, body: Json) -> None:
    """Carry out a post to a response_url.

    Raises:
        SlackError: expired_url, used_url, or the limits of messages.
    """
    reply = workspace.tickets.use_reply_address(reply_id)
    if body.get("delete_original") and reply.message_ts:
        _delete(workspace, reply, reply.message_ts)
        return
    if body.get("replace_original") and reply.message_ts:
        _check(body)
        _replace(workspace, reply, reply.message_ts, body)
        return
    show_answer(workspace, reply.user, reply.channel, body)


def _check(answer: Json) -> None:
    blocks = answer.get("blocks") or []
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    limits.check_message(answer.get("text"), blocks, answer.get("attachments") or [])


def _delete(workspace: Workspace, reply: ReplyAddress, ts: str) -> None:
    if reply.is_note:
        workspace.dismiss(ts)
    else:
        workspace.delete(reply.channel, ts)


def _replace(workspace: Workspace, reply: ReplyAddress, ts: str, body: Json) -> None:
    text, blocks = body.get("text") or "", body.get("blocks") or []
    if reply.is_note:
        workspace.change_note(ts, text, blocks)
    else:
        workspace.update(reply.channel, ts, text=text, blocks=blocks)
