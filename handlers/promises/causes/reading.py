"""What somebody reads of causes: the page of one, and all of them, those first that come most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process
from sqlmodel import Session

from handlers.people import access
from handlers.promises.causes import carried, may_change, rates, seen
from handlers.promises.causes.rates import CauseRates
from handlers.promises.items.view import decider_of
from handlers.speech import phrases
from handlers.speech.promise_errors import HiddenCause, NearCause
from storage import causes, customers, departments, history
from storage.causes import MOST_LISTED, REPEAT, Cause
from storage.customers import Customer
from storage.departments import Department
from storage.history import Event
from storage.issues import Issue
from storage.people import Person

PREVENTED = "prevented"
"""The verb with which people say what keeps an issue from coming back."""

NEAR = 85
"""From this on, of 100, the words of two causes are so near that it is asked whether they are one.

By the same words in any order: “dates copied by hand” is near to “dates are copied by hand”.
"""
_LOOKED_AT = 5


class HowItHeld(StrEnum):
    """What became of what was to keep issues from coming back."""

    SO_FAR = "so far"
    """None has come since, and 90 days are not over."""
    HELD = "held"
    """None came within 90 days."""
    BACK = "back"
    """One has come since."""


@dataclass(frozen=True)
class Prevention:
    """What somebody said that keeps issues from coming back, and what became of it.

    `back` is the first that came since, where its reader may see it.
    """

    issue: Issue
    event: Event
    outcome: HowItHeld
    back: Issue | None = None


@dataclass(frozen=True)
class CauseSeen:
    """A cause as far as somebody may see its newest issues, newest first.

    `recent` of them were reported within 90 days, and of all that are looked at `hidden` are not
    for the reader. `waiting` are the customers of those that are open, who pay `worth` a year as
    far as the reader may know of all of them. Where the decider has left, `is_gone`.
    """

    cause: Cause
    issues: Sequence[Issue]
    recent: int
    hidden: int
    department: Department | None = None
    decider: Person | None = None
    is_gone: bool = False
    prevention: Prevention | None = None
    waiting: Sequence[Customer] = ()
    worth: int = 0

    @property
    def is_hidden(self) -> bool:
        """Whether its reader may see none of its issues, and so not what it is."""
        return bool(self.hidden) and not self.issues


@dataclass(frozen=True)
class CausePage:
    """The page of a cause, what was joined to it, and whether its reader may change it."""

    seen: CauseSeen
    joined: Sequence[Cause]
    may_change: bool


@dataclass(frozen=True)
class RepeatRate:
    """Of the issues of 90 days whose cause is `known`, so many `repeats` were not its first."""

    known: int
    repeats: int


@dataclass(frozen=True)
class CauseList:
    """A page of all causes; `is_cut` says that there are more than are listed."""

    rate: RepeatRate
    rows: Sequence[CauseSeen]
    total: int
    after: int
    is_cut: bool
    departments: Sequence[tuple[Department, CauseRates]] = ()


def page(session: Session, now: datetime, actor: Person, cause: Cause) -> CausePage:
    """The page of a cause.

    Raises HiddenCause where the reader may see none of its issues, and what `access.check` raises.
    """
    access.check(session, actor, access.READ)
    found = _look(session, now, actor, cause)
    if found.is_hidden:
        raise HiddenCause(ref=cause.ref)
    return CausePage(found, causes.joined(session, cause), may_change(session, actor, cause))


def every(session: Session, now: datetime, actor: Person, after: int, size: int) -> CauseList:
    """The causes behind the first `after`: by how often they came in 90 days, then the newest.

    Raises what `access.check` raises.
    """
    access.check(session, actor, access.READ)
    counted = causes.counted(session, actor.team_id, now - REPEAT, now)
    named = causes.newest(session, actor.team_id)
    by_id = {each.cause_id: each for each in named}
    for cause_id in counted:
        cause = by_id.get(cause_id) or causes.find(session, actor.team_id, cause_id)
        if cause:
            by_id[cause_id] = cause
    in_order = sorted(
        by_id.values(), key=lambda each: (-counted.get(each.cause_id, 0), -each.number)
    )
    after = min(after, max(0, len(in_order) - 1) // size * size)
    rows = [_look(session, now, actor, each) for each in in_order[after : after + size]]
    return CauseList(
        repeat_rate(counted.values()), rows, len(in_order), after,
        is_cut=len(named) >= MOST_LISTED,
        departments=rates.of_departments(session, now, actor.team_id),
    )  # fmt: skip


def repeat_rate(counts: Iterable[int]) -> RepeatRate:
    """How much of what happens had happened before, by how many issues each cause had in 90 days.

    rate = Σ (issues of a cause - 1) ÷ Σ issues of a cause, over the causes of that time. Source:
    customer-experience reference, 3.1. Docs: docs/metrics.md.
    """
    some = list(counts)
    return RepeatRate(sum(some), sum(each - 1 for each in some))


def choices(
    session: Session, now: datetime, actor: Person, words: str, most: int
) -> dict[str, str]:
    """Causes with these words in theirs that somebody may see: number → number and words."""
    first, _ = phrases.first_word(words)
    by_number = carried(session, actor.team_id, first)
    found = [by_number] if by_number else causes.having(session, actor.team_id, words, most)
    return {
        each.ref: f"{each.ref} {each.words}" for each in found if sees(session, now, actor, each)
    }


def check_near(session: Session, now: datetime, actor: Person, words: str) -> None:
    """Refuse words that are near to those of a known cause, which somebody may see, and not these.

    Raises NearCause.
    """
    if causes.called(session, actor.team_id, words):
        return
    known = {each.cause_id: each for each in causes.newest(session, actor.team_id)}
    found = process.extract(
        words,
        {cause_id: each.words for cause_id, each in known.items()},
        scorer=fuzz.token_sort_ratio,
        processor=default_process,
        score_cutoff=NEAR,
        limit=_LOOKED_AT,
    )
    for _, _, cause_id in found:
        if sees(session, now, actor, known[cause_id]):
            raise NearCause(ref=known[cause_id].ref, words=known[cause_id].words)


def sees(session: Session, now: datetime, actor: Person, cause: Cause) -> bool:
    """Whether somebody may see one of the issues of a cause, or it has none."""
    found, shown = seen(session, now, actor, cause)
    return bool(shown) or not found


def _look(session: Session, now: datetime, actor: Person, cause: Cause) -> CauseSeen:
    found, shown = seen(session, now, actor, cause)
    recent = sum(each.created_at >= now - REPEAT for each in found)
    hidden = len(found) - len(shown)
    if found and not shown:
        return CauseSeen(cause, (), recent, hidden)
    decider = decider_of(session, cause)
    waiting = _waiting(session, shown)
    return CauseSeen(
        cause,
        shown,
        recent,
        hidden,
        departments.find(session, cause.team_id, cause.department_id),
        decider,
        is_gone=cause.decider_id is not None and decider is None,
        prevention=_prevention(session, now, found, shown),
        waiting=waiting,
        worth=_worth(session, actor, waiting),
    )


def _worth(session: Session, actor: Person, waiting: Sequence[Customer]) -> int:
    """What these customers pay in a year together, where somebody may read it of each of them."""
    is_seen = len(access.money_seen(session, actor, waiting)) == len(waiting)
    return sum(each.annual_value or 0 for each in waiting) if is_seen else 0


def _prevention(
    session: Session, now: datetime, found: Sequence[Issue], shown: Sequence[Issue]
) -> Prevention | None:
    """What was said last of what prevents these issues, as far as somebody may see it."""
    prevented = [each for each in shown if each.prevented_at]
    newest = max(prevented, key=lambda each: (each.prevented_at, each.number), default=None)
    if newest is None or newest.prevented_at is None:
        return None
    event = history.latest(session, newest.team_id, newest.noun, newest.number, PREVENTED)
    if event is None:
        return None
    since = newest.prevented_at
    back = [each for each in reversed(found) if since < each.created_at <= since + REPEAT]
    if back:
        first = back[0] if back[0] in shown else None
        return Prevention(newest, event, HowItHeld.BACK, first)
    outcome = HowItHeld.HELD if now - since > REPEAT else HowItHeld.SO_FAR
    return Prevention(newest, event, outcome)


def _waiting(session: Session, shown: Sequence[Issue]) -> list[Customer]:
    """The customers of what is open, each once."""
    ids = dict.fromkeys(each.customer_id for each in shown if each.live and each.customer_id)
    found = (customers.find(session, shown[0].team_id, each) for each in ids)
    return [each for each in found if each]
