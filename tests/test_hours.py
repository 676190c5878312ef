"""Working time around clock changes, holidays and leave: examples, and properties of any week."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from handlers.calendar import hours
from handlers.calendar.hours import Calendar

BERLIN = Calendar("Europe/Berlin", country="DE")
NEW_YORK = Calendar("America/New_York", country="US")
LORD_HOWE = Calendar("Australia/Lord_Howe")
KOLKATA = Calendar("Asia/Kolkata")
SINGAPORE = Calendar("Asia/Singapore", country="SG")
NIGHT = Calendar("Europe/Berlin", days=frozenset(range(7)), opens=time(1), closes=time(5))
BAVARIA = Calendar("Europe/Berlin", country="DE-BY")


def at(calendar: Calendar, text: str) -> datetime:
    """Return the instant of a local "2026-11-27 09:30"."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(calendar.zone))


def local(calendar: Calendar, instant: datetime) -> str:
    assert instant.tzinfo is UTC
    return f"{instant.astimezone(ZoneInfo(calendar.zone)):%Y-%m-%d %H:%M}"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# --- examples ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "day", "clock", "expected"),
    [
        ("Europe/Berlin", date(2026, 3, 27), time(9), "2026-03-27 08:00"),
        ("Europe/Berlin", date(2026, 3, 30), time(9), "2026-03-30 07:00"),
        # 02:30 is skipped and becomes 03:30; 02:30 comes twice and the first is meant.
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), "2026-03-29 01:30"),
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), "2026-10-25 00:30"),
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30, fold=1), "2026-10-25 00:30"),
        ("America/New_York", date(2026, 3, 8), time(2, 15), "2026-03-08 07:15"),
        ("America/New_York", date(2026, 11, 1), time(1, 30), "2026-11-01 05:30"),
        # Lord Howe moves its clocks by half an hour.
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), "2026-10-03 15:45"),
        ("Australia/Lord_Howe", date(2026, 4, 5), time(1, 45), "2026-04-04 14:45"),
        ("Asia/Kolkata", date(2026, 6, 1), time(9), "2026-06-01 03:30"),
        ("Asia/Singapore", date(2026, 6, 1), time(9), "2026-06-01 01:00"),
        ("", date(2026, 6, 1), time(9), "2026-06-01 09:00"),
        ("Mars/Olympus", date(2026, 6, 1), time(9), "2026-06-01 09:00"),
        ("America", date(2026, 6, 1), time(9), "2026-06-01 09:00"),
        ("../etc/passwd", date(2026, 6, 1), time(9), "2026-06-01 09:00"),
        ("x" * 5000, date(2026, 6, 1), time(9), "2026-06-01 09:00"),
    ],
)
def test_a_local_time_is_the_instant_that_the_zone_says(
    zone: str, day: date, clock: time, expected: str
) -> None:
    assert hours.at_local(Calendar(zone), day, clock) == utc(expected)


@pytest.mark.parametrize(
    ("country", "day", "works"),
    [
        (None, date(2026, 12, 25), True),
        ("DE", date(2026, 12, 25), False),
        ("DE", date(2026, 10, 3), False),
        ("DE", date(2026, 1, 6), True),
        ("DE-BY", date(2026, 1, 6), False),
        ("de-by", date(2026, 1, 6), False),
        ("DE-ZZ", date(2026, 1, 6), True),
        ("DE-ZZ", date(2026, 12, 25), False),
        ("US", date(2026, 11, 26), False),
        ("US", date(2026, 7, 3), False),
        ("DE", date(2026, 11, 26), True),
        ("SG", date(2026, 8, 10), False),
        ("IN", date(2055, 1, 26), False),
        ("XX", date(2026, 12, 25), True),
        ("HolidayBase", date(2026, 12, 25), True),
        ("", date(2026, 12, 25), True),
        ("DE", date(2026, 11, 28), False),
    ],
)
def test_holidays_are_those_of_the_country_and_its_part(
    country: str | None, day: date, works: bool
) -> None:
    assert hours.is_working_day(Calendar("Europe/Berlin", country=country), day) is works


@pytest.mark.parametrize(
    ("calendar", "when", "expected"),
    [
        (BERLIN, "2026-11-27 09:00", True),
        (BERLIN, "2026-11-27 08:59", False),
        (BERLIN, "2026-11-27 17:59", True),
        (BERLIN, "2026-11-27 18:00", False),
        (BERLIN, "2026-11-28 12:00", False),
        (BERLIN, "2026-12-25 12:00", False),
        (KOLKATA, "2026-12-25 12:00", True),
    ],
)
def test_opening_belongs_to_working_time_and_closing_does_not(
    calendar: Calendar, when: str, expected: bool
) -> None:
    assert hours.is_open(calendar, at(calendar, when)) is expected


