"""Which answers are about one thing: those that share two of three words. No model reads them.

A word is taken in its plain form (“invoices” is “invoice”), and two words that nearly always stand
together are one (“credit note”). What comes out hangs on the answers alone, not on the order or the
files in which they came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from math import log2
from uuid import UUID

from storage import similar, terms
from storage.themes import FEWEST_ANSWERS

FEWEST_CUSTOMERS = 3
"""Answers of so many customers are a theme, or as many answers as everybody may read of."""
MARKED_BY, SHARED = 3, 2
"""A theme has so many words at most, and an answer with so many of them belongs to it."""
TOGETHER = 0.8
"""Two words that stand beside each other in so much of what has either are one."""
SHORTEST_WORD, LEAST_SEEN = 3, 2
MOST_WORDS, MOST_READ = 16, 2_000
"""Words that are weighed of one answer, and characters of it that are read."""
EVERYWHERE, OF_MANY = 0.5, 40
"""Of so many answers, a word that stands in more than half of them marks none."""
PLAIN = similar.PLAIN | frozenset({
    "answer", "bit", "case", "customer", "dear", "good", "great", "hello", "hi", "just", "lot",
    "made", "make", "many", "much", "need", "nice", "ok", "okay", "please", "quite", "rather",
    "really", "regards", "thank", "thanks", "thing", "things", "think", "too", "want", "well",
    "within", "would", "yes", "yet",
    "aber", "auch", "auf", "bei", "das", "dass", "den", "der", "des", "die", "ein", "eine",
    "einen", "fur", "haben", "ich", "ihr", "immer", "ist", "mit", "nicht", "noch", "nur", "oder",
    "sehr", "sich", "sie", "sind", "und", "uns", "von", "wie", "wir", "zu", "zum", "zur",
    "avec", "ces", "dans", "est", "et", "les", "leur", "mais", "nous", "par", "pas", "plus",
    "pour", "que", "qui", "sont", "sur", "tres", "une", "vos", "votre", "vous",
    "como", "con", "del", "el", "esta", "las", "los", "muy", "para", "pero", "por", "sin", "son",
    "una", "uno",
})  # fmt: skip
"""Words that say nothing of what an answer is about, in four languages."""


@dataclass(frozen=True)
class Wording:
    """The words of one answer, who gave it, and what they are called: no name marks a theme."""

    key: str
    words: str
    customer: UUID | None = None
    called: str = ""


@dataclass(frozen=True)
class WordGroup:
    """Answers that share words: `marks` are the plain forms of these, `words` how they are said."""

    marks: tuple[str, ...]
    words: tuple[str, ...]
    keys: tuple[str, ...]
    customers: frozenset[UUID] = field(default=frozenset())

    @property
    def is_theme(self) -> bool:
        """Whether enough customers write of it for it to be looked at."""
        return len(self.keys) >= FEWEST_ANSWERS or len(self.customers) >= FEWEST_CUSTOMERS


def plain_words(words: str, called: str = "") -> list[tuple[str, str]]:
    """The words of an answer that may mark it, in order: the plain form of each, and itself.

    Whatever stands between two of them breaks a pair: an empty one stands for it.
    """
    own = set(terms.of(called))
    found = []
    for each in terms.of(words[:MOST_READ]):
        tells = len(each) >= SHORTEST_WORD and each.isalpha()
        is_mark = tells and each not in PLAIN and each not in own
        found.append((terms.stem(each), each) if is_mark else ("", ""))
    return found


def has_marks(words: str, marks: Iterable[str], called: str = "") -> bool:
    """Whether an answer has enough of the words of a theme to belong to it."""
    plain = [stem for stem, _ in plain_words(words, called)]
    there = {*plain, *(f"{one} {next_one}" for one, next_one in pairwise(plain))}
    return sum(each in there for each in marks) >= SHARED


def grouped(said: Iterable[Wording]) -> list[WordGroup]:
    """Themes of these answers, that with most customers first; each answer belongs to one at most.

    The same answers give the same themes, in whatever order they come.
    """
    found = {each.key: each for each in sorted(said, key=lambda each: (each.key, each.words))}
    read = {each.key: plain_words(each.words, each.called) for each in found.values()}
    customers = {key: each.customer for key, each in found.items()}
    groups: list[WordGroup] = []
    # What many say in the same two words alone shares no third one: they are taken apart again.
    for words in (_joined(read), _apart(read)):
        taken = {key for group in groups for key in group.keys}
        rest = {key: each for key, each in words.items() if key not in taken}
        left = _Left(_usable(rest), customers)
        while group := left.best():
            groups.append(_in_words(group, read))
            left.drop(group.keys)
    return sorted(groups, key=lambda each: (-len(each.customers), -len(each.keys), each.marks))


def _apart(read: Mapping[str, Sequence[tuple[str, str]]]) -> dict[str, frozenset[str]]:
    return {key: frozenset(stem for stem, _ in words if stem) for key, words in read.items()}


def _joined(read: Mapping[str, Sequence[tuple[str, str]]]) -> dict[str, frozenset[str]]:
    """The plain words of each answer, with those that always stand together as one."""
    seen: Counter[str] = Counter()
    beside: Counter[tuple[str, str]] = Counter()
    for words in read.values():
        plain = [stem for stem, _ in words]
        seen.update({each for each in plain if each})
        beside.update({(one, two) for one, two in pairwise(plain) if one and two and one != two})
    often = [
        pair
        for pair, number in beside.items()
        if number > LEAST_SEEN and number >= TOGETHER * max(seen[pair[0]], seen[pair[1]])
    ]
    one_word: set[tuple[str, str]] = set()
    taken: set[str] = set()
    for pair in sorted(often, key=lambda each: (-beside[each], each)):
        if taken.isdisjoint(pair):
            one_word.add(pair)
            taken.update(pair)
    return {key: _with_pairs([stem for stem, _ in words], one_word) for key, words in read.items()}


def _with_pairs(plain: Sequence[str], one_word: set[tuple[str, str]]) -> frozenset[str]:
    pairs = [pair for pair in pairwise(plain) if pair in one_word]
    parts = {each for pair in pairs for each in pair}
    return frozenset({*(f"{one} {two}" for one, two in pairs), *(set(plain) - parts - {""})})


def _usable(joined: Mapping[str, frozenset[str]]) -> dict[str, Sequence[str]]:
    """Of each answer the words that others have too, the most common first, and not too many."""
    seen = Counter(each for words in joined.values() for each in words)
    most = EVERYWHERE * len(joined) if len(joined) >= OF_MANY else len(joined)
    marks = {each for each, number in seen.items() if LEAST_SEEN < number <= most}
    return {
        key: sorted(words & marks, key=lambda each: (-seen[each], each))[:MOST_WORDS]
        for key, words in joined.items()
    }


class _Left:
    """The answers that belong to no theme yet, by their words and by every two of them."""

    def __init__(
        self, usable: Mapping[str, Sequence[str]], customers: Mapping[str, UUID | None]
    ) -> None:
        self._usable = dict(usable)
        self._customers = customers
        self._having: dict[str, set[str]] = {}
        self._pairs: Counter[tuple[str, str]] = Counter()
        for key, words in self._usable.items():
            self._pairs.update(combinations(sorted(words), 2))
            for each in words:
                self._having.setdefault(each, set()).add(key)

    def best(self) -> WordGroup | None:
        """The group whose words belong together most; None where no theme is left."""
        frequent = [each for each in self._pairs if self._pairs[each] > LEAST_SEEN]
        for pair in sorted(frequent, key=self._weight):
            group = self._around(pair)
            if group.is_theme:
                return group
        return None

    def drop(self, keys: Iterable[str]) -> None:
        """These answers belong to a theme now."""
        for key in keys:
            words = self._usable.pop(key)
            self._pairs.subtract(combinations(sorted(words), 2))
            for each in words:
                self._having[each].discard(key)

    def _weight(self, pair: tuple[str, str]) -> tuple[float, tuple[str, str]]:
        """How much more often two words stand in one answer than by chance, and how often."""
        number = self._pairs[pair]
        expected = len(self._having[pair[0]]) * len(self._having[pair[1]]) / len(self._usable)
        return -number * log2(1 + number / expected), pair

    def _around(self, pair: tuple[str, str]) -> WordGroup:
        """Two words, the one that most often goes with both, and what has two of the three."""
        one, two = (self._having[each] for each in pair)
        both = one & two
        others = Counter(each for key in both for each in self._usable[key] if each not in pair)
        third = min(others, key=lambda each: (-others[each], each), default="")
        if others[third] < LEAST_SEEN:
            return self._group(pair, both)
        return self._group((*pair, third), both | ((one | two) & self._having[third]))

    def _group(self, marks: tuple[str, ...], keys: set[str]) -> WordGroup:
        who = frozenset(each for key in keys if (each := self._customers[key]))
        return WordGroup(marks, marks, tuple(sorted(keys)), who)


def _in_words(group: WordGroup, read: Mapping[str, Sequence[tuple[str, str]]]) -> WordGroup:
    """The same as it is said: each word in its most common form, the most common first."""
    forms: dict[str, Counter[str]] = {}
    for key in group.keys:
        for one, two in pairwise([*read[key], ("", "")]):
            forms.setdefault(one[0], Counter())[one[1]] += 1
            forms.setdefault(f"{one[0]} {two[0]}", Counter())[f"{one[1]} {two[1]}"] += 1
    often = {mark: sum(forms[mark].values()) for mark in group.marks}
    marks = tuple(sorted(group.marks, key=lambda each: (-often[each], each)))
    words = tuple(min(forms[each], key=lambda form: (-forms[each][form], form)) for each in marks)
    return WordGroup(marks, words, group.keys, group.customers)
