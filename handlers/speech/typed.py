"""What somebody typed, word by word: as they saw it, and in the one form in which it is read.

Slack's own markup is read back into what its writer saw:
https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from handlers.speech import cleaning
from storage.signs import plain

NOBODY: Mapping[str, str] = {}
MOST_WORDS = 2_000
"""As many as a command can have; of a longer text the rest is one word."""
MOST_IN_APOSTROPHES = 8
"""Words between two apostrophes that can still be a quotation."""

# Each pattern is tried once from each sign, and ends at the next “<”.
_MARKUP = r"<(?:[@#!]|[a-z][a-z0-9+.-]*:)[^<>]*>"
_WORD = re.compile(rf"(?:{_MARKUP}|[^\s<]+|<)+", re.IGNORECASE)
_INSIDE = re.compile(_MARKUP, re.IGNORECASE)
_UNLABELLED = re.compile(r"<@([UW][A-Z0-9]+)>")
_JOINED = re.compile(r"(<@[^<>]*>)([/+&,;:|–—-]*)(?=[<@A-Za-z])")
MOST_TOGETHER = 20
"""People in one word that are told apart."""
_LONGEST_LEAD = 12
LABELS = {
    **dict.fromkeys(("owner:", "who:", "assignee:", "assigned:"), "to"),
    **dict.fromkeys(("customer:", "account:", "client:"), "for"),
    **dict.fromkeys(("department:", "team:"), "in"),
    **dict.fromkeys(("deadline:", "date:", "when:", "due:"), "by"),
    **dict.fromkeys(("reason:", "why:"), "because"),
    **dict.fromkeys(("priority:", "prio:"), "sev"),
}
"""Names of fields, as people label them, by the little words that lead to the same."""
_CODE = "`"
_MARKS = ('"', "'", _CODE)
_TO_EVERYBODY = ("here", "channel", "everyone")
_OPENING, _CLOSING = "([{`*_~", ")]}`*_~.,;:!?"
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


class Word(NamedTuple):
    """One word. `person` and `channel` are Slack ids, `group` is a user group's name."""

    seen: str
    person: str = ""
    channel: str = ""
    group: str = ""
    link: str = ""
    quote: int = 0
    """How many words the quotation has that begins here; 0 where none does."""
    quoted: bool = False
    """Whether it stands inside of a quotation."""

    @property
    def plain(self) -> str:
        """In the form in which it is read, without the signs around it."""
        return plain(self.seen).lstrip(_OPENING + '"').rstrip(_CLOSING + '"')

    @property
    def lead(self) -> str:
        """In the form in which a little word is looked for; empty where it can be none."""
        if self.quoted or len(self.seen) > _LONGEST_LEAD:
            return ""
        return _lead(self.seen)


@lru_cache(maxsize=1_024)
def _lead(seen: str) -> str:
    # Each word of a command is asked for this five times, and the little words are few.
    word = plain(seen).lower().lstrip(",;(")
    return LABELS.get(word, word.rstrip(":"))


class _Piece(NamedTuple):
    """What a piece of markup means."""

    seen: str
    person: str = ""
    channel: str = ""
    group: str = ""
    link: str = ""


def words(text: str, handles: Mapping[str, str] = NOBODY) -> list[Word]:
    """The words of a text in order; `handles` are those of people who are mentioned by id alone."""
    found, end = [], 0
    for match in islice(_WORD.finditer(text), MOST_WORDS):
        found += [_read(part, handles) for part in _each_alone(match[0])]
        end = match.end()
    rest = cleaning.line(seen(text[end:], handles))
    return _quotations([*found, Word(rest)] if rest else found)


def unlabelled(text: str) -> list[str]:
    """The Slack ids of people who are mentioned without their handle."""
    return list(dict.fromkeys(_UNLABELLED.findall(text)))


def seen(text: str, handles: Mapping[str, str] = NOBODY, *, addresses: bool = False) -> str:
    """A text as its writer saw it; with `addresses`, each link says where it leads."""
    shown = []
    for part in _parts(text, handles):
        shown.append(_shown(part))
        if addresses and isinstance(part, _Piece) and part.seen not in part.link:
            shown.append(f" ({part.link})" if part.link else "")
    # Cleaned once more, since what stood beside a mention now stands beside a letter.
    return cleaning.clean("".join(shown))


def as_read(text: str) -> str:
    """A text on one line, Slack's escapes read back and its mentions as they are."""
    return " ".join(_unescaped(text).split())


def line(some: Sequence[Word]) -> str:
    """Words on one line, as their writer saw them."""
    return cleaning.line(" ".join(word.seen for word in some))


def unquoted(some: Sequence[Word]) -> str:
    """The same without the quotation marks around all of it: it is quoted where it is shown."""
    is_quoted = bool(some) and some[0].quote == len(some)
    return value(some) if is_quoted else line(some)


def value(some: Sequence[Word]) -> str:
    """Words as somebody's name or a date is read, without quotation marks and marks around it."""
    said = line(some).lstrip(_OPENING).rstrip(_CLOSING.replace(".", ""))
    bare = plain(said)
    for mark in ('"', "'"):
        if len(bare) > 2 and bare[0] == mark and bare.rstrip(".")[-1] == mark:
            return said.rstrip(".")[1:-1].strip(" ,;")
    return said.strip(" ,;")


