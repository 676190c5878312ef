"""The pretend clock: real time plus a shift that only grows."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.practice.show.backlog import Backlog
from bot.practice.slack import clock as practice_clock
from bot.practice.slack.clock import Clock, moment_of, next_working_moment, stamp_of

BERLIN = ZoneInfo("Europe/Berlin")


def test_the_clock_starts_in_step_with_real_time() -> None:
    assert abs(Clock().now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_it_moves_forward_and_never_back() -> None:
    clock = Clock()
    start = clock.now()
    assert clock.forward(timedelta(hours=3)) >= start + timedelta(hours=3)
    with pytest.raises(ValueError, match="never goes backwards"):
        clock.forward(timedelta(hours=-1))
    shift = clock.shift
    clock.move_to(start)
    assert clock.shift == shift


def test_every_move_is_written_for_the_bot_and_taken_over_after_a_restart(tmp_path: Path) -> None:
    shift_file = tmp_path / "shift"
    Clock(shift_file).forward(timedelta(days=2, seconds=0.5))
    assert float(shift_file.read_text()) == pytest.approx(172_800.5)
    assert Clock(shift_file).shift == timedelta(days=2, seconds=0.5)
    assert list(tmp_path.iterdir()) == [shift_file]


def test_a_reader_never_sees_half_a_number(tmp_path: Path) -> None:
    shift_file = tmp_path / "shift"
    clock = Clock(shift_file)
    clock.forward(timedelta(seconds=1))
    done = threading.Event()
    seen: set[float] = set()

    def read() -> None:
        while not done.is_set():
            seen.add(float(shift_file.read_text()))

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(200):
        clock.forward(timedelta(seconds=1))
    done.set()
    reader.join()
    assert seen <= {float(n) for n in range(1, 202)}


def test_stamps_rise_and_are_unique_across_threads() -> None:
    clock = Clock()
    stamps: list[list[str]] = [[] for _ in range(4)]

    def make(mine: list[str]) -> None:
        mine.extend(clock.ts() for _ in range(500))

    threads = [threading.Thread(target=make, args=(mine,)) for mine in stamps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(mine == sorted(mine) for mine in stamps)
    assert len({ts for mine in stamps for ts in mine}) == 2_000


@given(st.datetimes(datetime(2001, 9, 10), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_stamp_tells_its_moment(moment: datetime) -> None:
    assert abs(moment_of(stamp_of(moment)) - moment) <= timedelta(microseconds=1)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_the_next_working_moment_is_at_work_and_not_in_the_past(moment: datetime) -> None:
    found = next_working_moment(moment, BERLIN)
    local = found.astimezone(BERLIN)
    assert found >= moment
    assert local.weekday() < 5
    assert 9 <= local.hour < 16
    assert found - moment <= timedelta(days=3)


def test_a_sunday_night_becomes_monday_nine_o_clock() -> None:
    sunday = datetime(2026, 11, 22, 22, 0, tzinfo=BERLIN)
    assert next_working_moment(sunday, BERLIN) == datetime(2026, 11, 23, 9, tzinfo=BERLIN)


def test_a_time_lapse_passes_every_half_hour_and_tells_listeners() -> None:
    clock = Clock()
    seen: list[tuple[datetime, bool]] = []
    clock.listen(lambda: seen.append((clock.now(), clock.running)))
    until = clock.now() + timedelta(hours=2)
    clock.run_forward(until, pause=0)
    assert clock.now() >= until
    assert [running for _, running in seen] == [True] * 4 + [False]


def test_a_time_lapse_can_be_stopped() -> None:
    clock = Clock()
    steps = iter([True, True, False])
    clock.run_forward(clock.now() + timedelta(days=9), pause=0, keep_going=lambda: next(steps))
    assert timedelta(minutes=59) < clock.shift < timedelta(minutes=61)


def test_time_stands_still_while_the_app_is_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(practice_clock, "LOOK_SECONDS", 0)
    clock, start = Clock(), Clock().now()
    looks = iter([True, True, False, False])
    seen: list[tuple[bool, float]] = []

    def is_behind() -> bool:
        seen.append((clock.waiting, round((clock.now() - start) / timedelta(minutes=30))))
        return next(looks)

    clock.run_forward(start + timedelta(hours=1), pause=0, is_behind=is_behind)
    assert seen == [(False, 1), (True, 1), (True, 1), (False, 2)]
    assert not clock.waiting


def test_whoever_stops_the_clock_need_not_wait_for_the_app() -> None:
    clock = Clock()
    pressed = iter([True, False, False])
    until = clock.now() + timedelta(hours=9)
    clock.run_forward(until, pause=0, keep_going=lambda: next(pressed), is_behind=lambda: True)
    assert clock.now() < until - timedelta(hours=8)


NUMBERS = """# TYPE duly_nudges_due gauge
duly_nudges_due {nudges}
duly_schedules_due {schedules}
duly_messages{{state="pending"}} {pending}
duly_messages{{state="sending"}} 0.0
duly_messages{{state="failed"}} 9.0
"""


class Bot:
    """The numbers of a bot, as it serves them, and seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.text, self.seconds, self.lives = "", 0.0, True

    def has(self, nudges: float = 0, schedules: float = 0, pending: float = 0) -> None:
        self.text = NUMBERS.format(nudges=nudges, schedules=schedules, pending=pending)


@pytest.fixture
def bot_and_backlog() -> Iterator[tuple[Bot, Backlog]]:
    bot = Bot()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if bot.text else 500)
            self.end_headers()
            self.wfile.write(bot.text.encode())

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield bot, Backlog(server.server_port, lambda: bot.lives, lambda: bot.seconds)
        server.shutdown()
        thread.join()


def test_the_clock_waits_for_what_is_due_as_long_as_the_bot_gets_on_with_it(
    bot_and_backlog: tuple[Bot, Backlog],
) -> None:
    bot, backlog = bot_and_backlog
    bot.has()
    assert not backlog.is_behind()
    for nudges in (5_000, 4_000, 3_999):
        bot.has(nudges=nudges)
        assert backlog.is_behind()
        bot.seconds += 20
    bot.seconds += 20
    assert not backlog.is_behind(), "for half a minute it got nowhere"
    backlog.begin()
    assert backlog.is_behind(), "there is a new moment to wait for"
    bot.has(schedules=1)
    assert backlog.is_behind()
    bot.lives = False
    assert not backlog.is_behind()


def test_messages_have_a_few_seconds_to_leave(bot_and_backlog: tuple[Bot, Backlog]) -> None:
    bot, backlog = bot_and_backlog
    bot.has(pending=300)
    assert backlog.is_behind()
    bot.seconds += 6
    assert not backlog.is_behind(), "a channel takes one a second, and there may be hundreds"


def test_a_bot_too_busy_for_its_numbers_is_behind(bot_and_backlog: tuple[Bot, Backlog]) -> None:
    bot, backlog = bot_and_backlog
    assert backlog.is_behind()
    bot.seconds += 31
    assert not backlog.is_behind()
