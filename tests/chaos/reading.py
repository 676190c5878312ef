"""How the workspace reads at the end: every message of Duly's, by what it shows to people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.practice.slack.clock import moment_of
from bot.practice.slack.objects import Json
from tests import cast
from tests.chaos.world import HANDLES, Story, Watched

_KEY = re.compile(r"[0-9a-f]{32}")
"""What begins with the milliseconds in which it was made."""
_TOKEN = re.compile(r"\btk\d{5}\b")
_STATE = re.compile(r"^([TI]-\d+) · ([^·]+?)(?: · .*)?$")
_QUESTION = re.compile(r"^([DE]-\d+) · ")
_DAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+ \w{3}"
_DIGEST = re.compile(rf"^[^·]+ · week to {_DAY}")
_STANDINGS = re.compile(
    r"^\*(?:By department|\S+ accounts? to look after|Decisions waiting|Closed with a no)"
)
"""What a digest of the executives rests on, in its thread."""
_DUE = re.compile(rf"^\*Due\*\n({_DAY})$")
BUNDLE = re.compile(r"^(?:One thing|\S+ things)(?: of yours| of your department)? stays? late[:.]")
"""How a bundle begins in which all stays late: with a Monday line."""
_OF_DAY = re.compile(rf"^{_DAY}(?: · .*)?$")
"""What stands beneath the header of any other bundle."""
_ONE = re.compile(rf"^{_DAY} · ([TID]-\d+)(?: · .*)?$")
"""The same, where the header is the one thing itself."""
_NAMED = re.compile(r"\*[^*]*\* \(([TID]-\d+)\)|^• ([TID]-\d+) ", re.MULTILINE)
_MORE = re.compile(r"Show all(?: ([\d,]+))?…")
_MOVED = re.compile(r"^\*[TI]-\d+ .*\*: <@\w+> (?:took it over|has it now|gave this to)")
_NEWS = re.compile(r"^(?:→|✓) \*[TI]-\d+ |^\*What became of what|^<@\w+> said no to \*[TI]-\d+ ")
FURTHER_DOWN = "what is new stands further down."
"""What is left of a message whose card has come again."""
_OFFER_GONE = "Nothing to answer here."
_OFFER = " offers you "


class Kind(StrEnum):
    """What a message is."""

    CARD = "card"
    OFFER = "offer"
    QUESTION = "question"
    DIGEST = "digest"
    STANDINGS = "standings"
    """What a digest rests on, in its thread."""
    BUNDLE = "bundle"
    NEWS = "news"
    """What became of what somebody asked, and what leads to a card that has come again."""
    WORDS = "words"


@dataclass
class Seen:
    """One message as people see it."""

    story: Story
    kind: Kind
    reader: str
    at: datetime
    text: str
    token: str = ""
    ref: str = ""
    state: str = ""
    due: str = ""
    tokens: set[str] = field(default_factory=set)
    named: list[tuple[str, str]] = field(default_factory=list)
    more: int = 0

    @property
    def written_at(self) -> float:
        """When Duly wrote it, in seconds of the machine's own clock, as its key has it; 0 if not.

        It may have reached its reader much later.
        """
        return int(self.story.key[:12], 16) / 1000 if _KEY.fullmatch(self.story.key) else 0.0

    def __str__(self) -> str:
        place = f"messages of {HANDLES[self.reader]}" if self.reader else self.story.channel
        return f"{self.at:%a %H:%M:%S} in {place}: {self.text}"


def transcript(slack: Watched) -> str:
    """Everything that Duly wrote, with all that each message ever showed."""
    lines = []
    for seen in read(slack):
        lines.append(f"{seen.kind} {seen} ({seen.story.ts}, key {seen.story.key})")
        lines += [
            f"    {version.at:%a %H:%M:%S} {' | '.join(_texts(version.blocks))}"
            for version in seen.story.versions
        ]
    return "\n".join(lines)


def read(slack: Watched) -> list[Seen]:
    """Every message of Duly's, channel by channel in the order in which they stand there."""
    readers = {
        channel.id: channel.other(cast.BOT) for channel in slack.channels.values() if channel.is_im
    }
    return [_read(story, readers.get(story.channel, "")) for story in slack.stories()]


