"""Words for days: what people plainly mean, what is asked back, and hostile input."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from timeit import timeit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.calendar.hours import Calendar, at_local, closing, is_working_day
from handlers.speech.dates import looks_like_date, read_due
from handlers.speech.errors import FarDate, PastDate, UnclearDate, UserError

ZONE = ZoneInfo("Europe/Berlin")
BERLIN = Calendar("Europe/Berlin", country="DE")
WEDNESDAY = datetime(2026, 11, 25, 10, 0, tzinfo=ZONE)


def read(words: str, now: datetime = WEDNESDAY, calendar: Calendar = BERLIN) -> str:
    due = read_due(words, now, calendar)
    assert due.tzinfo is UTC
    return f"{due.astimezone(ZoneInfo(calendar.zone)):%a %Y-%m-%d %H:%M}"


def shortly(words: str) -> str:
    """Return a name for a test, however long or strange the words are."""
    return ascii(words)[:30]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("today", "Wed 2026-11-25 18:00"),
        ("tomorrow", "Thu 2026-11-26 18:00"),
        ("day after tomorrow", "Fri 2026-11-27 18:00"),
        ("friday", "Fri 2026-11-27 18:00"),
        ("Fri", "Fri 2026-11-27 18:00"),
        ("wednesday", "Wed 2026-12-02 18:00"),
        ("this wednesday", "Wed 2026-11-25 18:00"),
        ("tues", "Tue 2026-12-01 18:00"),
        ("this friday", "Fri 2026-11-27 18:00"),
        ("next friday", "Fri 2026-12-04 18:00"),
        ("friday next week", "Fri 2026-12-04 18:00"),
        ("this monday", "Mon 2026-11-30 18:00"),
        ("saturday", "Sat 2026-11-28 18:00"),
        ("in 3 days", "Sat 2026-11-28 18:00"),
        ("3 days", "Sat 2026-11-28 18:00"),
        ("in two weeks", "Wed 2026-12-09 18:00"),
        ("in a week", "Wed 2026-12-02 18:00"),
        ("a week from today", "Wed 2026-12-02 18:00"),
        ("2w", "Wed 2026-12-09 18:00"),
        ("within 2d", "Fri 2026-11-27 18:00"),
        ("in 3 months", "Thu 2027-02-25 18:00"),
        ("in 2 working days", "Fri 2026-11-27 18:00"),
        ("3 business days", "Mon 2026-11-30 18:00"),
        ("next working day", "Thu 2026-11-26 18:00"),
        ("in 30 working days", "Fri 2027-01-08 18:00"),
    ],
)
def test_days_near_now_are_read_as_people_say_them(words: str, expected: str) -> None:
    assert read(words) == expected
    assert looks_like_date(words)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2026-11-27", "Fri 2026-11-27 18:00"),
        ("2026/11/27", "Fri 2026-11-27 18:00"),
        ("27 nov", "Fri 2026-11-27 18:00"),
        ("nov 27", "Fri 2026-11-27 18:00"),
        ("27th of November", "Fri 2026-11-27 18:00"),
        ("fri, nov 27th 2026", "Fri 2026-11-27 18:00"),
        ("friday 27 november", "Fri 2026-11-27 18:00"),
        ("27-Nov-2026", "Fri 2026-11-27 18:00"),
        ("27 nov 26", "Fri 2026-11-27 18:00"),
        ("27.11.", "Fri 2026-11-27 18:00"),
        ("27.11", "Fri 2026-11-27 18:00"),
        ("27.11.2026", "Fri 2026-11-27 18:00"),
        ("27.11.26", "Fri 2026-11-27 18:00"),
        ("27/11", "Fri 2026-11-27 18:00"),
        ("27/11/2026", "Fri 2026-11-27 18:00"),
        ("3/4", "Sat 2027-04-03 18:00"),
        ("may 5", "Wed 2027-05-05 18:00"),
        ("the 27th", "Fri 2026-11-27 18:00"),
        ("the 24th", "Thu 2026-12-24 18:00"),
        ("31st", "Thu 2026-12-31 18:00"),
        ("25 nov", "Wed 2026-11-25 18:00"),
        ("24 nov", "Wed 2027-11-24 18:00"),
        ("29 feb", "Tue 2028-02-29 18:00"),
        ("25 dec", "Fri 2026-12-25 18:00"),
    ],
)
def test_calendar_dates_are_read_day_first_and_never_into_the_past(
    words: str, expected: str
) -> None:
    assert read(words) == expected
    assert looks_like_date(words)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("eod", "Wed 2026-11-25 18:00"),
        ("end of day", "Wed 2026-11-25 18:00"),
        ("eod friday", "Fri 2026-11-27 18:00"),
        ("tomorrow eod", "Thu 2026-11-26 18:00"),
        ("end of week", "Fri 2026-11-27 18:00"),
        ("EOW", "Fri 2026-11-27 18:00"),
        ("by the end of the week", "Fri 2026-11-27 18:00"),
        ("end of next week", "Fri 2026-12-04 18:00"),
        ("next week", "Fri 2026-12-04 18:00"),
        ("end of month", "Mon 2026-11-30 18:00"),
        ("eom", "Mon 2026-11-30 18:00"),
        ("next month", "Thu 2026-12-31 18:00"),
        ("end of january", "Sun 2027-01-31 18:00"),
        ("end of feb 2028", "Tue 2028-02-29 18:00"),
        ("end of december", "Thu 2026-12-31 18:00"),
        ("eoq", "Thu 2026-12-31 18:00"),
        ("end of next quarter", "Wed 2027-03-31 18:00"),
        ("end of the year", "Thu 2026-12-31 18:00"),
    ],
)
def test_the_end_of_a_day_week_or_month_is_a_date(words: str, expected: str) -> None:
    assert read(words) == expected
    assert looks_like_date(words)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("friday 3pm", "Fri 2026-11-27 15:00"),
        ("friday at 3:30 p.m.", "Fri 2026-11-27 15:30"),
        ("by 15:00 on friday", "Fri 2026-11-27 15:00"),
        ("friday, 15:00", "Fri 2026-11-27 15:00"),
        ("2026-11-27T15:00", "Fri 2026-11-27 15:00"),
        ("27.11. 15:00", "Fri 2026-11-27 15:00"),
        ("27 nov at noon", "Fri 2026-11-27 12:00"),
        ("in 2 days at 9:15", "Fri 2026-11-27 09:15"),
        ("12am tomorrow", "Thu 2026-11-26 00:00"),
        ("12pm tomorrow", "Thu 2026-11-26 12:00"),
        ("17:30", "Wed 2026-11-25 17:30"),
        ("by noon", "Wed 2026-11-25 12:00"),
        ("tomorrow morning", "Thu 2026-11-26 12:00"),
        ("tonight", "Wed 2026-11-25 20:00"),
        ("this afternoon", "Wed 2026-11-25 18:00"),
        ("in 2 hours", "Wed 2026-11-25 12:00"),
        ("in 90 minutes", "Wed 2026-11-25 11:30"),
        ("in an hour", "Wed 2026-11-25 11:00"),
    ],
)
def test_a_time_of_day_is_read_in_the_calendars_zone(words: str, expected: str) -> None:
    assert read(words) == expected
    assert looks_like_date(words)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("by friday", "Fri 2026-11-27 18:00"),
        ("due on  Friday.", "Fri 2026-11-27 18:00"),
        ("\tuntil\u0020friday!", "Fri 2026-11-27 18:00"),
        ("2026-11-27.", "Fri 2026-11-27 18:00"),
        ("27.11.2026.", "Fri 2026-11-27 18:00"),
    ],
)
def test_small_words_and_punctuation_around_a_date_do_not_matter(words: str, expected: str) -> None:
    assert read(words) == expected


@pytest.mark.parametrize(
    ("words", "now", "expected"),
    [
        # During the weekend both mean the week that is about to begin.
        ("end of week", "2026-11-28 10:00", "Fri 2026-12-04 18:00"),
        ("next week", "2026-11-29 10:00", "Fri 2026-12-04 18:00"),
        ("next monday", "2026-11-29 10:00", "Mon 2026-11-30 18:00"),
        ("next tuesday", "2026-11-30 10:00", "Tue 2026-12-08 18:00"),
        # Friday is Christmas Day in 2026, and Thursday is the last day worked.
        ("end of week", "2026-12-22 10:00", "Thu 2026-12-24 18:00"),
        ("end of week", "2026-12-25 10:00", "Fri 2026-12-25 18:00"),
        ("end of month", "2026-12-31 10:00", "Thu 2026-12-31 18:00"),
        ("eoq", "2026-12-31 10:00", "Thu 2026-12-31 18:00"),
        ("1 jan", "2026-12-31 10:00", "Fri 2027-01-01 18:00"),
        ("1 jan", "2027-01-01 10:00", "Fri 2027-01-01 18:00"),
        ("29 feb", "2028-02-29 10:00", "Tue 2028-02-29 18:00"),
        ("in 1 month", "2027-01-31 10:00", "Sun 2027-02-28 18:00"),
        # Two years to the day are near enough.
        ("27 nov 2028", "2026-11-27 10:00", "Mon 2028-11-27 18:00"),
        ("27 nov", "2031-11-28 10:00", "Sat 2032-11-27 18:00"),
        # Across the change of clocks: local time stays, and hours are counted as they pass.
        ("monday", "2026-03-27 10:00", "Mon 2026-03-30 18:00"),
        ("in 24 hours", "2026-03-28 10:00", "Sun 2026-03-29 11:00"),
        ("29 mar 2:30", "2026-03-28 10:00", "Sun 2026-03-29 03:30"),
        ("25 oct 2:30", "2026-10-24 10:00", "Sun 2026-10-25 02:30"),
    ],
)
def test_the_day_it_is_said_decides(words: str, now: str, expected: str) -> None:
    assert read(words, datetime.fromisoformat(now).replace(tzinfo=ZONE)) == expected


def test_the_day_is_that_of_the_calendar_and_not_of_the_server() -> None:
    midnight_in_auckland = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
    assert read("today", midnight_in_auckland, Calendar("Pacific/Auckland")) == (
        "Thu 2026-11-26 18:00"
    )
    assert read("today", midnight_in_auckland, Calendar("America/New_York")) == (
        "Wed 2026-11-25 18:00"
    )


def test_the_week_ends_before_the_longest_break() -> None:
    sunday_to_thursday = Calendar("Asia/Dubai", days=frozenset({6, 0, 1, 2, 3}))
    part_time = Calendar("Asia/Dubai", days=frozenset({0, 2, 4}), closes=time(13))
    every_day = Calendar("Asia/Dubai", days=frozenset(range(7)))
    assert read("eow", calendar=sunday_to_thursday) == "Thu 2026-11-26 18:00"
    assert read("eow", calendar=part_time) == "Fri 2026-11-27 13:00"
    assert read("eow", calendar=every_day) == "Sun 2026-11-29 18:00"


@pytest.mark.parametrize("words", ["today", "eod", "25 nov", "this wednesday", "2026-11-25"])
def test_today_after_closing_time_means_the_end_of_today(words: str) -> None:
    assert read(words, WEDNESDAY.replace(hour=18)) == "Wed 2026-11-25 18:00"
    assert read(words, WEDNESDAY.replace(hour=20)) == "Wed 2026-11-25 23:59"
    last = WEDNESDAY.replace(hour=23, minute=59, second=30)
    assert read_due(words, last, BERLIN) == last


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("yesterday", "Tue 24 Nov 2026"),
        ("2020-01-01", "Wed 1 Jan 2020"),
        ("2 days ago", "Mon 23 Nov 2026"),
        ("last friday", "Fri 20 Nov 2026"),
        ("monday this week", "Mon 23 Nov 2026"),
        ("24.11.26", "Tue 24 Nov 2026"),
        ("today 9:30", "Wed 25 Nov, 09:30"),
    ],
)
def test_a_day_in_the_past_is_named_plainly(words: str, day: str) -> None:
    with pytest.raises(PastDate) as refused:
        read_due(words, WEDNESDAY, BERLIN)
    assert refused.value.message.startswith(f"{day} is in the past.")
    assert looks_like_date(words)


@pytest.mark.parametrize("words", ["2028-12-01", "in 3 years", "1 jan 9999", "in 999 years"])
def test_a_day_more_than_two_years_away_is_refused(words: str) -> None:
    with pytest.raises(FarDate, match="more than two years away"):
        read_due(words, WEDNESDAY, BERLIN)


@pytest.mark.parametrize(
    "words",
    [
        *("", " ", ".", "?", "by", "on", "due by", "a", "an", "the", "now", "asap", "soon"),
        *("1", "0", "27", "2026", "99999999", "20261127", "1700000000", "1.5", "12.50", "10-12"),
        *("may", "march", "november", "day", "week", "the week", "last week", "morning"),
        *("25.13", "39.12", "00.01", "31.02"),
        *("13/13", "11/27", "32 nov", "0 nov", "2026-13-01", "31 nov", "30 feb", "29.02.2027"),
        *("0000-01-01", "27 nov 0000", "1st of nothing", "the 32nd", "end of 2026"),
        *("sat on it", "on friday we ship", "friday friday", "may be tomorrow", "sun and moon"),
        *("mon 27 nov", "friday 28 november 2026", "friday 25:00", "13pm", "at 3", "17h"),
        *("utc", "friday est", "15:00 cet", "2026-11-27T15:00Z", "2026-11-27T15:00+02:00"),
        *("in 1.5 days", "in -3 days", "in 1000 days", "3 hours ago", "in no days", "2026-W48"),
        *(
            "ｆｒｉｄａｙ",
            "２７ nov",
            "\u202efriday",
            "🙂",
            "🙂 friday",
            "جمعة",
            "\u0661\u0662/\u0661",
            "\ud800",
        ),
        *("friday\x00", "fri\u00adday", "freitag", "vendredi", "{words}", "%s", "<!channel>"),
        *("friday" + " " * 60, "9" * 10_000, "in " * 5_000, "🙂" * 10_000, "1/" * 30),
    ],
    ids=shortly,
)
def test_what_nobody_would_plainly_call_a_date_is_asked_back(words: str) -> None:
    with pytest.raises(UnclearDate) as refused:
        read_due(words, WEDNESDAY, BERLIN)
    message = refused.value.message
    assert message.isprintable()
    assert len(message) < 200
    assert "friday" in message


def test_only_a_shape_of_a_date_looks_like_one() -> None:
    assert looks_like_date("31 nov")
    assert not looks_like_date("sat on it")
    assert not looks_like_date("1.5")
    assert not looks_like_date("9" * 10_000)


def test_now_must_have_a_time_zone() -> None:
    for words in ("friday", "in 2 hours"):
        with pytest.raises(ValueError, match="time zone"):
            read_due(words, datetime(2026, 11, 25), BERLIN)  # noqa: DTZ001


@pytest.mark.parametrize(
    "words", ["friday", "27 nov", "tomorrow 3pm", "9" * 10_000, "in a in a in a"], ids=shortly
)
def test_reading_a_date_takes_well_under_a_millisecond(words: str) -> None:
    def once() -> None:
        with suppress(UnclearDate):
            read_due(words, WEDNESDAY, BERLIN)

    once()
    assert timeit(once, number=200) / 200 < 0.001


FORMS = (
    "{d.year:04}-{d.month:02}-{d.day:02}",
    "{d.day}.{d.month}.{d.year}",
    "{d.day:02}/{d.month:02}/{d.year}",
    "{d.day} {month} {d.year}",
    "{month} {d.day}, {d.year}",
    "{weekday} {d.day}. {month} {d.year}",
)
MONTHS = (
    *("January", "feb", "march", "apr", "May", "june"),
    *("jul", "AUGUST", "sept", "october", "nov", "Dec"),
)
DAYS = ("mon", "Tuesday", "wed", "thurs", "FRIDAY", "sat", "sunday")
moments = st.datetimes(
    datetime(2025, 1, 1),  # noqa: DTZ001
    datetime(2033, 1, 1),  # noqa: DTZ001
    timezones=st.just(ZONE),
)


@settings(max_examples=150, deadline=None)
@given(moments, st.integers(1, 730), st.sampled_from(FORMS))
def test_a_full_date_is_read_back_as_it_was_written(now: datetime, ahead: int, form: str) -> None:
    day = now.date() + timedelta(days=ahead)
    words = form.format(d=day, month=MONTHS[day.month - 1], weekday=DAYS[day.weekday()])
    assert read_due(words, now, BERLIN) == closing(BERLIN, day)


@settings(max_examples=80, deadline=None)
@given(moments, st.dates(date(2027, 1, 1), date(2027, 12, 31)))
def test_a_date_without_a_year_is_the_next_such_date(now: datetime, said: date) -> None:
    days = (now.date() + timedelta(days=ahead) for ahead in range(366))
    expected = next(day for day in days if (day.month, day.day) == (said.month, said.day))
    for words in (f"{said.day} {MONTHS[said.month - 1]}", f"{said.day}/{said.month}"):
        assert read_due(words, now, BERLIN).astimezone(ZONE).date() == expected


@settings(max_examples=80, deadline=None)
@given(moments, st.integers(0, 700), st.integers(0, 99))
def test_days_and_weeks_are_counted_and_those_gone_by_are_past(
    now: datetime, days: int, weeks: int
) -> None:
    for words, span in ((f"in {days} days", days), (f"{weeks} weeks from now", 7 * weeks)):
        due = read_due(words, now, BERLIN).astimezone(ZONE).date()
        assert due - now.date() == timedelta(days=span)
    ago = now.date() - timedelta(days=days + 1)
    with pytest.raises(PastDate, match=f" {ago.day} .*{ago.year} is in the past"):
        read_due(f"{days + 1} days ago", now, BERLIN)


@settings(max_examples=80, deadline=None)
@given(moments, st.integers(1, 23))
def test_months_ahead_keep_the_day_or_end_with_the_month(now: datetime, ahead: int) -> None:
    due = read_due(f"in {ahead} months", now, BERLIN).astimezone(ZONE).date()
    assert (due.year - now.year) * 12 + due.month - now.month == ahead
    assert due.day == now.day or (due.day < now.day and (due + timedelta(days=1)).day == 1)


@settings(max_examples=80, deadline=None)
@given(moments, st.integers(1, 31), st.integers(1, 12), st.integers(2000, 2099))
def test_a_day_that_no_calendar_has_is_asked_back(
    now: datetime, day: int, month: int, year: int
) -> None:
    for words in (f"{day}.{month}.{year}", f"{year}-{month:02}-{day:02}"):
        try:
            date(year, month, day)
        except ValueError:
            with pytest.raises(UnclearDate):
                read_due(words, now, BERLIN)
        else:
            with suppress(PastDate, FarDate):
                due = read_due(words, now, BERLIN).astimezone(ZONE).date()
                assert due == date(year, month, day)


@settings(max_examples=100, deadline=None)
@given(moments, st.integers(1, 60))
def test_working_days_ahead_are_counted_one_by_one(now: datetime, ahead: int) -> None:
    due = read_due(f"in {ahead} working days", now, BERLIN).astimezone(ZONE).date()
    span = [now.date() + timedelta(days=n + 1) for n in range((due - now.date()).days)]
    assert sum(is_working_day(BERLIN, day) for day in span) == ahead
    assert is_working_day(BERLIN, due)


PIECES = (
    *("by", "on", "in", "at", "the", "of", "next", "this", "last", "end", "eod", "a", "two"),
    *("friday", "sat", "may", "nov", "27", "27th", "31", "29 feb", "0", "999", "2026", "1.5"),
    *("27.11.", "13/13", "2026-11-27", "3pm", "15:00", "noon", "days", "weeks", "working"),
    *("years", "ago", "hours", "utc", ",", ".", "-", "today", "yesterday", "evening", "month"),
)


@settings(max_examples=400, deadline=None)
@given(
    st.text(max_size=80) | st.lists(st.sampled_from(PIECES), max_size=5).map(" ".join),
    moments,
)
def test_any_words_give_a_sensible_instant_or_a_plain_refusal(words: str, now: datetime) -> None:
    try:
        answer: datetime | UserError = read_due(words, now, BERLIN)
    except UserError as refusal:
        answer = refusal
    if isinstance(answer, UserError):
        assert answer.message.isprintable()
        assert isinstance(answer, UnclearDate) or looks_like_date(words)
    else:
        assert looks_like_date(words)
        assert now <= answer <= at_local(BERLIN, now.date() + timedelta(days=733), time())
