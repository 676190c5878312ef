"""Issues like one that was reported: the open ones it may belong to, and what solved the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from sqlmodel import Session

from handlers.people import audiences
from storage import customers, history
from storage import similar as stored
from storage.history import Event
from storage.issues import Experience, Issue
from storage.items import State
from storage.people import Person

MOST = 3
"""So many open ones are named, and so many that were solved."""
READ = 24
"""So many of those that share the most are read."""
LEAST, LIKELY = 0.3, 0.45
"""From this on two are alike, and from this on they may well be one and the same."""
FEWEST = 2
"""Words that two have to share: by one alone everything would be like everything."""
TITLES, SAME_CUSTOMER = 0.15, 0.1
"""What the spelling of the titles weighs, and what it adds that both are of one customer."""
SOLVED = frozenset({State.DONE, State.CORRECTED})
SOLVING = ("corrected", "done", "prevented")
"""With these, people say what solved an issue."""
WORDS = ("words", "evidence")


@dataclass(frozen=True)
class SimilarIssue:
    """An issue like another, and how alike: from 0 to 1, or a little more."""

    issue: Issue
    score: float

    @property
    def is_open(self) -> bool:
        """Whether it is still to be corrected, so that another can be part of it."""
        return self.issue.live and self.issue.state not in SOLVED


@dataclass(frozen=True)
class Neighbours:
    """The nearest issues that are open, and the nearest that were solved."""

    live: Sequence[SimilarIssue] = ()
    solved: Sequence[SimilarIssue] = ()

    @property
    def likeliest(self) -> SimilarIssue | None:
        """The open one that may well be the same."""
        return self.live[0] if self.live and self.live[0].score >= LIKELY else None


def of(session: Session, reader: Person, issue: Experience) -> Neighbours:
    """Those that are like an issue, of all that somebody may see."""
    customer = customers.find(session, issue.team_id, issue.customer_id)
    kin = stored.find(
        session, issue.team_id, issue.noun, issue.title, issue.story,
        but=issue.number, names=customer.name if customer else "",
    )  # fmt: skip
    scores = {each.number: each.score for each in kin if each.shared >= FEWEST}
    numbers = [number for number, score in scores.items() if score >= LEAST][:READ]
    if not numbers:
        return Neighbours()
    found = [
        SimilarIssue(each, _score(issue, each, scores[each.number]))
        for each in stored.seen(session, audiences.reader(session, reader), numbers)
    ]
    found.sort(key=lambda each: (-each.score, -each.issue.number))
    live = [each for each in found if each.is_open]
    solved = [each for each in found if each.issue.state in SOLVED]
    return Neighbours(live[:MOST], solved[:MOST])


def what_solved(session: Session, issue: Issue) -> str:
    """What was said of how an issue was put right, and of what keeps it from coming back."""
    happened = history.with_verbs(
        session, issue.team_id, issue.noun, issue.number, SOLVING, issue.created_at
    )
    newest = {event.verb: _words(event) for event in happened}
    return "; ".join(newest[verb] for verb in SOLVING if newest.get(verb))


def _words(event: Event) -> str:
    return next((str(event.details[name]) for name in WORDS if event.details.get(name)), "")


def _score(issue: Experience, other: Issue, by_words: float) -> float:
    """By rare words above all; slips of the pen count little, and so does the customer."""
    spelt = fuzz.token_sort_ratio(issue.title.casefold(), other.title.casefold()) / 100
    is_theirs = issue.customer_id is not None and issue.customer_id == other.customer_id
    return (1 - TITLES) * by_words + TITLES * spelt + SAME_CUSTOMER * is_theirs