def _read(story: Story, reader: str) -> Seen:
    first, last = _texts(story.first.blocks), _texts(story.last.blocks)
    kind = Kind.NEWS if last and FURTHER_DOWN in last[0] else _kind(story, first)
    seen = Seen(story, kind, reader, moment_of(story.ts), story.last.text)
    seen.tokens = set(_TOKEN.findall(" ".join(last)))
    if seen.kind == Kind.BUNDLE:
        seen.named = list(_named(first))
        seen.more = sum(map(_more, story.first.blocks))
    elif seen.kind in {Kind.CARD, Kind.OFFER}:
        title = " ".join(last[:1])
        found = _TOKEN.search(title)
        seen.token = found[0] if found else ""
        _read_state(seen, last)
    elif seen.kind == Kind.QUESTION:
        seen.ref = next(found[1] for line in first if (found := _QUESTION.match(line)))
    return seen


def _kind(story: Story, first: list[str]) -> Kind:
    """What it was when it was posted; a card may say little by the end."""
    if first and BUNDLE.match(first[0]):
        return Kind.BUNDLE
    if len(first) > 1 and _is_header(story) and _OF_DAY.match(first[1]):
        return Kind.BUNDLE
    if any(_OFFER in line for line in first) or (first and first[0].endswith(_OFFER_GONE)):
        return Kind.OFFER
    if first and _NEWS.search(first[0]):
        return Kind.NEWS
    if story.under and first and _STANDINGS.match(first[0]):
        return Kind.STANDINGS
    if first and _MOVED.match(first[0]):
        return Kind.CARD
    if _is_header(story) and len(first) > 1:
        for pattern, kind in (
            (_STATE, Kind.CARD),
            (_QUESTION, Kind.QUESTION),
            (_DIGEST, Kind.DIGEST),
        ):
            if pattern.match(first[1]):
                return kind
    return Kind.WORDS


def _is_header(story: Story) -> bool:
    return bool(story.first.blocks) and story.first.blocks[0]["type"] == "header"


def _read_state(seen: Seen, last: list[str]) -> None:
    for line in last:
        found = _STATE.match(line)
        if found:
            seen.ref, seen.state = found[1], found[2].strip()
        due = _DUE.match(line)
        if due:
            seen.due = due[1]


def _named(texts: list[str]) -> Iterator[tuple[str, str]]:
    """The reference of each reminder, with what is said of it, and of all in its paragraph."""
    one = _ONE.match(texts[1]) if len(texts) > 1 else None
    if one:
        yield one[1], " ".join([texts[0], *texts[2:3]])
    for text in texts:
        found = [*_NAMED.finditer(text)]
        ends = [*(each.start() for each in found[1:]), len(text)]
        for each, end in zip(found, ends, strict=False):
            said = f"{text[each.start() : end]} {text[: found[0].start()]}"
            yield next(filter(None, each.groups())), said


def token_in(words: str) -> str:
    """The token of a subject in a sentence; empty when there is none."""
    found = _TOKEN.search(words)
    return found[0] if found else ""


def _more(block: Json) -> int:
    """How many things a button leads to that shows all of a bundle; at least one."""
    labels = [str(each.get("text", {}).get("text")) for each in block.get("elements", [])
              if each.get("type") == "button"]  # fmt: skip
    found = filter(None, map(_MORE.fullmatch, labels))
    return sum(int((each[1] or "1").replace(",", "")) for each in found)


def _texts(blocks: Iterable[Json]) -> list[str]:
    """Every text of a message, block by block; buttons are left out."""
    found: list[str] = []
    for block in blocks:
        parts = [block.get("text"), *block.get("fields", []), *block.get("elements", [])]
        texts = [part for part in parts if part and part.get("type") in {"mrkdwn", "plain_text"}]
        found += [str(text["text"]) for text in texts]
    return found
