"""What stays in a conversation names the day: no message says a word that turns untrue later."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from tests.stage import Stage

PRETTY = re.compile(r"<!date\^[^>]*_pretty\}[^>]*>")
"""Slack's own “Today” and “Tomorrow”: odd after “by”, and another word for each reader."""
FLEETING = re.compile(r"\b(?:by|on|since|until|due) (?:today|tomorrow|yesterday)\b", re.IGNORECASE)


def fleeting(stage: Stage) -> list[str]:
    """Whatever any message of Duly's says that is true on one day alone."""
    return [
        f"“{found}” in {said[:300]}"
        for said in said_in_messages(stage)
        for found in (*PRETTY.findall(said), *FLEETING.findall(said))
    ]


def said_in_messages(stage: Stage) -> Iterator[str]:
    """Each message of Duly's, with its markup."""
    for channel in stage.workspace.channels.values():
        for message in stage.workspace.messages(channel.id):
            if message.user == stage.workspace.bot_user:
                yield json.dumps([message.text, message.blocks], ensure_ascii=False)
