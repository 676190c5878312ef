"""Messages of cards that have not left yet: they show the latest state when they do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, update
from sqlmodel import Session, col, select

from storage.many import among
from storage.outbox import UPDATE, Message, MessageState, in_state, unfinished


def cards_among(
    session: Session, team_id: str, lanes: Iterable[str], card_ids: Iterable[UUID]
) -> set[UUID]:
    """Those of these cards of which a message waits already; it will show the latest state.

    It is locked, so that it is not drawn from the old state before the caller has committed.
    """
    query = (
        select(Message.card_id)
        .where(
            Message.team_id == team_id,
            among(session, col(Message.lane), lanes),
            among(session, col(Message.card_id), card_ids),
            unfinished(),
            in_state(MessageState.PENDING),
        )
        # As in `newest_cards`.
        .order_by(col(Message.card_id), col(Message.message_id))
        .with_for_update()
    )
    return {card_id for card_id in session.exec(query) if card_id}


def newest_cards(
    session: Session, team_id: str, lanes: Iterable[str], priority: int
) -> dict[str, UUID]:
    """By lane, the newest card that a message of this priority has yet to bring, held meanwhile."""
    query = (
        select(Message.lane, Message.card_id)
        .where(
            Message.team_id == team_id,
            among(session, col(Message.lane), lanes),
            Message.priority == priority,
            unfinished(),
            in_state(MessageState.PENDING),
            col(Message.card_id).is_not(None),
        )
        # As whoever brings cards up to date holds them, so that nobody waits for each other.
        .order_by(col(Message.card_id), col(Message.message_id))
        .with_for_update()
    )
    return {lane: card_id for lane, card_id in session.exec(query) if card_id}


def take_back(session: Session, team_id: str, key: str, why: str) -> bool:
    """Give up the message with this key while nobody is handing it to Slack; whether it was.

    `why` is what its error column says from now on.
    """
    query = select(Message).where(Message.team_id == team_id, Message.key == key)
    message = session.exec(query.with_for_update()).first()
    if message is None or message.state != MessageState.PENDING:
        return False
    message.state, message.error = MessageState.STALE, why
    session.add(message)
    return True


def take_back_those(session: Session, team_id: str, lane: str, begins: str, why: str) -> bool:
    """The same of all messages of a lane whose key begins so; whether there were any."""
    query = select(Message).where(
        Message.team_id == team_id,
        Message.lane == lane,
        unfinished(),
        in_state(MessageState.PENDING),
        col(Message.key).startswith(begins, autoescape=True),
    )
    found = session.exec(query.order_by(col(Message.message_id)).with_for_update()).all()
    for message in found:
        message.state, message.error = MessageState.STALE, why
        session.add(message)
    return bool(found)


def drop_updates(session: Session, team_id: str, lane: str, card_id: UUID) -> None:
    """Forget the updates of a card that have not left yet."""
    session.flush()
    waiting = delete(Message).where(
        col(Message.team_id) == team_id,
        col(Message.lane) == lane,
        col(Message.card_id) == card_id,
        col(Message.method) == UPDATE,
        unfinished(),
        in_state(MessageState.PENDING),
    )
    session.execute(waiting, execution_options={"synchronize_session": False})


def hasten(session: Session, team_id: str, cards: Mapping[str, UUID], now: datetime) -> None:
    """Let the messages that bring these cards, by lane, leave now.

    Not where Slack was asked already and they rest.
    """
    _let_wait(session, team_id, cards, now, col(Message.not_before) > now)


def hold_back(session: Session, team_id: str, cards: Mapping[str, UUID], until: datetime) -> None:
    """Keep the messages that bring these cards, by lane, until an instant (UTC).

    Not where Slack was asked already.
    """
    _let_wait(session, team_id, cards, until, col(Message.not_before) < until)


def _let_wait(
    session: Session,
    team_id: str,
    cards: Mapping[str, UUID],
    until: datetime,
    concerned: ColumnElement[bool],
) -> None:
    if not cards:
        return
    theirs = (
        (col(Message.team_id) == team_id)
        & among(session, col(Message.lane), cards)
        & among(session, col(Message.card_id), cards.values())
    )
    untried = in_state(MessageState.PENDING) & (col(Message.attempts) == 0)
    statement = update(Message).where(theirs, unfinished(), untried, concerned)
    session.execute(
        statement.values(not_before=until), execution_options={"synchronize_session": False}
    )
