"""What a cell means: days and times, amounts, working weeks, severities, and where an issue goes.

Everything here is pure. What cannot be read raises RowRejected, or another UserError, with the
sentence that is shown beside the row.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal

from holidays import list_supported_countries

from handlers import blocks, hours, items
from handlers.dates import FARTHEST
from handlers.errors import FarDate, RowRejected, WrongSeverity
from handlers.hours import Calendar
from handlers.imports import cards
from handlers.imports.columns import same
from handlers.words import WEEKDAYS, dated
from storage.customers import Tier
from storage.departments import key_of
from storage.people import Role

SOURCE = "import:"
MOST_VALUE = 2_000_000_000
YEARS = range(1990, 2101)
_TITLE_FROM_STORY = 80
_LONGEST_SOURCE = 200

_DAY = re.compile(
    r"(?:(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)|(?P<d2>\d\d?)\.(?P<m2>\d\d?)\.(?P<y2>\d{4}|\d\d))"
    r"(?:(?:T|,?\s+)(?P<hour>\d\d?):(?P<rest>\d\d(?::\d\d(?:\.\d{1,6})?)?)"
    r"\s?(?P<zone>Z|[+-]\d\d:?\d\d)?)?",
    re.ASCII,
)
_AMOUNT = re.compile(
    r"(?:[€$£¥]|[A-Z]{3})?(?P<number>\d[\d.,]*)(?P<scale>K|M|MN|MIO|B|BN)?(?:[€$£¥]|[A-Z]{3})?",
    re.ASCII,
)
_IN_THOUSANDS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*", re.ASCII)
_SCALES = {"": 1, "K": 10**3, "M": 10**6, "MN": 10**6, "MIO": 10**6, "B": 10**9, "BN": 10**9}
_CLOCK = re.compile(r"(?P<hour>\d\d?)(?:[:.](?P<minute>\d\d))?\s?(?P<half>am|pm)?", re.ASCII)
_SEVERITY = re.compile(r"(?:s|sev|severity)?\s*([1-4])", re.ASCII | re.IGNORECASE)
_COUNTRY = re.compile(r"(?P<country>[A-Z]{2})(?:-(?P<part>[A-Z0-9]{1,4}))?", re.ASCII)
_RANGE = re.compile(r"\s*(?:-|–|—|\bto\b)\s*")


def read_date(words: str, field: str) -> date | datetime:
    """A day, or a moment with or without a zone: 2026-11-27, 27.11.2026, 27.11.2026 14:30.

    27/11 and 11/27 are told apart by nobody, so neither is taken. Raises RowRejected.
    """
    said = _DAY.fullmatch(words.strip())
    if said is None:
        raise RowRejected(reason=cards.unclear_date(field, words))
    digits = said["y"] or said["y2"]
    year = int(digits) + (2000 if len(digits) == 2 else 0)
    try:
        day = date(year, int(said["m"] or said["m2"]), int(said["d"] or said["d2"]))
        if day.year not in YEARS:
            raise RowRejected(reason=cards.unclear_date(field, words))
        if said["hour"] is None:
            return day
        clock = f"{int(said['hour']):02}:{said['rest']}{said['zone'] or ''}"
        return datetime.fromisoformat(f"{day.isoformat()}T{clock}")
    except ValueError as error:
        raise RowRejected(reason=cards.unclear_date(field, words)) from error


def happened(
    words: str, field: str, calendar: Calendar, now: datetime, after: datetime | None = None
) -> datetime | None:
    """The instant (UTC) at which something was done; None for no words.

    A day alone means opening time, and on the day of `after`, which came before it, that moment
    at the earliest. Raises RowRejected for what is unreadable, yet to come, or before `after`.
    """
    if not words:
        return None
    said = read_date(words, field)
    at = _instant(said, calendar, calendar.opens)
    if not isinstance(said, datetime):
        if after and hours.local_day(calendar, after) == said:
            at = max(at, after)
        if hours.local_day(calendar, now) == said:
            at = min(at, now)
    if at > now:
        raise RowRejected(reason=cards.yet_to_come(field, words))
    if after and at < after:
        raise RowRejected(reason=cards.too_early(field, words))
    return at


def promised(words: str, field: str, calendar: Calendar) -> datetime | None:
    """The instant (UTC) by which something is due; a day alone means closing time.

    None for no words. Raises RowRejected for what is unreadable.
    """
    return _instant(read_date(words, field), calendar, calendar.closes) if words else None


def check_near(due: datetime, now: datetime) -> None:
    """Refuse an open promise that nobody can be held to.

    Raises FarDate beyond two years.
    """
    if due > now + FARTHEST:
        raise FarDate(day=dated(due.date()))


def _instant(said: date | datetime, calendar: Calendar, clock: time) -> datetime:
    if not isinstance(said, datetime):
        return hours.at_local(calendar, said, clock)
    if said.tzinfo is None:
        return said.replace(tzinfo=hours.time_zone(calendar.zone)).astimezone(UTC)
    return said.astimezone(UTC)


def day(words: str, field: str) -> date | None:
    """A day; None for no words. Raises RowRejected."""
    said = read_date(words, field) if words else None
    return said.date() if isinstance(said, datetime) else said


def amount(words: str) -> int | None:
    """An amount in whole units: 480,000, 480 k, 1.2 M, € 480.000; None for no words.

    A group of three digits after a separator is thousands, unless a scale follows. Raises
    RowRejected.
    """
    if not words:
        return None
    said = _AMOUNT.fullmatch(re.sub(r"[\s'’]", "", words).upper())
    scale = (said["scale"] or "") if said else ""
    number = _plain(said["number"], scaled=bool(scale)) if said else None
    if number is None:
        raise RowRejected(reason=cards.unclear_amount(words))
    whole = round(Decimal(number) * _SCALES[scale])
    if whole > MOST_VALUE:
        raise RowRejected(reason=cards.too_much(words))
    return whole


def _plain(number: str, *, scaled: bool) -> str | None:
    """Digits with at most one decimal point; None when the separators make no sense."""
    grouped = _IN_THOUSANDS.fullmatch(number)
    if grouped and not (scaled and len(re.findall(r"[.,]", number)) == 1):
        return re.sub(r"[.,]", "", number)
    decimal = max(number.rfind("."), number.rfind(","))
    if decimal < 0:
        return number
    head, tail = number[:decimal], number[decimal + 1 :]
    if not tail or not (head.isdigit() or _IN_THOUSANDS.fullmatch(head)):
        return None
    if number[decimal] in head:
        return None
    return f"{re.sub(r'[.,]', '', head)}.{tail}"


def week(words: str) -> list[int]:
    """Working days with Monday 0: “Mon-Fri”, “Sun-Thu”, “Mon, Wed, Fri” or “0,1,2”.

    Raises RowRejected.
    """
    found: set[int] = set()
    for part in re.split(r"[,;/]", words):
        ends = [_weekday(end, words) for end in _RANGE.split(part.strip().lower())]
        if len(ends) > 2:
            raise RowRejected(reason=cards.unclear_days(words))
        first, last = ends[0], ends[-1]
        found |= {(first + ahead) % 7 for ahead in range((last - first) % 7 + 1)}
    return sorted(found)


def _weekday(word: str, words: str) -> int:
    if re.fullmatch(r"[0-6]", word):
        return int(word)
    for number, name in enumerate(WEEKDAYS):
        if len(word) >= 2 and name.lower().startswith(word.rstrip("s.")) and word.rstrip("s."):
            return number
    raise RowRejected(reason=cards.unclear_days(words))


def clock(words: str, field: str) -> time:
    """A time of day: 9, 9:00, 17.30, 5 pm. Raises RowRejected."""
    said = _CLOCK.fullmatch(words.lower())
    if said is None:
        raise RowRejected(reason=cards.unclear_time(field, words))
    hour = int(said["hour"])
    if said["half"]:
        if not 1 <= hour <= 12:
            raise RowRejected(reason=cards.unclear_time(field, words))
        hour = hour % 12 + (12 if said["half"] == "pm" else 0)
    minute = int(said["minute"] or 0)
    if hour > 23 or minute > 59:
        raise RowRejected(reason=cards.unclear_time(field, words))
    return time(hour, minute)


def country(words: str) -> str:
    """An ISO 3166 code with holidays we know, with an optional part: DE, US-NY.

    Raises RowRejected.
    """
    said = _COUNTRY.fullmatch(words.upper())
    known = list_supported_countries()
    if said is None or said["country"] not in known:
        raise RowRejected(reason=cards.unknown_country(words))
    if said["part"] and said["part"] not in known[said["country"]]:
        raise RowRejected(reason=cards.unknown_country(words))
    return words.upper()


def severity(words: str) -> int:
    """1 to 4; 3 for no words. Raises WrongSeverity."""
    said = _SEVERITY.fullmatch(words or "3")
    if said is None:
        raise WrongSeverity(words=cards.quoted(words))
    return int(said[1])


def tier(words: str) -> Tier:
    """How an account is looked after. Raises RowRejected."""
    name = words.lower().removesuffix("account").removesuffix("customer").strip()
    if name not in set(Tier):
        raise RowRejected(reason=cards.not_one_of("tier", words, list(Tier)))
    return Tier(name)


def role(words: str) -> Role:
    """What a person may decide. Raises RowRejected."""
    if words.lower() not in set(Role):
        raise RowRejected(reason=cards.not_one_of("role", words, list(Role)))
    return Role(words.lower())


def name(words: str, field: str) -> str:
    """A name on one line, of signs that can be seen.

    Raises RowRejected for none, or one too long to be a name.
    """
    line = "".join(sign for sign in " ".join(words.split()) if sign.isprintable())
    if not line:
        raise RowRejected(reason=cards.missing(field))
    if len(line) > cards.NAME:
        raise RowRejected(reason=cards.too_long(field, len(line), cards.NAME))
    return line


def title_and_story(title: str, fallback: str, story: str) -> tuple[str, str]:
    """A headline of at most items.TITLE characters, and the story with nothing lost.

    Without a title the fallback takes its place, then the first words of the story. Raises
    RowRejected when all three are empty.
    """
    line = " ".join((title or fallback).split())
    if not line:
        line = blocks.clip(story, _TITLE_FROM_STORY)
    if not line:
        raise RowRejected(reason=cards.nothing_said())
    if len(line) <= items.TITLE:
        return line, story
    return blocks.clip(line, items.TITLE), "\n\n".join(part for part in (line, story) if part)


def source(words: str, header: Sequence[str], cells: Sequence[str]) -> str:
    """What makes a row known again: its own id or, without one, a fingerprint of its cells.

    The order of columns and empty ones do not matter to the fingerprint.
    """
    line = " ".join(words.split())
    if line and len(line) <= _LONGEST_SOURCE:
        return SOURCE + line
    parts = [line] if line else _named_cells(header, cells)
    return f"{SOURCE}row-{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"


def _named_cells(header: Sequence[str], cells: Sequence[str]) -> list[str]:
    filled = zip(header, cells, strict=False)
    return sorted(f"{same(name)}={cell.strip()}" for name, cell in filled if cell.strip())


def routing_words(words: str) -> list[str]:
    """The words of a department, separated by semicolons, each once."""
    found = (key_of(word) for word in words.split(";"))
    return list(dict.fromkeys(word for word in found if word))
