"""How people phrase a command: mentions, reasons and the little words that lead a clause."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers.speech import cleaning
from handlers.speech.errors import MissingWords

# Every pattern takes time in proportion to the text: no part of it can be tried from each sign on.
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
_CHANNEL = re.compile(r"<#([CG][A-Z0-9]+)(?:\|[^<>]*)?>")
_LABELLED = re.compile(r"<([@#])[A-Z0-9]+\|([^<>]*)>")
_BY = re.compile(r"^(?:by|until|till|to|on)\s+", re.IGNORECASE)
_BECAUSE = re.compile(r"(?:^|[\s,])because\s+(?=\S)", re.IGNORECASE)


@dataclass(frozen=True)
class TypedAnswer:
    """A typed answer: which item, the words after it, and the reason."""

    ref: str
    words: str
    reason: str


@dataclass(frozen=True)
class Explained:
    """Words, and the reason that followed “because”."""

    words: str
    reason: str


def split_reason(text: str) -> Explained:
    """Take the reason off the end: everything after the first “because”."""
    parts = _BECAUSE.split(text, maxsplit=1)
    if len(parts) == 1:
        return Explained(text.strip(), "")
    return Explained(parts[0].strip(" ,"), parts[1].strip())


def read_answer(text: str, usage: str) -> TypedAnswer:
    """“T-12 until friday because …” taken apart; the little word before the middle is dropped.

    Raises MissingWords with the usage when nothing is named.
    """
    explained = split_reason(text)
    ref, rest = first_word(explained.words)
    if not ref:
        raise MissingWords(usage=usage)
    return TypedAnswer(ref, _BY.sub("", rest), explained.reason)


def first_word(text: str) -> tuple[str, str]:
    """The first word, and the rest."""
    head, *rest = text.split(maxsplit=1) or [""]
    return head, "".join(rest).strip()


def mentioned(text: str) -> str | None:
    """The Slack id in the first mention of a person."""
    match = _MENTION.search(text)
    return match[1] if match else None


def mentioned_channel(text: str) -> str | None:
    """The Slack id in the first mention of a channel."""
    match = _CHANNEL.search(text)
    return match[1] if match else None


def mention_at(text: str) -> re.Match[str] | None:
    """Where the first mention of a person stands; its id is group 1."""
    return _MENTION.search(text)


def one_line(text: str) -> str:
    """Words with one space between them, whatever white space was typed."""
    return " ".join(text.split())


def readable(text: str) -> str:
    """Text as its writer saw it: Slack's escapes undone, mentions as @name and #channel.

    It is cleaned once more, since what stood beside a mention now stands beside a letter.
    """
    named = _LABELLED.sub(r"\1\2", text)
    plain = named.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return cleaning.clean(plain)


@dataclass(frozen=True)
class Reference:
    """How people name a numbered thing: its letter, empty where they left it out, and number."""

    letter: str
    number: int


_REFERENCE = re.compile(r"#?([A-Za-z])?-?(\d{1,9})", re.ASCII)


def reference(words: str) -> Reference | None:
    """What “T-12”, “t12”, “#12” or plain “12” names; None when it is no such name."""
    match = _REFERENCE.fullmatch(words.strip())
    return Reference((match[1] or "").upper(), int(match[2])) if match else None
