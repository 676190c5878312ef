"""Where a number would stand on a straight line, and where words and figures say different things.

Nothing here reads or writes: numbers and days come in, what they say goes out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.speech import cleaning
from handlers.speech.outcome_errors import NotANumber, NumberTooLarge, UnitTooLong
from handlers.speech.values import quoted

FIFTH = 1 / 5
"""Further behind its straight line than this part of the way, a number speaks against its words."""
OLD = timedelta(days=30)
"""A number that is older says little."""
MOVED_OFTEN = 2
LARGEST = 1e12
UNIT = 12
FORTNIGHT = timedelta(days=14)
A_CHECK_IN = date(2026, 11, 26)
"""A Thursday of a check-in: every second one from here, and before."""
ASKED_BEFORE = timedelta(days=2)
"""So long before the Thursday the number is asked for."""
_NUMBER = re.compile(
    r"(?P<sign>[-+−–]?)\s?(?P<digits>\d[\d.,’'\u00a0\u202f ]*\d|\d)\s?(?P<unit>\D+)?", re.ASCII
)
_GROUPED = re.compile(r"\d{1,3}(?:[,’'\u00a0\u202f ]\d{3})+(?:\.\d+)?")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
_PROJECTS = re.compile(
    r"(?:we )?(?:to )?(?:launch|build|implement|roll out|introduce|migrate|deploy|finish|complete|"
    r"set up|create|develop|ship|install|release|go live)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class NumberSaid:
    """A number with its unit, which is empty where none was written."""

    value: float
    unit: str = ""


def measured(words: str) -> NumberSaid:
    """A number as people write it: 27, 81 %, 3.5 days, 1,200.

    One sign before one or two digits, or before more than three, is the decimal sign. Raises
    NotANumber, NumberTooLarge and UnitTooLong.
    """
    line = cleaning.line(words[:100])
    found = _NUMBER.fullmatch(line)
    digits = _digits(found["digits"]) if found else None
    if found is None or digits is None:
        raise NotANumber(words=quoted(words))
    unit = (found["unit"] or "").strip()
    if len(unit) > UNIT:
        raise UnitTooLong(most=str(UNIT), words=quoted(unit))
    if float(digits) > LARGEST:
        raise NumberTooLarge(words=quoted(words))
    return NumberSaid(-float(digits) if found["sign"] in ("-", "−", "–") else float(digits), unit)


def _digits(said: str) -> str | None:
    said = said.strip()
    if _GROUPED.fullmatch(said):
        return re.sub(r"[,’'\u00a0\u202f ]", "", said)
    return said.replace(",", ".") if _PLAIN.fullmatch(said) else None


def figure(value: float, unit: str) -> str:
    """A number as it is shown: “27”, “81 %”, “1,200 days”, “0.25”."""
    rounded = round(value, 2)
    shown = f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.2f}".rstrip("0")
    shown = "0" if shown == "-0" else shown.replace("-", "−")
    return f"{shown} {unit}" if unit else shown


def is_project(words: str) -> bool:
    """Whether words name something to be built, and not what a customer notices of it."""
    return bool(_PROJECTS.match(cleaning.line(words)))


@dataclass(frozen=True)
class StraightLine:
    """From which number, on which day, to which other by the last day of a quarter."""

    baseline: float
    baseline_on: date
    target: float
    ends_on: date

    def line_on(self, day: date) -> float:
        """Where the number would stand on a day if it went straight."""
        whole = (self.ends_on - self.baseline_on).days
        gone = (day - self.baseline_on).days
        part = 1.0 if whole <= 0 else min(max(gone / whole, 0.0), 1.0)
        return self.baseline + (self.target - self.baseline) * part

    def is_behind(self, value: float, day: date) -> bool:
        """Whether a number is behind that line by more than a fifth of the way."""
        length = self.target - self.baseline
        return bool(length) and (self.line_on(day) - value) / length > FIFTH

    def is_reached(self, value: float) -> bool:
        """Whether a number is at the target or past it."""
        return value >= self.target if self.target > self.baseline else value <= self.target


@dataclass(frozen=True)
class OutcomeWork:
    """What moves an outcome: how many open things, how many of them late, and moved often."""

    count: int = 0
    late: int = 0
    moved: int = 0
    """So many of them have had another date twice or more."""


@dataclass(frozen=True)
class Against:
    """What figures say against “on course”; nothing where they say nothing against it.

    `line` is where a straight line would stand, where the number is behind it; `days` is how old
    the number is, where it is old.
    """

    line: float | None = None
    late: int = 0
    count: int = 0
    moved: int = 0
    days: int = 0

    def __bool__(self) -> bool:
        return self.line is not None or bool(self.late or self.moved or self.days)


def against(
    way: StraightLine, value: float, counted_on: date, today: date, work: OutcomeWork
) -> Against:
    """What speaks against “on course” on a day, each by its own measure."""
    behind, age = way.is_behind(value, today), today - counted_on
    is_late = bool(work.late) and 3 * work.late >= work.count
    return Against(
        line=way.line_on(today) if behind else None,
        late=work.late if is_late else 0,
        count=work.count,
        moved=work.moved,
        days=age.days if age >= OLD else 0,
    )


def check_in_after(day: date) -> date:
    """The first Thursday of a check-in after a day."""
    passed = (day - A_CHECK_IN) % FORTNIGHT
    return day + FORTNIGHT - passed
