"""Words for days: what people plainly mean, what is asked back, and hostile input."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from timeit import timeit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from handlers.calendar.hours import Calendar, at_local, closing, is_working_day
from handlers.speech import dates
from handlers.speech import words as sayings
from handlers.speech.date_errors import (
    AmbiguousDate,
    NoSuchDay,
    NoSuchHour,
    OtherWeekday,
    UnclearClock,
    UnclearHour,
    UnclearPart,
    VagueDate,
)
from handlers.speech.dates import NumericDates, looks_like_date, read_due
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
        ("1.5.2027", "Sat 2027-05-01 18:00"),
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
def test_calendar_dates_are_read_as_they_are_written_and_never_into_the_past(
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
    ("words", "expected"),
    [
        ("midnight", "Wed 2026-11-25 23:59"),
        ("friday midnight", "Fri 2026-11-27 23:59"),
        ("24:00", "Wed 2026-11-25 23:59"),
        ("17h", "Wed 2026-11-25 17:00"),
        ("17h30", "Wed 2026-11-25 17:30"),
        ("friday 9h", "Fri 2026-11-27 09:00"),
        ("1700h friday", "Fri 2026-11-27 17:00"),
        ("17 o'clock friday", "Fri 2026-11-27 17:00"),
        ("friday 17.00", "Fri 2026-11-27 17:00"),
        ("17.30", "Wed 2026-11-25 17:30"),
        ("friday 5.30pm", "Fri 2026-11-27 17:30"),
        ("friday 5 p.m.", "Fri 2026-11-27 17:00"),
        ("friday - 5pm", "Fri 2026-11-27 17:00"),
        ("friday at 5pm sharp", "Fri 2026-11-27 17:00"),
        ("5 in the afternoon tomorrow", "Thu 2026-11-26 17:00"),
        ("10 at night", "Wed 2026-11-25 22:00"),
        ("first thing tomorrow", "Thu 2026-11-26 09:00"),
        ("tonight 8pm", "Wed 2026-11-25 20:00"),
        ("8pm tonight", "Wed 2026-11-25 20:00"),
        ("tonight at 8", "Wed 2026-11-25 20:00"),
        ("tomorrow morning at 9:30", "Thu 2026-11-26 09:30"),
        ("9am tomorrow morning", "Thu 2026-11-26 09:00"),
        ("friday night 11", "Fri 2026-11-27 23:00"),
        ("friday afternoon at 3", "Fri 2026-11-27 15:00"),
        ("friday evening 20:00", "Fri 2026-11-27 20:00"),
        ("first thing", "Thu 2026-11-26 09:00"),
        ("start of business monday", "Mon 2026-11-30 09:00"),
        ("end of business friday", "Fri 2026-11-27 18:00"),
        ("lunch tomorrow", "Thu 2026-11-26 12:00"),
        ("friday night", "Fri 2026-11-27 20:00"),
        ("5pm CET", "Wed 2026-11-25 17:00"),
        ("friday 5pm CEST", "Fri 2026-11-27 17:00"),
        ("friday 5pm UTC", "Fri 2026-11-27 18:00"),
        ("friday 5pm GMT+1", "Fri 2026-11-27 17:00"),
        ("2026-11-27T15:00Z", "Fri 2026-11-27 16:00"),
        ("2026-11-27T15:00+02:00", "Fri 2026-11-27 14:00"),
        ("friday 23:30 utc", "Sat 2026-11-28 00:30"),
        ("in half an hour", "Wed 2026-11-25 10:30"),
        ("in an hour and a half", "Wed 2026-11-25 11:30"),
        ("in 1.5 hours", "Wed 2026-11-25 11:30"),
        ("in 1h30", "Wed 2026-11-25 11:30"),
        ("in 1 hour and 30 minutes", "Wed 2026-11-25 11:30"),
        ("in three quarters of an hour", "Wed 2026-11-25 10:45"),
        ("in 4 business hours", "Wed 2026-11-25 14:00"),
        ("in forty-eight hours", "Fri 2026-11-27 10:00"),
        ("within the hour", "Wed 2026-11-25 11:00"),
        ("48h", "Fri 2026-11-27 10:00"),
        ("30 min", "Wed 2026-11-25 10:30"),
        ("end of friday", "Fri 2026-11-27 18:00"),
        ("no later than the end of the 27th", "Fri 2026-11-27 18:00"),
        ("start of friday", "Fri 2026-11-27 09:00"),
        ("before end of friday", "Fri 2026-11-27 18:00"),
        ("friday a.m.", "Fri 2026-11-27 12:00"),
        ("friday pm", "Fri 2026-11-27 18:00"),
        ("the morning of friday", "Fri 2026-11-27 12:00"),
    ],
)
def test_hours_are_read_in_all_the_ways_in_which_people_write_them(
    words: str, expected: str
) -> None:
    assert read(words) == expected
    assert looks_like_date(words)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("weds", "Wed 2026-12-02 18:00"),
        ("tmrw", "Thu 2026-11-26 18:00"),
        ("thrusday", "Thu 2026-11-26 18:00"),
        ("end of q4", "Thu 2026-12-31 18:00"),
        ("q4", "Thu 2026-12-31 18:00"),
        ("in q1", "Wed 2027-03-31 18:00"),
        ("in january", "Sun 2027-01-31 18:00"),
        ("end of the year 2027", "Fri 2027-12-31 18:00"),
        ("2027 q1", "Wed 2027-03-31 18:00"),
        ("end of the third quarter", "Thu 2027-09-30 18:00"),
        ("h1", "Wed 2027-06-30 18:00"),
        ("year end", "Thu 2026-12-31 18:00"),
        ("year-end", "Thu 2026-12-31 18:00"),
        ("month end", "Mon 2026-11-30 18:00"),
        ("end of 2026", "Thu 2026-12-31 18:00"),
        ("next quarter", "Wed 2027-03-31 18:00"),
        ("next year", "Fri 2027-12-31 18:00"),
        ("in a couple of days", "Fri 2026-11-27 18:00"),
        ("a couple weeks", "Wed 2026-12-09 18:00"),
        ("in two weeks' time", "Wed 2026-12-09 18:00"),
        ("in a week’s time", "Wed 2026-12-02 18:00"),
        ("in the next 2 days", "Fri 2026-11-27 18:00"),
        ("in half a year", "Tue 2027-05-25 18:00"),
        ("thirty days", "Fri 2026-12-25 18:00"),
        ("2 bd", "Fri 2026-11-27 18:00"),
        ("before friday", "Thu 2026-11-26 18:00"),
        ("before monday", "Fri 2026-11-27 18:00"),
        ("before friday 5pm", "Fri 2026-11-27 17:00"),
        ("before noon on friday", "Fri 2026-11-27 12:00"),
        ("before next week", "Fri 2026-11-27 18:00"),
        ("before the weekend", "Fri 2026-11-27 18:00"),
        ("before the end of the month", "Mon 2026-11-30 18:00"),
        ("before january", "Thu 2026-12-31 18:00"),
        ("before christmas", "Thu 2026-12-24 18:00"),
        ("no later than friday", "Fri 2026-11-27 18:00"),
        ("friday at the latest", "Fri 2026-11-27 18:00"),
        ("at the very latest by friday", "Fri 2026-11-27 18:00"),
        ("on or before friday", "Fri 2026-11-27 18:00"),
        ("a week from friday", "Fri 2026-12-04 18:00"),
        ("friday week", "Fri 2026-12-04 18:00"),
        ("a week on friday", "Fri 2026-12-04 18:00"),
        ("2 weeks tomorrow", "Thu 2026-12-10 18:00"),
        ("two days after friday", "Sun 2026-11-29 18:00"),
        ("3 working days after christmas", "Wed 2026-12-30 18:00"),
        ("the day before christmas", "Thu 2026-12-24 18:00"),
        ("the friday after next", "Fri 2026-12-11 18:00"),
        ("the week after next", "Fri 2026-12-11 18:00"),
        ("first of december", "Tue 2026-12-01 18:00"),
        ("December the 1st", "Tue 2026-12-01 18:00"),
        ("the twenty-first", "Mon 2026-12-21 18:00"),
        ("15th of next month", "Tue 2026-12-15 18:00"),
        ("first of the month", "Tue 2026-12-01 18:00"),
        ("this weekend", "Sun 2026-11-29 18:00"),
        ("next weekend", "Sun 2026-12-06 18:00"),
        ("last friday of december", "Fri 2026-12-25 18:00"),
        ("first monday of next month", "Mon 2026-12-07 18:00"),
        ("last working day of the year", "Thu 2026-12-31 18:00"),
        ("start of q1", "Mon 2027-01-04 18:00"),
        ("beginning of the month", "Tue 2026-12-01 18:00"),
        ("mid december", "Tue 2026-12-15 18:00"),
        ("middle of next week", "Wed 2026-12-02 18:00"),
        ("week 50", "Fri 2026-12-11 18:00"),
        ("next week tuesday 10am", "Tue 2026-12-01 10:00"),
        ("new year's eve", "Thu 2026-12-31 18:00"),
        ("24-12", "Thu 2026-12-24 18:00"),
        ("24.12.", "Thu 2026-12-24 18:00"),
        ("27. 11. 2026", "Fri 2026-11-27 18:00"),
        ("12/24", "Thu 2026-12-24 18:00"),
        ("12/24/2026", "Thu 2026-12-24 18:00"),
        ("24/12/2026", "Thu 2026-12-24 18:00"),
        ("5/5/2027", "Wed 2027-05-05 18:00"),
        ("27 nov (friday)", "Fri 2026-11-27 18:00"),
        ("fri. 27 nov.", "Fri 2026-11-27 18:00"),
        ("27 nov '26", "Fri 2026-11-27 18:00"),
        ("friday the 27th", "Fri 2026-11-27 18:00"),
    ],
)
def test_days_are_read_in_all_the_ways_in_which_people_name_them(words: str, expected: str) -> None:
    assert read(words) == expected
    assert looks_like_date(words)


@pytest.mark.parametrize(
    "words", ["2026–11–27", "“friday”", "«27 nov»", "'fri'", "`27.11.`", "27\u2011nov", "(friday)"]
)
def test_quotes_and_dashes_are_what_they_look_like(words: str) -> None:
    assert read(words) == "Fri 2026-11-27 18:00"


WAYS = (*("friday", "27 nov 5pm", "in half an hour", "before the 4th", "end of q4"), "2027-01-15")
SPACES = st.text(" \t\n\u00a0\u2007\u202f\u3000", min_size=1, max_size=70)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(WAYS), SPACES, st.sampled_from(["{}", "“{}”", "‘{}’", "`{}`", '"{}"']))
def test_white_space_quotes_and_case_make_no_difference(
    words: str, space: str, quotes: str
) -> None:
    strange = quotes.format(f"{space}{words.title()}{space}".replace(" ", space))
    assert read(strange) == read(words)
    assert looks_like_date(strange)


@pytest.mark.parametrize(
    ("words", "refusal", "named"),
    [
        ("1/5/2027", AmbiguousDate, "Is “1/5/2027” 1 May or 5 January? Write “1 May 2027” or"),
        ("3/4", AmbiguousDate, "Is “3/4” 3 April or 4 March?"),
        ("10-12", AmbiguousDate, "10 December or 12 October"),
        ("fri 9-10", UnclearDate, "“fri 9-10”"),
        ("friday morning 25:00", NoSuchHour, "“25:00”"),
        ("26-11-27", AmbiguousDate, "“26-11-27” 27 November 2026 or 26 November 2027? Write"),
        ("26/12/27 5pm", AmbiguousDate, "27 December 2026 or 26 December 2027"),
        ("fri 26-11-27", AmbiguousDate, "27 November 2026 or 26 November 2027"),
        ("27-04-28", AmbiguousDate, "28 April 2027 or 27 April 2028"),
        ("5-1-27", AmbiguousDate, "5 January or 1 May"),
        ("asap", VagueDate, "“asap”"),
        ("now", VagueDate, "“now”"),
        ("in a few days", VagueDate, "“in a few days”"),
        ("in 2-3 days", VagueDate, "“in 2-3 days”"),
        ("early next week", VagueDate, "“early next week”"),
        ("friday at 5", UnclearHour, "“5” could be 5:00 or 17:00"),
        ("half past five", UnclearHour, "5:30 or 17:30"),
        ("5 o’clock", UnclearHour, "5:00 or 17:00"),
        ("24h", UnclearHour, "“24h” could be 24:00 or “in 24h”"),
        ("2h", UnclearHour, "“2h” could be 2:00 or “in 2h”"),
        ("friday 5pm EST", UnclearClock, "“EST”"),
        ("friday 25:00", NoSuchHour, "No clock shows “25:00”"),
        ("friday 9:60", NoSuchHour, "“9:60”"),
        ("13pm", NoSuchHour, "“13pm”"),
        ("friday five", UnclearPart, "not “five”"),
        ("monday or tuesday", UnclearPart, "not “or tuesday”"),
        ("on friday we ship", UnclearPart, "not “we ship”"),
        ("perhaps friday", UnclearPart, "not “perhaps”"),
        ("31 nov", NoSuchDay, "no 31 November"),
        ("31st of this month", NoSuchDay, "no 31st of November"),
        ("29.02.2027", UnclearDate, "“29.02.2027”"),
        ("31.4.", NoSuchDay, "no “31.4.”: April has 30 days"),
        ("4/31/2027", NoSuchDay, "no “4/31/2027”: April has 30 days"),
        ("30 february", NoSuchDay, "no 30 February: February has 29 days"),
        ("mon 27 nov", OtherWeekday, "Fri 27 Nov 2026 is a Friday"),
    ],
)
def test_what_cannot_be_read_is_named(words: str, refusal: type[UserError], named: str) -> None:
    with pytest.raises(refusal) as refused:
        read_due(words, WEDNESDAY, BERLIN)
    assert named in refused.value.message


@pytest.mark.parametrize(
    ("words", "numeric", "expected"),
    [
        ("1/5/2027", NumericDates.DAY_FIRST, "2027-05-01"),
        ("1/5/2027", NumericDates.MONTH_FIRST, "2027-01-05"),
        ("1.5.2027", NumericDates.MONTH_FIRST, "2027-01-05"),
        ("1-5", NumericDates.MONTH_FIRST, "2027-01-05"),
        ("24/12/2026", NumericDates.MONTH_FIRST, "2026-12-24"),
        ("12/24/2026", NumericDates.DAY_FIRST, "2026-12-24"),
        # The weekday decides, too.
        ("tue 1/5/2027", NumericDates.ASK, "2027-01-05"),
        ("sat 1/5/2027", NumericDates.ASK, "2027-05-01"),
        ("2027-05-01", NumericDates.MONTH_FIRST, "2027-05-01"),
        # Two digits in front are the year where no other day is ahead.
        ("26-12-01", NumericDates.ASK, "2026-12-01"),
        ("27/05/01", NumericDates.MONTH_FIRST, "2027-05-01"),
        ("27-01-05", NumericDates.DAY_FIRST, "2027-01-05"),
        # The year behind brings the sooner day, or is marked as the year.
        ("27-11-26", NumericDates.ASK, "2026-11-27"),
        ("28/04/27", NumericDates.ASK, "2027-04-28"),
        ("26-11-'27", NumericDates.ASK, "2027-11-26"),
        ("26.11.27", NumericDates.ASK, "2027-11-26"),
        ("25-11-27", NumericDates.ASK, "2027-11-25"),
        ("sat 26-11-28", NumericDates.ASK, "2026-11-28"),
    ],
)
def test_numeric_dates_are_read_in_the_order_of_the_house(
    words: str, numeric: NumericDates, expected: str
) -> None:
    due = read_due(words, WEDNESDAY, BERLIN, numeric)
    assert due.astimezone(ZONE).date().isoformat() == expected


@pytest.mark.parametrize("numeric", NumericDates)
def test_a_year_of_two_digits_in_front_is_asked_about_whatever_the_order_of_the_house(
    numeric: NumericDates,
) -> None:
    with pytest.raises(AmbiguousDate):
        read_due("26-11-27", WEDNESDAY, BERLIN, numeric)


@pytest.mark.parametrize(
    ("words", "timed"),
    [
        *[(words, True) for words in ("friday 5pm", "noon", "in 2 hours", "midnight", "tonight")],
        *[(words, True) for words in ("tomorrow morning", "first thing monday", "friday 18:00")],
        *[(words, False) for words in ("friday", "eod", "end of business friday", "27 nov")],
        *[(words, False) for words in ("this afternoon", "before friday", "q4")],
    ],
)
def test_it_is_known_whether_an_hour_was_given(words: str, timed: bool) -> None:
    assert dates.read(words, WEDNESDAY, BERLIN).timed is timed


@pytest.mark.parametrize(
    ("words", "again"),
    [
        ("wednesday", True),
        ("weds 17:00", True),
        ("this wednesday", False),
        ("next wednesday", False),
        ("the following wednesday", False),
        ("wed 2 dec", False),
        ("thursday", False),
        ("wednesday week", False),
    ],
)
def test_it_is_known_when_the_name_of_today_is_said(words: str, again: bool) -> None:
    assert dates.read(words, WEDNESDAY, BERLIN).again is again


@pytest.mark.parametrize(
    ("days", "words", "now", "expected"),
    [
        ({6, 0, 1, 2, 3}, "next sunday", "2026-11-26 10:00", "2026-11-29"),
        ({6, 0, 1, 2, 3}, "sunday next week", "2026-11-26 10:00", "2026-11-29"),
        ({6, 0, 1, 2, 3}, "next thursday", "2026-11-26 10:00", "2026-12-03"),
        ({6, 0, 1, 2, 3}, "this weekend", "2026-11-26 10:00", "2026-11-28"),
        ({6, 0, 1, 2, 3}, "before sunday", "2026-11-26 10:00", "2026-11-26"),
        ({5, 6, 0, 1, 2}, "next saturday", "2026-11-25 10:00", "2026-11-28"),
        ({0, 1, 2, 3, 4, 5}, "next monday", "2026-11-28 10:00", "2026-11-30"),
        ({1, 3}, "next monday", "2026-11-25 10:00", "2026-11-30"),
        (set(range(7)), "this weekend", "2026-11-25 10:00", "2026-11-29"),
        (set(range(7)), "next sunday", "2026-11-25 10:00", "2026-12-06"),
        ({0, 1, 2, 3, 4}, "this weekend", "2026-11-29 10:00", "2026-11-29"),
        ({0, 1, 2, 3, 4}, "before monday", "2026-11-28 10:00", "2026-11-29"),
    ],
)
def test_the_week_is_that_of_whoever_owes_it(
    days: set[int], words: str, now: str, expected: str
) -> None:
    calendar = Calendar("Europe/Berlin", days=frozenset(days))
    said = datetime.fromisoformat(now).replace(tzinfo=ZONE)
    assert dates.read(words, said, calendar).day.isoformat() == expected


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
        *("1", "0", "27", "2026", "99999999", "20261127", "1700000000", "1.5", "12.50"),
        *("may", "march", "november", "day", "week", "the week", "last week", "morning"),
        *("25.13", "39.12", "00.01", "31.02"),
        *("13/13", "32 nov", "0 nov", "2026-13-01", "31 nov", "30 feb", "29.02.2027"),
        *("0000-01-01", "27 nov 0000", "1st of nothing", "the 32nd", "0/1"),
        *("sat on it", "on friday we ship", "friday friday", "may be tomorrow", "sun and moon"),
        *("mon 27 nov", "friday 28 november 2026", "friday 25:00", "13pm", "at 3", "24h", "first"),
        *("utc", "friday est", "15:00 pst", "2026-11-27T15:00+15:00", "lunch", "morning"),
        *("in 1.5 days", "in -3 days", "in 1000 days", "3 hours ago", "in no days", "2026-W48"),
        *(
            "\u202efriday",
            "🙂",
            "🙂 friday",
            "جمعة",
            "\ud800",
        ),
        *("friday\x00", "fri\u00adday", "freitag", "vendredi", "{words}", "%s", "<!channel>"),
        *("9" * 10_000, "in " * 5_000, "🙂" * 10_000, "1/" * 30),
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
    assert read_due(words, now, BERLIN, NumericDates.DAY_FIRST) == closing(BERLIN, day)


@settings(max_examples=150, deadline=None)
@given(moments, st.integers(1, 280 * 24 * 60))
def test_what_is_printed_can_be_read_back(now: datetime, ahead: int) -> None:
    due = (now + timedelta(minutes=ahead)).astimezone(UTC).replace(second=0, microsecond=0)
    local = due.astimezone(ZONE)
    assume(due > now and at_local(BERLIN, local.date(), local.time()) == due)
    printed = [
        sayings.moment(due, "Europe/Berlin", now),
        f"{local:%b} {local.day}, {local.year} at {local:%I:%M %p}",
    ]
    for words in printed:
        assert dates.read(words, now, BERLIN) == dates.Deadline(due, local.date(), timed=True)
    for words in (
        sayings.day(due, "Europe/Berlin", now),
        sayings.dated(local.date()),
        sayings.near_day(due, now, "Europe/Berlin"),
        f"{local:%A}, {local:%B} {local.day}, {local.year}",
    ):
        found = dates.read(words, now, BERLIN)
        assert (found.day, found.timed) == (local.date(), False)


@settings(max_examples=80, deadline=None)
@given(moments, st.dates(date(2027, 1, 1), date(2027, 12, 31)))
def test_a_date_without_a_year_is_the_next_such_date(now: datetime, said: date) -> None:
    days = (now.date() + timedelta(days=ahead) for ahead in range(366))
    expected = next(day for day in days if (day.month, day.day) == (said.month, said.day))
    for words in (f"{said.day} {MONTHS[said.month - 1]}", f"{said.day}/{said.month}"):
        due = read_due(words, now, BERLIN, NumericDates.DAY_FIRST)
        assert due.astimezone(ZONE).date() == expected


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
