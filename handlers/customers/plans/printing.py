"""A plan becomes one page here: printable, and whole without anything beside it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined
from slackblocks import Block

from handlers.speech import blocks
from handlers.speech.request import Json

_PAGES = Environment(
    loader=PackageLoader("handlers.customers.plans", "page"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_HEAD = re.compile(r"\*(?P<head>[^*\n]{1,200})\*(?P<rest>.*)", re.DOTALL)
_MENTION = re.compile(r"<@(?P<who>[A-Z0-9]{1,40})>", re.ASCII)
_BULLET = "• "


@dataclass(frozen=True)
class PrintedPart:
    """One part of a plan: what it is called, its sentences, and what is listed below them."""

    head: str
    lines: Sequence[str]
    entries: Sequence[str]


def page(title: str, occasion: str, parts: Iterable[Block], names: Mapping[str, str]) -> str:
    """The whole file: HTML with its style in it, no script, no outside address.

    `parts` are those of the plan in Slack; their buttons are left out. `names` are those of people,
    by Slack id.
    """
    texts = [_text(each) for each in blocks.message(*parts)]
    told = [_part(_named(text, names)) for text in texts if text]
    return _PAGES.get_template("plan.html").render(title=title, occasion=occasion, parts=told)


def mentioned(parts: Iterable[Block]) -> set[str]:
    """The Slack ids of those who are named in it."""
    texts = [_text(each) for each in blocks.message(*parts)]
    return {found["who"] for text in texts for found in _MENTION.finditer(text)}


def _text(block: Json) -> str:
    """The markup of a section or of a small line; empty for anything else."""
    found: Json = block.get("text") or next(iter(block.get("elements", ())), {})
    return str(found.get("text") or "")


def _named(text: str, names: Mapping[str, str]) -> str:
    return _MENTION.sub(lambda found: html.escape(names.get(found["who"], "somebody")), text)


def _part(markup: str) -> PrintedPart:
    found = _HEAD.fullmatch(markup)
    head, rest = (found["head"], found["rest"]) if found else ("", markup)
    lines = [_plain(each) for each in rest.strip().splitlines() if each.strip()]
    return PrintedPart(
        _plain(head),
        [each for each in lines if not each.startswith(_BULLET)],
        [each.removeprefix(_BULLET) for each in lines if each.startswith(_BULLET)],
    )


def _plain(markup: str) -> str:
    """Words without what marks them in Slack."""
    return html.unescape(markup.replace("*", "").replace("`", "")).strip()