def names(some: Sequence[Word]) -> list[str]:
    """What words may be the name of, the likeliest first: as they stand, and without marks around.

    A bracket, an exclamation mark or a full stop may belong to a name or to the sentence.
    """
    bare = value(some)
    return list(dict.fromkeys([line(some).strip(" ,;"), bare, bare.rstrip(".")]))


def _each_alone(word: str) -> list[str]:
    """A word in which somebody is mentioned beside more, “@tom/@sara”, as words of their own."""
    if not 0 < word.count("<@") <= MOST_TOGETHER:
        return [word]
    parts, end = list[str](), 0
    for match in _JOINED.finditer(word):
        parts += [word[end : match.end(1)], match[2]]
        end = match.end()
    return [part for part in [*parts, word[end:]] if part]


def _read(word: str, handles: Mapping[str, str]) -> Word:
    """What stands between white space; a label may have spaces in it."""
    if "<" not in word:
        plain_word = Word(_unescaped(word))
        return _with_address(plain_word) if "://" in word else plain_word
    parts = list(_parts(word, handles))
    meant = [part for part in parts if isinstance(part, _Piece)]
    shown = cleaning.line("".join(map(_shown, parts)))
    return _with_address(
        Word(
            shown,
            person=next((piece.person for piece in meant if piece.person), ""),
            channel=next((piece.channel for piece in meant if piece.channel), ""),
            group=next((piece.group for piece in meant if piece.group), ""),
            link=next((piece.link for piece in meant if piece.link), ""),
        )
    )


def _with_address(word: Word) -> Word:
    if word.link:
        return word
    address = _ADDRESS.search(word.seen)
    return word._replace(link=address[0].rstrip(_CLOSING)) if address else word


def _parts(text: str, handles: Mapping[str, str]) -> Iterator[_Piece | str]:
    """The markup in a text, and what stands between, in order."""
    end = 0
    for match in _INSIDE.finditer(text):
        yield _unescaped(text[end : match.start()])
        yield _read_markup(match[0], handles)
        end = match.end()
    yield _unescaped(text[end:])


def _shown(part: _Piece | str) -> str:
    return part.seen if isinstance(part, _Piece) else part


def _read_markup(markup: str, handles: Mapping[str, str]) -> _Piece:
    """A mention, a channel, a user group, a date or a link."""
    target, _, label = markup[1:-1].partition("|")
    label = _unescaped(label)
    match target[0]:
        case "@":
            name = label.removeprefix("@") or handles.get(target[1:], target[1:])
            return _Piece(f"@{name}", person=target[1:])
        case "#":
            return _Piece(f"#{label.removeprefix('#') or target[1:]}", channel=target[1:])
        case "!":
            return _read_special(target[1:], label)
        case _:
            address = _unescaped(target)
            shown = label or address.removeprefix("mailto:").removeprefix("tel:")
            return _Piece(shown, link=address)


def _read_special(target: str, label: str) -> _Piece:
    kind, _, rest = target.partition("^")
    if kind == "subteam":
        name = f"@{label.removeprefix('@') or rest}"
        return _Piece(name, group=name)
    return _Piece(f"@{kind}" if kind in _TO_EVERYBODY else label or kind)


def _unescaped(text: str) -> str:
    if "&" not in text:
        return text
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _quotations(found: list[Word]) -> list[Word]:
    """The same words, those between a mark before a word and one behind a word marked as quoted."""
    if not any(mark in plain(word.seen) for word in found for mark in _MARKS):
        return found
    closes = {mark: _closing(found, mark) for mark in _MARKS}
    if all(each[0] < 0 for each in closes.values() if each):
        return found
    marked, at = list(found), 0
    while at < len(found):
        last = max(_ends_at(closes, at, mark) for mark in _opened(found[at]))
        if last < 0:
            at += 1
            continue
        for inner in range(at, last + 1):
            count = last + 1 - at if inner == at else 0
            marked[inner] = found[inner]._replace(quote=count, quoted=True)
        at = last + 1
    return marked


def _opened(word: Word) -> tuple[str, str]:
    """The marks with which a quotation may begin here: of code, and inside of it."""
    shown = plain(word.seen).lstrip(_OPENING.replace(_CODE, ""))
    return shown[:1], shown.lstrip(_OPENING)[:1]


def _ends_at(closes: Mapping[str, list[int]], at: int, mark: str) -> int:
    """Where the quotation ends that begins here with a mark; -1 where none does.

    One word of code is no quotation: people mark numbers and days so.
    """
    last = closes[mark][at] if mark in closes else -1
    is_one_of_code = mark == _CODE and last == at
    return -1 if is_one_of_code or (mark == "'" and last - at >= MOST_IN_APOSTROPHES) else last


def _closing(found: Sequence[Word], mark: str) -> list[int]:
    """For each word, the first one from there on that ends with a quotation mark; -1 for none."""
    nearest, closes, around = -1, [-1] * len(found), _CLOSING.replace(mark, "")
    for at in range(len(found) - 1, -1, -1):
        shown = found[at].seen
        if mark in plain(shown) and len(shown) > 1 and plain(shown).rstrip(around).endswith(mark):
            nearest = at
        closes[at] = nearest
    return closes
