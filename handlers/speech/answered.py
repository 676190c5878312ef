"""How a typed answer is read: which things it is about, what is said of them, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.speech import blocks, dates, grammar, phrases, reasons, typed
from handlers.speech.clauses import KnownNames
from handlers.speech.naming import (
    LETTERS,
    apart,
    joining,
    mentions,
    named,
    numbered_first,
    spelled_out,
)
from handlers.speech.runs import Slot
from handlers.speech.typed import Word
from storage.signs import plain

__all__ = ["TypedAnswer", "named_first", "read"]

_AND = frozenset({"and", "&", "+", ","})
_LITTLE = frozenset({"by", "until", "till", "to", "on", "for"})
"""Words that only lead to what an answer says."""
_DOUBTFUL = frozenset({
    "not", "no", "yet", "almost", "nearly", "half", "partly", "except", "but", "still", "soon",
    "when", "if", "once", "will", "until", "later", "maybe", "perhaps", "never", "without", "only",
    "should",
})  # fmt: skip
"""Words that make an answer another one."""
_POLITE = frozenset({"please", "pls", "plz"})
"""Words that say nothing more at the end."""
_PAST = frozenset({"yesterday", "ago", "last"})
_MOST_READ = 16
"""Words among which a date or a name ends."""
_PARTS = ",:"
_DASHES = frozenset("-–—:")
_GOES_ON = frozenset({
    "is", "isn't", "was", "wasn't", "has", "had", "are", "were", "will", "would", "can", "must",
    "needs", "waits", "blocks", "depends", "comes", "goes", "says", "still", "also", "covers",
    "does", "did", "should", "may", "might", "first", "too", "or",
})  # fmt: skip
"""Words behind which a number begins a sentence."""
_FOLLOWING = (Slot.DATE, Slot.OWNER)
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
    lead: str = "because"
    """The little words before the reason: “because”, or “because of”."""
    why_words: tuple[Word, ...] = ()
    """The same reason word by word."""

    @property
    def said(self) -> str:
        """The words as a date or a name is read, without the little word before them.

        Somebody who is mentioned, or a channel, is what Slack has for them.
        """
        some = self._behind_little
        if len(some) == 1 and some[0].person:
            return f"<@{some[0].person}|{some[0].plain.removeprefix('@')}>"
        if len(some) == 1 and some[0].channel:
            return f"<#{some[0].channel}|{some[0].plain.removeprefix('#')}>"
        return typed.value(some)

    @property
    def _behind_little(self) -> tuple[Word, ...]:
        """The words behind “by”, “to”, or “ask” before somebody."""
        words = self.words
        asks = len(words) > 1 and words[0].plain.lower() == "ask" and words[1].person
        return words[bool(asks) or words[0].lead in _LITTLE :] if words else ()

    @property
    def left(self) -> str:
        """The words as they were typed."""
        return typed.line(self.words)

    @property
    def because(self) -> str:
        """The reason as it is typed again behind a command, with its little word; or nothing."""
        return blocks.escaped(self._because)

    @property
    def _because(self) -> str:
        return f" {self.lead} {self.reason}" if self.reason else ""

    @property
    def whole(self) -> str:
        """Everything that is said, the reason among it; without more than that, the reason."""
        return f"{self.left}{self._because}" if self.left else self.reason

    @property
    def evidence(self) -> str | None:
        """What is said to show that something was done; None for words that are no such thing."""
        if not self.words:
            return self.reason
        shown = self.words[1:] if _is_evidence(self.words[0]) else self.words
        is_said = self.parted and not self._is_doubtful and not mentions(shown)
        is_shown = all(word.link for word in shown) or is_said
        if shown is self.words and not is_shown:
            return None
        said = [word._replace(seen=_with_address(word)) for word in shown]
        return f"{typed.unquoted(said)}{self._because}".strip()

    @property
    def is_denied(self) -> bool:
        """Whether the words say that it is not so: “not yet”, “isn't done”, “almost”."""
        return any(phrases.denies(word.plain) for word in self.words)

    @property
    def is_about_the_past(self) -> bool:
        """Whether the date in the words says when something was, and not when it will be."""
        return not _PAST.isdisjoint(plain(self.date).lower().split())

    @property
    def begins_with_denial(self) -> bool:
        """Whether that is the first thing that they say."""
        return replace(self, words=self.words[:1]).is_denied

    @property
    def leading_date(self) -> str:
        """The longest beginning of the words that is a date, as it is read; empty for none."""
        some = self._behind_little
        ends = (typed.value(some[:end]) for end in range(min(len(some), _MOST_READ), 0, -1))
        return next((said for said in ends if dates.looks_like_date(plain(said))), "")

    @property
    def leading_name(self) -> str:
        """The person or channel that is mentioned first, as Slack has it; empty for none."""
        some = self._behind_little
        return replace(self, words=some[:1]).said if some[:1] and _is_mention(some[0]) else ""

    def behind(self, said: str) -> str:
        """The words behind the first ones, of which `said` is read."""
        for end in range(min(len(self.words), _MOST_READ), 0, -1):
            if replace(self, words=self.words[:end]).said == said:
                return typed.line(self.words[end:])
        return ""

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
        doubted = not _DOUBTFUL.isdisjoint(said)
        return bool(self.date) or asked or self.is_denied or doubted

    def with_what_follows(self) -> TypedAnswer:
        """The same answer where behind its reason and a comma it says when or to whom, and no more.

        “because they got it again, by monday to @lee”. Not for what closes something: when it was
        done is part of the reason there.
        """
        for at, word in enumerate(self.why_words, 1):
            why, tail = self.why_words[:at], self.why_words[at:]
            if word.seen.endswith((",", ";")) and _says_when_or_who(tail):
                reason = reasons.behind(why).rstrip(" ,;")
                return replace(self, words=(*self.words, *tail), reason=reason, why_words=why)
        return self

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
    because = next((at for at, word in enumerate(words) if word.lead == "because"), len(words))
    head, why = list(words[:because]), words[because + 1 :]
    if len(head) > 1 and head[-1].plain.lower() in _POLITE:
        head.pop()
    shown = next((at for at, word in enumerate(head) if _is_evidence(word)), len(head))
    # What is kept as it was typed names nothing: neither a reason nor what shows it.
    about = spelled_out([part for word in head[:shown] for part in apart(word)])
    head = [*about, *head[shown:]]
    called = named(about) or ({0: head[0].plain} if head else {})
    joined = joining(head, called)
    rest = tuple(
        word
        for at, word in enumerate(head)
        if at not in joined and at not in called and word.plain.strip("-–—")
    )
    refs = tuple(dict.fromkeys(called.values()))
    lead = "because of" if reasons.led_by_of(why) else "because"
    parted = _parted(head, list(called))
    return TypedAnswer(refs, rest, reasons.behind(why), parted, lead, tuple(why))


