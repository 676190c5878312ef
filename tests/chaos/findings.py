"""What is wrong, in words and in numbers."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.chaos.ledger import Attempt, Outcome
from tests.chaos.reading import Seen


@dataclass
class Findings:
    """Collects what is lost, doubled, out of order or unexplained."""

    words: list[str] = field(default_factory=list)
    lost: int = 0
    doubled: int = 0
    out_of_order: int = 0
    unexplained: int = 0
    _attempts: set[int] = field(default_factory=set)
    _messages: set[tuple[str, str]] = field(default_factory=set)

    @property
    def lost_attempts(self) -> int:
        """How many of the acknowledged are not kept."""
        return len(self._attempts)

    def lose(self, words: str, attempt: Attempt | None = None) -> None:
        """Something that was promised is not there; an attempt counts once."""
        if attempt is not None:
            if id(attempt) in self._attempts:
                return
            if attempt.outcome == Outcome.ACCEPTED:
                self._attempts.add(id(attempt))
            words = f"{words}\n    {attempt}"
        self.lost += 1
        self.words.append(f"lost: {words}")

    def double(self, words: str, *seen: Seen) -> None:
        """The same thing is there more than once; a message counts once."""
        new = [each for each in seen if (each.story.channel, each.story.ts) not in self._messages]
        if seen and not new:
            return
        self._messages |= {(each.story.channel, each.story.ts) for each in new}
        self.doubled += 1
        self.words.append("\n    ".join([f"doubled: {words}", *map(str, seen)]))

    def disorder(self, words: str) -> None:
        """Two messages stand in the wrong order."""
        self.out_of_order += 1
        self.words.append(f"out of order: {words}")

    def wonder(self, words: str, *seen: Seen) -> None:
        """Nothing explains this."""
        self.unexplained += 1
        self.words.append("\n    ".join([f"unexplained: {words}", *map(str, seen)]))