@pytest.mark.parametrize(
    ("calendar", "when", "expected"),
    [
        (BERLIN, "2026-11-27 11:11", "2026-11-27 11:11"),
        (BERLIN, "2026-11-27 03:00", "2026-11-27 09:00"),
        (BERLIN, "2026-11-27 18:00", "2026-11-30 09:00"),
        (BERLIN, "2026-12-24 20:00", "2026-12-28 09:00"),
        (BERLIN, "2026-03-27 19:00", "2026-03-30 09:00"),
        (NEW_YORK, "2026-11-25 18:30", "2026-11-27 09:00"),
        (NEW_YORK, "2026-10-30 18:30", "2026-11-02 09:00"),
        (LORD_HOWE, "2026-10-02 18:30", "2026-10-05 09:00"),
        (SINGAPORE, "2026-08-07 18:30", "2026-08-11 09:00"),
    ],
)
def test_work_resumes_at_the_next_opening(calendar: Calendar, when: str, expected: str) -> None:
    assert local(calendar, hours.next_open(calendar, at(calendar, when))) == expected


@pytest.mark.parametrize(
    ("calendar", "start", "worked", "expected"),
    [
        (BERLIN, "2026-11-26 10:00", 4, "2026-11-26 14:00"),
        (BERLIN, "2026-11-26 16:00", 4, "2026-11-27 11:00"),
        (BERLIN, "2026-11-27 16:00", 2, "2026-11-27 18:00"),
        (BERLIN, "2026-11-27 16:00", 2.5, "2026-11-30 09:30"),
        (BERLIN, "2026-11-28 16:00", 0, "2026-11-30 09:00"),
        (BERLIN, "2026-03-27 17:00", 2, "2026-03-30 10:00"),
        (NEW_YORK, "2026-11-25 17:00", 10, "2026-11-27 18:00"),
        # The night of the change is one hour shorter in spring and one longer in autumn.
        (NIGHT, "2026-03-29 01:00", 3, "2026-03-29 05:00"),
        (NIGHT, "2026-10-25 01:00", 5, "2026-10-25 05:00"),
    ],
)
def test_business_hours_run_only_in_working_time(
    calendar: Calendar, start: str, worked: float, expected: str
) -> None:
    assert local(calendar, hours.add_hours(calendar, at(calendar, start), worked)) == expected


@pytest.mark.parametrize(
    ("calendar", "start", "days", "expected"),
    [
        (BERLIN, "2026-11-26 10:20", 1, "2026-11-27 10:20"),
        (BERLIN, "2026-11-27 10:20", 1, "2026-11-30 10:20"),
        (BERLIN, "2026-11-27 20:00", 1, "2026-12-01 09:00"),
        (BERLIN, "2026-11-27 20:00", 0, "2026-11-30 09:00"),
        (BERLIN, "2026-11-26 18:00", 1, "2026-11-27 18:00"),
        (BERLIN, "2026-11-26 10:20", -2, "2026-11-24 10:20"),
        (BERLIN, "2026-12-23 18:00", 2, "2026-12-28 18:00"),
        (BERLIN, "2026-03-27 10:20", 1, "2026-03-30 10:20"),
        (NEW_YORK, "2026-10-30 10:20", 1, "2026-11-02 10:20"),
        (LORD_HOWE, "2026-04-03 17:45", 1, "2026-04-06 17:45"),
        # 02:30 does not exist on the 29th and is moved forward, still within the shift.
        (NIGHT, "2026-03-28 02:30", 1, "2026-03-29 03:30"),
    ],
)
def test_business_days_keep_the_local_time_of_day(
    calendar: Calendar, start: str, days: int, expected: str
) -> None:
    assert local(calendar, hours.add_days(calendar, at(calendar, start), days)) == expected


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        (date(2026, 11, 26), 0, date(2026, 11, 26)),
        (date(2026, 11, 28), 0, date(2026, 11, 28)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        (date(2026, 11, 28), -1, date(2026, 11, 27)),
        (date(2026, 12, 23), 2, date(2026, 12, 28)),
        (date(2027, 1, 4), -2, date(2026, 12, 30)),
    ],
)
def test_working_days_are_counted_over_weekends_and_holidays(
    day: date, days: int, expected: date
) -> None:
    assert hours.shift_days(BERLIN, day, days) == expected


