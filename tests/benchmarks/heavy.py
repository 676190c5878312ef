"""The heaviest work that Duly does in the background, each made in an installation of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import delete, func, insert, literal, select, update

from bot.app import Duly
from bot.worker import MESSAGES_KEPT, RECEIPTS_KEPT, Worker
from storage import counters, departments
from storage.columns import new_id
from storage.items import State
from storage.nudges import Part
from storage.outbox import POST, MessageState, Priority
from tests import cast
from tests.benchmarks.installation import Databases, StandingClock, moved_in
from tests.benchmarks.meanwhile import Job, Opened
from tests.benchmarks.worlds import ASKS, NOW, NUDGES, TABLES

ISSUES, PEOPLE, WORKSPACES = TABLES["issues"], TABLES["people"], TABLES["workspaces"]
OUTBOX, RECEIPTS = TABLES["outbox"], TABLES["receipts"]
AT_ONCE = 5_000


def jobs(databases: Databases, api_url: str, owed: int, kept: int) -> Iterator[Opened]:
    """A bundle of `owed` for one person, an audit that finds `owed` lost, a clean-up of `kept`."""
    yield _installed(databases, api_url, partial(bundle, owed=owed))
    yield _installed(databases, api_url, partial(audit, owed=owed))
    yield _installed(databases, api_url, partial(clean_up, kept=kept))


@contextmanager
def _installed(
    databases: Databases, api_url: str, job: Callable[[Duly, StandingClock], Job]
) -> Iterator[tuple[Duly, Job]]:
    clock = StandingClock()
    with moved_in(databases.migrated(), api_url, clock) as duly:
        yield duly, job(duly, clock)


def bundle(duly: Duly, clock: StandingClock, owed: int) -> Job:
    """One lead is to be reminded of so many issues this morning."""
    owe(duly, cast.MARIA, owed)
    worker = Worker(duly)

    def run(_stop: threading.Event) -> None:
        while due(duly):
            worker.tick()
        duly.sender.run_once()

    return Job(f"a bundle of {owed:,}", partial(remind_again, duly), run)


def audit(duly: Duly, clock: StandingClock, owed: int) -> Job:
    """So many asks have lost their reminders."""
    owe(duly, cast.MARIA, owed)
    worker = Worker(duly)

    def lose() -> None:
        with duly.database.write() as session:
            session.execute(delete(NUDGES))

    def run(_stop: threading.Event) -> None:
        while _planned(duly) < owed:
            clock.move_on()
            worker.tick()

    return Job(f"an audit that finds {owed:,} reminders lost", lose, run)


def clean_up(duly: Duly, clock: StandingClock, kept: int) -> Job:
    """So many receipts and messages are too old to be kept."""
    worker = Worker(duly)
    with duly.database.write() as session:
        # So that only the clean-up is looked at.
        session.execute(update(WORKSPACES).values(directory_at=NOW))

    def keep() -> None:
        for start in range(0, kept, AT_ONCE):
            numbers = range(start, min(start + AT_ONCE, kept))
            with duly.database.write() as session:
                session.execute(insert(RECEIPTS), [_receipt(number) for number in numbers])
                session.execute(insert(OUTBOX), [_message(number) for number in numbers])

    return Job(f"a clean-up of {kept:,}", keep, lambda _stop: worker.keep_house())


def owe(duly: Duly, owner: str, count: int) -> None:
    """Give a person so many issues to take; no reminder is planned."""
    with duly.database.write() as session:
        billing = departments.named(session, cast.TEAM, "Billing")
        home = billing.department_id if billing else None
        for start in range(1, count + 1, AT_ONCE):
            numbers = range(start, min(start + AT_ONCE, count + 1))
            issues = [_issue(number, owner, home) for number in numbers]
            session.execute(insert(ISSUES), issues)
            session.execute(insert(ASKS), [_ask(number, owner, home) for number in numbers])
        counters.next_number(session, cast.TEAM, "issue", count)


def remind_again(duly: Duly) -> None:
    """As if nobody had been reminded of anything: one reminder of each issue is due."""
    due = NOW - timedelta(minutes=5)
    asks = select(
        ASKS.c.team_id, ASKS.c.ask_id, ASKS.c.ask_id, ASKS.c.person_id, literal(Part.OWES.value),
        literal(1), literal(due, NUDGES.c.due_at.type), literal(""),
    ).where(ASKS.c.noun == "issue")  # fmt: skip
    names = ["team_id", "nudge_id", "ask_id", "person_id", "part", "rung", "due_at", "error"]
    with duly.database.write() as session:
        session.execute(delete(NUDGES))
        session.execute(insert(NUDGES).from_select(names, asks))
        session.execute(update(ASKS).values(rung=0))
        session.execute(update(PEOPLE).values(bundled_on=None))
        session.execute(update(OUTBOX).values(state=MessageState.SENT))


def due(duly: Duly) -> int:
    """How many reminders are due now."""
    waits = NUDGES.c.sent_at.is_(None) & (NUDGES.c.due_at <= duly.clock.now())
    with duly.database.read() as session:
        query = select(func.count()).select_from(NUDGES).where(waits)
        return int(session.execute(query).scalar_one())


def _planned(duly: Duly) -> int:
    with duly.database.read() as session:
        return int(session.execute(select(func.count()).select_from(NUDGES)).scalar_one())


def _issue(number: int, owner: str, home: UUID | None) -> dict[str, object]:
    return {
        "team_id": cast.TEAM, "number": number, "title": f"Refund {number} promised, not paid",
        "state": State.OPEN, "severity": 3, "owner_id": owner, "department_id": home,
        "due_at": NOW + timedelta(days=5), "created_by": cast.OMAR,
        "created_at": NOW - timedelta(days=1), "close_reason": "", "story": "", "touchpoint": "",
        "due_zone": cast.BERLIN,
    }  # fmt: skip


def _ask(number: int, owner: str, home: UUID | None) -> dict[str, object]:
    return {
        "team_id": cast.TEAM, "ask_id": new_id(), "kind": "acknowledge", "noun": "issue",
        "number": number, "person_id": owner, "department_id": home, "severity": 3,
        "opened_at": NOW - timedelta(days=1), "due_at": NOW + timedelta(hours=number % 50),
        "rung": 0, "snoozes": 0, "snooze_reason": "",
    }  # fmt: skip


def _receipt(number: int) -> dict[str, object]:
    at = NOW - RECEIPTS_KEPT - timedelta(seconds=number + 1)
    return {
        "team_id": cast.TEAM, "key": f"old:{new_id()}", "answer": {"text": "Noted. " * 20},
        "received_at": at,
    }  # fmt: skip


def _message(number: int) -> dict[str, object]:
    at = NOW - MESSAGES_KEPT - timedelta(seconds=number + 1)
    return {
        "team_id": cast.TEAM, "message_id": new_id(), "key": f"old:{new_id()}", "lane": "C0BILLING",
        "method": POST, "payload": {"text": "Noted. " * 100}, "priority": Priority.CARD,
        "state": MessageState.SENT, "attempts": 1, "lookups": 0, "created_at": at,
        "not_before": at, "error": "",
    }  # fmt: skip
