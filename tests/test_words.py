"""How dates, delays, counts, names and amounts are said."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.calendar.hours import Calendar
from handlers.speech import words

BERLIN = Calendar("Europe/Berlin", country="DE")
# Friday, half past midnight in Berlin and still Thursday in New York.
LATE = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "moment"),
    [
        ("Europe/Berlin", "Fri 27 Nov", "Fri 27 Nov, 00:30"),
        ("America/New_York", "Thu 26 Nov", "Thu 26 Nov, 18:30"),
        ("Asia/Kolkata", "Fri 27 Nov", "Fri 27 Nov, 05:00"),
        ("", "Thu 26 Nov", "Thu 26 Nov, 23:30"),
        ("Nowhere/Land", "Thu 26 Nov", "Thu 26 Nov, 23:30"),
    ],
)
def test_a_day_is_said_in_the_zone_of_the_reader(zone: str, day: str, moment: str) -> None:
    assert words.day(LATE, zone, LATE) == day
    assert words.moment(LATE, zone, LATE) == moment


@pytest.mark.parametrize(
    ("ahead", "said"),
    [(10, "Sun 6 Dec"), (300, "Wed 22 Sep"), (301, "Thu 23 Sep 2027"), (-301, "Thu 29 Jan 2026")],
)
def test_a_day_that_is_far_off_is_said_with_its_year(ahead: int, said: str) -> None:
    at = LATE + timedelta(days=ahead)
    assert words.day(at, "UTC", LATE) == said
    assert words.promised(at, "UTC", LATE) == said
    assert words.moment(at, "UTC", LATE) == f"{said}, 23:30"


def test_slack_gets_its_own_markup_with_the_same_day_as_fallback() -> None:
    said = words.promised(LATE, "UTC", LATE)
    assert said == "Thu 26 Nov", "a day is plain words, true for everybody"
    assert words.promised(LATE, "Europe/Berlin", LATE) == "Fri 27 Nov"
    assert words.slack_moment(LATE, "Europe/Berlin") == (
        "<!date^1795735800^{date_short} at {time}|Fri 27 Nov, 00:30>"
    )


MARKUP = re.compile(r"<!date\^-?\d+\^([^|]*)\|[^<>|^]+>")


@given(
    at=st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    zone=st.sampled_from(["America/New_York", "Europe/Berlin", "Asia/Singapore", "UTC"]),
)
def test_no_day_is_said_in_words_that_turn_untrue(at: datetime, zone: str) -> None:
    """Slack says “Tomorrow” for its pretty dates: odd after “by”, and wrong the day after."""
    said = [
        words.promised(at, zone, at), words.promised(at, zone, at, timed=True),
        words.day(at, zone, at), words.slack_moment(at, zone), words.moment(at, zone, at),
    ]  # fmt: skip
    assert "<" not in said[0] + said[2]
    assert not any("pretty" in pattern for each in said for pattern in MARKUP.findall(each))


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-1, "yesterday"),
        (0, "today"),
        (1, "tomorrow"),
        (2, "Friday"),
        (6, "Tuesday"),
        (7, "Wed 2 Dec"),
        (40, "Mon 4 Jan"),
        (-2, "Mon 23 Nov"),
        (365, "Thu 25 Nov 2027"),
        (-365, "Tue 25 Nov 2025"),
    ],
)
def test_a_near_day_is_said_as_people_near_it_say_it(days: int, said: str) -> None:
    assert words.near_day(NOW + timedelta(days=days), NOW, "Europe/Berlin") == said


def test_tomorrow_begins_at_midnight_of_the_reader() -> None:
    evening = datetime(2026, 11, 26, 20, 0, tzinfo=UTC)
    assert words.near_day(LATE, evening, "Europe/Berlin") == "tomorrow"
    assert words.near_day(LATE, evening, "America/New_York") == "today"


def test_every_month_and_weekday_has_its_english_name() -> None:
    said = [words.dated(date(2027, month, month)) for month in range(1, 13)]
    assert said == [
        *("Fri 1 Jan 2027", "Tue 2 Feb 2027", "Wed 3 Mar 2027", "Sun 4 Apr 2027"),
        *("Wed 5 May 2027", "Sun 6 Jun 2027", "Wed 7 Jul 2027", "Sun 8 Aug 2027"),
        *("Thu 9 Sep 2027", "Sun 10 Oct 2027", "Thu 11 Nov 2027", "Sun 12 Dec 2027"),
    ]
    assert words.dated(date(2026, 11, 28)) == "Sat 28 Nov 2026"
    assert words.dated(date(2026, 11, 30)) == "Mon 30 Nov 2026"


@pytest.mark.parametrize(
    ("due", "now", "said"),
    [
        ("2026-11-25 17:00", "2026-11-25 16:00", "not late"),
        ("2026-11-25 17:00", "2026-11-25 17:00", "not late"),
        ("2026-11-25 17:00", "2026-11-25 19:00", "less than a day late"),
        ("2026-11-27 17:00", "2026-11-29 12:00", "less than a day late"),
        ("2026-11-25 17:00", "2026-11-26 08:00", "one day late"),
        ("2026-11-27 17:00", "2026-11-30 08:00", "one day late"),
        ("2026-11-25 17:00", "2026-11-30 08:00", "three days late"),
        ("2026-12-23 17:00", "2026-12-28 08:00", "two days late"),
        ("2026-11-02 17:00", "2026-11-25 08:00", "17 days late"),
    ],
)
def test_lateness_is_counted_in_working_days(due: str, now: str, said: str) -> None:
    first, last = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (due, now))
    assert words.late_by(first, last, BERLIN) == said


@pytest.mark.parametrize(
    ("due", "now", "zone", "said"),
    [
        # Thursday ends in New York when it is Friday in Berlin: the day that is named counts.
        ("2026-11-26 23:00", "2026-11-27 08:00", "America/New_York", "one day late"),
        ("2026-11-26 23:00", "2026-12-04 08:00", "America/New_York", "six days late"),
        ("2026-11-26 23:00", "2026-12-04 08:00", "", "five days late"),
        # Friday ends in Auckland while it is Friday morning in Berlin.
        ("2026-11-27 04:00", "2026-11-27 08:00", "Pacific/Auckland", "less than a day late"),
        ("2026-11-27 04:00", "2026-11-30 08:00", "Pacific/Auckland", "one day late"),
        # It is past in Auckland, and the day that is named has not come yet in Honolulu.
        ("2026-11-27 04:00", "2026-11-27 04:01", "Pacific/Auckland", "less than a day late"),
        ("2026-11-26 23:00", "2026-11-26 22:00", "America/New_York", "not late"),
    ],
)
def test_lateness_is_counted_from_the_day_that_is_named(
    due: str, now: str, zone: str, said: str
) -> None:
    first, last = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (due, now))
    assert words.late_by(first, last, BERLIN, zone=zone) == said


def test_leave_does_not_hide_that_something_is_late() -> None:
    away = Calendar("Europe/Berlin", away_until=NOW + timedelta(days=30))
    assert words.late_by(NOW - timedelta(days=2), NOW, away) == "two days late"


@pytest.mark.parametrize(
    ("n", "noun", "said"),
    [
        (0, "promise", "no promises"),
        (1, "promise", "one promise"),
        (2, "promise", "two promises"),
        (9, "day", "nine days"),
        (10, "promise", "10 promises"),
        (1234, "task", "1,234 tasks"),
        (3, "reply", "three replies"),
        (2, "survey", "two surveys"),
        (2, "issue", "two issues"),
        (2, "business", "two businesses"),
        (2, "branch", "two branches"),
        (-2, "day", "-2 days"),
    ],
)
def test_small_numbers_are_written_out_with_the_right_plural(n: int, noun: str, said: str) -> None:
    assert words.count(n, noun) == said


def test_an_irregular_plural_can_be_given() -> None:
    assert words.count(2, "person", "people") == "two people"
    assert words.count(1, "person", "people") == "one person"


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], ""),
        (["Ana"], "Ana"),
        (["Ana", "Ben"], "Ana and Ben"),
        (["Ana", "Ben", "Chi"], "Ana, Ben and Chi"),
        (["Ana", "Ben", "Chi", "Dev"], "Ana, Ben, Chi and Dev"),
    ],
)
def test_names_are_joined_as_in_a_sentence(names: list[str], said: str) -> None:
    assert words.join_names(names) == said


def test_an_instant_without_a_time_zone_cannot_be_said() -> None:
    with pytest.raises(ValueError, match="time zone"):
        words.day(datetime(2026, 11, 27), "Europe/Berlin", LATE)  # noqa: DTZ001


def test_somebodys_words_end_a_sentence_once() -> None:
    said = [words.quote(each) for each in ("they promised it", "really?", "It is ours.", "")]
    assert said == ["“they promised it”.", "“really?”", "“It is ours.”", "“”."]


def test_no_sentence_of_ours_begins_behind_words_that_have_not_ended() -> None:
    handlers = Path(words.__file__).parents[1]
    running_on = {
        path.name: found
        for path in handlers.rglob("*.py")
        if (found := re.findall(r"\}” [A-Z]\w*", path.read_text(encoding="utf-8")))
    }
    assert running_on == {}


def test_a_number_within_a_sentence_of_ours_has_no_capital() -> None:
    handlers = Path(words.__file__).parents[1]
    capitals = {
        path.name: found
        for path in handlers.rglob("*.py")
        if (found := re.findall(r"[a-z,] \{Count\}", path.read_text(encoding="utf-8")))
    }
    assert capitals == {}
