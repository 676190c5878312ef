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
    return list(_found(stage))


def _found(stage: Stage) -> Iterator[str]:
    for channel in stage.workspace.channels.values():
        for message in stage.workspace.messages(channel.id):
            if message.user != stage.workspace.bot_user:
                continue
            said = json.dumps([message.text, message.blocks], ensure_ascii=False)
            for found in (*PRETTY.findall(said), *FLEETING.findall(said)):
                yield f"“{found}” in {said[:300]}"
