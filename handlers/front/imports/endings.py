"""How a thing of the past ended, as its row tells: in which state, when, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.calendar.hours import Calendar
from handlers.front.imports import cards, rules
from handlers.front.imports.order import Job
from handlers.front.imports.reading import Row
from handlers.promises import lifecycle, moves
from handlers.promises.lifecycle import Move
from handlers.speech import cleaning
from handlers.speech.file_errors import RowRejected
from storage.customers import Customer
from storage.issues import Experience
from storage.items import CLOSED_STATES, State
from storage.tasks import Promise

MOVES: dict[State, Move] = {
    State.DONE: moves.DONE,
    State.DECLINED: moves.DECLINE,
    State.WITHDRAWN: moves.WITHDRAW,
}


@dataclass(frozen=True)
class Ending:
    """The end of something, in UTC; `is_dated` says whether its row tells when."""

    state: State
    at: datetime
    reason: str = ""
    is_dated: bool = True

    def record(
        self,
        session: Session,
        item: Promise | Experience,
        customer: Customer | None,
        actor: str,
        **facts: object,
    ) -> None:
        """Write down the move by which it ended, as of then; `facts` are said with a no."""
        why = {"reason": self.reason} if self.reason else {}
        lifecycle.record(session, self.at, MOVES[self.state], item, actor, customer, **why, **facts)


@dataclass(frozen=True)
class PastState:
    """How something stands by its row: taken or not, since when (UTC) if it says so, or ended."""

    is_taken: bool = False
    ending: Ending | None = None
    taken_at: datetime | None = None


def read(
    job: Job,
    row: Row,
    calendar: Calendar,
    now: datetime,
    began: datetime | None,
    taken: datetime | None = None,
) -> PastState:
    """What a row says of its state. What has ended and says not when ended on the day it began.

    `taken` is when it says that it was taken. A state holds before a date: what was opened again
    has both. Raises RowRejected, LeftOut, and what `rules.happened` raises.
    """
    state = rules.state(job, row)
    if state is not None and state not in CLOSED_STATES:
        is_taken = state == State.ACKNOWLEDGED
        return PastState(is_taken, taken_at=taken if is_taken else None)
    closed = rules.happened(job, row, "closed", calendar, now, taken or began)
    if state is None and closed is None:
        return PastState(taken is not None, taken_at=taken)
    ended = state or State.DONE
    reason = job.text(row, "reason")
    if ended == State.DECLINED and not reason:
        # The word of the file is all that is known of why.
        reason = cleaning.line(job.layout.raw(row, "state"))
    if ended == State.DONE:
        reason = ""
    at = closed or taken or began or now
    return PastState(ending=Ending(ended, at, reason, closed is not None), taken_at=taken)


def either(
    told: PastState, done: datetime | None, declined: datetime | None, reason: str
) -> PastState:
    """The same, where columns of their own say when something was done or declined.

    Raises RowRejected for both, and for a no without its reason.
    """
    if done and declined:
        raise RowRejected(reason=cards.done_and_declined())
    if declined and not reason:
        raise RowRejected(reason=cards.no_reason())
    if declined:
        return PastState(ending=Ending(State.DECLINED, declined, reason))
    return PastState(ending=Ending(State.DONE, done)) if done else told
