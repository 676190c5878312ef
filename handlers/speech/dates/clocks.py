"""Times of day as people say them: “5pm”, “17h30”, “noon”, “end of business”, “17:00 UTC”."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from enum import Enum, auto

from handlers.calendar.hours import Calendar, time_zone
from handlers.speech.date_errors import NoSuchHour, UnclearClock, UnclearHour

LAST_MINUTE = time(23, 59)


class Edge(Enum):
    """Where a working day begins or ends, at whatever hour that is."""

    OPENS = auto()
    CLOSES = auto()


@dataclass(frozen=True)
class Hour:
    """A time of day, or the `edge` of a working day; `zone` is the abbreviation that came with it.

    What is `said` could be `either` of two times, or is none that a clock shows.
    """

    at: time | None = None
    edge: Edge | None = None
    zone: str = ""
    said: str = ""
    either: tuple[str, str] | None = None


# A deadline "in the morning" is kept by noon, and one at midnight by the last minute of its day.
_PARTS = {
    **dict.fromkeys(("noon", "12 noon", "12:00 noon", "midday", "lunch", "lunchtime"), time(12)),
    **dict.fromkeys(("morning", "in the morning", "am", "a.m", "a.m."), time(12)),
    **dict.fromkeys(("evening", "night", "in the evening", "at night"), time(20)),
    **dict.fromkeys(("midnight", "12 midnight", "12 at night", "24:00", "24.00"), LAST_MINUTE),
}
_CLOSING = (
    *("afternoon", "in the afternoon", "pm", "p.m", "p.m.", "close", "closing"),
    *("eod", "cob", "eob", "cop", "eop"),
    *("closing time", "close of business", "close of play", "end of business", "end of play"),
    *("end of day", "end of the day", "end of working day", "end of the working day"),
    *("end of business day", "end of the business day"),
)
_OPENING = (
    *("1st thing", "1st thing in the morning", "opening", "opening time", "start of business"),
    *("start of day", "start of the day", "start of the working day", "open of business"),
)
_BY_NAME = {
    **{name: Hour(at=at) for name, at in _PARTS.items()},
    **dict.fromkeys(_CLOSING, Hour(edge=Edge.CLOSES)),
    **dict.fromkeys(_OPENING, Hour(edge=Edge.OPENS)),
}
_NEEDS_DAY = frozenset(
    {"morning", "afternoon", "evening", "night", "lunch", "close", "closing", "opening"}
    | {"in the morning", "in the afternoon", "in the evening", "at night"}
    | {"am", "a.m", "a.m.", "pm", "p.m", "p.m."}
)

_MINUTE = r"(?P<minute>[0-5]\d)"
_HOUR12 = r"(?P<hour>1[0-2]|0?[1-9])"
_HOUR24 = r"(?P<hour>2[0-3]|[01]?\d)"
_TWELVE = re.compile(
    rf"{_HOUR12}(?:[:.]{_MINUTE})? ?(?:(?P<half>[ap])(?:\.? ?m)?\.?"
    r"|(?:o'?clock )?(?P<part>in the morning|in the afternoon|in the evening|at night))"
)
_PART_FIRST = re.compile(r"(?P<part>morning|afternoon|evening|night),? (?:at )?(?P<clock>.+)")
_TWENTY_FOUR = re.compile(rf"{_HOUR24}:{_MINUTE}(?::[0-5]\d)?(?: ?(?:h|hrs?|hours|uhr|o'?clock))?")
_DOTTED = re.compile(rf"{_HOUR24}\.{_MINUTE}(?: ?(?P<h>h|hrs?|hours))?")
_SHORT = re.compile(rf"(?P<hour>2[0-4]|[01]?\d) ?(?:h|hrs?)(?: ?{_MINUTE})?")
_MILITARY = re.compile(rf"(?P<hour>2[0-3]|[01]\d){_MINUTE} ?(?:h|hrs?|hours)")
_ON_THE_HOUR = re.compile(rf"{_HOUR24} ?o'?clock")
_PAST = re.compile(rf"(?P<share>half|(?:a )?quarter) (?P<side>past|to) {_HOUR12}")
# What no clock shows, and yet is meant to be read from one.
_IMPOSSIBLE = re.compile(r"\d{1,3}(?::\d\d){1,2} ?(?:[ap]\.?m)?|\d{1,3} ?[ap]\.?m")
# Without a day beside it only a time of which nobody would think that it is a price.
_ROUND = frozenset({"00", "15", "30", "45"})

_WHOLE_DAY = 24
_DIGIT = re.compile(r"\d")
_OFFSET = r"[+-]\d{1,2}(?::?[0-5]\d)?"
_ABBREVIATIONS = frozenset(
    (
        *("cet", "cest", "met", "mez", "mesz", "wet", "west", "eet", "eest"),
        *("msk", "bst", "ist", "est", "edt", "et", "cst", "cdt", "ct"),
        *("mst", "mdt", "mt", "pst", "pdt", "pt", "ast", "adt", "akst"),
        *("akdt", "hst", "nst", "brt", "art", "clt", "jst", "kst", "hkt"),
        *("sgt", "pht", "wib", "ict", "myt", "pkt", "gst", "trt", "sast"),
        *("cat", "eat", "wat", "aest", "aedt", "acst", "acdt", "awst", "nzst"),
        *("nzdt",),
    )
)
_ZONED = re.compile(
    rf"(?P<clock>.+?) ?(?P<zone>z|(?:utc|gmt)?{_OFFSET}|(?<= )[a-z]{{2,4}}|utc|gmt)"
)
_EXACT = re.compile(rf"z|(?:utc|gmt)?(?P<offset>{_OFFSET})?")
_MOST_OFFSET = timedelta(hours=14)


def clock(words: str, *, alone: bool) -> Hour | None:
    """The time of day that plain words name, with its zone; None where they name none.

    `alone` says that no day stands beside it.
    """
    if not _may_be_one(words):
        return None
    if (named := _named(words, alone=alone)) is not None:
        return named
    zoned = _ZONED.fullmatch(words)
    if zoned is None or not _is_zone(zoned["zone"]):
        return None
    found = _named(zoned["clock"], alone=alone)
    return found and Hour(found.at, found.edge, zoned["zone"], found.said, found.either)


def _is_zone(words: str) -> bool:
    return _EXACT.fullmatch(words) is not None or words in _ABBREVIATIONS


def _may_be_one(words: str) -> bool:
    """Whether it is worth a look: most of what is asked about is no time of day."""
    named = words.removeprefix("the ")
    by_name = named in _BY_NAME or named.rpartition(" ")[0] in _BY_NAME
    return by_name or _DIGIT.search(words) is not None


def _named(words: str, *, alone: bool) -> Hour | None:
    name = words.removeprefix("the ")
    if known := _BY_NAME.get(name):
        return None if alone and name in _NEEDS_DAY else known
    if (said := _PART_FIRST.fullmatch(words)) and not alone:
        part = "at night" if said["part"] == "night" else f"in the {said['part']}"
        exact = _TWELVE.fullmatch(f"{said['clock']} {part}")
        return Hour(at=_of_half(exact)) if exact else _named(said["clock"], alone=False)
    if said := _TWELVE.fullmatch(words):
        return Hour(at=_of_half(said))
    if said := _TWENTY_FOUR.fullmatch(words) or _MILITARY.fullmatch(words):
        return Hour(at=_time(said))
    if said := _DOTTED.fullmatch(words):
        is_clear = not alone or said["h"] or (said["minute"] in _ROUND and said["hour"] != "0")
        return Hour(at=_time(said)) if is_clear else None
    if said := _SHORT.fullmatch(words):
        return _short(said, words, alone=alone)
    if said := _ON_THE_HOUR.fullmatch(words):
        return _either(words, int(said["hour"]) * 60)
    if said := _PAST.fullmatch(words):
        share = 30 if said["share"] == "half" else 15
        sign = 1 if said["side"] == "past" else -1
        return _either(words, int(said["hour"]) % 12 * 60 + sign * share)
    return Hour(said=words) if _IMPOSSIBLE.fullmatch(words) else None


def bare_hour(words: str) -> Hour | None:
    """The hour of “friday at 5”, which could be that of the morning or of the evening."""
    if not (words.isascii() and words.isdigit() and len(words) <= 2 and 0 < int(words) < 24):
        return None
    return _either(words, int(words) * 60)


def _time(said: re.Match[str]) -> time:
    return time(int(said["hour"]), int(said["minute"]))


def _of_half(said: re.Match[str]) -> time:
    hour, minute = int(said["hour"]) % 12, int(said["minute"] or 0)
    part = said["part"] or ""
    is_late = said["half"] == "p" or part.endswith(("afternoon", "evening"))
    if part == "at night":
        is_late = hour >= 6
    return time(hour + 12 * is_late, minute)


def _short(said: re.Match[str], words: str, *, alone: bool) -> Hour:
    """The hour of “17h”; “2h” alone is as often meant as two hours from now."""
    hour, minute = int(said["hour"]), int(said["minute"] or 0)
    if hour == _WHOLE_DAY or (alone and hour <= 12):
        at = f"{hour}:{minute:02}"
        return Hour(said=words, either=(at, f"“in {words}”"))
    return Hour(at=time(hour, minute))


def _either(words: str, minutes: int) -> Hour:
    """A time in the first or the second half of the day, by its minutes since midnight."""
    minutes %= 24 * 60
    if minutes >= 13 * 60:
        return Hour(at=time(minutes // 60, minutes % 60))
    hour, minute = divmod(minutes, 60)
    return Hour(said=words, either=(f"{hour}:{minute:02}", f"{(hour + 12) % 24:02}:{minute:02}"))


def moment(said: Hour, day: date, calendar: Calendar) -> datetime:
    """The instant (UTC) of a time on a local day of the calendar.

    Raises UnclearHour, NoSuchHour and UnclearClock.
    """
    if said.said and not said.either:
        raise NoSuchHour(words=said.said)
    if said.either:
        first, second = said.either
        raise UnclearHour(words=said.said, first=first, second=second, example=_example(said))
    edges = {Edge.OPENS: calendar.opens, Edge.CLOSES: calendar.closes}
    at = said.at or edges[said.edge or Edge.CLOSES]
    zone = _zone(said.zone, day, calendar)
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def _example(said: Hour) -> str:
    first, second = said.either or ("", "17:00")
    return first if second.startswith("“") else second


def _zone(said: str, day: date, calendar: Calendar) -> tzinfo:
    """The zone of an abbreviation: the calendar's where it is one of its own, or an exact one.

    “5pm CET” of somebody in Berlin means what the clock on their wall shows, in summer as well.
    """
    own = time_zone(calendar.zone)
    exact = _EXACT.fullmatch(said)
    if not said or (exact is None and said in _names(own, day.year)):
        return own
    offset = _offset(exact["offset"] or "") if exact else None
    if offset is None:
        raise UnclearClock(zone=said.upper(), own=calendar.zone)
    return timezone(offset)


def _offset(said: str) -> timedelta | None:
    """The span of “+02:00”; None where no clock on earth is so far ahead."""
    digits = said[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    span = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    if span > _MOST_OFFSET:
        return None
    return -span if said.startswith("-") else span


def _names(zone: tzinfo, year: int) -> set[str]:
    """What a clock is called in winter and in summer; in America also without saying which."""
    names = {(datetime(year, month, 1, tzinfo=zone).tzname() or "").lower() for month in (1, 7)}
    return names | {f"{name[0]}t" for name in names if re.fullmatch("[ecmp][sd]t", name)}
