"""Ids in Slack's style, and those that Slack adds to blocks and elements that come without."""

import copy
import secrets

from bot.practice.slack.objects import Json


def new_id(kind: str) -> str:
    """An id in Slack's style: a letter and ten capitals or digits."""
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
    return kind + "0" + "".join(secrets.choice(letters) for _ in range(9))


def with_ids(blocks: list[Json]) -> list[Json]:
    """A copy of blocks in which each has a block_id and each element an action_id, as Slack does.

    Elements without an action_id get one only where people can act on them.
    """
    result = copy.deepcopy(blocks)
    for block in result:
        block.setdefault("block_id", secrets.token_urlsafe(4)[:5])
        for element in elements_of(block):
            if element.get("type") not in (None, "image", "mrkdwn", "plain_text"):
                element.setdefault("action_id", secrets.token_urlsafe(4)[:5])
    return result


def elements_of(block: Json) -> list[Json]:
    """The elements of a block that people can act on: of actions, input, section and context."""
    if block.get("type") in ("actions", "context_actions"):
        return list(block.get("elements", []))
    single = block.get("accessory") or block.get("element")
    return [single] if isinstance(single, dict) else []
