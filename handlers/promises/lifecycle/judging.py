"""Before a promise changes, how it stood when its time was up is written down, once and for all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sqlmodel import Session

from handlers.promises.asked import ACKNOWLEDGE, INFORM
from storage import judgements
from storage.asks import Owed
from storage.issues import Experience
from storage.items import Item, State
from storage.judgements import Judged, Passed

REOPENED_WITHIN = timedelta(days=30)
"""So long after it was done a thing that is opened again counts as reopened."""
OF_ASKS = {ACKNOWLEDGE: Passed.ANSWER, INFORM: Passed.TELLING}
"""The kinds of ask of which it is written down how they stood when their time was up."""


def judge(session: Session, now: datetime, item: Item, *, ends: bool = False) -> None:
    """Write down how an item, which is held, stood on each of its dates that has passed by now.

    Whatever changes an item comes by here first. So what is not written down stands in the item
    itself, and nobody has to look when a day passes. A miss belongs to whoever held it then
    (design, section 10); what is due is measured by the date first given and by the latest
    (customer-experience reference, section 3.1, “On-time %”). `ends` says that how it has ended
    is written down as well: it is about to be opened again, or to count nowhere.
    """
    found = [*_dates(item, now), *(_end(item) if ends else ())]
    judgements.keep(session, found)


def void(session: Session, now: datetime, item: Item) -> None:
    """Let an item count nowhere from now on: it was given, or brought in, by mistake."""
    judgements.keep(session, [_judgement(item, Passed.VOID, now)])


def judge_reopened(session: Session, now: datetime, item: Item) -> None:
    """Write down that something is opened again within thirty days of being done.

    Later than that it is a new experience. Source: customer-experience reference, section 3.1,
    “Reopen rate”.
    """
    if item.state == State.DONE and item.closed_at and now - item.closed_at <= REOPENED_WITHIN:
        judgements.keep(session, [_judgement(item, Passed.REOPENED, now)])


def judge_answers(session: Session, now: datetime, item: Item, owing: Iterable[Owed]) -> None:
    """Write down which department let the questions pass that were asked about an item."""
    judgements.keep(session, [_answer(item, ask) for ask in _passed(owing, now)])


def judge_told(session: Session, now: datetime, item: Item, asked: Iterable[Owed] = ()) -> None:
    """Write down what a file tells of the past of an item, and that it is known only now."""
    answers = (_answer(item, ask) for ask in _passed(asked, now))
    found = [*_dates(item, now), *_end(item), *answers]
    judgements.keep(session, [each.model_copy(update={"known_at": now}) for each in found])


def _dates(item: Item, now: datetime) -> Iterator[Judged]:
    for at in {item.original_due_at, item.due_at}:
        if at is not None and at < now:
            yield _judgement(item, Passed.DATE, at)


def _end(item: Item) -> Iterator[Judged]:
    if item.closed_at is not None:
        yield _judgement(item, Passed.END, item.closed_at)


def _judgement(item: Item, passed: Passed, at: datetime) -> Judged:
    """How an item stood at an instant, since when only its end may have come.

    What was corrected by then was kept, whatever of its loop was still to come.
    """
    kept = item.kept_at
    had_ended = kept is not None and kept <= at
    by = item.original_due_at if passed == Passed.END else at
    return Judged(
        team_id=item.team_id,
        noun=item.noun,
        number=item.number,
        passed=passed,
        at=at,
        state=item.state if had_ended else _live_state(item, at),
        in_time=kept is not None and by is not None and kept <= by and had_ended,
        owner_id=item.owner_id,
        department_id=item.department_id,
        customer_id=item.customer_id,
        severity=item.severity,
        promised_by=item.promised_by,
        first_due_at=item.original_due_at,
        due_at=item.due_at,
        closed_at=kept if had_ended else None,
        verified_at=item.verified_at if had_ended and isinstance(item, Experience) else None,
        known_at=at,
    )


def _passed(asked: Iterable[Owed], now: datetime) -> Iterator[Owed]:
    return (ask for ask in asked if ask.kind in OF_ASKS and ask.due_at < now)


def _answer(item: Item, ask: Owed) -> Judged:
    """How a question stood when its time was up: answered by then, or later, or not yet."""
    at = ask.due_at
    return Judged(
        team_id=item.team_id,
        noun=item.noun,
        number=item.number,
        passed=OF_ASKS[ask.kind],
        at=at,
        state=ask.outcome or "",
        in_time=ask.answered_at is not None and ask.answered_at <= at,
        owner_id=ask.whose_id,
        department_id=ask.department_id,
        customer_id=item.customer_id,
        severity=ask.severity,
        closed_at=ask.answered_at,
        ask_id=ask.ask_id,
        known_at=at,
    )


def _live_state(item: Item, at: datetime) -> State:
    """Whether somebody had taken it by an instant at which it had not ended."""
    taken_at = item.acknowledged_at
    return State.ACKNOWLEDGED if taken_at is not None and taken_at <= at else State.OPEN
