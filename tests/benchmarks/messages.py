"""How close delivery comes to the least time that Slack's limits allow.

Slack takes about one message a second in each channel, so that the last of three messages to a
channel can leave two seconds after the first, however many channels there are.
"""

from __future__ import annotations

import time

from sqlalchemy import func
from sqlmodel import col, select

from bot.app import Duly
from bot.worker import Worker
from storage import outbox
from storage.outbox import Message, MessageState
from tests import cast
from tests.benchmarks import busy_slack
from tests.benchmarks.installation import Databases, moved_in
from tests.benchmarks.rows import Row, row

SECONDS_APART = 1.0
LOOK_SECONDS = 0.01
PATIENCE_SECONDS = 120


def measure(databases: Databases, messages: int, channels: int) -> list[Row]:
    """So many messages over so many channels, from the commit until Slack has the last one."""
    least = (-(-messages // channels) - 1) * SECONDS_APART
    with (
        busy_slack.start(channels) as slack,
        moved_in(databases.migrated(), slack.api_url) as duly,
    ):
        worker = Worker(duly)
        worker.start()
        took = _deliver(duly, messages, busy_slack.channel_ids(channels))
        worker.stop()
        counted = slack.close()
    if counted["posted"] != messages:
        raise RuntimeError(f"Slack has {counted['posted']} of {messages} messages")
    name = f"{messages:,} messages over {channels:,} channels"
    return [row(name, took, least, goal=1.15, unit="s")]


def _deliver(duly: Duly, messages: int, lanes: list[str]) -> float:
    """Seconds from the commit of all messages until all of them are sent."""
    now = duly.clock.now()
    with duly.database.write() as session:
        for number in range(messages):
            outbox.add(
                session, team_id=cast.TEAM, now=now, key=f"benchmark:{number}",
                lane=lanes[number % len(lanes)], method="chat.postMessage",
                payload={"text": f"Promise {number} is due today."},
            )  # fmt: skip
    start = time.perf_counter()
    duly.wake.set()
    while _unsent(duly):
        if time.perf_counter() - start > PATIENCE_SECONDS:
            raise TimeoutError(f"{_unsent(duly)} messages did not leave")
        time.sleep(LOOK_SECONDS)
    return time.perf_counter() - start


def _unsent(duly: Duly) -> int:
    query = select(func.count()).select_from(Message)
    with duly.database.read() as session:
        return session.exec(query.where(col(Message.state) != MessageState.SENT)).one()
