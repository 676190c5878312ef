"""How people name things in a command: by a mention, by a number, by its first word."""

from __future__ import annotations

import re
from dataclasses import dataclass

from storage.signs import plain

# Every pattern takes time in proportion to the text: no part of it can be tried from each sign on.
MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
_CHANNEL = re.compile(r"<#([CG][A-Z0-9]+)(?:\|[^<>]*)?>")


DENYING = frozenset({
    "not", "no", "never", "almost", "nearly", "half", "hardly", "partly", "without",
})  # fmt: skip
"""Words that say that something is not so, or not all of it."""


def denies(word: str) -> bool:
    """Whether a word, without the signs around it, says that something is not so: “isn't”."""
    said = word.lower()
    return said in DENYING or said.endswith(("n't", "dont"))


def first_word(text: str) -> tuple[str, str]:
    """The first word, and the rest."""
    head, *rest = text.split(maxsplit=1) or [""]
    return head, "".join(rest).strip()


def mentioned(text: str) -> str | None:
    """The Slack id in the first mention of a person."""
    match = MENTION.search(text)
    return match[1] if match else None


def mentioned_channel(text: str) -> str | None:
    """The Slack id in the first mention of a channel."""
    match = _CHANNEL.search(text)
    return match[1] if match else None


def one_line(text: str) -> str:
    """A command's words with one space between them, whatever white space was typed."""
    return " ".join(text.split())


@dataclass(frozen=True)
class Reference:
    """How people name a numbered thing: its letter, empty where they left it out, and number."""

    letter: str
    number: int


_REFERENCE = re.compile(r"#?([A-Za-z])?-?(\d{1,9})", re.ASCII)
_AROUND = " \n\t.,:;!?()[]{}`*_~'\""


def reference(words: str) -> Reference | None:
    """What “T-12”, “t12”, “#12”, “(T-12).” or plain “12” names; None when it is no such name."""
    match = _REFERENCE.fullmatch(plain(words).strip(_AROUND))
    return Reference((match[1] or "").upper(), int(match[2])) if match else None
