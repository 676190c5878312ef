"""A standing appointment means the same local time every week, whatever the clocks do."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.speech.setup_errors import WrongSchedule
from handlers.speech.timetable import Timetable, begin, next_after, of, read, said
from storage.schedules import Schedule

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
        ("weekly 9:00", 0, time(9)),
        ("weekly", 0, time(9)),
        ("every week at 8:15", 0, time(8, 15)),
        ("9:00 every tuesday", 1, time(9)),
        ("weekly thurs at noon", 3, time(12)),
        ("weekly friday 17h", 4, time(17)),
        ("monday morning", 0, time(9)),
        ("every morning", None, time(9)),
        ("workdays 8:30", None, time(8, 30)),
        ("“daily 9:00”", None, time(9)),
        ("weekly\u00a0monday\n9:30 please", 0, time(9, 30)),
    ],
)
def test_people_write_a_schedule_in_their_own_way(
    words: str, weekday: int | None, at: time
) -> None:
    assert read(words) == Timetable(weekday, at)


@pytest.mark.parametrize("words", ["mon wed fri 9:00", "monday wednesday friday at 9"])
def test_weekdays_may_stand_in_a_row(words: str) -> None:
    assert read(words) == Timetable(None, time(9), days=frozenset({0, 2, 4}))


@pytest.mark.parametrize(
    "words",
    [
        "monthly 0",
        "", "monthly monday 9:00", "monthly 32 9:00", "every 0 weeks", "every 27 weeks monday",
        "hourly", "twice a week", "5th monday of the month", "daily midnight", "daily 9:00 CET",
        "mon-fri-sun 9:00", "monday and payday", "every", "mon-", "half past nine daily",
        "weekly moonday 9:00",
        "weekly monday 24:00", "weekly monday 9:60", "weekly monday 13 pm", "daily 0 am",
        "daily 9:00 perhaps", "weekly monday tuesday", "weekly monday 9:3", "daily -9",
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


NINE = time(9)
MANY = (
    ("monthly 1 9:00", Timetable(None, NINE, month_day=1)),
    ("monthly 9:00", Timetable(None, NINE, month_day=1)),
    ("monthly on the 15th at 17.30", Timetable(None, time(17, 30), month_day=15)),
    ("the first of every month", Timetable(None, NINE, month_day=1)),
    ("last day of the month 9am", Timetable(None, NINE, month_day=31)),
    ("monthly 31", Timetable(None, NINE, month_day=31)),
    ("first monday of the month 9:00", Timetable(0, NINE, nth=1)),
    ("monthly, on the last friday at 9", Timetable(4, NINE, nth=-1)),
    ("every 2 weeks monday 9:00", Timetable(0, NINE, weeks=2)),
    ("every two weeks on monday", Timetable(0, NINE, weeks=2)),
    ("every other monday", Timetable(0, NINE, weeks=2)),
    ("every second monday at 9:00", Timetable(0, NINE, weeks=2)),
    ("fortnightly", Timetable(0, NINE, weeks=2)),
    ("every 3 weeks", Timetable(0, NINE, weeks=3)),
    ("every third friday", Timetable(4, NINE, weeks=3)),
    ("mon-fri 9:00", Timetable(None, NINE, days=frozenset(range(5)))),
    ("mon–fri", Timetable(None, NINE, days=frozenset(range(5)))),
    ("monday to friday at 9:00", Timetable(None, NINE, days=frozenset(range(5)))),
    ("sun-thu 9:00", Timetable(None, NINE, days=frozenset({6, 0, 1, 2, 3}))),
    ("mon, wed and fri 9:00", Timetable(None, NINE, days=frozenset({0, 2, 4}))),
    ("every tuesday and thursday", Timetable(None, NINE, days=frozenset({1, 3}))),
    ("mon/wed", Timetable(None, NINE, days=frozenset({0, 2}))),
    ("mon-wed, sat 9:00", Timetable(None, NINE, days=frozenset({0, 1, 2, 5}))),
)


@pytest.mark.parametrize(("words", "plan"), MANY, ids=[words for words, _ in MANY])
def test_a_schedule_may_have_any_rhythm(words: str, plan: Timetable) -> None:
    assert read(words) == plan


def test_what_is_weekly_comes_on_the_first_day_of_the_working_week() -> None:
    assert read("weekly 9:00", frozenset({6, 0, 1, 2, 3})).weekday == 6
    assert read("weekly 9:00", frozenset({5, 6, 0, 1, 2})).weekday == 5
    assert read("every 2 weeks", frozenset({1, 3})).weekday == 1


plans = (
    st.builds(Timetable, st.sampled_from([None, *range(7)]), st.times())
    | st.builds(
        Timetable,
        st.none(),
        st.times(),
        days=st.frozensets(st.integers(0, 6), min_size=2, max_size=6),
    )
    | st.builds(Timetable, st.integers(0, 6), st.times(), weeks=st.integers(2, 26))
    | st.builds(Timetable, st.none(), st.times(), month_day=st.integers(1, 31))
    | st.builds(Timetable, st.integers(0, 6), st.times(), nth=st.sampled_from([1, 2, 3, 4, -1]))
).map(lambda plan: replace(plan, at=plan.at.replace(second=0, microsecond=0, fold=0)))


@given(
    st.sampled_from([words for words, _ in MANY]),
    st.text(" \t\n\u00a0\u202f", min_size=1, max_size=30),
    st.sampled_from(["{}", "“{}”", "‘{}’", "`{}`"]),
)
def test_white_space_quotes_and_case_make_no_difference(
    words: str, space: str, quotes: str
) -> None:
    strange = quotes.format(f"{space}{words.upper()}{space}".replace(" ", space))
    assert read(strange) == read(words)


@settings(max_examples=200)
@given(plans)
def test_what_is_said_of_a_timetable_can_be_read_back(plan: Timetable) -> None:
    if plan.at != time(23, 59):
        assert read(said(plan)) == plan


@settings(max_examples=200, deadline=None)
@given(plans, st.integers(0, 2 * 366 * 24 * 60), st.sampled_from([BERLIN, "Asia/Singapore", "UTC"]))
def test_turns_of_any_rhythm_come_when_they_should(
    plan: Timetable, minutes: int, zone: str
) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    schedule = Schedule(team_id="T0BRIGHT", kind="digest", channel_id="C0", zone=zone)
    begin(schedule, plan, now)
    assert schedule.next_at
    assert schedule.next_at > now
    turns, later = [schedule.next_at], of(schedule)
    for _ in range(3):
        turns.append(next_after(later, zone, turns[-1]))
    days = [turn.astimezone(ZoneInfo(zone)).date() for turn in turns]
    assert days == sorted(set(days))
    for before, day in pairwise(days):
        apart = (day - before).days
        if plan.month_day:
            following = (before.year * 12 + before.month) == day.year * 12 + day.month - 1
            assert following
            assert day.day == plan.month_day or (day + timedelta(days=1)).day == 1
        elif plan.nth:
            assert day.weekday() == plan.weekday
            assert apart in (28, 35)
        elif plan.weekday is not None:
            assert (day.weekday(), apart) == (plan.weekday, 7 * plan.weeks)
        else:
            assert day.weekday() in (plan.days or range(5))
            assert apart <= 7


def test_daily_is_on_the_days_that_a_department_works() -> None:
    friday_noon = datetime(2026, 11, 27, 11, tzinfo=UTC)
    six_days = frozenset({0, 1, 2, 3, 4, 5})
    sunday_on = frozenset({6, 0, 1, 2, 3})
    assert next_after(DAILY_9, BERLIN, friday_noon, six_days).date() == date(2026, 11, 28)
    assert next_after(DAILY_9, BERLIN, friday_noon, sunday_on).date() == date(2026, 11, 29)
    weekdays = read("mon-fri 9:00")
    assert next_after(weekdays, BERLIN, friday_noon, six_days).date() == date(2026, 11, 30)


def test_a_timetable_is_said_as_people_say_it() -> None:
    assert said(MONDAY_9) == "every Monday at 9:00"
    assert said(Timetable(None, time(16, 5))) == "every working day at 16:05"
    assert said(read("monthly 1 9:00")) == "on the 1st of every month at 9:00"
    assert said(read("monthly last day")) == "on the last day of every month at 9:00"
    assert said(read("last friday of the month")) == "on the last Friday of every month at 9:00"
    assert said(read("every 2 weeks monday 9:00")) == "every 2 weeks on Monday at 9:00"
    assert said(read("mon-fri 9:00")) == "from Monday to Friday at 9:00"
    assert said(read("sun-thu 9:00")) == "from Sunday to Thursday at 9:00"
    assert said(read("mon, wed, fri")) == "every Monday, Wednesday and Friday at 9:00"
