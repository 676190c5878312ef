"""That Slack has a message is written down with what came in meanwhile, and each for itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import select

from bot.arrivals import Arrivals, Parcel
from bot.clock import Clock
from bot.slack import Result, Verdict
from storage import outbox, sending
from storage.database import Database
from storage.outbox import Message, MessageState
from tests.cast import MONDAY, TEAM

HALF_A_SIGN = "\ud800"


def leased(database: Database, count: int) -> list[Parcel]:
    """So many messages that a sender hands to Slack, each in a channel of its own."""
    with database.write() as session:
        for number in range(count):
            outbox.add(
                session, team_id=TEAM, now=MONDAY, key=f"key:{number}", lane=f"C{number}",
                method=outbox.POST, payload={"text": "hello"},
            )  # fmt: skip
    with database.write() as session:
        return [
            Parcel(
                TEAM, message.message_id, message.lane, message.method, {}, None, "",
                dispatched_at=MONDAY, leased_until=MONDAY + timedelta(minutes=1),
            )
            for message in sending.claim(session, MONDAY, count)
        ]  # fmt: skip


def said_yes(parcel: Parcel, ts: str = "1.1") -> Result:
    return Result(Verdict.OK, {"channel": parcel.lane, "ts": ts})


def states(database: Database) -> dict[str, tuple[str, str | None]]:
    with database.read() as session:
        return {each.lane: (each.state, each.ts) for each in session.exec(select(Message))}


def test_what_arrives_while_one_is_written_down_is_written_down_together(
    database: Database,
) -> None:
    arrivals, commits = Arrivals(database, Clock()), []
    parcels = leased(database, 8)
    event.listen(database.engine, "commit", lambda _connection: commits.append(1))
    with ThreadPoolExecutor(8) as senders:
        # Somebody holds what the first of them waits for, so that the others come in meanwhile.
        with arrivals._writing:
            notes = [senders.submit(arrivals.note, each, said_yes(each)) for each in parcels]
            while len(arrivals._waiting) < len(parcels):
                pass
        for each in notes:
            each.result()
    assert len(commits) == 1
    assert set(states(database).values()) == {(MessageState.SENT, "1.1")}


def test_one_that_cannot_be_written_down_takes_no_other_along(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    arrivals = Arrivals(database, Clock())
    parcels = leased(database, 3)
    for each in parcels[:2]:
        arrivals._waiting.append(
            (each, said_yes(each, HALF_A_SIGN if each.lane == "C1" else "1.1"))
        )
    arrivals.note(parcels[2], said_yes(parcels[2]))
    assert states(database) == {
        "C0": (MessageState.SENT, "1.1"),
        "C1": (MessageState.SENDING, None),
        "C2": (MessageState.SENT, "1.1"),
    }
    assert str(parcels[1].message_id) in caplog.text, "a look-up finds out about it"
