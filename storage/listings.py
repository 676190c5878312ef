"""Lists of tasks and issues as people ask for them: whose, which, for which customer.

A list is read through an index of what it is of, up to so many rows, whatever else there is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import case, func, or_, text, true
from sqlmodel import Session, col, select

from storage import scopes
from storage.asks import HELD, LEAST, OWED, Ask, open_about
from storage.customers import Customer, Tier
from storage.decisions import Decision
from storage.follows import Follow
from storage.handoffs import Handoff
from storage.issues import Issue
from storage.items import CLOSED, LIVE, WAITING, Item, State
from storage.many import among
from storage.scopes import Model, Reader

MOST = 1_000
"""So many things are put in order and counted; of more, those that are due first."""


class Which(StrEnum):
    """Which of somebody's things."""

    OPEN = "open"
    LATE = "late"
    WAITING = "waiting"
    """For the first answer of whoever was asked."""
    WEEK = "week"
    """Due within a period."""
    OFFERED = "offered"
    DONE = "done"
    """Within a period, as the two that follow."""
    NO = "no"
    CLOSED = "closed"
    EVERYTHING = "everything"


NOUNS = tuple(model.noun for model in scopes.MODELS)
ENDED = (Which.DONE, Which.NO, Which.CLOSED)
_STATES = {Which.DONE: State.DONE, Which.NO: State.DECLINED}


@dataclass(frozen=True)
class ListWanted:
    """What a list is of: everything that fits each condition which is given.

    `owes` is a person's Slack id: what they owe an answer about, leaving out asks of the kinds in
    `but`; of what has ended, what was theirs. What others are asked in place of `held_for`, who is
    away, is theirs as well. `since` and `until` are UTC. `numbers` are those of
    some things by noun, among which is looked.
    """

    which: Which = Which.OPEN
    noun: str = ""
    """Tasks or issues alone; empty for both."""
    owes: str = ""
    held_for: str = ""
    asked_by: str = ""
    followed_by: str = ""
    department_id: UUID | None = None
    unrouted: bool = False
    customer_id: UUID | None = None
    numbers: Mapping[str, Sequence[int]] | None = None
    since: datetime | None = None
    until: datetime | None = None
    but: tuple[str, ...] = ()


class Ranked(NamedTuple):
    """What a thing is put in order by; `rank` is the place of its customer's tier."""

    noun: str
    number: int
    severity: int
    rank: int
    due_at: datetime | None
    created_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True)
class RankedThings:
    """What a list is of; `hidden` more fit that the reader may not see.

    `is_cut` says that there is more than is counted here.
    """

    rows: Sequence[Ranked]
    hidden: int = 0
    is_cut: bool = False


def rows(session: Session, reader: Reader, wanted: ListWanted, now: datetime) -> RankedThings:
    """The tasks and issues that a list is of, in no order."""
    found: list[Ranked] = []
    hidden, is_cut = 0, False
    for model in scopes.MODELS:
        if model is not Issue and wanted.unrouted:
            continue
        if wanted.noun not in ("", model.noun):
            continue
        seen = list(_read(session, model, reader, wanted, now))
        is_cut = is_cut or len(seen) > MOST
        hidden += sum(not is_seen for _, is_seen in seen[:MOST])
        found += [row for row, is_seen in seen[:MOST] if is_seen]
    return RankedThings(found, hidden, is_cut)


def _read(
    session: Session, model: Model, reader: Reader, wanted: ListWanted, now: datetime
) -> Iterator[tuple[Ranked, bool]]:
    """Up to one more than so many, those that are due first, each with whether it may be seen."""
    ranks = {tier.value: rank for rank, tier in enumerate(Tier)}
    rank = case(ranks, value=col(Customer.tier), else_=LEAST)
    columns = (model.number, model.severity, rank, model.due_at, model.created_at, model.closed_at)
    left, known = MOST + 1, set[int]()
    for part in _parts(session, model, reader.team_id, wanted, now):
        query = (
            scopes.with_customer(model)
            .with_only_columns(*columns, scopes.seen_by(model, reader))
            .where(col(model.team_id) == reader.team_id, *part.conditions)
            .order_by(*part.order)
            .limit(left)
        )
        for *row, is_seen in session.execute(query):
            if row[0] in known:
                continue
            known.add(row[0])
            left -= 1
            yield Ranked(model.noun, *row), bool(is_seen)
        if left <= 0:
            return


