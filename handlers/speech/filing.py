"""What of a typed command is filed, what is left to the title, and what has to be asked about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from handlers.speech import grammar
from handlers.speech.clauses import Clause
from handlers.speech.runs import Slot
from handlers.speech.typed import Word


@dataclass(frozen=True)
class Unknown:
    """A little word and what stands behind it, where nothing of that name is known.

    `follows` says that it stands right behind a clause that is filed, so that it can hardly be part
    of the title; `named` says that it begins like a name.
    """

    clause: Clause
    said: str
    lead: str
    follows: bool
    named: bool

    @property
    def typed(self) -> str:
        """The whole of it, as it was typed."""
        return f"{self.lead} {self.said}"


@dataclass
class Filing:
    """A command while it is filed: its words, the clauses in them, and those filed so far."""

    words: Sequence[Word]
    found: Sequence[Clause]
    filed: list[Clause] = field(default_factory=list)

    def known(self, kind: Slot) -> list[Clause]:
        """The clauses of a kind with a value, from left to right."""
        return [each for each in self.found if each.kind is kind and each.value is not None]

    def unknown(self) -> Iterator[Unknown]:
        """What may have been meant as a clause: it ends where another begins, or follows one."""
        for each in self.found:
            if each.value is None and each.said:
                yield Unknown(each, each.said, "", follows=False, named=False)
                continue
            said = grammar.behind(self.words, each, self.found)
            if each.value is not None or not said:
                continue
            starts = [other.start for other in self.found if other.start > each.start]
            end = min(starts, default=len(self.words))
            first = self.words[each.start + 1]
            yield Unknown(
                replace(each, end=end, said=said, value=said),
                said,
                self.words[each.start].seen.lstrip(",;("),
                follows=each.start > 0 and self.is_filed(each.start - 1),
                named=first.quoted or first.seen[:1].isupper(),
            )

    def is_filed(self, at: int) -> bool:
        """Whether a word belongs to a clause that is filed."""
        return any(each.start <= at < each.end for each in self.filed)

    def ends_at(self, at: int) -> bool:
        """Whether nothing stands there, or a clause begins."""
        return at >= len(self.words) or any(each.start == at for each in self.found)

    def as_typed(self, clause: Clause) -> str:
        """The words of a clause as they were typed."""
        return " ".join(word.seen for word in self.words[clause.start : clause.end])

    @property
    def title(self) -> str:
        """What is left for the title.

        In the midst of it, for whom and where may be said: “Ask for Acme to pay the bill”.
        """
        return grammar.rest(self.words, [each for each in self.filed if self._leaves(each)])

    def begins_sentence(self, behind: int) -> bool:
        """Whether the first clause is part of a sentence: “In Billing nobody answers”."""
        if self.is_filed(behind) or behind >= len(self.words):
            return False
        return self.words[0].seen.istitle() and self.words[behind].seen[:1].islower()

    def _leaves(self, clause: Clause) -> bool:
        if clause.kind not in (Slot.CUSTOMER, Slot.DEPARTMENT):
            return True
        before, behind = clause.start - 1, clause.end
        if before < 0 and self.begins_sentence(behind):
            return False
        at_an_end = before < 0 or behind >= len(self.words)
        return at_an_end or self.is_filed(before) or self.is_filed(behind)