@pytest.mark.parametrize(
    ("calendar", "not_before", "expected"),
    [
        (BERLIN, "2026-11-26 09:30", "2026-11-26 09:30"),
        (BERLIN, "2026-11-26 09:31", "2026-11-27 09:30"),
        (BERLIN, "2026-11-27 16:00", "2026-11-30 09:30"),
        (BERLIN, "2026-03-27 12:00", "2026-03-30 09:30"),
        (BERLIN, "2026-10-23 12:00", "2026-10-26 09:30"),
        (BERLIN, "2026-04-02 12:00", "2026-04-07 09:30"),
        (NEW_YORK, "2026-03-06 12:00", "2026-03-09 09:30"),
        (NEW_YORK, "2026-11-25 12:00", "2026-11-27 09:30"),
        (LORD_HOWE, "2026-10-02 12:00", "2026-10-05 09:30"),
        (KOLKATA, "2026-11-26 23:59", "2026-11-27 09:30"),
        (SINGAPORE, "2026-08-07 12:00", "2026-08-11 09:30"),
        (Calendar("Europe/Berlin", opens=time(10)), "2026-11-26 08:00", "2026-11-26 10:00"),
    ],
)
def test_the_daily_bundle_arrives_at_half_past_nine_of_a_working_day(
    calendar: Calendar, not_before: str, expected: str
) -> None:
    assert local(calendar, hours.next_bundle(calendar, at(calendar, not_before))) == expected


def test_during_leave_nothing_is_open_and_everything_waits_for_the_return() -> None:
    away = Calendar("Europe/Berlin", away_until=at(BERLIN, "2026-12-01 12:00"))
    start = at(away, "2026-11-26 10:00")
    assert not hours.is_open(away, start)
    assert local(away, hours.next_open(away, start)) == "2026-12-01 12:00"
    assert local(away, hours.next_bundle(away, start)) == "2026-12-02 09:30"
    assert local(away, hours.add_hours(away, start, 7)) == "2026-12-02 10:00"
    assert local(away, hours.add_days(away, start, 1)) == "2026-12-02 12:00"
    assert local(away, hours.add_days(away, at(away, "2026-12-01 15:00"), -2)) == "2026-12-01 12:00"
    assert hours.working_hours_between(away, start, at(away, "2026-12-01 13:00")) == 1
    assert hours.working_days_between(away, start, at(away, "2026-12-03 10:00")) == 2
    assert hours.working_days_between(away, start, at(away, "2026-11-30 10:00")) == 0
    assert hours.is_open(away.without_leave(), start)


def test_leave_of_many_years_is_not_walked_through_day_by_day() -> None:
    away = Calendar("Europe/Berlin", country="DE", away_until=utc("2190-01-01 12:00"))
    assert local(away, hours.next_bundle(away, utc("2026-01-01 00:00"))) == "2190-01-04 09:30"


def test_a_shift_swallowed_by_the_change_of_clocks_is_not_worked() -> None:
    short = Calendar("Europe/Berlin", days=frozenset(range(7)), opens=time(2, 30), closes=time(3))
    assert local(short, hours.next_open(short, at(short, "2026-03-28 12:00"))) == "2026-03-30 02:30"
    assert local(short, hours.add_days(short, at(short, "2026-03-28 02:45"), 1)) == (
        "2026-03-30 02:30"
    )


def test_a_day_that_a_zone_skipped_is_not_worked_twice() -> None:
    # Samoa crossed the date line and had no 30 December 2011.
    samoa = Calendar("Pacific/Apia", days=frozenset(range(7)))
    span = at(samoa, "2011-12-29 09:00"), at(samoa, "2011-12-31 18:00")
    assert hours.working_hours_between(samoa, *span) == 18


