"""Standing appointments as people write them: “weekly monday 9:30”, “monthly 1 9:00”, “mon-fri”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import time

from handlers.calendar import hours
from handlers.speech import phrases
from handlers.speech.dates import clocks, names
from handlers.speech.dates.names import DAY, TH, WEEKDAY
from handlers.speech.dates.spelling import LONGEST, plain
from handlers.speech.dates.standpoint import first_weekday
from handlers.speech.setup_errors import WrongSchedule
from handlers.speech.timetable.plan import LAST, LAST_DAY, MOST_WEEKS, Timetable

USUAL_TIME = time(9)

_EVERY = r"(?:every|each)"
_DAILY = re.compile(
    rf"daily|(?:on )?(?:working ?days|work ?days|business ?days|week ?days)"
    rf"|{_EVERY} (?:working ?|business ?|work ?|week ?)?day|{_EVERY} morning"
)
_WEEKLY = re.compile(
    rf"(?:(?:weekly|{_EVERY} week|once a week|{_EVERY}),? )?(?:on )?{WEEKDAY}"
    rf"|weekly|{_EVERY} week|once a week"
)
_WEEKS = re.compile(
    rf"(?:{_EVERY} (?P<weeks>\d{{1,2}}|other|2nd) weeks?|bi-?weekly|fortnightly|{_EVERY} fortnight)"
    rf"(?:,? (?:on )?{WEEKDAY})?"
)
_NTH_WEEK = re.compile(rf"{_EVERY} (?P<weeks>other|[2-9]{TH}) {WEEKDAY}")
_MONTHLY = r"(?:monthly|every month|each month|once a month)"
_OF_THE_MONTH = r" of (?:the|every|each) month"
_WHICH_DAY = rf"(?:(?:the )?{DAY}{TH}?|(?:the )?(?P<last>last)(?: day)?)"
_DAY_OF_MONTH = (
    re.compile(rf"{_MONTHLY}(?:,? (?:on )?{_WHICH_DAY})?"),
    re.compile(rf"{_WHICH_DAY}{_OF_THE_MONTH}"),
)
_WHICH_WEEKDAY = rf"(?:the |{_EVERY} )?(?P<nth>[1-4]{TH}|last) {WEEKDAY}"
_WEEKDAY_OF_MONTH = (
    re.compile(rf"{_MONTHLY},? (?:on )?{_WHICH_WEEKDAY}"),
    re.compile(rf"{_WHICH_WEEKDAY}{_OF_THE_MONTH}"),
)
_SEVERAL = re.compile(rf"(?:(?:weekly|{_EVERY}|from),? )?(?:on )?(?P<days>.+)")
_COMMAS = re.compile(r" ?(?:,? and |,|/|&|\+) ?")
_RANGE = re.compile(r" ?- ?| to | till? | until | through ")
_ONE_DAY = re.compile(WEEKDAY)
_IN_A_ROW = 3
"""From so many on, weekdays are read without a sign between them."""
_MORNING = frozenset({"morning", "in the morning", "mornings", "1st thing", "am"})


def read(words: str, week: frozenset[int] = hours.WEEKDAYS) -> Timetable:
    """The timetable that somebody wrote; without a time of day it is 9:00.

    What is weekly without a day comes on the first of the working `week`. Raises WrongSchedule.
    """
    text = plain(words)
    for days, at in _splits(text):
        found = _rhythm(days, week)
        if found and at:
            return replace(found, at=at)
    line = phrases.one_line(words)
    shown = "".join(sign for sign in line[:LONGEST] if sign.isprintable())
    raise WrongSchedule(words=shown + ("…" if len(line) > LONGEST else ""))


def _splits(text: str) -> Iterator[tuple[str, time | None]]:
    """The words about days and the time of day, in every way in which they can be parted."""
    yield text, USUAL_TIME
    for space in re.finditer(" ", text):
        head, tail = text[: space.start()].rstrip(","), text[space.end() :]
        yield head, _time(tail.removeprefix("at "))
        yield tail.removeprefix("on "), _time(head)


def _time(words: str) -> time | None:
    """A time of day; one hour alone is that of the whole day, as in “daily 8”."""
    if words.isdigit() and len(words) <= 2 and 0 < int(words) < 24:
        return time(int(words))
    if words in _MORNING:
        # By noon is when something is due in a morning; what comes in one comes when it begins.
        return USUAL_TIME
    said = clocks.clock(words, alone=False)
    # Midnight belongs to two days.
    if said is None or said.zone or said.at == clocks.LAST_MINUTE:
        return None
    return said.at


def _rhythm(text: str, week: frozenset[int]) -> Timetable | None:
    """On which days, at the usual time."""
    if _DAILY.fullmatch(text):
        return Timetable(None, USUAL_TIME)
    if said := _WEEKLY.fullmatch(text):
        return Timetable(_weekday(said, week), USUAL_TIME)
    if said := _WEEKS.fullmatch(text) or _NTH_WEEK.fullmatch(text):
        weeks = _weeks(said["weeks"])
        known = 1 <= weeks <= MOST_WEEKS
        return Timetable(_weekday(said, week), USUAL_TIME, weeks=weeks) if known else None
    for pattern in _DAY_OF_MONTH:
        if said := pattern.fullmatch(text):
            day = LAST_DAY if said["last"] else int(said["day"] or 1)
            return Timetable(None, USUAL_TIME, month_day=day)
    for pattern in _WEEKDAY_OF_MONTH:
        if said := pattern.fullmatch(text):
            nth = LAST if said["nth"] == "last" else int(said["nth"][0])
            return Timetable(_weekday(said, week), USUAL_TIME, nth=nth)
    said = _SEVERAL.fullmatch(text)
    days = _several(said["days"]) if said else frozenset()
    return Timetable(None, USUAL_TIME, days=days) if days else None


def _weekday(said: re.Match[str], week: frozenset[int]) -> int:
    return names.weekday(said["weekday"]) if said["weekday"] else first_weekday(week)


def _weeks(said: str | None) -> int:
    """How many weeks lie between two turns: “3”, “3rd”, “other”."""
    digits = re.match(r"\d+", said or "")
    return int(digits[0]) if digits else 2


def _several(text: str) -> frozenset[int]:
    """The weekdays of “mon-wed, fri”; none where one of them is no weekday."""
    days = text.split()
    if len(days) >= _IN_A_ROW and all(map(_ONE_DAY.fullmatch, days)):
        text = ",".join(days)
    found: set[int] = set()
    for part in _COMMAS.split(text):
        ends = [_ONE_DAY.fullmatch(end.strip()) for end in _RANGE.split(part)]
        if not all(ends) or len(ends) > 2:
            return frozenset()
        first, last = (names.weekday(end["weekday"]) for end in (ends[0], ends[-1]) if end)
        found |= {(first + ahead) % 7 for ahead in range((last - first) % 7 + 1)}
    return frozenset(found)
