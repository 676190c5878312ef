"""How questions and promises ended in a period: what the rates of a digest are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from storage import periods, prepared, scopes
from storage.counts import Line, line_of
from storage.items import State
from storage.judgements import Passed
from storage.prepared import CountedRows
from storage.scopes import MODELS, Period, Scope


@dataclass(frozen=True)
class Ended:
    """How many stand at one outcome, or ended with it; empty is an ask without an answer."""

    outcome: str
    in_time: bool
    number: int


@dataclass(frozen=True)
class Kept:
    """The latest promise that was kept: which, by whom and when."""

    line: Line
    owner_id: str | None
    closed_at: datetime


def asked(session: Session, scope: Scope, period: Period, kind: str) -> list[Ended]:
    """Asks of a kind whose time ran out in a period, by their outcome."""
    return _ended(session, scope, period, periods.of_answers, kind, Passed.ANSWER)


def promised(session: Session, scope: Scope, period: Period) -> list[Ended]:
    """Items first promised for a period, by the state in which that date found them.

    In time is what had ended by then. Whatever became of it since changes nothing, nor does who
    has it now.
    """
    return _ended(session, scope, period, periods.of_first_dates)


def last_missed(session: Session, scope: Scope, period: Period) -> datetime | None:
    """The newest instant (UTC) in a period for which something was promised first, and missed."""
    found: list[datetime] = []
    for each in periods.of_first_dates(scope, period):
        query = select(func.max(each.at)).where(*each.where, ~each.in_time)
        found += [at for at in session.exec(query) if at]
    return max(found, default=None)


def declined(session: Session, scope: Scope, period: Period) -> int:
    """How many items ended with a no in a period, opened again since or not."""
    return _number(session, scope, period, periods.of_ends, State.DECLINED)


def finished(session: Session, scope: Scope, period: Period) -> int:
    """How many items were closed as done in a period, opened again since or not."""
    return _number(session, scope, period, periods.of_ends, State.DONE)


def reopened(session: Session, scope: Scope, period: Period) -> int:
    """How many items were opened again in a period, within thirty days of being done."""
    return _number(session, scope, period, periods.of_reopenings)


def _number(
    session: Session, scope: Scope, period: Period, question: CountedRows, *about: str
) -> int:
    return sum(each.number for each in _ended(session, scope, period, question, *about))


def _ended(
    session: Session, scope: Scope, period: Period, question: CountedRows, *about: str
) -> list[Ended]:
    found = prepared.ended(session, scope, period, question, *about)
    return [Ended(state or "", bool(met), number) for state, met, number in found]


def closed(session: Session, scope: Scope, period: Period, state: State) -> dict[str, int]:
    """How many items each owner ended with a state in a period, most first."""
    found: dict[str, int] = {}
    for model in MODELS:
        where = [*scopes.closed(model, scope, period, state), col(model.owner_id).is_not(None)]
        query = select(model.owner_id, func.count()).where(*where).group_by(col(model.owner_id))
        for owner_id, number in session.exec(query):
            found[str(owner_id)] = found.get(str(owner_id), 0) + number
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def last_kept(session: Session, scope: Scope, period: Period) -> Kept | None:
    """The latest promise that was kept in a period, of those that everybody here may see."""
    found: list[Kept] = []
    for model in MODELS:
        query = (
            scopes.with_customer(model)
            .where(*scopes.closed(model, scope, period, State.DONE), scopes.is_open_to_all(model))
            .order_by(col(model.closed_at).desc())
        )
        for item, customer in session.exec(query.limit(1)):
            found.append(Kept(line_of(item, customer), item.owner_id, item.closed_at))
    return max(found, key=lambda kept: kept.closed_at, default=None)
