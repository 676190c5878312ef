"""What it costs to look for work follows what is unfinished, never what was ever done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session

from storage import audits, backlog, nudges, outbox, stuck
from storage.columns import new_id
from storage.database import Database
from tests import cast

TEAM, NOW = cast.TEAM, cast.MONDAY
LONG = timedelta(minutes=10)
LOOKS: dict[str, tuple[Callable[[Session], object], set[str]]] = {
    "messages that may leave": (
        lambda session: outbox.claim(session, NOW, 8),
        {"outbox_ready", "outbox_unfinished", "paces"},
    ),
    "messages in doubt": (
        lambda session: outbox.doubtful(session, NOW, 8),
        {"outbox_doubtful", "paces"},
    ),
    "messages whose sender vanished": (
        lambda session: outbox.abandoned(session, NOW),
        {"outbox_leased"},
    ),
    "an update that waits": (
        lambda session: outbox.has_pending_update(session, TEAM, "C1", new_id()),
        {"outbox_unfinished"},
    ),
    "what Slack refused": (lambda session: stuck.failed(session, TEAM), {"outbox_failed"}),
    "what waits long": (
        lambda session: stuck.waiting(session, TEAM, NOW, LONG),
        {"outbox_unfinished"},
    ),
    "whom to remind": (lambda session: nudges.next_person(session, NOW), {"nudges_due", "people"}),
    "of what to remind": (
        lambda session: nudges.due_for(session, TEAM, cast.SARA, NOW),
        {"nudges_person_due"},
    ),
    "reminders that broke": (lambda session: nudges.broken(session, TEAM), {"nudges_broken"}),
    "workspaces to audit": (lambda session: audits.next_due(session, NOW), {"audits_due"}),
    "the backlog": (
        lambda session: backlog.of_everything(session, NOW),
        {
            "outbox_ready", "outbox_leased", "outbox_doubtful", "outbox_failed", "nudges_due",
            "nudges_person_due",
            "schedules_due", "audits",
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("look", LOOKS)
def test_a_look_reads_nothing_but_what_is_open(database: Database, look: str) -> None:
    ask, expected = LOOKS[look]
    plans = _plans(database, ask)
    assert plans
    for plan in plans:
        assert any(name in plan for name in expected), plan
        for big in ("outbox", "nudges"):
            assert f"Seq Scan on {big}" not in plan, plan
            assert f"SCAN {big}\n" not in plan, plan
            assert f"sqlite_autoindex_{big}" not in plan, plan
            assert f"{big}_pkey" not in plan, plan


def test_the_test_can_tell_a_bad_plan(database: Database) -> None:
    [plan] = _plans(database, lambda session: session.execute(outbox.select(outbox.Message)))
    assert "SCAN outbox\n" in plan or "Seq Scan on outbox" in plan


def _plans(database: Database, ask: Callable[[Session], object]) -> list[str]:
    """How the database answers each question that is asked of it."""
    with database.write() as session:
        if not database.is_sqlite:
            # These tables are too small for an index to be worth its while.
            session.connection().exec_driver_sql("SET LOCAL enable_seqscan = off")
        asked: list[tuple[str, object]] = []

        def hear(_c: object, _cursor: object, words: str, given: object, *_: object) -> None:
            asked.append((words, given))

        event.listen(database.engine, "before_cursor_execute", hear)
        ask(session)
        event.remove(database.engine, "before_cursor_execute", hear)
        explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
        plans = []
        for words, given in asked:
            if not words.startswith("SELECT"):
                continue
            rows = session.connection().exec_driver_sql(f"{explain} {words}", given)
            plans.append("".join(f"{row[-1]}\n" for row in rows))
        return plans
