"""How one column is written is voted on by its cells: each allows the ways in which it makes sense.

One value alone may mean two things: 01/02/2026, or 1.500. Another one beside it mostly says which.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Vote = TypeVar("Vote", bound=Hashable)


@dataclass(frozen=True)
class Cell:
    """One value, and the number of its row."""

    row: int
    words: str


class Ballot(Generic[Vote]):
    """Which ways of reading all values of a column allow, and which of them say so."""

    def __init__(self, ways: frozenset[Vote]) -> None:
        self.left = ways
        self.by: Cell | None = None
        """The one that left no more than these ways."""
        self.against: Cell | None = None
        """The first that none of them fits."""
        self.doubts: dict[Hashable, Cell] = {}
        """The first that means different things, by what is in doubt."""
        self.forms: Counter[str] = Counter()
        self.filled = 0

    @property
    def doubt(self) -> Cell | None:
        """The first of all that are in doubt."""
        return min(self.doubts.values(), key=lambda cell: cell.row, default=None)

    def count(
        self, cell: Cell, form: str, meanings: Mapping[Vote, object], doubt: Hashable
    ) -> None:
        """Let one value vote, written in a form; `doubt` is of which kind its doubt would be."""
        self.forms[form] += 1
        if len(set(meanings.values())) > 1:
            self.doubts.setdefault(doubt, cell)
        both = self.left & frozenset(meanings)
        if not both:
            self.against = self.against or cell
        elif both != self.left:
            self.left, self.by = both, cell

    @property
    def decided(self) -> Vote | None:
        """The one way that is left; None where several are, or the cells contradict each other."""
        return next(iter(self.left)) if len(self.left) == 1 and not self.against else None
