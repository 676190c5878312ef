"""A card is a message that shows one thing, such as a task, and is kept up to date in place."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint, bindparam, insert, text, update
from sqlmodel import Session, SQLModel, col, select

from storage import outbox, unsent, upserts
from storage.asks import Ask
from storage.columns import large, new_id, partial_index, row_id, team
from storage.many import among
from storage.nudges import Nudge
from storage.outbox import Priority


class Face(StrEnum):
    """Who a card speaks to."""

    CHANNEL = "channel"
    """The department: what was promised, by whom, to whom."""
    OWNER = "owner"
    """The one person who owes an answer."""
    OFFER = "offer"
    """The one person to whom an item was offered."""
    EXECUTIVES = "executives"
    """The people about to decide."""
    HELPER = "helper"
    """Somebody who was asked for a pair of hands."""
    SUPPLIER = "supplier"
    """Whoever is asked for what another department waits for."""
    HEARER = "hearer"
    """Whoever asked for it, or follows it: what they hear of at once."""
    BUNDLE = "bundle"
    """One person: everything they are reminded of today."""
    URGENT = "urgent"
    """One person: what waits for no bundle, by itself."""
    PROGRESS = "progress"
    """One person: what became of what they asked, on one day."""
    FILE = "file"
    """Whoever dropped a file: what it holds, and what became of it."""


BUNDLE = "bundle"
"""The noun of a card that shows many asks.

