"""What was offered to another department and came back, and whether that was settled since."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from storage.handoffs import Handoff
from storage.history import Event
from storage.many import among

MOST = 2_000
"""So many returns are looked at, the newest of them."""
Numbering = tuple[str, int]
"""The noun and the number of a thing."""


class Bounce(NamedTuple):
    """Something that came back between two departments: first and last when (UTC) between them."""

    noun: str
    number: int
    sides: frozenset[UUID]
    first: datetime
    last: datetime


# Built once: nobody returns without a reason, and an offer that was taken back has none.
_BACK = (
    select(
        col(Handoff.noun),
        col(Handoff.number),
        col(Handoff.giver_home_id),
        col(Handoff.taker_home_id),
        col(Handoff.answered_at),
    )
    .where(
        col(Handoff.team_id) == bindparam("of_team"),
        col(Handoff.answered_at) >= bindparam("of_since"),
        col(Handoff.accepted).is_(False),
        col(Handoff.answer) != "",
        col(Handoff.giver_home_id) != col(Handoff.taker_home_id),
    )
    .order_by(col(Handoff.answered_at).desc())
    .limit(MOST)
)


def lately(session: Session, team_id: str, since: datetime) -> list[Bounce]:
    """What came back from another department since an instant (UTC), each thing once.

    Between which two is said by its newest return.
    """
    found: dict[Numbering, Bounce] = {}
    rows = session.execute(_BACK, {"of_team": team_id, "of_since": since})
    for noun, number, giver, taker, at in rows:
        sides = frozenset((giver, taker))
        known = found.setdefault((noun, number), Bounce(noun, number, sides, at, at))
        if known.sides == sides:
            found[noun, number] = known._replace(first=min(known.first, at))
    return list(found.values())


def settled(
    session: Session,
    team_id: str,
    found: Sequence[Bounce],
    verbs: Collection[str],
    undoing: str,
) -> set[Numbering]:
    """Those with which one of these things happened after they came back, and was not undone.

    `undoing` is the verb by which something is undone. Of whatever many these are two questions.
    """
    back = {(each.noun, each.number): each.last for each in found}
    done: set[Numbering] = set()
    for noun in {each.noun for each in found}:
        query = select(
            col(Event.event_id),
            col(Event.number),
            col(Event.verb),
            col(Event.details),
            col(Event.happened_at),
        ).where(
            col(Event.team_id) == team_id,
            col(Event.noun) == noun,
            among(session, col(Event.number), [each.number for each in found if each.noun == noun]),
            col(Event.happened_at) >= min(each.last for each in found if each.noun == noun),
            among(session, col(Event.verb), [*verbs, undoing]),
        )
        # Not ordered there: SQLite would walk through all of a company's history for that.
        for _, number, verb, details, at in sorted(session.execute(query), key=lambda row: row[0]):
            if at < back[noun, number]:
                continue
            if verb in verbs:
                done.add((noun, number))
            elif details.get("undid") in verbs:
                done.discard((noun, number))
    return done
