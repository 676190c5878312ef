"""How dates, delays, counts and names are said, the same on every machine.

English names are kept here because the standard library takes them from the machine's locale.
Instants are timezone-aware; `zone` is an IANA name, and an unknown one means UTC. Whatever says a
day is told `now`, the instant at which it is written: what lies far from that, to come or past, has
its year. Slack shows its own date markup in each reader's zone:
https://docs.slack.dev/messaging/formatting-message-text#date-formatting
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from handlers.calendar.hours import Calendar, time_zone, working_days_late

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
COUNTED = 1_000
"""Of what may be very much only so many are counted, and it is said that there are more."""
ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
)  # fmt: skip
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

# From here on a day and month alone would be taken for another year's.
_NEEDS_YEAR = timedelta(days=300)


def slack_moment(at: datetime, zone: str = "UTC") -> str:
    """Return Slack's markup for a day and time, with `zone` used where markup is not shown."""
    return _slack(at, "{date_short} at {time}", moment(at, zone, at))


def promised(at: datetime, zone: str, now: datetime, *, timed: bool = False) -> str:
    """Return by when something was promised as markup: the day, or day and hour where `timed`.

    An hour is one instant, which Slack shows on each reader's own clock, with the full date: no
    “by Tomorrow”.
    """
    if not timed:
        return day(at, zone, now)
    return _slack(at, "{date_short} at {time}", moment(at, zone, now))


def _slack(at: datetime, pattern: str, fallback: str) -> str:
    return f"<!date^{int(_local(at, 'UTC').timestamp())}^{pattern}|{fallback}>"


def day(at: datetime, zone: str, now: datetime) -> str:
    """Return the local day of an instant: "Fri 27 Nov", or "Thu 27 Nov 2025" where that is far."""
    return plain_day(_local(at, zone).date(), _local(now, zone).date())


def plain_day(on: date, today: date) -> str:
    """Return a day that was named: "Fri 27 Nov"; with its year where it is far from `today`."""
    return dated(on) if abs(on - today) > _NEEDS_YEAR else _short(on)


def moment(at: datetime, zone: str, now: datetime) -> str:
    """Return the local day and 24-hour time of an instant: "Fri 27 Nov, 09:30"."""
    local = _local(at, zone)
    return f"{day(at, zone, now)}, {local.hour:02}:{local.minute:02}"


def back(at: datetime, zone: str, now: datetime) -> str:
    """Return until when somebody is away: the day, or day and hour where they are back at one."""
    local = _local(at, zone)
    at_midnight = (local.hour, local.minute) == (0, 0)
    return day(at, zone, now) if at_midnight else moment(at, zone, now)


def dated(on: date) -> str:
    """Return a day with its year, for days that may lie far off: "Fri 27 Nov 2026"."""
    return f"{_short(on)} {on.year}"


def near_day(at: datetime, now: datetime, zone: str) -> str:
    """Return a local day as people near it say it.

    "yesterday", "today", "tomorrow", the weekday within six days ahead, then "Fri 4 Dec", and the
    year where it could be mistaken.
    """
    on, today = _local(at, zone).date(), _local(now, zone).date()
    ahead = (on - today).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    if ahead in near:
        return near[ahead]
    if 0 < ahead < len(WEEKDAYS):
        return WEEKDAYS[on.weekday()]
    return plain_day(on, today)


def late_by(due: datetime, now: datetime, calendar: Calendar, *, zone: str = "") -> str:
    """Return how late something is in the calendar's working days: "three days late".

    Leave does not stop the count, because the customer goes on waiting. Nothing is late until the
    due time has passed. `zone` is the clock on which its day is named, where one is.
    """
    if now <= due:
        return "not late"
    days = working_days_late(calendar, due, now, zone=zone)
    return f"{count(days, 'day')} late" if days else "less than a day late"


