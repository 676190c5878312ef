"""Duly's numbers for Prometheus: what waits, what was done, and how long people waited for it."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator
from functools import partial
from uuid import UUID

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlmodel import Session

from bot.clock import Clock
from bot.effects import Effect, became
from storage import backlog
from storage.asks import Ask
from storage.backlog import Backlog
from storage.database import Database
from storage.errors import StorageError
from storage.nudges import Nudge
from storage.outbox import Message, MessageState

log = logging.getLogger(__name__)

HOUR, DAY = 3_600, 86_400
ANSWER_SECONDS = (
    HOUR, 4 * HOUR, 8 * HOUR, DAY, 2 * DAY, 3 * DAY, 5 * DAY, 7 * DAY, 14 * DAY, 28 * DAY,
    56 * DAY,
)  # fmt: skip
# Slack waits three seconds.
ACK_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 2.5, 3, 5, 10)
DELIVERIES = ("command", "action", "form", "shortcut", "event", "options")
SENT = "sent"
OUTCOMES = {
    MessageState.FAILED: "failed",
    MessageState.STALE: "stale",
    MessageState.IN_DOUBT: "in_doubt",
    MessageState.PENDING: "again",
}
"""What became of a message that Slack did not take, by the state it is in then."""


class Metrics:
    """The numbers of one process, and those of the database whenever somebody asks."""

    def __init__(self, database: Database, clock: Clock, kinds: Iterable[str]) -> None:
        """`kinds` are the names of all kinds of ask."""
        # Else each counter and histogram has a second series that says when it began.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.registry.register(_Waiting(database, clock))
        self._acks = Histogram(
            "duly_ack_seconds",
            "From the arrival of a Slack delivery to its answer.",
            ["kind"],
            buckets=ACK_SECONDS,
            registry=self.registry,
        )
        self._answers = Histogram(
            "duly_answer_seconds",
            "From the opening of an ask to its answer.",
            ["kind"],
            buckets=ANSWER_SECONDS,
            registry=self.registry,
        )
        self._nudges = Counter(
            "duly_nudges_sent",
            "Reminders handed to the outbox, by who hears them and by their rung.",
            ["part", "rung"],
            registry=self.registry,
        )
        self._deliveries = Counter(
            "duly_deliveries",
            "Attempts to send a message, by what became of it.",
            ["outcome"],
            registry=self.registry,
        )
        self._runs = Counter(
            "duly_duty_runs", "Rows that a duty dealt with.", ["duty"], registry=self.registry
        )
        self._put_offs = Counter(
            "duly_duty_put_offs",
            "Rows that a duty could not handle and put off.",
            ["duty"],
            registry=self.registry,
        )
        self._held_back = Counter(
            "duly_events_held_back_minutes",
            "Minutes for which Slack delivered no events, because there were too many.",
            registry=self.registry,
        )
        self._last_held_back = Gauge(
            "duly_events_last_held_back_timestamp_seconds",
            "When Slack said so last, in Unix time; 0 where it has not.",
            registry=self.registry,
        )
        self._ticked = Gauge(
            "duly_last_tick_timestamp_seconds",
            "When everything due was last looked for and dealt with, in Unix time.",
            registry=self.registry,
        )
        self._begin_at_zero(kinds)

    def _begin_at_zero(self, kinds: Iterable[str]) -> None:
        """Name what is known beforehand: a series that begins at one hides its first event."""
        for kind in DELIVERIES:
            self._acks.labels(kind)
        for each in kinds:
            self._answers.labels(each)
        for outcome in (SENT, *OUTCOMES.values()):
            self._deliveries.labels(outcome)

    def acked(self, kind: str, seconds: float) -> None:
        """A delivery was answered so long after it arrived."""
        self._acks.labels(kind).observe(seconds)

    def held_back(self) -> None:
        """Slack has delivered no events for a minute."""
        self._held_back.inc()
        self._last_held_back.set(time.time())

    def ran(self, duty: str) -> None:
        """A duty dealt with one row."""
        self._runs.labels(duty).inc()

    def put_off(self, duty: str) -> None:
        """A duty could not handle one row."""
        self._put_offs.labels(duty).inc()

    def ticked(self) -> None:
        """Everything that was due has been dealt with."""
        self._ticked.set(time.time())

    def arrived(self, _session: Session, messages: list[UUID]) -> None:
        """Slack has these messages."""
        self._deliveries.labels(SENT).inc(len(messages))

    def notice(self, session: Session) -> Iterator[Effect]:
        """What a flush changed that is counted, once it is committed; see `effects.watch`."""
        for row in session.dirty:
            if isinstance(row, Message):
                outcome = OUTCOMES.get(became(row, "state"))
                if outcome:
                    yield self._deliveries.labels(outcome).inc
            elif isinstance(row, Ask):
                if became(row, "answered_at"):
                    yield partial(self._answered, row)
            elif isinstance(row, Nudge) and became(row, "sent_at"):
                yield self._nudges.labels(row.part, row.rung).inc

    def _answered(self, ask: Ask) -> None:
        if ask.answered_at is not None:
            took = (ask.answered_at - ask.opened_at).total_seconds()
            self._answers.labels(ask.kind).observe(took)


class _Waiting(Collector):
    """Asks the database what waits, at the moment somebody wants to know."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def collect(self) -> Iterator[Metric]:
        """The backlog of the whole database, the same from every process that shares it."""
        try:
            with self._database.read() as session:
                waits = backlog.of_everything(session, self._clock.now())
        except StorageError as error:
            # The numbers of this process are worth having all the same.
            log.warning("the backlog cannot be counted: %s", type(error).__name__)
            yield _up(0)
            return
        yield _up(1)
        yield from _families(waits)


def _up(value: int) -> Metric:
    return GaugeMetricFamily("duly_database_up", "Whether the database answers.", value)


def _families(waits: Backlog) -> Iterator[Metric]:
    for name, words, value in (
        ("nudges_due", "Reminders that are due and not sent.", waits.nudges_due),
        ("nudges_overdue", "Reminders due for more than ten minutes.", waits.nudges_overdue),
        ("schedules_due", "Digests and prompts that are due.", waits.schedules_due),
        (
            "oldest_message_seconds",
            "How long the oldest message that may leave has been waiting.",
            waits.oldest_message_seconds,
        ),
        ("audit_found", "What the auditors found wrong and could not repair.", waits.found),
    ):
        yield GaugeMetricFamily(f"duly_{name}", words, value)
    yield CounterMetricFamily("duly_audit_repairs", "What the auditors repaired.", waits.repaired)
    messages = GaugeMetricFamily(
        "duly_messages",
        "Messages on their way: pending (may leave now), sending, in_doubt, failed.",
        labels=["state"],
    )
    for state, count in waits.messages.items():
        messages.add_metric([state], count)
    yield messages
