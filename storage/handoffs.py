"""A hand-off offers an item to somebody else; it stays with the giver until they take it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Index, bindparam, func
from sqlmodel import Session, SQLModel, col, select

from storage.columns import large, long_text, partial_index, row_id, team


class Handoff(SQLModel, table=True):
    """One offer and its answer; `accepted` is empty while nobody has answered.

    `from_id` is with whom it stays meanwhile, `offered_by` who made the offer. The homes are the
    departments of either side as they were when it was offered.
    """

    __tablename__ = "handoffs"
    __table_args__ = (
        partial_index(
            "handoffs_open", "team_id", "noun", "number", where="answered_at IS NULL", unique=True
        ),
        Index("handoffs_about", "team_id", "noun", "number"),
        partial_index("handoffs_to", "team_id", "to_department_id", where="answered_at IS NULL"),
        partial_index("handoffs_waiting", "team_id", "offered_at", where="answered_at IS NULL"),
        partial_index(
            "handoffs_answered", "team_id", "answered_at", where="answered_at IS NOT NULL"
        ),
        partial_index(
            "handoffs_taken",
            "team_id",
            "taker_home_id",
            "answered_at",
            where="answered_at IS NOT NULL",
        ),
    )

    team_id: str = team()
    handoff_id: UUID = row_id()
    noun: str
    number: int = large()
    from_id: str
    offered_by: str = ""
    to_id: str
    to_department_id: UUID | None = None
    giver_home_id: UUID | None = None
    taker_home_id: UUID | None = None
    reason: str = long_text("")
    offered_at: datetime
    answered_at: datetime | None = None
    answered_by: str | None = None
    accepted: bool | None = None
    answer: str = long_text("")


# Built once, as it is asked whenever an item is closed or its card is drawn.
OFFERED = select(Handoff).where(
    Handoff.team_id == bindparam("of_team"),
    Handoff.noun == bindparam("of_noun"),
    Handoff.number == bindparam("of_number"),
    col(Handoff.answered_at).is_(None),
)


def offered(session: Session, team_id: str, noun: str, number: int) -> Handoff | None:
    """The offer of this item that still waits for an answer."""
    wanted = {"of_team": team_id, "of_noun": noun, "of_number": number}
    return session.exec(OFFERED, params=wanted).first()


def returned(session: Session, team_id: str, noun: str, number: int) -> int:
    """How often this item came back from whoever it was offered to.

    Nobody returns without a reason: an offer that was taken back, or ended otherwise, has none.
    """
    came_back = select(func.count()).where(
        *_about(team_id, noun, number), col(Handoff.accepted).is_(False), col(Handoff.answer) != ""
    )
    return session.exec(came_back).one()


def crossings(session: Session, offer: Handoff) -> int:
    """How often the item of an offer was taken over between the same two departments."""
    homes = (offer.giver_home_id, offer.taker_home_id)
    query = select(Handoff.giver_home_id, Handoff.taker_home_id).where(
        *_about(offer.team_id, offer.noun, offer.number), col(Handoff.accepted).is_(True)
    )
    return sum(pair in (homes, homes[::-1]) for pair in session.exec(query))


def of_item(session: Session, team_id: str, noun: str, number: int) -> list[Handoff]:
    """Every offer of an item that there was, in their order."""
    found = session.exec(select(Handoff).where(*_about(team_id, noun, number)))
    return sorted(found, key=lambda offer: offer.offered_at)


def waiting_within(
    session: Session, team_id: str, since: datetime, until: datetime
) -> list[Handoff]:
    """The offers that waited for an answer at some time from `since` to `until` (UTC), in order."""
    query = select(Handoff).where(Handoff.team_id == team_id, Handoff.offered_at < until)
    answered = session.exec(query.where(col(Handoff.answered_at) >= since)).all()
    waiting = session.exec(query.where(col(Handoff.answered_at).is_(None))).all()
    return sorted((*answered, *waiting), key=lambda offer: offer.offered_at)


def _about(team_id: str, noun: str, number: int) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Handoff.team_id) == team_id,
        col(Handoff.noun) == noun,
        col(Handoff.number) == number,
    )


def answer(
    session: Session, now: datetime, offer: Handoff, by: str, *, accepted: bool, reason: str = ""
) -> None:
    """Close an offer: taken over, or back to the giver."""
    offer.answered_at, offer.answered_by = now, by
    offer.accepted, offer.answer = accepted, reason
    session.add(offer)
    session.flush()


def find(session: Session, team_id: str, handoff_id: UUID) -> Handoff | None:
    """The offer with this id."""
    return session.get(Handoff, (team_id, handoff_id))


def offer_again(session: Session, offer: Handoff) -> None:
    """Let an offer wait for its answer again."""
    offer.answered_at = offer.answered_by = offer.accepted = None
    offer.answer = ""
    session.add(offer)
    session.flush()