@pytest.mark.parametrize(
    ("a", "b", "days", "worked"),
    [
        ("2026-11-26 18:00", "2026-11-27 10:00", 1, 1.0),
        ("2026-11-27 18:00", "2026-11-30 10:00", 1, 1.0),
        ("2026-11-27 18:00", "2026-11-28 10:00", 0, 0.0),
        ("2026-11-27 09:00", "2026-11-27 09:45", 0, 0.75),
        ("2026-12-23 12:00", "2026-12-28 12:00", 2, 18.0),
        ("2026-11-30 10:00", "2026-11-27 17:00", -1, -2.0),
    ],
)
def test_the_time_between_two_instants_counts_working_time_only(
    a: str, b: str, days: int, worked: float
) -> None:
    span = at(BERLIN, a), at(BERLIN, b)
    assert hours.working_days_between(BERLIN, *span) == days
    assert hours.working_hours_between(BERLIN, *span) == worked


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": frozenset()},
        {"days": frozenset({7})},
        {"opens": time(18), "closes": time(9)},
        {"opens": time(9), "closes": time(9)},
        {"opens": time(9, tzinfo=UTC)},
        {"away_until": datetime(2026, 1, 1)},  # noqa: DTZ001
    ],
)
def test_a_calendar_that_could_never_work_cannot_be_made(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"calendar|working day|time zone"):
        Calendar(**wrong)  # type: ignore[arg-type]


def test_an_instant_without_a_time_zone_is_refused_everywhere() -> None:
    naive = datetime(2026, 11, 26, 10)  # noqa: DTZ001
    aware = naive.replace(tzinfo=UTC)
    calls: list[Callable[[], object]] = [
        lambda: hours.is_open(BERLIN, naive),
        lambda: hours.next_open(BERLIN, naive),
        lambda: hours.local_day(BERLIN, naive),
        lambda: hours.add_hours(BERLIN, naive, 1),
        lambda: hours.add_days(BERLIN, naive, 1),
        lambda: hours.next_bundle(BERLIN, naive),
        lambda: hours.working_hours_between(BERLIN, aware, naive),
        lambda: hours.working_days_between(BERLIN, naive, aware),
    ]
    for call in calls:
        with pytest.raises(ValueError, match="time zone"):
            call()


@pytest.mark.parametrize("worked", [-0.5, float("nan"), float("inf"), 1e9])
def test_an_impossible_number_of_business_hours_is_refused(worked: float) -> None:
    with pytest.raises(ValueError, match="Business hours"):
        hours.add_hours(BERLIN, utc("2026-11-26 10:00"), worked)


def test_a_calendar_whose_every_day_is_a_holiday_ends_in_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hours, "is_working_day", lambda *_: False)
    # Hours of its own: the windows of every other calendar may have been worked out before.
    calendar = Calendar(zone="Europe/Berlin", opens=time(7, 7))
    with pytest.raises(ValueError, match="forty years"):
        hours.next_open(calendar, utc("2026-11-26 10:00"))
    with pytest.raises(ValueError, match="too far"):
        hours.shift_days(calendar, date(2026, 11, 26), 1)


