"""What Prometheus reads is what happened and what waits, and nobody's name or words."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.request import urlopen

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlmodel import Session, col, select

from bot import worker
from handlers.calendar import calendars
from handlers.calendar.hours import Calendar
from storage import outbox, schedules
from storage.nudges import Nudge, Part
from storage.outbox import Message, MessageState
from storage.people import Person
from storage.schedules import Schedule
from tests import cast
from tests.cast import OMAR, SARA, TEAM
from tests.stage import Stage

TASK = "/cx task Rewrite the refund mail to @sara by friday for Acme"
only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def scrape(stage: Stage) -> dict[str, float]:
    """Every number by its name with its labels, as it is read over HTTP."""
    families = text_string_to_metric_families(text(stage))
    return {
        _series(sample.name, sample.labels): sample.value
        for family in families
        for sample in family.samples
    }


def text(stage: Stage) -> str:
    with urlopen(address(stage) + "/metrics", timeout=10) as answer:  # noqa: S310
        assert answer.headers["content-type"].startswith("text/plain; version=")
        return str(answer.read().decode())


def address(stage: Stage) -> str:
    url = stage.workspace.delivery.request_url
    assert url is not None
    return url.removesuffix("/slack/events")


def _series(name: str, labels: dict[str, str]) -> str:
    inside = ",".join(f"{key}={value}" for key, value in sorted(labels.items()))
    return f"{name}{{{inside}}}" if inside else name


def test_what_was_done_is_counted(stage: Stage) -> None:
    before = scrape(stage)
    assert before["duly_ack_seconds_count{kind=command}"] == 0
    assert before["duly_answer_seconds_count{kind=acknowledge}"] == 0
    assert before["duly_deliveries_total{outcome=sent}"] == 0
    stage.types(OMAR, TASK)
    stage.passes(hours=30)
    reminded = len(stage.reads(SARA)) - 1
    stage.clicks(SARA, "Take it", "T-1")
    stage.opens_home(SARA)
    # Home is drawn before the event is answered.
    assert stage.workspace.wait_until(lambda: stage.workspace.delivery.idle)
    after = scrape(stage)
    assert after["duly_ack_seconds_count{kind=event}"] == 1
    assert after["duly_ack_seconds_count{kind=command}"] == 1
    assert after["duly_ack_seconds_count{kind=action}"] == 1
    assert after["duly_ack_seconds_bucket{kind=command,le=3.0}"] == 1
    assert after["duly_answer_seconds_count{kind=acknowledge}"] == 1
    assert after["duly_answer_seconds_sum{kind=acknowledge}"] == pytest.approx(30 * 3600, abs=60)
    assert after["duly_answer_seconds_bucket{kind=acknowledge,le=86400.0}"] == 0
    assert reminded > 0
    sent = {key: value for key, value in after.items() if key.startswith("duly_nudges_sent_total")}
    assert sum(sent.values()) == reminded
    assert "duly_nudges_sent_total{part=owes,rung=1}" in sent
    with stage.duly.database.read() as session:
        messages = session.exec(select(Message.state)).all()
    assert after["duly_deliveries_total{outcome=sent}"] == messages.count(MessageState.SENT)
    assert after["duly_duty_runs_total{duty=nudges}"] >= reminded
    assert after["duly_last_tick_timestamp_seconds"] > before["duly_last_tick_timestamp_seconds"]


def test_what_waits_is_counted_when_somebody_asks(stage: Stage) -> None:
    now = stage.now
    with stage.duly.database.write() as session:
        for minutes in (5, 15, -5):
            session.add(_nudge(minutes, stage))
        for state, minutes in (
            (MessageState.PENDING, 3),
            (MessageState.PENDING, 2),
            (MessageState.PENDING, -60),
            (MessageState.SENDING, 1),
            (MessageState.IN_DOUBT, 1),
            (MessageState.FAILED, 90),
            (MessageState.SENT, 90),
        ):
            at = now - timedelta(minutes=minutes)
            session.add(
                Message(
                    team_id=TEAM, key=outbox.new_key(), lane="C0BILLING",
                    method="chat.postMessage", state=state, created_at=at, not_before=at,
                )
            )  # fmt: skip
        for hours in (-1, 1):
            session.add(
                Schedule(
                    team_id=TEAM, kind=schedules.Posting.DIGEST, channel_id=f"C{hours}",
                    next_at=now + timedelta(hours=hours),
                )
            )  # fmt: skip
    seen = scrape(stage)
    expected = {
        "duly_database_up": 1,
        "duly_nudges_due": 2,
        "duly_nudges_overdue": 1,
        "duly_messages{state=pending}": 2,
        "duly_messages{state=sending}": 1,
        "duly_messages{state=in_doubt}": 1,
        "duly_messages{state=failed}": 1,
        "duly_oldest_message_seconds": 180,
        "duly_schedules_due": 1,
        "duly_audit_found": 0,
        "duly_audit_repairs_total": 0,
    }
    assert {name: seen[name] for name in expected} == expected


def _nudge(minutes: int, stage: Stage) -> Nudge:
    at = stage.now - timedelta(minutes=minutes)
    ask_id = outbox.new_id()
    return Nudge(team_id=TEAM, ask_id=ask_id, person_id=SARA, part=Part.OWES, rung=1, due_at=at)


@only_sqlite
def test_what_slack_refuses_and_what_a_duty_cannot_do_is_counted(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stage.workspace.channel("C0BILLING").members.discard(cast.BOT)
    stage.types(OMAR, TASK)

    def poisoned(_session: Session, person: Person) -> Calendar:
        raise ArithmeticError(person.user_id)

    monkeypatch.setattr(calendars, "for_person", poisoned)
    with stage.duly.database.write() as session:
        for nudge in session.exec(select(Nudge).where(col(Nudge.sent_at).is_(None))):
            nudge.due_at = stage.now
            session.add(nudge)
    stage.worker.tick()
    seen = scrape(stage)
    assert seen["duly_deliveries_total{outcome=failed}"] == 1
    assert seen["duly_duty_put_offs_total{duty=nudges}"] == 1
    assert seen.get("duly_duty_runs_total{duty=nudges}", 0) == 0
    assert "nudges broke again, and T0BRIGHT:U0SARA is put off" in caplog.messages


@only_sqlite
@pytest.mark.hurried
def test_a_database_that_is_away_leaves_the_rest_to_be_read(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.types(OMAR, TASK)
    monkeypatch.setattr(
        stage.duly.database, "sessions", lambda **_: (_ for _ in ()).throw(_unreachable())
    )
    seen = scrape(stage)
    assert seen["duly_database_up"] == 0
    assert "duly_nudges_due" not in seen
    assert seen["duly_ack_seconds_count{kind=command}"] == 1


def _unreachable() -> Exception:
    return worker.DatabaseUnreachable("away")


@only_sqlite
def test_no_name_and_no_words_of_anybody_are_published(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.passes(days=6)
    stage.types(SARA, "/cx no T-1 because the printer is broken")
    published = text(stage)
    for word in (TEAM, SARA, OMAR, "C0BILLING", "Acme", "refund", "printer", "T-1"):
        assert word not in published, word
    labels = set(re.findall(r"[{,](\w+)=\"", published))
    assert labels == {"kind", "le", "part", "rung", "outcome", "state", "duty"}
    assert not [name for name in scrape(stage) if name.endswith("_created")]
    assert cast.BOT not in published
