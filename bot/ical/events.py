"""The days of a calendar on which its owner is away: out of office, or busy for whole days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Event

from bot.ical.faults import CalendarUnread
from handlers.front.away.faults import AwaySpan, CalendarFault

MOST_EVENTS = 2_000
"""Of those that may matter."""
MOST_SPANS = 100
A_DAY = timedelta(days=1)
LONG_AGO = timedelta(days=400)
FIRST_YEAR = 1990
"""What comes again and again since before that is nobody's leave."""
_BEGINS = re.compile(rb"^\s*BEGIN:VCALENDAR\s*$", re.IGNORECASE | re.MULTILINE)
_FOLDED = re.compile(r"\r?\n[ \t]")
_TOO_OFTEN = re.compile(r"FREQ=(?:SECONDLY|MINUTELY|HOURLY)", re.IGNORECASE)
_START = re.compile(r"^DTSTART[^:\n]*:(\d{4})(\d\d)(\d\d)", re.IGNORECASE | re.MULTILINE)
_BOM = b"\xef\xbb\xbf"
OUT_OF_OFFICE = "OOF"


def away(raw: bytes, zone: str, start: datetime, end: datetime) -> list[AwaySpan]:
    """When somebody in a time zone is away between two instants (UTC), in order and joined.

    Raises CalendarUnread, and whatever the library raises for what is no calendar after all.
    """
    text = _text(raw)
    calendar = Calendar.from_ical(_thinned(text, start, end))
    found = recurring_ical_events.of(calendar, skip_bad_series=True).between(start, end)
    local = ZoneInfo(zone)
    spans = [_span(event, local) for event in found if _counts(event)]
    whole = [(first, last) for first, last in spans if last - first >= A_DAY - timedelta(hours=2)]
    return _joined(sorted(whole))[:MOST_SPANS]


def _text(raw: bytes) -> str:
    if b"\0" in raw or not _BEGINS.match(raw.removeprefix(_BOM).lstrip()[:40].split(b"\n")[0]):
        raise CalendarUnread(CalendarFault.NO_CALENDAR)
    return _FOLDED.sub("", raw.removeprefix(_BOM).decode("utf-8", errors="replace"))


def _thinned(text: str, start: datetime, end: datetime) -> str:
    """The same without the events that cannot matter: to read all of them would take long."""
    kept: list[str] = []
    events = 0
    for is_event, part in _parts(text):
        if is_event:
            if not _may_matter(part, start, end):
                continue
            events += 1
            if events > MOST_EVENTS:
                raise CalendarUnread(CalendarFault.TOO_LARGE)
        kept.append(part)
    return "".join(kept)


def _parts(text: str) -> Iterator[tuple[bool, str]]:
    """Each event by itself, and what stands between them."""
    part: list[str] = []
    inside = False
    for line in text.splitlines(keepends=True):
        word = line.strip().upper()
        if word == "BEGIN:VEVENT" and not inside:
            yield False, "".join(part)
            part, inside = [], True
        part.append(line)
        if word == "END:VEVENT" and inside:
            yield True, "".join(part)
            part, inside = [], False
    yield inside, "".join(part)


def _may_matter(event: str, start: datetime, end: datetime) -> bool:
    if _TOO_OFTEN.search(event):
        return False
    first = _START.search(event)
    if first is None:
        return False
    try:
        begins = datetime(int(first[1]), int(first[2]), int(first[3]), tzinfo=UTC)
    except ValueError:
        return False
    if begins.year < FIRST_YEAR or begins > end + A_DAY:
        return False
    upper = event.upper()
    again = "\nRRULE" in upper or "\nRDATE" in upper or "\nRECURRENCE-ID" in upper
    return again or begins > start - LONG_AGO


def _counts(event: Event) -> bool:
    """Whether an event says that its owner is away: out of office, or busy; free does not."""
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return False
    said = str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper()
    if said:
        return said in (OUT_OF_OFFICE, "BUSY")
    return str(event.get("TRANSP", "OPAQUE")).upper() != "TRANSPARENT"


def _span(event: Event, zone: ZoneInfo) -> AwaySpan:
    """From when until when (UTC); a day without an hour is a day where its owner is."""
    first, last = event.start, event.end
    if not isinstance(first, datetime) and last <= first:
        last = first + A_DAY
    return _instant(first, zone), _instant(last, zone)


def _instant(at: date | datetime, zone: ZoneInfo) -> datetime:
    if not isinstance(at, datetime):
        at = datetime.combine(at, time(), zone)
    if at.tzinfo is None:
        at = at.replace(tzinfo=zone)
    return at.astimezone(UTC)


def _joined(spans: list[AwaySpan]) -> list[AwaySpan]:
    joined: list[AwaySpan] = []
    for first, last in spans:
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined
