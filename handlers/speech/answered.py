"""How a typed answer is read: which things it is about, what is said of them, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.speech import dates, grammar, phrases, typed
from handlers.speech.grammar import KnownNames, Slot
from handlers.speech.typed import Word
from storage.signs import plain

LETTERS = "TID"
"""What the numbers of things begin with."""
_AND = frozenset({"and", "&", "+", ","})
_LITTLE = frozenset({"by", "until", "till", "to", "on"})
"""Words that only lead to what an answer says."""
_TOGETHER = re.compile(r"[,;/+&]")
_DOUBTFUL = frozenset({
    "not", "no", "yet", "almost", "nearly", "half", "partly", "except", "but", "still", "soon",
    "when", "if", "once", "will", "until", "later", "maybe", "perhaps", "never", "without", "only",
    "should",
})  # fmt: skip
"""Words that make an answer another one."""
_PARTS = ",:"
_DASHES = frozenset("-–—:")
_EVIDENCE = frozenset({"evidence", "proof"})
"""Words behind which everything shows that something was done."""


@dataclass(frozen=True)
class TypedAnswer:
    """A typed answer: what it names, the words beside that, and the reason behind “because”."""

    refs: tuple[str, ...]
    words: tuple[Word, ...]
    reason: str
    parted: str = ""
    """The sign that parts the words from the number: “T-12, mail is live”; empty for none."""

    @property
    def said(self) -> str:
        """The words as a date or a name is read, without the little word before them.

        Somebody who is mentioned, or a channel, is what Slack has for them.
        """
        some = self.words[self.words[0].lead in _LITTLE :] if self.words else ()
        if len(some) == 1 and some[0].person:
            return f"<@{some[0].person}|{some[0].plain.removeprefix('@')}>"
        if len(some) == 1 and some[0].channel:
            return f"<#{some[0].channel}|{some[0].plain.removeprefix('#')}>"
        return typed.value(some)

    @property
    def left(self) -> str:
        """The words as they were typed."""
        return typed.line(self.words)

    @property
    def evidence(self) -> str | None:
        """What is said to show that something was done; None for words that are no such thing."""
        if not self.words:
            return self.reason
        shown = self.words[1:] if _is_evidence(self.words[0]) else self.words
        is_shown = all(word.link for word in shown) or (self.parted and not self._is_doubtful)
        if shown is self.words and not is_shown:
            return None
        because = f" because {self.reason}" if self.reason else ""
        return f"{' '.join(map(_with_address, shown))}{because}".strip()

    @property
    def why(self) -> str:
        """The reason: behind “because”, or behind a colon where nothing else can be meant."""
        if self.reason or self.parted != ":" or self._is_doubtful:
            return self.reason
        return self.left

    @property
    def _is_doubtful(self) -> bool:
        """Whether the words may say that it is not done, or when it will be."""
        said = {word.plain.lower() for word in self.words}
        asked = any(word.seen.endswith("?") for word in self.words)
        denied = any(each.endswith("n't") for each in map(plain, said))
        return bool(self.date) or asked or denied or not _DOUBTFUL.isdisjoint(said)

    @property
    def date(self) -> str:
        """The date somewhere in the words; empty for none."""
        if dates.looks_like_date(plain(self.said)):
            return self.said
        found = grammar.clauses(self.words, KnownNames(reasons=False))
        said = [each.said for each in found if each.kind is Slot.DATE and each.value is not None]
        return said[0] if said else ""


def read(words: Sequence[Word]) -> TypedAnswer:
    """Take an answer apart: “T-12 until friday because …”, “T-3 and T-4”, “to Logistics T-12”.

    Where nothing has the shape of a number, the first word is taken for what was meant as one.
    """
    words = [part for word in words for part in _apart(word)]
    because = next((at for at, word in enumerate(words) if word.lead == "because"), len(words))
    head, why = list(words[:because]), words[because + 1 :]
    shown = next((at for at, word in enumerate(head) if _is_evidence(word)), len(head))
    named = [at for at in range(shown) if _is_named(head, at)]
    if not named and head:
        named = [0]
    joined = {at for at in range(len(head)) if _joins(head, at, named)}
    rest = tuple(
        word
        for at, word in enumerate(head)
        if at not in joined and at not in named and word.plain.strip("-–—")
    )
    refs = tuple(dict.fromkeys(head[at].plain for at in named))
    return TypedAnswer(refs, rest, typed.line(why), _parted(head, named))


def _parted(words: Sequence[Word], named: Sequence[int]) -> str:
    """The sign behind the last number that is named before anything is said."""
    if not named or named[-1] + 1 >= len(words):
        return ""
    last, then = words[named[-1]].seen, words[named[-1] + 1].seen
    if then in _DASHES:
        return ":"
    return last[-1] if last[-1] in _PARTS else ""


def named_first(text: str) -> tuple[tuple[str, ...], str]:
    """What a text names before it says something, “T-3 and T-4”, and the rest as it was typed.

    For words that are kept as they stand, in which other things may be named as well.
    """
    refs: list[str] = []
    head, rest = phrases.first_word(text)
    while parts := _names(head):
        refs += parts
        then, behind = phrases.first_word(rest)
        goes_on = head[-1] in ",;"
        if then in _AND:
            then, behind = phrases.first_word(behind)
            goes_on = True
        if not goes_on or not _names(then):
            break
        head, rest = then, behind
    return tuple(dict.fromkeys(refs)), rest if refs else text


def _names(word: str) -> list[str]:
    """The things that one word names, “T-1” or “T-1,T-2”; none where it is anything else."""
    parts = [each.plain for each in _apart(Word(word)) if each.plain]
    found = [phrases.reference(each) for each in parts]
    if not all(each and (not each.letter or each.letter in LETTERS) for each in found):
        return []
    return parts


def _apart(word: Word) -> list[Word]:
    """Numbers that are written together, “T-1,T-2” or “T-1/T-2”, as words of their own."""
    parts = [part for part in _TOGETHER.split(word.seen) if part]
    if len(parts) < 2 or word.link or word.person:
        return [word]
    first = phrases.reference(parts[0])
    if first is None or (first.letter not in LETTERS if first.letter else "#" not in parts[0]):
        return [word]
    return [Word(part) for part in parts]


def _is_evidence(word: Word) -> bool:
    return word.lead in _EVIDENCE


def _is_named(words: Sequence[Word], at: int) -> bool:
    """Whether a word names a thing: by letter or #, or by its number behind another and “and”."""
    found = phrases.reference(words[at].seen)
    if found is None or words[at].link:
        return False
    if found.letter:
        return found.letter in LETTERS
    marked = "#" in words[at].seen
    listed = at > 1 and words[at - 1].lead in ("and", "&") and _is_named(words, at - 2)
    return marked or at == 0 or listed


def _joins(words: Sequence[Word], at: int, named: Sequence[int]) -> bool:
    return words[at].seen in _AND and at - 1 in named and at + 1 in named


def _with_address(word: Word) -> str:
    if word.link and word.seen not in word.link and word.link not in word.seen:
        return f"{word.seen} ({word.link})"
    return word.link if word.link.endswith(word.seen) and word.link else word.seen
