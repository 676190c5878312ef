"""What can be unclear about a day or an hour, each in a sentence that names the part."""

from __future__ import annotations

from handlers.speech.errors import PastDate, UnclearDate


class PastHour(PastDate):
    """{day} is in the past. Please choose a later hour, or another day."""


class UnclearPart(UnclearDate):
    """I can read “{read}” as a date, but not “{rest}” beside it. Try “friday”, “friday 17:00” or
    “27 nov”.
    """


class VagueDate(UnclearDate):
    """Everybody reads “{words}” differently. Name a day or an hour: “today”, “friday 12:00” or
    “in 2 hours”.
    """


class AmbiguousDate(UnclearDate):
    """Is “{words}” {first} or {second}? Write “{plain}” or “{iso}”."""


class UnclearHour(UnclearDate):
    """“{words}” could be {first} or {second}. Write it as in “friday {example}”."""


class NoSuchHour(UnclearDate):
    """No clock shows “{words}”. Write it as in “friday 17:00” or “friday 5pm”."""


class UnclearClock(UnclearDate):
    """I can't tell which clock “{zone}” is. Leave it out, as in “friday 17:00”: hours are read on
    the clock of {own}.
    """


class NoSuchDay(UnclearDate):
    """There is no {day}. Choose a day that there is, like “friday”, “27 nov” or “2026-11-27”."""


class ShortMonth(NoSuchDay):
    """There is no {day}: {month} has {count} days. Choose a day that there is, like “friday”,
    “27 nov” or “2026-11-27”.
    """


class OtherWeekday(UnclearDate):
    """{day} is a {weekday}, and you wrote “{said}”. Write only one of them, like “friday” or
    “27 nov”.
    """
