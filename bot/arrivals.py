"""What Slack has taken is written down here: in one go, as much as came in meanwhile."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.clock import Clock
from bot.patience import PASSING, limit, persistently
from bot.slack import Result
from storage import cards, sending
from storage.database import Database
from storage.errors import StorageError

log = logging.getLogger(__name__)

# What Slack did is written down even while the database restarts; past this, it is looked up.
SETTLE_SECONDS = 30
SHOWN = "shown"
"""Where the message of a card keeps what that showed when it was drawn, in a few letters."""
# ValueError: what no driver can put into a question, such as half a sign.
UNWRITABLE = (StorageError, ValueError)


@dataclass(frozen=True)
class Parcel:
    """One call, ready to be made outside any transaction and before the lease ends."""

    team_id: str
    message_id: UUID
    lane: str
    method: str
    payload: dict[str, Any]
    card_id: UUID | None
    shown: str
    dispatched_at: datetime
    leased_until: datetime


Arrival = tuple[Parcel, Result]


class Arrivals:
    """Writes down that Slack has messages; many senders at once share one transaction.

    Each message in a transaction of its own would make people wait for as many commits.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._waiting: deque[Arrival] = deque()
        self._writing = threading.Lock()

    def note(self, parcel: Parcel, result: Result) -> None:
        """Come back when it is written down, by this thread or by another one.

        Raises StorageError to whoever wrote it down in vain; then it is found out by a look-up.
        """
        self._waiting.append((parcel, result))
        with self._writing:
            # Whoever was here before has written down what came in while they waited.
            arrived = [self._waiting.popleft() for _ in range(len(self._waiting))]
            if arrived:
                self._write_down(arrived)

    def _write_down(self, arrived: Sequence[Arrival]) -> None:
        try:
            persistently(partial(self._write, arrived), limit(SETTLE_SECONDS))
        except PASSING:
            raise
        except UNWRITABLE:
            if len(arrived) == 1:
                raise
            log.exception("%s messages cannot be written down together", len(arrived))
            self._one_by_one(arrived)

    def _one_by_one(self, arrived: Sequence[Arrival]) -> None:
        """One that cannot be written down takes no other along."""
        for each in arrived:
            try:
                persistently(partial(self._write, [each]), limit(SETTLE_SECONDS))
            except UNWRITABLE:
                log.exception("%s arrived and cannot be written down", each[0].message_id)

    def _write(self, arrived: Sequence[Arrival]) -> None:
        """Keep that these arrived; harmless when it was kept already."""
        now = self._clock.now()
        with self._database.write() as session:
            # In one order, so that two processes never wait for each other.
            for parcel, result in sorted(arrived, key=lambda each: each[0].message_id):
                arrive(session, parcel, result, now)


def arrive(session: Session, parcel: Parcel, result: Result, now: datetime) -> None:
    """Slack has it. A yes counts however late it comes."""
    channel, ts = str(result.data.get("channel", "")), str(result.data.get("ts", ""))
    sent = sending.sent(session, parcel.team_id, parcel.message_id, now, channel, ts)
    if sent is None:
        return
    # After another sender took over, nobody knows whose drawing came last.
    shown = parcel.shown if sent == parcel.dispatched_at else ""
    stands(session, parcel.team_id, parcel.card_id, channel, ts, shown)


def stands(
    session: Session, team_id: str, card_id: UUID | None, channel: str, ts: str, shown: str
) -> None:
    """Write down where a message's card stands, if it has one."""
    if card_id is not None:
        cards.stands(session, team_id, card_id, channel_id=channel, ts=ts, shown=shown)
