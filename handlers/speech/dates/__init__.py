"""What people mean by "friday", "27 nov" or "in 2 working days", as the instant a promise is due.

A phrase must be a date as a whole; nothing is guessed out of a longer sentence or a bare number,
and of what cannot be read the part is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import lru_cache

from handlers.calendar.hours import Calendar, at_local, local_day, shift_days
from handlers.speech.date_errors import PastHour, UnclearPart, VagueDate
from handlers.speech.dates import clocks, days, periods, spans
from handlers.speech.dates.clocks import Edge, Hour
from handlers.speech.dates.periods import Finder
from handlers.speech.dates.spans import Ahead
from handlers.speech.dates.spelling import LONGEST, plain
from handlers.speech.dates.standpoint import (
    FARTHEST,
    Days,
    NumericDates,
    Standpoint,
    day_before,
    one,
)
from handlers.speech.errors import FarDate, PastDate, UnclearDate
from handlers.speech.words import dated, moment

__all__ = ["FARTHEST", "LONGEST", "Deadline", "NumericDates", "looks_like_date", "read", "read_due"]

ASK = NumericDates.ASK


@dataclass(frozen=True)
class Deadline:
    """What somebody meant by a date: the instant `at` (UTC), and the local `day` it is on.

    `timed` says that an hour was given; else it is the end of the day. `again` says that a weekday
    was named on just such a day, so that it is a week away. `first` is the first of the days that
    were named: of a week, the day on which it begins; None for a span of hours.
    """

    at: datetime
    day: date
    timed: bool = False
    again: bool = False
    first: date | None = field(default=None, compare=False)


@dataclass(frozen=True)
class _Phrase:
    """A phrase taken apart: its days, the time of day if one was said, and whether before them."""

    days: Finder
    clock: Hour | None = None
    before: bool = False


def looks_like_date(words: str) -> bool:
    """Say whether a phrase has the shape of a date or time; `read` may still refuse it.

    "31 nov" and "yesterday" look like dates, so that people hear what is wrong with them.
    """
    return _taken_apart(plain(words)) is not None


def read_due(
    words: str, now: datetime, calendar: Calendar, numeric: NumericDates = ASK
) -> datetime:
    """Return only the instant (UTC) that `read` finds."""
    return read(words, now, calendar, numeric).at


def read(
    words: str,
    now: datetime,
    calendar: Calendar,
    numeric: NumericDates = ASK,
    has: date | None = None,
) -> Deadline:
    """Return what people mean by `words`, said at `now` in the calendar's zone.

    “Two more days” are counted from the day that something `has`, or from today.

    A day without a time of day means closing time on that day, worked or not; today after closing
    time means the last minute of today. A date without a year is the next such date, and a numeric
    one is read as `numeric` says. Raises UnclearDate, PastDate, FarDate (more than two years
    ahead), and ValueError for a `now` without a time zone.
    """
    today = local_day(calendar, now)
    phrase = _taken_apart(plain(words))
    if phrase is None:
        raise _refusal(words)
    if not isinstance(phrase, _Phrase):
        at = phrase(now, calendar)
        return Deadline(at, local_day(calendar, at), timed=True)
    point = Standpoint(today, calendar, numeric, has)
    named = phrase.days(point)
    if named is None:
        raise _unclear(words)
    day = named.last
    if phrase.before and phrase.clock is None:
        day = day_before(point, named.first)
    if day < today:
        raise PastDate(day=dated(day))
    if day > today + FARTHEST:
        raise FarDate(day=dated(day))
    timed = phrase.clock is not None and phrase.clock.edge != Edge.CLOSES
    at = _due(day, phrase.clock, now, calendar)
    return Deadline(at, local_day(calendar, at), timed, named.again, max(named.first, today))


def _due(day: date, clock: Hour | None, now: datetime, calendar: Calendar) -> datetime:
    if clock is None or (clock.edge == Edge.CLOSES and not clock.zone):
        due = at_local(calendar, day, calendar.closes)
        last = at_local(calendar, day, clocks.LAST_MINUTE)
        return due if due >= now else max(last, now.astimezone(UTC))
    due = clocks.moment(clock, day, calendar)
    if due < now:
        raise PastHour(day=moment(due, calendar.zone, now))
    return due


# --- what is said when it cannot be read ---

_MOST_WORDS = 10
"""In a longer phrase no part is looked for."""
_VAGUE = re.compile(
    r"asap|a\.s\.a\.p|as soon as (?:possible|you can)|(?:right )?now|immediately|at once"
    r"|soon(?:est)?|(?:right|straight) ?away|urgent(?:ly)?|shortly|whenever.*"
    r"|when (?:possible|you can).*"
    r"|some ?day|later|eventually|in due course|tb[acd]|never|forever"
    r"|(?:in |within )?(?:a |the next )?(?:few|several|some) \w+(?: \w+)?|in a (?:while|bit|moment)"
    r"|(?:early|late) .+|(?:in )?\d+ ?(?:-|to|or) ?\d+ \w+(?: \w+)?|in an? \w+ or \w+"
)


def _refusal(words: str) -> UnclearDate:
    """What of the words cannot be read, as far as that can be told."""
    line = _shown(words)
    if _VAGUE.fullmatch(plain(words)):
        return VagueDate(words=line)
    for known, rest in _halves(line):
        if looks_like_date(known) and plain(rest):
            return UnclearPart(read=known, rest=rest)
    return _unclear(words)


def _halves(line: str) -> Iterator[tuple[str, str]]:
    """A phrase cut in two, its beginning first and then its end, the longest first."""
    words = line.split()
    if len(words) > _MOST_WORDS:
        return
    for cut in range(len(words) - 1, 0, -1):
        yield " ".join(words[:cut]), " ".join(words[cut:])
    for cut in range(1, len(words)):
        yield " ".join(words[cut:]), " ".join(words[:cut])


def _unclear(words: str) -> UnclearDate:
    return UnclearDate(words=_shown(words))


def _shown(words: str) -> str:
    """What was said, without what could turn or break the sentence around it."""
    line = " ".join(words.split())
    shown = "".join(sign for sign in line[:LONGEST] if sign.isprintable())
    return shown + ("…" if len(line) > LONGEST else "")


# --- how a phrase is taken apart ---

_BEFORE = re.compile(r"(?:before|prior to|ahead of|earlier than) (?P<rest>.+)")
_GLUE = re.compile(
    r",? ?(?:-|at|by|@|before|until|till|no later than|not later than|latest(?: by)?)?"
)
_AT = re.compile(r"(?P<days>.+?),? (?:at|by|@) (?P<hour>\d{1,2})")
_EDGE = re.compile(r"(?:the )?(?:very )?(?P<edge>end|start|beginning) of (?P<days>.+)")
_ON = re.compile(r",? ?(?:on|of|at)? ?")


@lru_cache(maxsize=4096)
def _taken_apart(words: str) -> _Phrase | Ahead | None:
    """Return how to read plain words, or None where they are no date."""
    if ahead := spans.read(words):
        return ahead
    if said := _BEFORE.fullmatch(words):
        rest = said["rest"]
        if inner := _day_and_clock(rest):
            return replace(inner, before=True)
        period = periods.named(rest)
        return _Phrase(period, before=True) if period else None
    return _day_and_clock(words)


def _day_and_clock(words: str) -> _Phrase | None:
    if found := days.read(words):
        return _Phrase(found)
    if clock := clocks.clock(words, alone=True):
        return _Phrase(_next_morning if clock.edge == Edge.OPENS else _today, clock)
    for head, tail in _cuts(words):
        if phrase := _beside(clocks.clock(_unglued(tail), alone=False), head.rstrip(", ")):
            return phrase
        if phrase := _beside(clocks.clock(head.rstrip(", "), alone=False), _ON.sub("", tail, 1)):
            return phrase
        if (said := _PART.fullmatch(tail)) and _HAS_DIGIT.match(head):
            hour = clocks.clock(f"{said['part']} {head.rstrip(', ')}", alone=False)
            if phrase := _beside(hour, said["days"]):
                return phrase
    if said := _EDGE.fullmatch(words):
        edge = Edge.CLOSES if said["edge"] == "end" else Edge.OPENS
        return _beside(Hour(edge=edge), said["days"])
    if said := _AT.fullmatch(words):
        return _beside(clocks.bare_hour(said["hour"]), said["days"])
    return None


_PART = re.compile(r"(?:on )?(?P<days>.+) (?P<part>morning|afternoon|evening|night)")
_HAS_DIGIT = re.compile(r"\d")


def _today(point: Standpoint) -> Days:
    return one(point.today)


def _next_morning(point: Standpoint) -> Days:
    """“First thing” alone is of the next day at work."""
    return one(shift_days(point.calendar, point.today, 1))


def _cuts(words: str) -> Iterator[tuple[str, str]]:
    """The words before and after each space."""
    for space in re.finditer(" ", words):
        yield words[: space.start()], words[space.end() :]


def _beside(clock: Hour | None, words: str) -> _Phrase | None:
    found = days.read(words) if clock else None
    return _Phrase(found, clock) if found else None


def _unglued(words: str) -> str:
    """A time of day without the little words that lead it."""
    glue = _GLUE.match(words)
    return words[glue.end() :].strip() if glue else words
