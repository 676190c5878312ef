"""History is append-only: who did what to what, when, and how it stood afterwards."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Index, bindparam, insert, text
from sqlmodel import Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.columns import facts, large, new_id, partial_index, row_id, team
from storage.gathering import insert_rows
from storage.many import among


@dataclass(frozen=True)
class Snapshot:
    """How a thing stands after something happened to it.

    `tier` is the customer's at that moment, `due_at` is UTC. None is what the thing does not have
    and what is not known; without a `state` it does not tell how the thing stands.
    """

    owner_id: str | None = None
    department_id: UUID | None = None
    customer_id: UUID | None = None
    tier: str | None = None
    severity: int | None = None
    state: str | None = None
    due_at: datetime | None = None
    audience: str | None = None


UNTOLD = vars(Snapshot())
TOLD = "verb = 'told' AND customer_id IS NOT NULL"
"""Which events say that a customer heard something: few of all that happens."""
RECENT = 1_000
"""Among so many events of a workspace it is looked for what somebody did last."""


OF_CUSTOMERS = "noun = 'customer'"
"""Which events tell of a customer itself."""


class Event(SQLModel, table=True):
    """One thing that happened; `actor` is a Slack id, or empty when Duly did it."""

    __tablename__ = "history"
    __table_args__ = (
        Index("history_subject", "team_id", "noun", "number", "event_id"),
        partial_index(
            "history_department",
            "team_id",
            "department_id",
            "happened_at",
            where="department_id IS NOT NULL",
        ),
        partial_index("history_of_customers", "team_id", "happened_at", where=OF_CUSTOMERS),
        partial_index(
            "history_of_customer", "team_id", "customer_id", "event_id", where=OF_CUSTOMERS
        ),
        partial_index("history_told", "team_id", "customer_id", "event_id", where=TOLD),
    )

    team_id: str = team()
    event_id: UUID = row_id()
    happened_at: datetime
    actor: str
    verb: str
    noun: str
    number: int = large()
    details: dict[str, Any] = facts()
    owner_id: str | None = None
    department_id: UUID | None = None
    customer_id: UUID | None = None
    tier: str | None = None
    severity: int | None = None
    state: str | None = None
    due_at: datetime | None = None
    audience: str | None = None

    @property
    def snapshot(self) -> Snapshot:
        """How the thing stood after this."""
        return Snapshot(**{name: getattr(self, name) for name in UNTOLD})


INSERT = insert(SQLModel.metadata.tables["history"])


def add(
    session: Session,
    *,
    team_id: str,
    now: datetime,
    actor: str,
    verb: str,
    noun: str,
    number: int,
    snapshot: Snapshot | None = None,
    follows: UUID | None = None,
    **details: object,
) -> UUID:
    """Write down who did what to what; `snapshot` is how that stands from now on. Its id.

    `follows` is the id of the newest event of the same thing, from `newest_id`, where there is
    one and the thing is held: the ids of one thing never go back, whoever's clock was ahead.
    """
    event_id = id_after(follows, new_id())
    row = {
        "team_id": team_id,
        "event_id": event_id,
        "happened_at": now,
        "actor": actor,
        "verb": verb,
        "noun": noun,
        "number": number,
        "details": details,
        **(vars(snapshot) if snapshot else UNTOLD),
    }
    # Without an object for the row: every change writes one, and nobody changes it later.
    insert_rows(session, INSERT, [row])
    return event_id


def id_after(newest: UUID | None, made: UUID) -> UUID:
    """The id just `made`; the one next to the newest, where that comes from a clock ahead."""
    return made if newest is None or made > newest else UUID(int=newest.int + 1)


ANYTHING: Any = tuple(bindparam(name) for name in ("team", "noun", "number"))
"""Stands in SQL for the thing that is asked about."""


def _about(team_id: str, noun: str, number: int) -> tuple[Any, ...]:
    """Everything that happened to an item or decision."""
    return Event.team_id == team_id, Event.noun == noun, Event.number == number


def newest_id(session: Session, team_id: str, noun: str, number: int) -> UUID | None:
    """The id of the newest thing that happened to an item or decision."""
    return session.exec(_newest_id(), params=_of(team_id, noun, number)).first()


def of_customers(session: Session, team_id: str, since: datetime) -> list[Event]:
    """What was different about any customer since an instant (UTC), the newest first."""
    query = select(Event).where(
        Event.team_id == team_id, text(OF_CUSTOMERS), Event.happened_at >= since
    )
    in_order = query.order_by(col(Event.happened_at).desc(), col(Event.event_id).desc())
    return list(session.exec(in_order))


def of_customer(session: Session, team_id: str, customer_id: UUID) -> list[Event]:
    """What was different about one customer, since the first day, the newest first."""
    query = select(Event).where(
        Event.team_id == team_id, text(OF_CUSTOMERS), Event.customer_id == customer_id
    )
    return list(session.exec(query.order_by(col(Event.event_id).desc())))


def find(session: Session, team_id: str, event_id: UUID) -> Event | None:
    """The event with this id."""
    return session.get(Event, (team_id, event_id))


def latest(
    session: Session, team_id: str, noun: str, number: int, verb: str | None = None
) -> Event | None:
    """The newest thing, or the newest of a kind, that happened to an item or decision."""
    values = _of(team_id, noun, number) | {"done": verb}
    return session.exec(_latest(verb is not None), params=values).first()


@cache
def _newest_id() -> SelectOfScalar[UUID]:
    # Built once: every change asks what was the newest before, and every card what happened last.
    query = select(Event.event_id).where(*_about(*ANYTHING))
    return query.order_by(col(Event.event_id).desc()).limit(1)


@cache
def _latest(of_a_verb: bool) -> SelectOfScalar[Event]:
    query = select(Event).where(*_about(*ANYTHING))
    if of_a_verb:
        query = query.where(Event.verb == bindparam("done"))
    return query.order_by(col(Event.event_id).desc()).limit(1)


def _of(team_id: str, noun: str, number: int) -> dict[str, Any]:
    """A thing in place of ANYTHING."""
    return {"team": team_id, "noun": noun, "number": number}


def with_verbs(
    session: Session,
    team_id: str,
    noun: str,
    number: int,
    verbs: Collection[str],
    since: datetime,
) -> list[Event]:
    """When some things happened to an item or decision since an instant (UTC), oldest first."""
    query = select(Event).where(
        *_about(team_id, noun, number),
        among(session, col(Event.verb), verbs),
        Event.happened_at >= since,
    )
    return list(session.exec(query.order_by(col(Event.event_id))))


def latest_but(
    session: Session, team_id: str, noun: str, number: int, verbs: Collection[str]
) -> Event | None:
    """The newest thing that happened to an item or decision and is none of these."""
    return next(iter(newest_but(session, team_id, noun, number, verbs, 1)), None)


def newest_but(
    session: Session, team_id: str, noun: str, number: int, verbs: Collection[str], limit: int
) -> list[Event]:
    """The newest things that happened to an item or decision, newest first, but for these verbs."""
    query = select(Event).where(
        *_about(team_id, noun, number),
        *(col(Event.verb) != verb for verb in verbs),
    )
    return list(session.exec(query.order_by(col(Event.event_id).desc()).limit(limit)))


class Deed(NamedTuple):
    """That somebody did something with a thing, and when."""

    number: int
    actor: str
    verb: str
    happened_at: datetime


def deeds(
    session: Session,
    team_id: str,
    noun: str,
    numbers: Collection[int],
    since: datetime,
    until: datetime,
) -> list[Deed]:
    """What anybody did with these things between two instants (UTC), both inside; in no order."""
    query = select(Event.number, Event.actor, Event.verb, Event.happened_at).where(
        Event.team_id == team_id,
        Event.noun == noun,
        among(session, col(Event.number), numbers),
        Event.happened_at >= since,
        Event.happened_at <= until,
        Event.actor != "",
    )
    return [Deed(*row) for row in session.exec(query)]


def since(session: Session, event: Event) -> list[Event]:
    """What happened to the same thing after this, newest first; of very much, the newest."""
    query = select(Event).where(
        *_about(event.team_id, event.noun, event.number), col(Event.event_id) > event.event_id
    )
    return list(session.exec(query.order_by(col(Event.event_id).desc()).limit(RECENT)))


def of(session: Session, team_id: str, noun: str, number: int) -> list[Event]:
    """Everything that happened to an item or decision, oldest first."""
    query = select(Event).where(*_about(team_id, noun, number))
    return list(session.exec(query.order_by(col(Event.event_id))))


def first(session: Session, team_id: str, noun: str, number: int) -> Event | None:
    """The oldest thing that happened to an item or decision: how it began."""
    query = select(Event).where(*_about(team_id, noun, number))
    return session.exec(query.order_by(col(Event.event_id)).limit(1)).first()


def newest_by(
    session: Session, team_id: str, actor: str, nouns: Sequence[str], but: Sequence[str]
) -> list[Event]:
    """What somebody did last with things of these nouns, newest first, but for some verbs.

    It is looked for among what happened last, whoever did it: empty where that is longer ago.
    """
    # Walked through from its end, and no further than so many.
    last = select(Event.event_id).where(Event.team_id == team_id, col(Event.event_id) > UUID(int=0))
    last_ids = session.exec(last.order_by(col(Event.event_id).desc()).limit(RECENT)).all()
    if not last_ids:
        return []
    query = select(Event).where(
        Event.team_id == team_id, col(Event.event_id) >= last_ids[-1], Event.actor == actor
    )
    found = session.exec(query.order_by(col(Event.event_id).desc())).all()
    return [each for each in found if each.noun in nouns and each.verb not in but]


def standing(session: Session, team_id: str, noun: str, number: int, at: datetime) -> Event | None:
    """The newest event by an instant (UTC) that tells how a thing stood; None before the first."""
    return next(iter(last_two(session, team_id, noun, number, at)), None)


def last_two(
    session: Session, team_id: str, noun: str, number: int, at: datetime
) -> Sequence[Event]:
    """What had changed a thing last at an instant (UTC), and what before that."""
    query = select(Event).where(
        *_about(team_id, noun, number),
        Event.happened_at <= at,
        col(Event.state).is_not(None),
    )
    return session.exec(query.order_by(col(Event.event_id).desc()).limit(2)).all()


def in_department(
    session: Session,
    team_id: str,
    department_id: UUID,
    since: datetime,
    until: datetime,
    limit: int,
) -> list[Event]:
    """The first `limit` events from `since` to before `until` (UTC) that left a thing there."""
    query = select(Event).where(
        Event.team_id == team_id,
        Event.department_id == department_id,
        Event.happened_at >= since,
        Event.happened_at < until,
    )
    query = query.order_by(col(Event.happened_at), col(Event.event_id))
    return list(session.exec(query.limit(limit)))
