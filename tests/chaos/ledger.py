"""What people tried, what they were told, and so what the workspace may show at the end."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

QUESTIONS = ("D-", "E-")
"""How the numbers of questions to executives begin; of those the number is the token."""
LATE_EFFECT = timedelta(minutes=4)
"""What was not acknowledged may still happen for so long (pretend): somebody may be at it yet."""

OPEN, TAKEN, CORRECTED, DONE, NO, BACK = (
    "waiting for an answer", "taken", "corrected", "done", "answered with a no", "taken back",
)  # fmt: skip
CLOSED = {CORRECTED, DONE, NO, BACK}
"""In these nobody takes or finishes it any more; of what is corrected, other steps are to come."""
STATE, OWNER, DUE = "state", "owner", "due"
WAIT = "waits"
"""Until when something waits for its customer."""


class Outcome(StrEnum):
    """What a person knows about something they tried."""

    ACCEPTED = "accepted"
    """It was acknowledged and confirmed: it must be there."""
    REFUSED = "refused"
    """It was acknowledged with a refusal: nothing may have changed."""
    UNSURE = "unsure"
    """Nobody answered in time: it may have happened, once, or not."""


@dataclass
class Attempt:
    """One thing that one person tried; `sets` is what it makes true where it succeeds.

    `began` and `ended_at` are seconds of the machine's own clock, where it was really done.
    """

    who: str
    what: str
    words: str
    sets: dict[str, str]
    started: datetime
    ended: datetime
    outcome: Outcome
    told: str = ""
    clicked: bool = False
    notice: bool = False
    began: float = 0.0
    ended_at: float = field(default_factory=time.time)

    def __str__(self) -> str:
        told = f", told “{self.told}”" if self.told else ""
        return f"{self.started:%a %H:%M:%S} {self.who} {self.words}: {self.outcome}{told}"


@dataclass
class Subject:
    """A task, an issue or a decision that people act on; its token is in its title."""

    token: str
    ref: str = ""
    channel: str = ""
    customer: str = ""
    left_alone: bool = False
    finished: str = DONE
    """How it stands once its owner has done it."""
    attempts: list[Attempt] = field(default_factory=list)
    offers: list[tuple[str, Attempt]] = field(default_factory=list)
    acceptances: list[tuple[str, Attempt]] = field(default_factory=list)

    @property
    def creation(self) -> Attempt:
        """The attempt that made it."""
        return self.attempts[0]

    def now(self, fact: str) -> str:
        """What is true as far as people know: the last that was confirmed."""
        last = self.last(fact)
        return last.sets[fact] if last else ""

    def last(self, fact: str) -> Attempt | None:
        """The last confirmed attempt that says something about a fact."""
        said = (each for each in reversed(self.attempts) if fact in each.sets)
        return next((each for each in said if each.outcome == Outcome.ACCEPTED), None)

    def may_be(self, fact: str) -> set[str]:
        """Every value that a fact may have: the last confirmed one, or one of doubtful attempts."""
        last = self.last(fact)
        since = last.started - LATE_EFFECT if last else None
        doubtful = {
            each.sets[fact]
            for each in self.attempts
            if fact in each.sets and each.outcome == Outcome.UNSURE
            if since is None or each.ended > since
        }
        return doubtful | ({last.sets[fact]} if last else set())

    @property
    def settled(self) -> bool:
        """Whether nothing about it is in doubt."""
        return all(each.outcome != Outcome.UNSURE for each in self.attempts)


@dataclass(frozen=True)
class Appointment:
    """A standing digest or a question, and when it falls due for the first time (UTC)."""

    kind: str
    channel: str
    first: datetime
    every: timedelta
    made: datetime


class Ledger:
    """Everything that was tried; safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._subjects: dict[str, Subject] = {}
        self._numbers = 0
        self.appointments: list[Appointment] = []
        self.others: list[Attempt] = []
        self.complaints: list[str] = []

    def new_token(self) -> str:
        """A word that nobody has used before."""
        with self._lock:
            self._numbers += 1
            return f"tk{self._numbers:05}"

    def add(self, subject: Subject) -> None:
        """Remember a new subject."""
        with self._lock:
            self._subjects[subject.token] = subject

    def note(self, attempt: Attempt) -> None:
        """Remember an attempt that is about no subject."""
        with self._lock:
            self.others.append(attempt)

    def complain(self, words: str) -> None:
        """Remember a broken expectation that no message shows."""
        with self._lock:
            self.complaints.append(words)

    def subjects(self) -> list[Subject]:
        """All subjects so far, oldest first."""
        with self._lock:
            return list(self._subjects.values())

    def find(self, token: str) -> Subject | None:
        """The subject with this token."""
        with self._lock:
            return self._subjects.get(token)

    def attempts(self) -> Iterator[Attempt]:
        """Everything that was tried."""
        for subject in self.subjects():
            yield from list(subject.attempts)
        yield from list(self.others)

    @property
    def confirmed(self) -> int:
        """How much of it was acknowledged and confirmed."""
        return sum(each.outcome == Outcome.ACCEPTED for each in self.attempts())

    @property
    def made(self) -> int:
        """How many promises and decisions are there for certain."""
        creations = (each.creation for each in self.subjects() if each.attempts)
        return sum(each.outcome == Outcome.ACCEPTED for each in creations)
