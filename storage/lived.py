"""What a customer lived through: the issues that ended in a period, and what they were told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select as columns
from sqlalchemy import text
from sqlmodel import Session, col, select

from storage import scopes
from storage.history import TOLD, Event
from storage.issues import Issue
from storage.items import CLOSED
from storage.listings import MOST
from storage.scopes import Reader

_SAID = (Issue.number, Issue.severity, Issue.state, Issue.felt, Issue.feels)


@dataclass(frozen=True)
class LivedThrough:
    """Issues that ended, by number, the newest first, and how many of them ended in which state.

    Of `hidden` more the reader may not see what they are. `is_cut` says that there were more than
    are counted here.
    """

    numbers: Sequence[int]
    states: Mapping[str, int]
    worst: int | None
    feelings: Sequence[tuple[str | None, str | None]]
    """How they felt about each when it was reported, and in the end; none where not known."""
    hidden: int
    is_cut: bool


def ended(
    session: Session, reader: Reader, customer_id: UUID, since: datetime, most: int = MOST
) -> LivedThrough:
    """The issues of a customer that ended since then (UTC); of very many, the newest."""
    query = (
        columns(*map(col, _SAID), scopes.seen_by(Issue, reader))
        .where(
            col(Issue.team_id) == reader.team_id,
            col(Issue.customer_id) == customer_id,
            col(Issue.closed_at) >= since,
            text(CLOSED),
        )
        .order_by(col(Issue.closed_at).desc(), col(Issue.number).desc())
        .limit(most + 1)
    )
    found = session.execute(query).all()
    seen = [each for *each, is_seen in found if is_seen]
    hidden = len(found) - len(seen)
    return LivedThrough(
        numbers=[number for number, *_ in seen][:most],
        states=Counter(state for _, _, state, *_ in seen[:most]),
        worst=min((severity for _, severity, *_ in seen), default=None),
        feelings=[(felt, feels) for *_, felt, feels in seen[:most]],
        hidden=hidden,
        is_cut=len(found) > most,
    )


def told(session: Session, team_id: str, customer_id: UUID, most: int) -> list[Event]:
    """The last times that somebody told a customer something, newest first; some were undone."""
    query = select(Event).where(
        Event.team_id == team_id, Event.customer_id == customer_id, text(TOLD)
    )
    return list(session.exec(query.order_by(col(Event.event_id).desc()).limit(most)))
