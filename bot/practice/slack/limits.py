"""Slack's limits for messages and views, checked on every post, update and form.

Numbers: docs.slack.dev/reference/block-kit and the pages of chat.postMessage, chat.update and
views.open. The answers are worded as Slack words them, with a JSON pointer to each problem.
"""

import json
from collections.abc import Iterator
from typing import Any

from bot.practice.slack.blockkit import block
from bot.practice.slack.blockkit.composition import (
    HOME,
    ID,
    MESSAGE,
    MODAL,
    OPTION,
    OPTION_GROUP,
    plain,
)
from bot.practice.slack.errors import SlackError
from bot.practice.slack.objects import Json
from bot.practice.slack.shapes import Problems, array, boolean, choice, record, string, units

MOST_BLOCKS = {MESSAGE: 50, MODAL: 100, HOME: 100}
LONGEST_POST, LONGEST_UPDATE = 40_000, 4_000
MOST_BLOCK_TEXT = 12_000
MOST_ATTACHMENTS = 100
LARGEST_VIEW = 250 * 1024
LARGEST_METADATA = 16 * 1024  # Slack publishes no number
MOST_OF_A_KIND = {"table": 1, "data_table": 1, "data_visualization": 2}

_VIEW = {
    "type": choice(MODAL, HOME),
    "blocks": array(block, 100),
}
_VIEW_OPTIONS = {
    "private_metadata": string(3000),
    "callback_id": ID,
    "external_id": ID,
    "clear_on_close": boolean,
    "notify_on_close": boolean,
    "submit_disabled": boolean,
    "close": plain(24),
    "submit": plain(24),
}
SUGGESTIONS = record(
    optional={"options": array(OPTION, 100), "option_groups": array(OPTION_GROUP, 100)}
)
SHAPES = {
    MODAL: record({**_VIEW, "title": plain(24)}, _VIEW_OPTIONS),
    HOME: record(_VIEW, {**_VIEW_OPTIONS, "title": plain(24)}),
}


def check_message(
    text: str | None, blocks: list[Json], attachments: list[Json], *, update: bool = False
) -> None:
    """Refuse a message that Slack would refuse.

    Raises:
        SlackError: no_text, msg_too_long, invalid_blocks, msg_blocks_too_long,
            too_many_attachments.
    """
    if not (text or blocks or attachments):
        raise SlackError("no_text")
    if units(text or "") > (LONGEST_UPDATE if update else LONGEST_POST):
        raise SlackError("msg_too_long")
    if len(attachments) > MOST_ATTACHMENTS:
        raise SlackError("too_many_attachments")
    problems = block_problems(blocks, MESSAGE)
    if problems:
        raise _invalid("invalid_blocks", problems)
    if sum(units(words) for words in _words(blocks)) > MOST_BLOCK_TEXT:
        raise SlackError("msg_blocks_too_long")


def check_view(view: Any, surface: str) -> Json:
    """Refuse a view that Slack would refuse, and return it otherwise.

    Raises:
        SlackError: invalid_arguments, view_too_large.
    """
    if not isinstance(view, dict):
        raise _invalid("invalid_arguments", ["must provide an object [json-pointer:/view]"])
    if view.get("type") != surface:
        problem = f"must be one of {surface} [json-pointer:/view/type]"
        raise _invalid("invalid_arguments", [problem])
    problems = Problems(surface)
    SHAPES[surface](problems, view, "/view")
    blocks = view.get("blocks")
    if isinstance(blocks, list):
        _check_ids(problems, blocks, "/view/blocks")
        has_input = any(isinstance(b, dict) and b.get("type") == "input" for b in blocks)
        if surface == MODAL and has_input and not view.get("submit"):
            problems.add("missing required field: submit", "/view")
    if problems.found:
        raise _invalid("invalid_arguments", problems.found)
    if len(json.dumps(view).encode()) > LARGEST_VIEW:
        raise SlackError("view_too_large")
    return view


def check_suggestions(answer: Json) -> Json:
    """Refuse choices for a menu that Slack would not show, and return them otherwise.

    Raises:
        SlackError: invalid_arguments.
    """
    problems = Problems(MODAL)
    SUGGESTIONS(problems, answer, "")
    if problems.found:
        raise _invalid("invalid_arguments", problems.found)
    return answer or {"options": []}


def check_metadata(metadata: Any) -> Json | None:
    """Refuse malformed message metadata, and return it otherwise.

    Raises:
        SlackError: invalid_metadata_format, metadata_too_large.
    """
    if not metadata:
        return None
    if not isinstance(metadata, dict):
        raise SlackError("invalid_metadata_format")
    if not isinstance(metadata.get("event_type"), str) or not isinstance(
        metadata.get("event_payload"), dict
    ):
        raise SlackError("invalid_metadata_format")
    if len(json.dumps(metadata)) > LARGEST_METADATA:
        raise SlackError("metadata_too_large")
    return metadata


def block_problems(blocks: Any, surface: str) -> list[str]:
    """What is wrong with blocks on a surface, in Slack's words; empty when nothing is."""
    problems = Problems(surface)
    array(block, MOST_BLOCKS[surface])(problems, blocks, "/blocks")
    if isinstance(blocks, list):
        _check_ids(problems, blocks, "/blocks")
        _check_kinds(problems, blocks)
    return problems.found


def _invalid(error: str, problems: list[str]) -> SlackError:
    return SlackError(error, [f"[ERROR] {problem}" for problem in problems], errors=problems)


def _check_ids(problems: Problems, blocks: list[Any], pointer: str) -> None:
    seen: set[str] = set()
    for index, item in enumerate(blocks):
        block_id = item.get("block_id") if isinstance(item, dict) else None
        if block_id and block_id in seen:
            problems.add(f"`block_id` {block_id} already exists", f"{pointer}/{index}/block_id")
        if isinstance(block_id, str):
            seen.add(block_id)


def _check_kinds(problems: Problems, blocks: list[Any]) -> None:
    kinds = [item.get("type") for item in blocks if isinstance(item, dict)]
    for kind, most in MOST_OF_A_KIND.items():
        if kinds.count(kind) > most:
            problems.add(f"no more than {most} {kind} blocks allowed", "/blocks")


def _words(value: Any) -> Iterator[str]:
    """Every text in blocks, at any depth."""
    if isinstance(value, list):
        for item in value:
            yield from _words(item)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key == "text" and isinstance(inner, str):
                yield inner
            else:
                yield from _words(inner)
