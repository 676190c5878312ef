"""A standing appointment means the same local time every week, whatever the clocks do."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.speech.errors import WrongSchedule
from handlers.speech.timetable import Timetable, next_after, read, said

BERLIN = "Europe/Berlin"
MONDAY_9 = Timetable(0, time(9))
DAILY_9 = Timetable(None, time(9))


@pytest.mark.parametrize(
    ("words", "weekday", "at"),
    [
        ("weekly monday 9:30", 0, time(9, 30)),
        ("Weekly  Tuesday 14:05", 1, time(14, 5)),
        ("weekly on wed at 8", 2, time(8)),
        ("every thursday at 4 pm", 3, time(16)),
        ("every Thurs 12:15am", 3, time(0, 15)),
        ("fridays 12pm", 4, time(12)),
        ("weekly, saturday, at 9.30", 5, time(9, 30)),
        ("sunday", 6, time(9)),
        ("daily 9:00", None, time(9)),
        ("every working day at 17:45", None, time(17, 45)),
        ("every day 00:00", None, time(0)),
        ("weekdays", None, time(9)),
    ],
)
def test_people_write_a_schedule_in_their_own_way(
    words: str, weekday: int | None, at: time
) -> None:
    assert read(words) == Timetable(weekday, at)


@pytest.mark.parametrize(
    "words",
    [
        "", "weekly", "weekly 9:00", "monthly monday 9:00", "weekly moonday 9:00",
        "weekly monday 24:00", "weekly monday 9:60", "weekly monday 13 pm", "daily 0 am",
        "daily 9:00 please", "weekly monday tuesday", "weekly monday 9:3", "daily -9",
    ],
)  # fmt: skip
def test_what_is_no_schedule_is_refused_with_the_words_that_were_used(words: str) -> None:
    with pytest.raises(WrongSchedule) as refused:
        read(words)
    assert f"“{words}”" in refused.value.message


def test_a_very_long_schedule_is_quoted_only_in_part() -> None:
    with pytest.raises(WrongSchedule) as refused:
        read("weekly monday 9:00 " * 1000)
    assert len(refused.value.message) < 200


@given(st.text())
def test_any_words_are_read_or_refused(words: str) -> None:
    with suppress(WrongSchedule):
        assert read(words).weekday in {None, *range(7)}


def test_the_next_one_is_later_today_or_a_week_away() -> None:
    monday_10_in_berlin = datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert next_after(Timetable(0, time(10, 30)), BERLIN, monday_10_in_berlin) == datetime(
        2026, 11, 23, 9, 30, tzinfo=UTC
    )
    assert next_after(MONDAY_9, BERLIN, monday_10_in_berlin) == datetime(
        2026, 11, 30, 8, tzinfo=UTC
    )


def test_the_very_moment_it_is_due_is_not_the_next_one() -> None:
    due = datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert next_after(MONDAY_9, BERLIN, due) == due + timedelta(days=7)
    assert next_after(MONDAY_9, BERLIN, due - timedelta(seconds=1)) == due


def test_every_working_day_leaves_out_the_weekend() -> None:
    friday_noon = datetime(2026, 11, 27, 11, tzinfo=UTC)
    assert next_after(DAILY_9, BERLIN, friday_noon) == datetime(2026, 11, 30, 8, tzinfo=UTC)


def test_the_day_is_the_one_of_the_place_and_not_of_the_server() -> None:
    sunday_evening_utc = datetime(2026, 11, 22, 23, tzinfo=UTC)
    assert next_after(MONDAY_9, "Asia/Singapore", sunday_evening_utc) == datetime(
        2026, 11, 23, 1, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (datetime(2026, 3, 23, 12, tzinfo=UTC), datetime(2026, 3, 30, 7, tzinfo=UTC)),
        (datetime(2026, 10, 19, 12, tzinfo=UTC), datetime(2026, 10, 26, 8, tzinfo=UTC)),
    ],
)
def test_nine_o_clock_stays_nine_o_clock_when_clocks_change(
    before: datetime, expected: datetime
) -> None:
    found = next_after(MONDAY_9, BERLIN, before)
    assert found == expected
    assert found.astimezone(ZoneInfo(BERLIN)).time() == time(9)


def test_a_time_that_the_clocks_skip_comes_an_hour_later_and_one_they_repeat_comes_once() -> None:
    night = Timetable(6, time(2, 30))
    skipped = next_after(night, BERLIN, datetime(2026, 3, 28, 12, tzinfo=UTC))
    assert skipped.astimezone(ZoneInfo(BERLIN)).isoformat() == "2026-03-29T03:30:00+02:00"
    first = next_after(night, BERLIN, datetime(2026, 10, 24, 12, tzinfo=UTC))
    assert first.astimezone(ZoneInfo(BERLIN)).isoformat() == "2026-10-25T02:30:00+02:00"
    assert next_after(night, BERLIN, first) == datetime(2026, 11, 1, 1, 30, tzinfo=UTC)


def test_an_unknown_zone_means_utc() -> None:
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert next_after(MONDAY_9, "Atlantis/Centre", now) == datetime(2026, 11, 30, 9, tzinfo=UTC)


@given(
    st.sampled_from([None, *range(7)]),
    st.times(),
    st.sampled_from(sorted(available_timezones())),
    st.integers(0, 20 * 366 * 24 * 60),
)
def test_the_next_one_always_lies_ahead_within_eight_days(
    weekday: int | None, at: time, zone: str, minutes: int
) -> None:
    now = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    found = next_after(Timetable(weekday, at), zone, now)
    assert now < found <= now + timedelta(days=8)


def test_a_timetable_is_said_as_people_say_it() -> None:
    assert said(MONDAY_9) == "every Monday at 9:00"
    assert said(Timetable(None, time(16, 5))) == "every working day at 16:05"
