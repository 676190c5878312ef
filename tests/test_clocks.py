"""A clock that jumps ahead and comes back keeps nobody waiting, and doubles nothing."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from slack_sdk.http_retry import HttpRequest, HttpResponse, RetryState
from sqlmodel import col, select

from bot import directory, slack
from bot.slack import Verdict
from bot.worker import Worker
from storage import nudges, paces, workspaces
from storage.asks import Ask
from storage.audits import Audit
from storage.instants import MINUTES
from storage.nudges import Nudge
from storage.outbox import POST, Message, MessageState
from storage.paces import Pace
from storage.people import Person
from storage.schedules import Posting, Schedule
from storage.tasks import Task
from tests.cast import EXECUTIVES, MARIA, MONDAY, OMAR, SARA, TEAM
from tests.stage import Stage, StoryClock
from tests.test_sender import LOGISTICS, Desk, desk

__all__ = ["desk"]
only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SOME, MUCH = timedelta(minutes=20), timedelta(days=400)
JUMPS = [SOME, MUCH]


def jump(clock: StoryClock, by: timedelta) -> None:
    """The clock is set, ahead or back; the pretend one of the workspace only ever goes ahead."""
    clock._shift += by


# --- messages ---


@pytest.mark.parametrize("ahead", JUMPS)
def test_what_was_written_and_sent_ahead_leaves_within_minutes(
    desk: Desk, ahead: timedelta
) -> None:
    desk.write("one", "two")
    desk.off = ahead
    desk.run()
    desk.write("three", "four")
    desk.write("elsewhere", lane=LOGISTICS)
    desk.off = timedelta()
    desk.write("five")
    desk.passes(60)
    desk.passes(60)
    assert desk.seen() == ["one", "two", "three", "four", "five"]
    assert desk.seen(LOGISTICS) == ["elsewhere"]


@pytest.mark.parametrize("ahead", [timedelta(minutes=2), SOME])
def test_what_was_written_ahead_is_overtaken_by_nothing(desk: Desk, ahead: timedelta) -> None:
    desk.off = ahead
    desk.write("one")
    desk.off = timedelta(minutes=1)
    desk.write("two")
    desk.off = timedelta()
    desk.write("three")
    for _ in range(3):
        desk.passes(10)
    assert desk.seen() == ["one", "two", "three"]


@pytest.mark.parametrize(
    ("how", "ahead", "looks"),
    [
        ("drop_after", SOME, "then"),
        ("drop_after", SOME, "later"),
        ("drop_after", MUCH, "then"),
        ("drop_after", MUCH, "later"),
        ("drop_after", -MUCH, "then"),
        ("drop_after", -MUCH, "later"),
        ("drop_before", MUCH, "later"),
        ("drop_before", -SOME, "later"),
        ("ratelimited", MUCH, "later"),
    ],
)
@only_sqlite
def test_a_fault_that_is_met_by_a_wrong_clock_is_made_up_for_within_minutes(
    desk: Desk, how: str, ahead: timedelta, looks: str
) -> None:
    desk.workspace.faults.fail_next(1, how=how, method=POST)  # type: ignore[arg-type]
    desk.write("one", "two")
    desk.off = ahead
    desk.write("three")
    desk.run()
    if looks == "then":
        desk.passes(40)
    desk.off = timedelta()
    desk.passes(60)
    desk.passes(60)
    assert desk.seen() == ["one", "two", "three"]
    assert desk.states() == [MessageState.SENT] * 3


@pytest.mark.parametrize("ahead", JUMPS)
@only_sqlite
def test_a_worker_that_vanished_ahead_is_made_up_for_within_minutes(
    desk: Desk, ahead: timedelta
) -> None:
    desk.write("hello", "and more")
    desk.off = ahead
    assert len(desk.lease()) == 1
    desk.off = timedelta()
    desk.passes(60)
    desk.passes(60)
    assert desk.seen() == ["hello", "and more"]


@pytest.mark.parametrize("ahead", [*JUMPS, -SOME])
def test_what_a_wrong_clock_sent_is_found_days_later(desk: Desk, ahead: timedelta) -> None:
    desk.write("before")
    desk.run()
    desk.write("hello")
    desk.off = ahead
    desk.clock.forward(timedelta(seconds=2))
    [parcel] = desk.lease()
    assert slack.call(desk.sender._slack, parcel.method, parcel.payload).verdict == Verdict.OK
    desk.off = timedelta()
    desk.clock.forward(timedelta(days=3))
    desk.passes(60)
    assert desk.seen() == ["before", "hello"]
    assert desk.states() == [MessageState.SENT] * 2


@only_sqlite
def test_what_waits_for_a_morning_waits_for_it_still(desk: Desk) -> None:
    tomorrow = desk.clock.now() + timedelta(days=1)
    desk.write("hello")
    with desk.database.write() as session:
        message = session.exec(select(Message)).one()
        message.not_before = tomorrow
        session.add(message)
    desk.passes(600)
    assert desk.seen() == []


def test_no_pace_lies_further_ahead_than_minutes(desk: Desk) -> None:
    desk.workspace.faults.fail_next(1, how="ratelimited", method=POST, retry_after=604_800)
    desk.write("hello")
    desk.run()
    with desk.database.read() as session:
        farthest = max(session.exec(select(Pace.free_at)))
    assert farthest <= desk.clock.now() + MINUTES
    desk.clock.forward(MINUTES)
    desk.run()
    assert desk.seen() == ["hello"]


def test_a_pace_written_ahead_gives_way_to_a_right_one(desk: Desk) -> None:
    now = desk.clock.now()
    for at, rest, expected in (
        (now + timedelta(days=1), 7, timedelta(days=1, seconds=7)),
        (now, 60, timedelta(seconds=60)),
        (now, 10, timedelta(seconds=60)),
        (now, 90, timedelta(seconds=90)),
    ):
        with desk.database.write() as session:
            paces.hold(session, TEAM, "lane:C1", at, timedelta(seconds=rest))
        with desk.database.read() as session:
            assert session.exec(select(Pace.free_at)).one() - now == expected


def test_whoever_reads_from_slack_does_not_rest_for_a_week(monkeypatch: pytest.MonkeyPatch) -> None:
    rests: list[float] = []
    monkeypatch.setattr(slack.time, "sleep", rests.append)
    state = RetryState()
    request = HttpRequest(method="POST", url="", headers={})
    for stated in ({"Retry-After": "604800"}, {"retry-after": "7"}, {}):
        answer = HttpResponse(status_code=429, headers=dict(stated))
        slack._Rest().prepare_for_next_attempt(state=state, request=request, response=answer)
    assert rests == [300, 7, 30]
    assert state.next_attempt_requested


# --- what falls due ---


@pytest.mark.parametrize("ahead", JUMPS)
def test_an_audit_made_ahead_is_made_again_soon(stage: Stage, ahead: timedelta) -> None:
    stage.settle()
    jump(_clock(stage), ahead)
    stage.settle()
    jump(_clock(stage), -ahead)
    stage.worker.tick()
    with stage.duly.database.read() as session:
        audit = session.get(Audit, TEAM)
        assert audit is not None
        assert audit.checked_at == stage.now
        assert audit.next_at <= stage.now + timedelta(minutes=1)


@pytest.mark.parametrize("ahead", [timedelta(days=2), MUCH])
@pytest.mark.parametrize(
    "command", ["digest monday 9:30", "digest daily 9:30", "prompt monday 9:30"]
)
@only_sqlite
def test_turns_taken_ahead_put_none_off(stage: Stage, ahead: timedelta, command: str) -> None:
    stage.types(OMAR, f"/cx {command}", channel=EXECUTIVES)
    planned = _turns(stage)
    assert len(planned) == 1
    jump(_clock(stage), ahead)
    stage.settle()
    jump(_clock(stage), -ahead)
    stage.settle()
    assert _turns(stage) == planned


@pytest.mark.parametrize(
    "command", ["digest daily 10:10", "digest monday 10:10", "prompt monday 10:10"]
)
@only_sqlite
def test_a_turn_taken_ahead_is_not_taken_again(stage: Stage, command: str) -> None:
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by friday for Acme")
    stage.types(OMAR, f"/cx {command}", channel=EXECUTIVES)
    before = len(stage.channel(EXECUTIVES))
    jump(_clock(stage), SOME)
    stage.settle()
    jump(_clock(stage), -SOME)
    came = stage.channel(EXECUTIVES)[before:]
    assert len(came) == 1
    if command.startswith("prompt"):
        stage.clicks(OMAR, "Write it…")
        assert stage.fills_in(OMAR, why="Why do I wait?") == ""
    stage.settle()
    stage.passes(hours=2)
    assert len(stage.channel(EXECUTIVES)[before:]) == 1
    days = 1 if "daily" in command else 7
    assert _turns(stage) == [MONDAY + timedelta(days=days, minutes=10)]


def _clock(stage: Stage) -> StoryClock:
    assert isinstance(stage.workspace.clock, StoryClock)
    return stage.workspace.clock


def _turns(stage: Stage) -> list[datetime | None]:
    with stage.duly.database.read() as session:
        return list(session.exec(select(Schedule.next_at)))


@only_sqlite
def test_a_schedule_made_ahead_is_planned_anew(stage: Stage) -> None:
    far = stage.now + timedelta(days=9)
    with stage.duly.database.write() as session:
        session.add(
            Schedule(
                team_id=TEAM, kind=Posting.DIGEST, channel_id="C0BILLING", at=time(9), next_at=far
            )
        )
    stage.settle()
    assert _turns(stage) == [MONDAY.replace(day=24)]


@only_sqlite
def test_reminders_sent_ahead_do_not_silence_the_ladder(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by friday for Acme")
    jump(_clock(stage), timedelta(days=100))
    stage.settle()
    jump(_clock(stage), timedelta(days=-100))
    before = len(stage.reads(MARIA))
    stage.passes(days=1)
    stage.passes(days=13)
    assert len(stage.reads(MARIA)) > before, "her lead is asked next, and not in a hundred days"
    with stage.duly.database.read() as session:
        late = session.exec(select(Nudge).where(col(Nudge.sent_at) > stage.now)).all()
        assert not late


@only_sqlite
def test_a_reminder_put_off_ahead_is_brought_back(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by friday for Acme")
    with stage.duly.database.write() as session:
        nudge = session.exec(select(Nudge).where(col(Nudge.sent_at).is_(None))).first()
        assert nudge is not None
        nudges.put_off(session, nudge, stage.now + timedelta(days=30), "it broke")
        audit = session.get(Audit, TEAM)
        assert audit is not None
        audit.checked_at = stage.now + timedelta(days=30)
        session.add(audit)
    stage.passes(hours=1)
    stage.passes(days=1)
    with stage.duly.database.read() as session:
        stored = session.get(Nudge, (TEAM, nudge.nudge_id))
        assert stored is not None
        assert stored.sent_at is not None


@only_sqlite
def test_a_directory_copied_ahead_is_old(stage: Stage) -> None:
    duly = stage.duly
    with duly.database.write() as session:
        workspace = workspaces.find(session, TEAM)
        assert workspace is not None
        workspace.directory_at = stage.now + timedelta(days=30)
        session.add(workspace)
    directory.refresh_when_old(duly.slack, duly.database, TEAM, stage.now)
    with duly.database.read() as session:
        found = workspaces.find(session, TEAM)
        assert found is not None
        assert found.directory_at == stage.now


@only_sqlite
def test_the_scheduler_does_not_rest_as_long_as_the_clock_went_back(stage: Stage) -> None:
    worker = Worker(stage.duly)
    worker.start()
    try:
        [job] = worker._scheduler.get_jobs()
        ahead = job.next_run_time + timedelta(hours=1)
        job.modify(next_run_time=ahead)
        # The first tick may still be under way: that it ends says nothing of the next one.
        assert stage.workspace.wait_until(lambda: job.next_run_time < ahead)
        sign = worker._sign_of_life
        assert stage.workspace.wait_until(lambda: worker._sign_of_life > sign)
    finally:
        worker.stop()


@pytest.mark.parametrize(
    ("when", "ahead"),
    [("daily 10:10", SOME), ("wednesday 9:30", timedelta(days=2)), ("daily 10:10", MUCH)],
)
@only_sqlite
def test_what_comes_in_after_a_digest_that_was_posted_ahead_is_news(
    stage: Stage, when: str, ahead: timedelta
) -> None:
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by friday for Acme")
    stage.types(OMAR, f"/cx digest {when}", channel=EXECUTIVES)
    jump(_clock(stage), ahead)
    stage.settle()
    jump(_clock(stage), -ahead)
    stage.settle()
    with stage.duly.database.read() as session:
        [schedule] = session.exec(select(Schedule)).all()
    assert schedule.last_at is not None
    assert schedule.last_at <= stage.now, "of what comes in from now on no digest has told"


@pytest.mark.parametrize("ahead", [timedelta(days=2), MUCH])
@only_sqlite
def test_what_was_asked_for_ahead_is_reminded_of_in_its_time(
    stage: Stage, ahead: timedelta
) -> None:
    jump(_clock(stage), ahead)
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by 2028-02-01 for Acme")
    jump(_clock(stage), -ahead)
    stage.settle()
    before = len(stage.reads(SARA))
    stage.passes(days=1)
    assert len(stage.reads(SARA)) > before, "as if it had been given when the clock was right again"
    with stage.duly.database.read() as session:
        [ask] = session.exec(select(Ask).where(Ask.kind == "acknowledge")).all()
        [task] = session.exec(select(Task)).all()
    assert ask.opened_at < ask.due_at <= stage.now
    assert task.due_at is not None
    assert task.due_at.date() == date(2028, 2, 1), "the day that was promised is nobody's to change"


@only_sqlite
def test_a_bundle_sent_ahead_takes_no_day_off(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by friday for Acme")
    stage.passes(hours=1)
    jump(_clock(stage), timedelta(days=2))
    stage.settle()
    with stage.duly.database.read() as session:
        sara = session.get(Person, (TEAM, SARA))
        assert sara is not None
        assert sara.bundled_on is not None
        assert sara.bundled_on > stage.now.date() - timedelta(days=1)
    jump(_clock(stage), timedelta(days=-2))
    stage.settle()
    with stage.duly.database.read() as session:
        sara = session.get(Person, (TEAM, SARA))
        assert sara is not None
        assert sara.bundled_on == stage.now.date(), "the next one comes in the next morning"
