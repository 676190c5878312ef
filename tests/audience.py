"""No channel ever shows the title of a private thing, whatever a story was about.

But for the channel in which the executives were asked, which shows its own decisions.
"""

from __future__ import annotations

import json

from sqlmodel import Session, select

from bot.practice.slack.workspace import Workspace
from handlers.people import audiences
from handlers.speech import blocks
from storage.audiences import Audience
from storage.decisions import Decision
from storage.issues import Issue
from storage.tasks import Task

SHORTEST = 8
"""Characters of a title that is no word of anything else."""


def told_in_channels(session: Session, team_id: str, workspace: Workspace) -> list[str]:
    """Private things that Duly names in a channel of people who may not see them."""
    found = []
    for table in (Task, Issue, Decision):
        wanted = (table.team_id == team_id, table.audience == Audience.PRIVATE)
        for thing in session.exec(select(table).where(*wanted)):
            if len(thing.title) >= SHORTEST:
                found += [
                    f"{thing.ref} is private, and #{name} shows “{thing.title}”"
                    for name in _channels(workspace, thing.title)
                    if not _is_for_executives(thing, workspace.named(f"#{name}").id)
                ]
    return found


def _is_for_executives(thing: Task | Issue | Decision, channel_id: str) -> bool:
    return audiences.is_among_executives(thing) and channel_id == "C0EXEC"


def _channels(workspace: Workspace, title: str) -> list[str]:
    """The channels in which a message of Duly's says this now, as plain text or as markup."""
    written = [json.dumps(each)[1:-1] for each in (title, blocks.safe(title))]
    return [
        channel.name
        for channel in workspace.channels.values()
        if not channel.is_im
        and any(
            message.user == workspace.bot_user
            and any(each in json.dumps([message.text, message.blocks]) for each in written)
            for message in channel.messages.values()
        )
    ]