class _IndexedPart(NamedTuple):
    conditions: Sequence[Any]
    order: Sequence[Any] = ()


def _parts(
    session: Session, model: Model, team_id: str, wanted: ListWanted, now: datetime
) -> Iterator[_IndexedPart]:
    """The questions that together bring a list, each answered in the order of an index."""
    common = list(_common(session, model, team_id, wanted))
    due = col(model.due_at)
    if wanted.which in ENDED:
        period = [col(model.closed_at) >= wanted.since, text(CLOSED)]
        state = _STATES.get(wanted.which)
        states = [col(model.state) == state] if state else []
        yield _IndexedPart([*common, *period, *states], [col(model.closed_at).desc()])
        return
    # Not both: what is written as a condition leads to the index of that.
    live = [*common, text(WAITING if wanted.which is Which.WAITING else LIVE)]
    if wanted.owes:
        # An answer can be owed about what has ended, too.
        for asked in _asked(session, model, team_id, wanted):
            numbered = col(model.number).in_(asked)
            yield _IndexedPart([*common, numbered, *_state(model, wanted, now)])
        return
    if wanted.numbers is not None or wanted.followed_by:
        # Few, and looked up by their numbers, whatever their dates.
        is_any = wanted.which is Which.EVERYTHING
        yield _IndexedPart([*(common if is_any else live), *_state(model, wanted, now)])
        return
    if wanted.which is Which.LATE and not (wanted.department_id or wanted.customer_id):
        late = _late(session, model, team_id, now)
        found = among(session, col(model.number), late)
        yield _IndexedPart([*live, found, *_state(model, wanted, now)])
        return
    if wanted.which is Which.OFFERED:
        yield _IndexedPart([*live, *_state(model, wanted, now)])
        return
    live += _state(model, wanted, now)
    # Apart, since what has no date comes first in one database and last in the other.
    yield _IndexedPart([*live, due > datetime.min.replace(tzinfo=now.tzinfo)], [due])
    if wanted.which is not Which.WEEK:
        yield _IndexedPart([*live, due.is_(None)])


def _common(session: Session, model: Model, team_id: str, wanted: ListWanted) -> Iterator[Any]:
    """Whose it is, and for whom."""
    if wanted.owes and wanted.which in ENDED:
        yield col(model.owner_id) == wanted.owes
    if wanted.asked_by:
        yield col(model.created_by) == wanted.asked_by
    if wanted.followed_by:
        yield col(model.number).in_(
            select(Follow.number).where(
                Follow.team_id == team_id, Follow.user_id == wanted.followed_by,
                Follow.noun == model.noun,
            )
        )  # fmt: skip
    if wanted.department_id or wanted.unrouted:
        yield col(model.department_id) == wanted.department_id
    if wanted.customer_id:
        yield col(model.customer_id) == wanted.customer_id
    if wanted.numbers is not None:
        yield among(session, col(model.number), wanted.numbers.get(model.noun, ()))


def _asked(session: Session, model: Model, team_id: str, wanted: ListWanted) -> Iterator[Any]:
    """The numbers of what somebody owes an answer about, and then of what others owe for them.

    What matters most comes first.
    """
    asked: list[list[Any]] = [[col(Ask.person_id) == wanted.owes, text(OWED)]]
    if wanted.held_for:
        is_open = col(Ask.answered_at).is_(None)
        asked.append([col(Ask.for_id) == wanted.held_for, text(HELD), is_open])
    kinds: list[Any] = [~among(session, col(Ask.kind), wanted.but)] if wanted.but else []
    in_order = (col(Ask.severity), col(Ask.tier_rank), col(Ask.due_at))
    for whose in asked:
        about = (Ask.team_id == team_id, col(Ask.noun) == model.noun)
        found = select(Ask.number).where(*about, *whose, *kinds)
        yield found.order_by(*in_order).limit(2 * MOST)


def _state(model: Model, wanted: ListWanted, now: datetime) -> Iterator[Any]:
    match wanted.which:
        case Which.LATE:
            yield scopes.is_late(model, now)
        case Which.WAITING:
            yield col(model.state) == State.OPEN
        case Which.WEEK:
            yield col(model.due_at) >= (wanted.since or now)
            yield col(model.due_at) < wanted.until
            yield from scopes.is_owed(model)
        case Which.OFFERED:
            offered = select(Handoff.number).where(
                col(Handoff.team_id) == col(model.team_id),
                col(Handoff.noun) == model.noun,
                col(Handoff.answered_at).is_(None),
            )
            yield col(model.number).in_(offered)
        case _:
            yield true()


