"""How long words are as Slack may count them, and how they are cut without breaking a sign."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from handlers.speech import cleaning

ELLIPSIS = "…"
_LAST_OF_ONE_UNIT = "\uffff"
_JOINER = "\u200d"
_LONGEST_SIGN = 40
"""Parts of one visible sign, such as a family or a flag, that are kept together."""
_LONGEST_ENTITY = len("&amp;")
_SENTENCE = re.compile(r"(?<=\w\w\w)[.!?]+(?= )")
"""Where a sentence ends: behind a word of some length, so that “e.g. this” is none."""
_LINES = 50


def units(words: str) -> int:
    """The length in UTF-16 code units, in which an emoji counts as two.

    Slack's documents say "characters" and its clients are written in JavaScript, which counts so.
    It is the strictest way to count: whatever fits so fits in any other.
    """
    return len(words.encode("utf-16-le", "surrogatepass")) // 2


def cut(words: str, most: int) -> str:
    """`words`, ended with an ellipsis where they are longer than `most` units (1 or more)."""
    if _end(words, most) == len(words):
        return words
    return words[: _between_signs(words, _end(words, most - 1))].rstrip() + ELLIPSIS


def head(words: str, most: int) -> str:
    """The beginning of `words` in at most `most` units (1 or more), up to a space if one is near.

    What is left begins right behind it.
    """
    end = _end(words, most)
    if end == len(words):
        return words
    space = max(words.rfind(" ", 0, end), words.rfind("\n", 0, end)) + 1
    return words[: space if 2 * space > end else max(1, _between_signs(words, end))]


def parts(words: str, most: int) -> Iterator[str]:
    """All of `words`, in parts of at most `most` units each."""
    rest = words
    while rest:
        part = head(rest, most)
        yield part
        rest = rest[len(part) :]


def cut_markup(markup: str, most: int) -> str:
    """The same for Slack's markup: no entity (&amp;), mention or link is cut in two."""
    if _end(markup, most) == len(markup):
        return markup
    end = _between_signs(markup, _end(markup, most - 1))
    opened = markup.rfind("<", 0, end)
    if opened > markup.rfind(">", 0, end):
        end = opened
    entity = markup.rfind("&", max(0, end - _LONGEST_ENTITY), end)
    if entity >= 0 and ";" not in markup[entity:end]:
        end = entity
    return markup[:end].rstrip() + ELLIPSIS


def fit(built: list[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    """Blocks with at most so much text: the longest lines are cut, so that none is left out."""
    texts = list(_texts(built))
    if sum(units(text["text"]) for text in texts) <= most:
        return built
    for separator in ("\n", None):
        pieces = [text["text"].split(separator) if separator else [text["text"]] for text in texts]
        lengths = [units(piece) for each in pieces for piece in each]
        breaks = len(lengths) - len(texts)
        if sum(lengths) + breaks > most:
            longest = _level(lengths, max(0, most - breaks))
            for text, each in zip(texts, pieces, strict=True):
                text["text"] = "\n".join(cut_markup(piece, longest) for piece in each)
    return built


def _texts(built: Any) -> Iterator[dict[str, Any]]:
    """Every text in blocks, at any depth."""
    if isinstance(built, dict) and isinstance(built.get("text"), str):
        yield built
    elif isinstance(built, dict | list):
        for inner in built.values() if isinstance(built, dict) else built:
            yield from _texts(inner)


def _level(lengths: Sequence[int], most: int) -> int:
    """The length to which the longest are cut, so that all together have at most `most`."""
    left, waiting = most, len(lengths)
    for length in sorted(lengths):
        if length * waiting > left:
            return max(1, left // waiting)
        left, waiting = left - length, waiting - 1
    return most


def _end(words: str, most: int) -> int:
    """How many characters fit into `most` units."""
    if 2 * len(words) <= most:
        return len(words)
    left = most
    for index, sign in enumerate(words):
        left -= 2 if sign > _LAST_OF_ONE_UNIT else 1
        if left < 0:
            return index
    return len(words)


def _between_signs(words: str, end: int) -> int:
    """`end`, or a little before it where it would cut what is seen as one sign."""
    for at in range(end, max(0, end - _LONGEST_SIGN), -1):
        if not _is_joined(words, at):
            return at
    return end


def _is_joined(words: str, at: int) -> bool:
    """Whether the characters before and after this place are seen as one sign."""
    before, after = words[at - 1], words[at]
    if before == _JOINER or after == _JOINER or _adds(after):
        return True
    return _is_flag_half(before) and _is_flag_half(after) and _halves_before(words, at) % 2 == 1


def _adds(sign: str) -> bool:
    """Accents, variation selectors, skin tones and the letters of regional flags."""
    is_tone = "\U0001f3fb" <= sign <= "\U0001f3ff"
    return is_tone or "\U000e0020" <= sign <= "\U000e007f" or unicodedata.category(sign)[0] == "M"


def _is_flag_half(sign: str) -> bool:
    return "\U0001f1e6" <= sign <= "\U0001f1ff"


def _halves_before(words: str, at: int) -> int:
    count = 0
    while count < at and _is_flag_half(words[at - count - 1]):
        count += 1
    return count


def first_sentence(words: str, most: int) -> str:
    """The first sentence of a message on one line, at most so long."""
    lines = [cleaning.line(line) for line in words.split("\n", maxsplit=_LINES)]
    first = next(filter(None, lines), "")
    end = _SENTENCE.search(first)
    return cut(first[: end.end()].strip() if end else first, most)