Its number is the Unix second it was made in, or the next free one.
"""
PROGRESS = "progress"
"""The noun of a card that says what became of what somebody asked; its number is the day."""


STANDING = "ts IS NOT NULL"
"""Cards that Slack has."""


class Card(SQLModel, table=True):
    """One message in one channel or direct message.

    `ts` is empty until Slack has it; `shown` is a fingerprint of what it shows there.
    """

    __tablename__ = "cards"
    __table_args__ = (
        UniqueConstraint("team_id", "noun", "number", "face", "lane", name="cards_place"),
        partial_index("cards_standing", "team_id", "channel_id", "ts", where=STANDING),
    )

    team_id: str = team()
    card_id: UUID = row_id()
    noun: str
    number: int = large()
    face: str
    lane: str
    channel_id: str | None = None
    ts: str | None = None
    shown: str = ""


TABLE = SQLModel.metadata.tables["cards"]
# Plain statements, built once, without an object for each row: almost every request makes cards,
# and each of their messages ends with writing down where it stands.
INSERT = insert(TABLE)
INSERT_ONCE = upserts.build(
    TABLE,
    lambda insert: insert.on_conflict_do_nothing(
        index_elements=[TABLE.c[name] for name in ("team_id", "noun", "number", "face", "lane")]
    ).returning(TABLE.c.lane),
)
STANDS = update(TABLE).where(
    TABLE.c.team_id == bindparam("of_team"), TABLE.c.card_id == bindparam("of_card")
)


@dataclass(frozen=True)
class Place:
    """Where a card is to stand: who it speaks to, in which lane, and from when on (UTC)."""

    face: Face
    lane: str
    not_before: datetime | None = None


def post(
    session: Session,
    *,
    team_id: str,
    now: datetime,
    noun: str,
    number: int,
    places: Sequence[Place],
    priority: int = Priority.CARD,
) -> list[UUID]:
    """Put a card into each of these places, with the message that brings it there; their ids."""
    ids = [new_id() for _ in places]
    rows = [
        {
            "team_id": team_id, "card_id": card_id, "noun": noun, "number": number,
            "face": place.face, "lane": place.lane, "shown": "",
        }
        for card_id, place in zip(ids, places, strict=True)
    ]  # fmt: skip
    session.connection().execute(INSERT, rows)
    outbox.add_cards(
        session,
        team_id=team_id,
        now=now,
        cards=[(key, to.lane, to.not_before) for key, to in zip(ids, places, strict=True)],
        priority=priority,
    )
    return ids


def post_once(
    session: Session, *, team_id: str, now: datetime, noun: str, number: int, place: Place
) -> Card | None:
    """Put a card into a place; the one that stands there already, whoever has just put it there."""
    card_id = new_id()
    row = {
        "team_id": team_id, "card_id": card_id, "noun": noun, "number": number,
        "face": place.face, "lane": place.lane, "shown": "",
    }  # fmt: skip
    if not upserts.is_new(session, INSERT_ONCE, row):
        return at(session, team_id, noun, number, place.face, place.lane)
    new = [(card_id, place.lane, place.not_before)]
    outbox.add_cards(session, team_id=team_id, now=now, cards=new, priority=Priority.CARD)
    return None


def at(session: Session, team_id: str, noun: str, number: int, face: str, lane: str) -> Card | None:
    """The card of a thing that stands in a place."""
    query = select(Card).where(
        Card.team_id == team_id, Card.noun == noun, Card.number == number,
        Card.face == face, Card.lane == lane,
    )  # fmt: skip
    return session.exec(query).first()


def post_again(
    session: Session, card: Card, now: datetime, old: dict[str, Any], not_before: datetime
) -> None:
    """Bring a card as a new message, since an edit notifies nobody; the old one becomes `old` then.

    One that has not come yet is new as it is.
    """
    if not card.ts:
        return
    unsent.drop_updates(session, card.team_id, card.lane, card.card_id)
    outbox.add(
        session, team_id=card.team_id, now=now, key=f"old:{outbox.new_key()}", lane=card.lane,
        method=outbox.UPDATE, payload={**old, "channel": card.channel_id, "ts": card.ts},
        priority=Priority.ANSWER, not_before=not_before,
    )  # fmt: skip
    # Where it stood stays known: somebody has read of it before.
    card.ts, card.shown = None, ""
    session.add(card)
    outbox.add(
        session, team_id=card.team_id, now=now, key=f"card:{outbox.new_key()}", lane=card.lane,
        method=outbox.POST, card_id=card.card_id, not_before=not_before,
    )  # fmt: skip


def free_number(
    session: Session, team_id: str, noun: str, number: int, lanes: Collection[str]
) -> int:
    """The first number from this one on that no card of the noun has in any of these lanes."""
    while session.exec(
        select(Card.card_id)
        .where(Card.team_id == team_id, Card.noun == noun, Card.number == number)
        .where(among(session, col(Card.lane), lanes))
    ).first():
        number += 1
    return number


def find(session: Session, team_id: str, card_id: UUID) -> Card | None:
    """The card with this id."""
    return session.get(Card, (team_id, card_id))


# Built once, as every change of an item asks them.
ITS_OWN = select(Card).where(
    Card.team_id == bindparam("of_team"),
    Card.noun == bindparam("of_noun"),
    Card.number == bindparam("of_number"),
)
REMINDED_IN = (
    select(Nudge.card_id)
    .join(Ask, (col(Ask.team_id) == col(Nudge.team_id)) & (col(Ask.ask_id) == col(Nudge.ask_id)))
    .where(
        Ask.team_id == bindparam("of_team"),
        Ask.noun == bindparam("of_noun"),
        Ask.number == bindparam("of_number"),
        col(Nudge.card_id).is_not(None),
    )
)


def of(session: Session, team_id: str, noun: str, number: int) -> list[Card]:
    """Every card that shows an item or decision, the bundles that name it among them."""
    wanted = {"of_team": team_id, "of_noun": noun, "of_number": number}
    # Asked step by step and put in order here: in one question, either database may read all cards
    # or all reminders.
    found = [*session.exec(ITS_OWN, params=wanted), *_bundles(session, team_id, wanted)]
    return sorted(found, key=lambda card: card.card_id)


def _bundles(session: Session, team_id: str, wanted: dict[str, Any]) -> Sequence[Card]:
    """The bundles that name an item or decision."""
    card_ids = set(session.exec(REMINDED_IN, params=wanted))
    if not card_ids:
        return []
    named_in = select(Card).where(
        Card.team_id == team_id, among(session, col(Card.card_id), card_ids)
    )
    return session.exec(named_in).all()


def standing_at(session: Session, team_id: str, channel_id: str, ts: str) -> Card | None:
    """The card that is this message in a channel or in somebody's direct messages."""
    query = select(Card).where(
        Card.team_id == team_id, Card.channel_id == channel_id, Card.ts == ts, text(STANDING)
    )
    return session.exec(query.limit(1)).first()


def stands(
    session: Session, team_id: str, card_id: UUID, *, channel_id: str, ts: str, shown: str
) -> None:
    """Write down where a card stands in Slack and what it shows there ("": not known)."""
    row = {
        "of_team": team_id, "of_card": card_id, "channel_id": channel_id, "ts": ts, "shown": shown,
    }  # fmt: skip
    session.connection().execute(STANDS, row)


def after(session: Session, team_id: str, card_id: UUID | None, limit: int) -> list[UUID]:
    """The next cards of a workspace in the order of their ids, after this one or from the first."""
    query = select(Card.card_id).where(Card.team_id == team_id)
    if card_id:
        query = query.where(col(Card.card_id) > card_id)
    return list(session.exec(query.order_by(col(Card.card_id)).limit(limit)))


def forget_shown(session: Session, team_id: str, first: UUID, last: UUID) -> None:
    """Take none of these cards' word for what it shows: each is drawn at its next change."""
    mine = (col(Card.team_id) == team_id) & col(Card.card_id).between(first, last)
    session.execute(update(Card).where(mine, col(Card.shown) != "").values(shown=""))
