"""The pretend clock: real time plus a shift that only grows."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.practice.clock import Clock, moment_of, next_working_moment, stamp_of

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