# --- properties -------------------------------------------------------------------------------

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Asia/Singapore",
    "America/Santiago",
    "Africa/Cairo",
    "Pacific/Kiritimati",
    "Nowhere",
)
FEW = settings(max_examples=60, deadline=None)
instants = st.datetimes(
    datetime(2024, 1, 1),  # noqa: DTZ001
    datetime(2030, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
).map(lambda instant: instant.replace(second=0, microsecond=0))
countries = st.sampled_from([None, "DE-BY", "US", "IN", "CO", "XX"])
weeks = st.frozensets(st.integers(0, 6), min_size=1)


@st.composite
def calendars(draw: st.DrawFn, *, around_the_clock: bool = True, leave: bool = True) -> Calendar:
    """Draw any calendar, or one whose hours no change of clocks touches."""
    first, last = (0, 23 * 60 + 59) if around_the_clock else (4 * 60, 22 * 60)
    opens = draw(st.integers(first, last - 30), label="minute of opening")
    closes = draw(st.integers(opens + 30, last), label="minute of closing")
    return Calendar(
        zone=draw(st.sampled_from(ZONES)),
        days=draw(weeks),
        opens=time(opens // 60, opens % 60),
        closes=time(closes // 60, closes % 60),
        country=draw(countries),
        away_until=draw(st.none() | instants) if leave else None,
    )


def clock_of(calendar: Calendar, instant: datetime) -> time:
    return instant.astimezone(hours.time_zone(calendar.zone)).time()


@FEW
@given(calendars(), instants, st.times().map(lambda t: t.replace(second=0, microsecond=0)))
def test_no_bundle_leaves_working_time_or_comes_early(
    calendar: Calendar, not_before: datetime, clock: time
) -> None:
    bundle = hours.next_bundle(calendar, not_before, clock)
    assert bundle >= not_before
    assert hours.is_open(calendar, bundle)


@FEW
@given(calendars(around_the_clock=False, leave=False), instants)
def test_a_bundle_is_never_put_off_beyond_the_next_working_day(
    calendar: Calendar, not_before: datetime
) -> None:
    arrives = hours.local_day(calendar, hours.next_bundle(calendar, not_before))
    asked = hours.local_day(calendar, not_before)
    assert asked <= arrives <= hours.shift_days(calendar, asked, 1)


@FEW
@given(calendars(around_the_clock=False), instants, st.integers(1, 40))
def test_bundles_in_a_row_keep_one_local_time_and_skip_no_working_day(
    calendar: Calendar, not_before: datetime, bundles: int
) -> None:
    bundle = hours.next_bundle(calendar, not_before)
    inside = calendar.opens <= hours.BUNDLE < calendar.closes
    for _ in range(bundles):
        assert clock_of(calendar, bundle) == (hours.BUNDLE if inside else calendar.opens)
        following = hours.next_bundle(calendar, bundle + timedelta(minutes=1))
        assert hours.working_days_between(calendar, bundle, following) == 1
        bundle = following


@FEW
@given(calendars(), instants, st.floats(0, 300))
def test_adding_business_hours_and_counting_them_agree(
    calendar: Calendar, start: datetime, worked: float
) -> None:
    end = hours.add_hours(calendar, start, worked)
    assert hours.working_hours_between(calendar, start, end) == pytest.approx(worked, abs=1e-6)
    assert hours.is_open(calendar, end) or hours.is_open(calendar, end - timedelta(microseconds=1))


@settings(max_examples=15, deadline=None)
@given(calendars(), instants, st.integers(0, 60 * 48))
def test_business_hours_are_the_minutes_that_are_open(
    calendar: Calendar, start: datetime, minutes: int
) -> None:
    each = (start + timedelta(minutes=n) for n in range(minutes))
    counted = sum(hours.is_open(calendar, minute) for minute in each)
    between = hours.working_hours_between(calendar, start, start + timedelta(minutes=minutes))
    assert between * 60 == pytest.approx(counted)


@FEW
@given(calendars(), instants, instants, st.floats(0, 100), st.floats(0, 100))
def test_a_later_start_or_more_hours_never_end_earlier(
    calendar: Calendar, a: datetime, b: datetime, few: float, many: float
) -> None:
    (a, b), (few, many) = sorted((a, b)), sorted((few, many))
    assert hours.add_hours(calendar, a, few) <= hours.add_hours(calendar, b, few)
    assert hours.add_hours(calendar, a, few) <= hours.add_hours(calendar, a, many)
    assert hours.next_open(calendar, a) <= hours.next_open(calendar, b)
    assert hours.next_bundle(calendar, a) <= hours.next_bundle(calendar, b)


@FEW
@given(calendars(around_the_clock=False), instants, st.integers(0, 60))
def test_adding_business_days_and_counting_them_agree(
    calendar: Calendar, start: datetime, days: int
) -> None:
    begin = hours.next_open(calendar, start)
    end = hours.add_days(calendar, begin, days)
    assert hours.working_days_between(calendar, begin, end) == days
    assert clock_of(calendar, end) == clock_of(calendar, begin)
    assert hours.add_days(calendar, begin, days + 1) > end


@FEW
@given(calendars(), instants)
def test_the_next_opening_is_open_and_nothing_before_it_is(
    calendar: Calendar, start: datetime
) -> None:
    opening = hours.next_open(calendar, start)
    assert opening >= start
    assert hours.is_open(calendar, opening)
    assert hours.next_open(calendar, opening) == opening
    assert hours.working_hours_between(calendar, start, opening) == 0


@FEW
@given(calendars(), st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.integers(-60, 60))
def test_shifting_there_and_back_returns_to_a_working_day(
    calendar: Calendar, day: date, days: int
) -> None:
    assume(hours.is_working_day(calendar, day))
    there = hours.shift_days(calendar, day, days)
    assert hours.is_working_day(calendar, there)
    assert hours.shift_days(calendar, there, -days) == day


@FEW
@given(calendars(leave=False), instants, instants, instants)
def test_time_between_instants_adds_up_in_any_order(
    calendar: Calendar, a: datetime, b: datetime, c: datetime
) -> None:
    for between in (hours.working_hours_between, hours.working_days_between):
        parts = between(calendar, a, b) + between(calendar, b, c)
        assert parts == pytest.approx(between(calendar, a, c), abs=1e-6)