def span(length: timedelta) -> str:
    """Return a length of time: "40 minutes", "two hours", "three days"; at least one minute."""
    minutes = max(round(length / timedelta(minutes=1)), 1)
    if minutes < 2 * 60:
        return count(minutes, "minute")
    hours = round(minutes / 60)
    return count(hours, "hour") if hours < 2 * 24 else count(round(hours / 24), "day")


def ordinal(n: int) -> str:
    """Return which of a row it is: "first", "second", "ninth", "10th", "21st"."""
    if 1 <= n <= len(ORDINALS):
        return ORDINALS[n - 1]
    ends = {1: "st", 2: "nd", 3: "rd"} if n % 100 not in (11, 12, 13) else {}
    return f"{n:,}{ends.get(n % 10, 'th')}"


def counted(n: int) -> str:
    """Return a number of what is counted up to `COUNTED`: "997", "at least 1,000"."""
    return f"at least {COUNTED:,}" if n >= COUNTED else str(n)


def count(n: int, noun: str, plural: str | None = None) -> str:
    """Return a number of things: "no promises", "one promise", "two promises", "12 promises"."""
    return f"{number(n)} {noun if n == 1 else plural or _plural(noun)}"


def more_than(n: int, noun: str) -> str:
    """Return a number of what was counted so far: "more than 1,000 things"."""
    return f"more than {n:,} {_plural(noun)}"


def figures(n: int, noun: str) -> str:
    """Return a number of things beside other figures: "1 promise", "7 promises", "154 promises"."""
    return f"{n:,} {noun if n == 1 else _plural(noun)}"


def number(n: int) -> str:
    """Return a number: "no", "one", "nine", "10", "1,204"."""
    return NUMBERS[n] if 0 <= n < len(NUMBERS) else f"{n:,}"


def quote(said: str) -> str:
    """Somebody's words as the end of a sentence: “they promised it”., or “really?” as it stands."""
    return f"“{said}”" if said[-1:] in (".", "!", "?", "…") else f"“{said}”."


def times(n: int) -> str:
    """Return how often: "once", "twice", "three times"."""
    return {1: "once", 2: "twice"}.get(n, count(n, "time"))


def at_least(n: int, noun: str) -> str:
    """The same of what is counted up to `COUNTED`: "two things", "at least 1,000 things"."""
    return f"at least {COUNTED:,} {_plural(noun)}" if n >= COUNTED else count(n, noun)


def _plural(noun: str) -> str:
    if noun.endswith("y") and not noun.endswith(("ay", "ey", "oy", "uy")):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "z", "ch", "sh")) else f"{noun}s"


def first_name(name: str) -> str:
    """Return what people call somebody: "Omar" of Omar Haddad."""
    return name.split()[0] if name.split() else name


LONGEST_HEADING = 150
"""Characters that Slack shows of a headline."""


def is_named(name: str, title: str) -> bool:
    """Return whether a title names a customer already, as a word of its own."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", title, re.IGNORECASE) is not None


def headed(title: str, name: str) -> str:
    """Return a headline: “Acme: Rewrite the refund mail”.

    Without the customer where there is none, where the title names them, and where both are too
    long for a headline: a title is not cut for a name.
    """
    said = f"{name}: {title}"
    return title if not name or is_named(name, title) or len(said) > LONGEST_HEADING else said


def capital(said: str) -> str:
    """The beginning of a sentence."""
    return f"{said[:1].upper()}{said[1:]}"


def join_names(names: Sequence[str], last: str = "and") -> str:
    """Return names in a row: "A", "A and B", "A, B and C", and nothing for nobody."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def _short(on: date) -> str:
    return f"{WEEKDAYS[on.weekday()][:3]} {on.day} {MONTHS[on.month - 1]}"


def _local(at: datetime, zone: str) -> datetime:
    if at.utcoffset() is None:
        raise ValueError("An instant needs a time zone")
    return at.astimezone(time_zone(zone))