def _parted(words: Sequence[Word], named: Sequence[int]) -> str:
    """The sign behind the last number that is named before anything is said."""
    if not named or named[-1] + 1 >= len(words):
        return ""
    last, then = words[named[-1]].seen, words[named[-1] + 1].seen
    if then in _DASHES:
        return ":"
    return last[-1] if last[-1] in _PARTS else ""


def _says_when_or_who(words: Sequence[Word]) -> bool:
    """Whether all of these words are a date or somebody."""
    found = grammar.clauses(words, KnownNames(reasons=False))
    said = [each for each in found if each.value is not None and each.kind in _FOLLOWING]
    return bool(words) and sum(each.end - each.start for each in said) == len(words)


def named_first(text: str) -> tuple[tuple[str, ...], str]:
    """What a text names before it says something, “T-3 and T-4”, and the rest as it was typed.

    For words that are kept as they stand, in which other things may be named as well.
    """
    refs: list[str] = []
    head, rest = _first(text)
    while parts := _names(head):
        refs += parts
        then, behind = _first(rest)
        goes_on = head[-1] in ",;"
        if then in _AND:
            then, behind = _first(behind)
            goes_on = True
        if not _names(then) or not (goes_on or _is_named_too(then, behind)):
            break
        head, rest = then, behind
    return tuple(dict.fromkeys(refs)), rest if refs else text


def _first(text: str) -> tuple[str, str]:
    """The first word, “task 7” as T-7, and the rest."""
    return phrases.first_word(numbered_first(text))


def _is_named_too(word: str, behind: str) -> bool:
    """Whether a number right behind another is named as well, and begins no sentence.

    “T-1 T-2 hello” is about both, “T-1 T-2 is the same” about the first alone.
    """
    then = phrases.first_word(behind)[0].lower()
    return "-" in word and bool(then) and then not in _GOES_ON


def _names(word: str) -> list[str]:
    """The things that one word names, “T-1” or “T-1,T-2”; none where it is anything else."""
    parts = [each.plain for each in apart(Word(word)) if each.plain]
    found = [phrases.reference(each) for each in parts]
    if not all(each and (not each.letter or each.letter in LETTERS) for each in found):
        return []
    return parts


def _is_mention(word: Word) -> bool:
    return bool(word.person or word.channel)


def _is_evidence(word: Word) -> bool:
    return word.lead in _EVIDENCE


def _with_address(word: Word) -> str:
    if word.link and word.seen not in word.link and word.link not in word.seen:
        return f"{word.seen} ({word.link})"
    return word.link if word.link.endswith(word.seen) and word.link else word.seen