def _late(session: Session, model: Model, team_id: str, now: datetime) -> set[int]:
    """The numbers of what is late: of very many, those that are due first."""
    past = select(model.number).where(
        col(model.team_id) == team_id, text(LIVE), col(model.due_at) < now, *scopes.is_owed(model)
    )
    unanswered = select(Ask.number).where(
        Ask.team_id == team_id, col(Ask.noun) == model.noun, text(OWED), col(Ask.due_at) < now
    )
    numbers = set(session.exec(past.order_by(col(model.due_at)).limit(MOST + 1)))
    return numbers | set(session.exec(unanswered.order_by(col(Ask.due_at)).limit(MOST + 1)))


def items(
    session: Session, team_id: str, reader: Reader, things: Sequence[tuple[str, int]]
) -> dict[tuple[str, int], Item]:
    """These tasks and issues, as far as the reader may see them, by noun and number."""
    found: dict[tuple[str, int], Item] = {}
    for model in scopes.MODELS:
        numbers = [number for noun, number in things if noun == model.noun]
        if numbers:
            query = select(model).where(
                model.team_id == team_id,
                among(session, col(model.number), numbers),
                scopes.seen_by(model, reader),
            )
            found |= {(item.noun, item.number): item for item in session.exec(query)}
    return found


def other_asks(
    session: Session, team_id: str, person_id: str, late_at: datetime | None = None
) -> list[Ask]:
    """What somebody owes an answer about that is neither a task nor an issue, once each.

    With `late_at` (UTC) what is late by then.
    """
    query = select(Ask).where(
        Ask.team_id == team_id, Ask.person_id == person_id, text(OWED),
        ~among(session, col(Ask.noun), NOUNS),
    )  # fmt: skip
    if late_at is not None:
        query = query.where(col(Ask.due_at) < late_at)
    in_order = (col(Ask.severity), col(Ask.tier_rank), col(Ask.due_at))
    found = session.exec(query.order_by(*in_order).limit(MOST))
    return list({(ask.noun, ask.number): ask for ask in found}.values())


def numbered(
    session: Session, team_id: str, table: type[Any], numbers: Collection[int]
) -> list[Any]:
    """The rows of any numbered thing that have these numbers."""
    query = select(table).where(
        table.team_id == team_id, among(session, col(table.number), numbers)
    )
    return list(session.exec(query))


def decisions(session: Session, reader: Reader, numbers: Collection[int]) -> list[Decision]:
    """Those of these decisions that the reader may see."""
    query = select(Decision).where(
        Decision.team_id == reader.team_id,
        among(session, col(Decision.number), numbers),
        scopes.decision_seen_by(reader),
    )
    return list(session.exec(query))


def asked(session: Session, team_id: str, person_id: str, noun: str, number: int) -> Ask | None:
    """The oldest open question about a thing that somebody owes an answer to."""
    found = (ask for ask in open_about(session, team_id, noun, number))
    return next((ask for ask in found if ask.person_id == person_id), None)


def asked_for(session: Session, team_id: str, user_id: str, most: int) -> tuple[list[Item], int]:
    """The first open things that somebody asked others for, those due first, and how many.

    Of more than so many it is only said that there are more than `MOST`.
    """
    found: list[Item] = []
    total = 0
    for model in scopes.MODELS:
        due = col(model.due_at)
        of_others = or_(col(model.owner_id).is_(None), col(model.owner_id) != user_id)
        theirs: list[Any] = [
            col(model.team_id) == team_id,
            col(model.created_by) == user_id,
            text(LIVE),
            of_others,
        ]
        dated = due > datetime.min.replace(tzinfo=UTC)
        for part in (dated, due.is_(None)):
            query = select(model).where(*theirs, part).order_by(due, col(model.number))
            found += session.exec(query.limit(most))
        counted = select(model.number).where(*theirs).limit(MOST + 1).subquery()
        total += session.exec(select(func.count()).select_from(counted)).one()
    found.sort(key=lambda item: (item.due_at is None, item.due_at, item.number))
    return found[:most], total
